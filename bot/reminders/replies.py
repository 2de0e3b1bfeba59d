"""What is answered to a wish: the echo of what is held, the question that is open, or why nothing is held. Pure.

Every button carries all that it means, by the number of its reminder: it works after a restart, and whoever presses it
is asked again whether the reminder is theirs.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from adapters.outgoing import Button, Choice, Pick, Style
from bot.listing import one_line
from bot.naming import as_said
from bot.reminders.language import in_language
from bot.reminders.outcomes import Asked, Made, Outcome, Refusal, Refused
from bot.reminders.reminding import MOST_ACTIVE
from bot.reminders.times import said_at
from bot.reminders.wish import LEAST_APART, NOWHERE, Missing
from bot.reply import Reply
from bot.tokens import fits_control
from bot.when import Choice as Way
from bot.when import Note, Once, Recurring, Schedule, Unsure, say
from memory.reminder import Reminder, Standing
from memory.types import Audience

COMMAND, LIST = "reminder", "reminders"
LONGEST_TASK, MOST_WAYS = 300, 5
MOST_ROUNDS = 12
ZONES = (
    "Europe/London", "Europe/Lisbon", "Europe/Berlin", "Europe/Paris", "Europe/Madrid", "Europe/Athens",
    "Europe/Istanbul", "Europe/Moscow", "Africa/Lagos", "Africa/Johannesburg", "Asia/Dubai", "Asia/Karachi",
    "Asia/Kolkata", "Asia/Shanghai", "Asia/Tokyo", "Australia/Sydney", "Pacific/Auckland", "America/Sao_Paulo",
    "America/Argentina/Buenos_Aires", "America/Mexico_City", "America/New_York", "America/Chicago", "America/Denver",
    "America/Los_Angeles", "UTC",
)  # fmt: skip
FRESH, KNOWN = "I will remind you of this: {text}", "I have that already: {text}"
HELD_UP = "It is paused; /reminders lets it go on."
AGAIN = "It comes again until you say that it is done, {count} times at most. Minutes between: {minutes}."
USELESS = "It is left out when it is too late by this many minutes: {minutes}."
NOTES = {
    Note.HOUR_ASSUMED: "You named no time of day, so I took this one.",
    Note.DAY_ASSUMED: "You named a longer stretch, so I took this day of it.",
    Note.CLOCK_SKIPS: "The clocks leave that time out on that day; it comes as much later as they jump.",
    Note.CLOCK_TWICE: "The clocks show that time twice on that day; it comes the first time.",
    Note.LAST_DAY: "In a month that is too short it comes on the last day.",
    Note.HALF_ASSUMED: "You did not say whether morning or afternoon.",
}
QUESTIONS = {
    Unsure.NO_TIME: "When shall I remind you?",
    Unsure.PAST: "That is over already. Do you mean this?",
    Unsure.MORNING_OR_EVENING: "In the morning or in the evening?",
    Unsure.WHICH_DAY: "Which day do you mean?",
    Unsure.WHICH_HOUR: "Which hour do you mean?",
    Unsure.WHICH_ZONE: "Which time zone do you mean?",
    Unsure.SHORT_MONTHS: "Some months have no such day. What shall hold in those?",
    Missing.ZONE: "I do not know your time zone yet, so I do not know when that is. Which one is yours?",
    Missing.TASK: "What shall I remind you of?",
}
REFUSALS = {
    Refusal.NOTHING: "Say what and when, as in /remind call Bob tomorrow at 9.",
    Refusal.TOO_LONG: "That is too long for a reminder; 2,000 characters are the most.",
    Refusal.TOO_MANY: f"You have {MOST_ACTIVE} reminders, which is the most. Cancel some first: /reminders shows them.",
    Refusal.TOO_OFTEN: (
        f"I remind every {LEAST_APART.seconds // 60} minutes at most. Say it again with more time between."
    ),
    Refusal.NOT_MANAGER: (
        "Only those who manage this space can have me remind everybody here. I can remind you alone, in our own"
        " conversation: say it without the channel."
    ),
    Refusal.SETTLED: "That was answered already, or asked anew since.",
    Refusal.OVER: "That time is over by now, so there is nothing to remind you of.",
}


def told(outcome: Outcome, *, controls: bool, company: bool = False) -> Reply:
    """What is answered. `company`: it was asked where all of a space may read, so it can be offered to the others."""
    match outcome:
        case Made():
            return _made(outcome, controls=controls, company=company)
        case Asked():
            return _asked(outcome, controls=controls)
        case Refused():
            return Reply(REFUSALS[outcome.why])


def task_line(text: str) -> str:
    """What a reminder is about, to stand in a sentence of ours."""
    return as_said(one_line(text.replace("\u2063", " "), LONGEST_TASK)) or "…"


def when_line(schedule: Schedule, language: str = "en") -> str:
    """When it is due, with the zone."""
    return say(schedule, language).replace(NOWHERE, "UTC")


def brief(schedule: Schedule, language: str = "en") -> str:
    """`Fri 27 Nov 2026, 09:00`, for a button; in other languages than English as it is said."""
    is_english = language.partition("-")[0].casefold() == "en"
    return moment_line(schedule.wall) if isinstance(schedule, Once) and is_english else when_line(schedule, language)


def moment_line(wall: datetime) -> str:
    """`Fri 27 Nov 2026, 09:00`."""
    return f"{wall:%a} {wall.day} {wall:%b} {wall.year}, {wall:%H:%M}"


def minutes_of(length: timedelta) -> int:
    """In whole minutes, which every language counts the same way."""
    return int(length.total_seconds()) // 60


def terms_lines(reminder: Reminder, language: str = "en") -> Iterator[str]:
    """What holds of it beside what and when."""
    policy = reminder.policy
    if reminder.place_key is not None:
        yield in_language(language, "Everybody in that channel will read it.")
    if policy.again is not None:
        yield in_language(language, AGAIN).format(count=MOST_ROUNDS, minutes=minutes_of(policy.again))
    if policy.useless_after is not None:
        yield in_language(language, USELESS).format(minutes=minutes_of(policy.useless_after))
    if policy.floating:
        yield in_language(language, "It keeps its hour wherever you are.")


def _made(made: Made, *, controls: bool, company: bool) -> Reply:
    language = made.reminder.language
    first = in_language(language, FRESH if made.fresh else KNOWN).format(text=task_line(made.reminder.text))
    lines = [first, f"{_capital(when_line(made.schedule, language))}."]
    lines += [in_language(language, HELD_UP)] if made.reminder.standing is Standing.PAUSED else []
    lines += [in_language(language, NOTES[note]) for note in made.notes]
    lines += terms_lines(made.reminder, language)
    if not controls:
        if made.others:
            lines.append(f"If you meant otherwise: {'; '.join(brief(each.schedule) for each in made.others)}.")
        lines.append(f"To change it: /reminders when {made.reminder.id} and another time; all of them: /reminders.")
        return Reply("\n".join(lines))
    return Reply("\n".join(lines), _under(made, company=company))


def _under(made: Made, *, company: bool) -> tuple[Button, ...]:
    """Other readings as buttons, and what can be done with it."""
    number, language = made.reminder.id, made.reminder.language
    others = (
        Button(_instead(each.schedule, language), COMMAND, f"move {number} {mark}")
        for each in made.others[:MOST_WAYS]
        if (mark := mark_of(each.schedule, made.schedule)) is not None
    )
    is_public = made.reminder.origin_audience is Audience.PUBLIC and made.reminder.place_key is None
    edit = Button(in_language(language, "Edit"), COMMAND, f"edit {number}")
    stop = Button(in_language(language, "Cancel"), COMMAND, f"stop {number}", Style.DANGER)
    offer = Button(in_language(language, "Offer it to everybody here"), COMMAND, f"announce {number}")
    return (*others, edit, stop, *((offer,) if company and is_public else ()))


def _instead(schedule: Schedule, language: str) -> str:
    return in_language(language, "{when} instead").format(when=brief(schedule, language))


def mark_of(schedule: Schedule, taken: Schedule) -> str | None:
    """Another reading so short that a button carries it: `@` and seconds, or `T` and the time of day of a rhythm."""
    if isinstance(schedule, Once):
        return f"@{int(schedule.at.timestamp())}" if schedule.zone == taken.zone else None
    if not isinstance(schedule, Recurring) or not isinstance(taken, Recurring) or len(schedule.times) != 1:
        return None
    return f"T{schedule.times[0]:%H%M}" if schedule.rule == taken.rule and schedule.zone == taken.zone else None


def _asked(asked: Asked, *, controls: bool) -> Reply:
    number, language = asked.proposal.id, asked.proposal.language
    text = _question(asked, language)
    if not controls:
        return Reply(_typed(asked, text))
    never = Button(in_language(language, "Never mind"), COMMAND, f"drop {number}")
    if asked.question is Missing.ZONE:
        other = Button(in_language(language, "Another time zone"), COMMAND, f"zone-form {number}")
        return Reply(text, (other, never), zone_pick(f"zone {number}", language))
    if asked.question is Missing.TASK:
        write = Button(in_language(language, "Write it"), COMMAND, f"what {number}", Style.PRIMARY)
        return Reply(text, (write, never))
    own = Button(in_language(language, "Say it in my own words"), COMMAND, f"when {number}")
    return Reply(text, (*ways(asked), own, never))


def _question(asked: Asked, language: str) -> str:
    """The question, what it is about, and what was named where that is over."""
    text = in_language(language, QUESTIONS[asked.question])
    about = f" ({task_line(asked.task)})" if asked.task else ""
    if asked.question is not Unsure.PAST or asked.named is None:
        return f"{text}{about}"
    named = in_language(language, "You named {when}.").format(when=when_line(asked.named, language))
    return f"{text}{about}\n{named}"


def zone_pick(argument: str, language: str | None = None) -> Pick:
    """A list of time zones, of which the one that is picked is added to the argument."""
    zones = tuple(Choice(name, name.replace("_", " ")) for name in ZONES)
    return Pick(in_language(language, "Your time zone"), COMMAND, argument, zones)


def ways(asked: Asked) -> tuple[Button, ...]:
    """A button for each answer."""
    made = (Button(_way(each, asked), COMMAND, _answer(asked, at, each)) for at, each in enumerate(asked.choices))
    return tuple(each for each in made if fits_control(each.command, each.argument))[:MOST_WAYS]


def _answer(asked: Asked, at: int, way: Way) -> str:
    due = way.schedule.next(said_at(asked.proposal))
    return f"take {asked.proposal.id} {at} {int(due.timestamp()) if due else 0}"


def _way(way: Way, asked: Asked) -> str:
    """What tells it from the others: zones by their names."""
    zones = {each.schedule.zone for each in asked.choices}
    label = brief(way.schedule, asked.proposal.language) if isinstance(way.schedule, Once) else way.apart
    return f"{label} ({way.schedule.zone})" if len(zones) > 1 and way.schedule.zone not in label else label


def _typed(asked: Asked, text: str) -> str:
    """The same where nothing can be pressed."""
    number = asked.proposal.id
    if asked.question is Missing.ZONE:
        return f"{text} Say /timezone and its name, as in /timezone Europe/Berlin, then /reminders answer {number}."
    if asked.question is Missing.TASK:
        return f"{text} Say /reminders answer {number} and what it is."
    listed = [f"{at}. {_way(each, asked)}" for at, each in enumerate(asked.choices, 1)]
    how = f"Say /reminders answer {number} and " + ("the number, or the time in your own words." if listed else "when.")
    return "\n".join([text, *listed, how])


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
