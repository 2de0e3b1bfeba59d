"""What is answered to a wish: the echo of what is held, the question that is open, or why nothing is held. Pure.

Every button carries all that it means, by the number of its reminder: it works after a restart, and whoever presses it
is asked again whether the reminder is theirs.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from adapters.outgoing import Button, Choice, Pick, Style
from bot.listing import one_line
from bot.naming import as_said
from bot.reminders.language import in_language, put
from bot.reminders.marks import mark_of
from bot.reminders.outcomes import Asked, Asking, Made, Outcome, Refused
from bot.reminders.sentences import (
    AGAIN,
    CHANGE,
    CHOOSE,
    FRESH,
    HELD_UP,
    KNOWN,
    NAME_TASK,
    NAME_TIME,
    NAME_ZONE,
    NOTES,
    OTHERWISE,
    QUESTIONS,
    REFUSALS,
    USELESS,
)
from bot.reminders.times import said_at
from bot.reminders.wish import NOWHERE, Missing
from bot.reminders.wording import Wording, tongue
from bot.reply import Reply
from bot.tokens import fits_control
from bot.when import Choice as Way
from bot.when import Once, Schedule, Unsure, say, say_moment
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


def told(outcome: Outcome, asking: Asking, *, controls: bool) -> Reply:
    """What is answered to who asked: of a reminder in its language, as its person is addressed."""
    match outcome:
        case Made():
            # Where all of a space may read, it can be offered to the others.
            company = asking.origin.audience is Audience.PUBLIC
            return _made(outcome, _tongue(outcome.reminder, asking.wording), controls=controls, company=company)
        case Asked():
            return _asked(outcome, _tongue(outcome.proposal, asking.wording), controls=controls)
        case Refused():
            return Reply(in_language(asking.tongue, REFUSALS[outcome.why]))


def _tongue(reminder: Reminder, wording: Wording) -> str:
    return tongue(reminder.language, wording) or "en"


def task_line(text: str) -> str:
    """What a reminder is about, to stand in a sentence of ours."""
    return as_said(one_line(text.replace("\u2063", " "), LONGEST_TASK)) or "…"


def when_line(schedule: Schedule, language: str | None = "en") -> str:
    """When it is due, with the zone."""
    return say(schedule, language or "en").replace(NOWHERE, "UTC")


def brief(schedule: Schedule, language: str | None = "en") -> str:
    """`Fri 27 Nov 2026, 09:00`, for a button; in other languages than English as it is said."""
    if isinstance(schedule, Once) and is_english(language):
        return moment_line(schedule.wall)
    return when_line(schedule, language)


def is_english(tag: str | None) -> bool:
    """Whether that is the language of a BCP 47 tag."""
    return (tag or "en").partition("-")[0].casefold() == "en"


def moment_line(wall: datetime, language: str | None = "en") -> str:
    """`Fri 27 Nov 2026, 09:00`."""
    return say_moment(wall, language or "en")


def minutes_of(length: timedelta) -> int:
    """In whole minutes, which every language counts the same way."""
    return int(length.total_seconds()) // 60


def terms_lines(reminder: Reminder, language: str | None = "en") -> Iterator[str]:
    """What holds of it beside what and when."""
    policy = reminder.policy
    if reminder.place_key is not None:
        yield in_language(language, "Everybody in that channel will read it.")
    if policy.again is not None:
        yield put(language, AGAIN, count=MOST_ROUNDS, minutes=minutes_of(policy.again))
    if policy.useless_after is not None:
        yield put(language, USELESS, minutes=minutes_of(policy.useless_after))
    if policy.floating:
        yield in_language(language, "It keeps its hour wherever you are.")


def _made(made: Made, language: str, *, controls: bool, company: bool) -> Reply:
    first = put(language, FRESH if made.fresh else KNOWN, text=task_line(made.reminder.text))
    lines = [first, f"{capital(when_line(made.schedule, language))}."]
    lines += [in_language(language, HELD_UP)] if made.reminder.standing is Standing.PAUSED else []
    lines += [in_language(language, NOTES[note]) for note in made.notes]
    lines += terms_lines(made.reminder, language)
    if not controls:
        if made.others:
            spoken = _spoken([each.schedule for each in made.others], language)
            others = "; ".join(brief(each.schedule, spoken) for each in made.others)
            lines.append(put(spoken, OTHERWISE, ways=others))
        lines.append(put(language, CHANGE, number=made.reminder.id))
        return Reply("\n".join(lines))
    return Reply("\n".join(lines), _under(made, language, company=company))


def _under(made: Made, language: str, *, company: bool) -> tuple[Button, ...]:
    """Other readings as buttons, and what can be done with it."""
    number = made.reminder.id
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
    spoken = _spoken([schedule], language)
    return put(spoken, "{when} instead", when=brief(schedule, spoken))


def _spoken(schedules: Sequence[Schedule], language: str) -> str:
    """The language, or English where it has no words for one of these, so that no sentence is in two."""
    return "en" if any(when_line(each, language) == when_line(each) for each in schedules) else language


def _asked(asked: Asked, language: str, *, controls: bool) -> Reply:
    number, text = asked.proposal.id, _question(asked, language)
    if not controls:
        return Reply(_typed(asked, text, language))
    never = Button(in_language(language, "Never mind"), COMMAND, f"drop {number}")
    if asked.question is Missing.ZONE:
        other = Button(in_language(language, "Another time zone"), COMMAND, f"zone-form {number}")
        return Reply(text, (other, never), zone_pick(f"zone {number}", language))
    if asked.question is Missing.TASK:
        write = Button(in_language(language, "Write it"), COMMAND, f"what {number}", Style.PRIMARY)
        return Reply(text, (write, never))
    own = Button(in_language(language, "Say it in my own words"), COMMAND, f"when {number}")
    return Reply(text, (*ways(asked, language), own, never))


def _question(asked: Asked, language: str) -> str:
    """The question, what it is about, and what was named where that is over."""
    text = in_language(language, QUESTIONS[asked.question])
    about = f" ({task_line(asked.task)})" if asked.task else ""
    if asked.question is not Unsure.PAST or asked.named is None:
        return f"{text}{about}"
    named = put(language, "You named {when}.", when=when_line(asked.named, language))
    return f"{text}{about}\n{named}"


def zone_pick(argument: str, language: str | None = None) -> Pick:
    """A list of time zones, of which the one that is picked is added to the argument."""
    zones = tuple(Choice(name, name.replace("_", " ")) for name in ZONES)
    return Pick(in_language(language, "Your time zone"), COMMAND, argument, zones)


def ways(asked: Asked, language: str) -> tuple[Button, ...]:
    """A button for each answer."""
    answers = enumerate(asked.choices)
    made = (Button(_way(each, asked, language), COMMAND, _answer(asked, at, each)) for at, each in answers)
    return tuple(each for each in made if fits_control(each.command, each.argument))[:MOST_WAYS]


def _answer(asked: Asked, at: int, way: Way) -> str:
    due = way.schedule.next(said_at(asked.proposal))
    return f"take {asked.proposal.id} {at} {int(due.timestamp()) if due else 0}"


def _way(way: Way, asked: Asked, language: str) -> str:
    """What tells it from the others: zones by their names."""
    zones = {each.schedule.zone for each in asked.choices}
    is_said = isinstance(way.schedule, Once) or _spoken([way.schedule], language) != "en"
    label = brief(way.schedule, language) if is_said else way.apart
    return f"{label} ({way.schedule.zone})" if len(zones) > 1 and way.schedule.zone not in label else label


def _typed(asked: Asked, text: str, language: str) -> str:
    """The same where nothing can be pressed."""
    listed = [f"{at}. {_way(each, asked, language)}" for at, each in enumerate(asked.choices, 1)]
    match asked.question:
        case Missing.ZONE:
            how, listed = NAME_ZONE, []
        case Missing.TASK:
            how, listed = NAME_TASK, []
        case _:
            how = CHOOSE if listed else NAME_TIME
    said = put(language, how, number=asked.proposal.id)
    return "\n".join([text, *listed, said])


def capital(text: str) -> str:
    """Begun with a capital, where its script has any."""
    return text[:1].upper() + text[1:]
