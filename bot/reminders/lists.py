"""What `/reminders` shows: a page of them with their next times, one of them, what is open, what never arrived. Pure.

They are called by their own numbers, which are the same in every process and on every page.
"""

from collections.abc import Sequence
from datetime import datetime, time
from zoneinfo import ZoneInfo

from adapters.outgoing import Button, Choice, Pick, Style
from bot.listing import one_line
from bot.reminders.replies import COMMAND, LIST, moment_line, task_line, terms_lines, when_line
from bot.reminders.times import is_open, schedule_of, times_of
from bot.reply import Reply
from memory.reminder import Consent, DeadLetter, Reminder, Standing

PAGE, MOST_PICKED, TIMES = 5, 25, 3
LONGEST_TASK = 120
BACK = Button("All reminders", LIST, "")
CALENDAR, FILE = Button("Calendar", LIST, "calendar"), Button("Calendar file", LIST, "file")
QUIET, LOST = Button("Quiet hours", LIST, "quiet"), Button("What did not arrive", LIST, "lost")
OPEN, CANCEL_ALL = Button("Open questions", LIST, "open"), Button("Cancel all", LIST, "all", Style.DANGER)
NONE = "You have no reminders."
HOW = (
    "/reminders N shows one. When N TIME, text N WORDS, pause N, resume N, skip N or cancel N after /reminders change"
    " it; so do cancel all, quiet 22:00-07:00, calendar, file, open and lost."
)
_STANDINGS = {Standing.PAUSED: "paused", Standing.ENDED: "over", Standing.CANCELLED: "cancelled"}


def listed(held: Sequence[Reminder], now: datetime, *, page: int, controls: bool, more: Sequence[Button]) -> Reply:
    """A page of them; `more` are buttons for what there is beside."""
    if not held:
        how = "" if controls else " /remind makes one, as in /remind call Bob tomorrow at 9."
        return Reply(NONE + how, (*more, QUIET) if controls else (), replace=True)
    pages = -(-len(held) // PAGE)
    page = max(1, min(page, pages))
    shown = held if not controls else held[(page - 1) * PAGE : page * PAGE]
    where = f" (page {page} of {pages})" if pages > 1 and controls else ""
    text = "\n".join([f"Your reminders{where}:", *(entry(each, now) for each in shown)])
    if not controls:
        return Reply(f"{text}\n{HOW}")
    pick = Pick("Choose one to change", COMMAND, "open", tuple(_choice(each) for each in _around(held, page)))
    return Reply(text, (*_turns(page, pages), CALENDAR, FILE, QUIET, *more, CANCEL_ALL), pick, replace=True)


def summary(held: Sequence[Reminder], now: datetime, more: Sequence[Button]) -> Reply:
    """What is next, for somebody's own page."""
    if not held:
        return Reply(f"{NONE} Tell me what and when, and I remind you.", tuple(more))
    first = held[0]
    number = first.id
    stands = Button("Resume", COMMAND, f"resume {number}")
    if first.standing is Standing.ACTIVE:
        stands = Button("Pause", COMMAND, f"pause {number}")
    text = "\n".join([*(entry(each, now) for each in held[:PAGE]), *_rest(held)])
    pick = Pick("Choose one to change", COMMAND, "open", tuple(_choice(each) for each in held[:MOST_PICKED]))
    edit, stop = Button("Edit", COMMAND, f"edit {number}"), Button("Cancel", COMMAND, f"stop {number}", Style.DANGER)
    return Reply(f"Next:\n{text}", (edit, stands, stop, BACK, CALENDAR, FILE, QUIET, *more), pick)


def _rest(held: Sequence[Reminder]) -> list[str]:
    return [f"and {len(held) - PAGE} more."] if len(held) > PAGE else []


def entry(reminder: Reminder, now: datetime) -> str:
    """A reminder with its next three times."""
    standing = _STANDINGS.get(reminder.standing)
    head = f"{reminder.id}. {one_line(task_line(reminder.text), LONGEST_TASK)}"
    if standing is not None:
        return f"{head} ({standing})"
    return f"{head}\n    {next_line(reminder, now)}"


def next_line(reminder: Reminder, now: datetime) -> str:
    """Its next three times, in its zone; what was put off or comes again is one of them."""
    there = ZoneInfo(reminder.zone)
    beside = (reminder.next_due, reminder.comes_again_at)
    known = {each for each in (*times_of(reminder, TIMES, now), *beside) if each is not None}
    times = [each.astimezone(there) for each in sorted(known)][:TIMES]
    return "; ".join(moment_line(each) for each in times) or "no time to come"


def shown(reminder: Reminder, now: datetime, *, controls: bool) -> Reply:
    """One of them, and what can be done with it."""
    standing = _STANDINGS.get(reminder.standing)
    lines = [f"{reminder.id}. {task_line(reminder.text)}{f' ({standing})' if standing else ''}"]
    lines.append(f"{_capital(when_line(schedule_of(reminder)))}.")
    if reminder.standing is Standing.ACTIVE:
        lines.append(f"Next: {next_line(reminder, now)}.")
    lines += terms_lines(reminder)
    lines += _people(reminder)
    text = "\n".join(lines)
    return Reply(text, _buttons(reminder), replace=True) if controls else Reply(f"{text}\n{HOW}")


def opened(kept: Sequence[Reminder], *, controls: bool) -> Reply:
    """What waits for the person's word: questions that are open, and what was offered from their own words."""
    if not kept:
        return Reply("Nothing waits for your answer.", (BACK,) if controls else (), replace=True)
    lines = ["This waits for your answer:", *(_offer(each) for each in kept[:MOST_PICKED])]
    if not controls:
        how = "Say /reminders answer N and the answer, /reminders accept N or /reminders drop N."
        return Reply("\n".join([*lines, how]))
    pick = Pick("Choose one to answer", COMMAND, "open", tuple(_choice(each) for each in kept[:MOST_PICKED]))
    return Reply("\n".join(lines), (BACK,), pick, replace=True)


def offered(reminder: Reminder) -> Reply:
    """One that was offered: taken or left with one press."""
    accept = Button("Yes, remind me", COMMAND, f"accept {reminder.id}", Style.PRIMARY)
    decline = Button("No", COMMAND, f"drop {reminder.id}")
    return Reply(_offer(reminder), (accept, decline), replace=True)


def undelivered(letters: Sequence[DeadLetter], zone: str, *, controls: bool) -> Reply:
    """What could not be delivered, however often it was tried."""
    back = (BACK,) if controls else ()
    if not letters:
        return Reply("Everything reached you.", back, replace=True)
    there = ZoneInfo(zone)
    lines = [
        f"- {one_line(task_line(each.text), LONGEST_TASK)} ({moment_line(each.due_at.astimezone(there))})"
        for each in letters[:MOST_PICKED]
    ]
    return Reply("\n".join(["I could not deliver this:", *lines]), back, replace=True)


def quiet_line(quiet: tuple[time, time] | None) -> str:
    """When the person is left in peace."""
    if quiet is None:
        return "You have no quiet hours. /reminders quiet 22:00-07:00 sets them."
    start, end = quiet
    return (
        f"From {start:%H:%M} to {end:%H:%M} I am quiet: what is due then comes at {end:%H:%M}, but for what repeats"
        " until you say that it is done. /reminders quiet off ends that."
    )


def _people(reminder: Reminder) -> list[str]:
    told = {
        Consent.ASKED: "A second person was asked and has not answered yet.",
        Consent.AGREED: "A second person is told if you do not say that it is done.",
        Consent.DECLINED: "The second person did not agree, so nobody else is told.",
    }
    lines = [] if reminder.consent is None else [told[reminder.consent]]
    if reminder.followers:
        lines.append(f"{reminder.followers} more {'are' if reminder.followers > 1 else 'is'} reminded too.")
    return lines


def _offer(reminder: Reminder) -> str:
    if is_open(reminder):
        return f"{reminder.id}. {one_line(task_line(reminder.text), LONGEST_TASK)} (a question is open)"
    quote = f' You said: "{one_line(task_line(reminder.quote), LONGEST_TASK)}".' if reminder.quote else ""
    return f"{reminder.id}. {task_line(reminder.text)}, {when_line(schedule_of(reminder))}.{quote}"


def _buttons(reminder: Reminder) -> tuple[Button, ...]:
    number = reminder.id
    edits = (Button("Change the time", COMMAND, f"when {number}"), Button("Change the text", COMMAND, f"text {number}"))
    cancel = Button("Cancel", COMMAND, f"stop {number}", Style.DANGER)
    match reminder.standing:
        case Standing.ACTIVE:
            skip = (Button("Skip next", COMMAND, f"skip {number}"),) if _goes_on(reminder) else ()
            ask = (Button("Tell a second person", COMMAND, f"ask {number}"),) if _can_ask(reminder) else ()
            return (*edits, Button("Pause", COMMAND, f"pause {number}"), *skip, *ask, cancel, BACK)
        case Standing.PAUSED:
            return (Button("Resume", COMMAND, f"resume {number}", Style.PRIMARY), *edits, cancel, BACK)
        case _:
            return (BACK,)


def _goes_on(reminder: Reminder) -> bool:
    """Whether it comes again after the next time."""
    return len(times_of(reminder, 2, reminder.next_due or reminder.created_at)) > 0


def _can_ask(reminder: Reminder) -> bool:
    return reminder.policy.again is not None and reminder.consent is None


def _turns(page: int, pages: int) -> tuple[Button, ...]:
    turns = (("Previous page", page - 1), ("Next page", page + 1))
    return tuple(Button(label, LIST, f"page {at}") for label, at in turns if 1 <= at <= pages)


def _around(held: Sequence[Reminder], page: int) -> Sequence[Reminder]:
    """Those that a list holds: what is shown, and what comes after."""
    return held[(page - 1) * PAGE :][:MOST_PICKED]


def _choice(reminder: Reminder) -> Choice:
    return Choice(str(reminder.id), one_line(reminder.text.replace("\u2063", " "), 100), f"number {reminder.id}")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
