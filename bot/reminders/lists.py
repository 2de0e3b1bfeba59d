"""What `/reminders` shows: a page of them with their next times, one of them, what is open, what never arrived. Pure.

They are called by their own numbers, which are the same in every process and on every page.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from adapters.outgoing import Button, Choice, Pick, Style
from bot.listing import one_line
from bot.reminders.language import in_language, put
from bot.reminders.replies import COMMAND, LIST, capital, moment_line, task_line, terms_lines, when_line
from bot.reminders.sentences import HOW, HOW_TO_ANSWER, HOW_TO_MAKE, NONE, PEOPLE, QUIET, SAID, STANDINGS
from bot.reminders.times import is_open, planned, schedule_of, times_of
from bot.reply import Reply
from memory.reminder import DeadLetter, Reminder, Standing

PAGE, MOST_PICKED, TIMES = 5, 25, 3
LONGEST_TASK = 120


@dataclass(frozen=True, slots=True)
class Showing:
    """When it is shown, whether buttons can be, and in which language (a BCP 47 tag as `wording.tongue` makes it)."""

    now: datetime
    controls: bool
    language: str | None = None

    def say(self, english: str, **filled: object) -> str:
        """A sentence."""
        return put(self.language, english, **filled)

    def button(self, english: str, command: str, argument: str, style: Style = Style.PLAIN) -> Button:
        """A button with that label."""
        return Button(in_language(self.language, english), command, argument, style)

    @property
    def back(self) -> tuple[Button, ...]:
        """What leads to the list, where there are buttons."""
        return (self.button("All reminders", LIST, ""),) if self.controls else ()

    @property
    def pages(self) -> tuple[Button, ...]:
        """What there is beside the list."""
        calendar = self.button("Calendar", LIST, "calendar"), self.button("Calendar file", LIST, "file")
        return (*calendar, self.button("Quiet hours", LIST, "quiet"))

    def more(self, *, proposed: bool, lost: bool = False) -> tuple[Button, ...]:
        """What waits for the person: questions and offers, and what never arrived."""
        opens = (self.button("Open questions", LIST, "open"),) if proposed else ()
        return (*opens, self.button("What did not arrive", LIST, "lost")) if lost else opens


def listed(held: Sequence[Reminder], showing: Showing, *, page: int, more: Sequence[Button]) -> Reply:
    """A page of them; `more` are buttons for what there is beside."""
    if not held:
        none = showing.say(NONE)
        if not showing.controls:
            return Reply(f"{none} {showing.say(HOW_TO_MAKE)}", replace=True)
        return Reply(none, (*more, showing.pages[-1]), replace=True)
    if not showing.controls:
        return Reply("\n".join([showing.say("Your reminders:"), *_entries(held, showing), showing.say(HOW)]))
    pages = -(-len(held) // PAGE)
    page = max(1, min(page, pages))
    head = showing.say("Your reminders:")
    if pages > 1:
        head = showing.say("Your reminders (page {page} of {pages}):", page=page, pages=pages)
    text = "\n".join([head, *_entries(held[(page - 1) * PAGE : page * PAGE], showing)])
    pick = _pick("Choose one to change", _around(held, page), showing)
    every = showing.button("Cancel all", LIST, "all", Style.DANGER)
    return Reply(text, (*_turns(page, pages, showing), *showing.pages, *more, every), pick, replace=True)


def summary(held: Sequence[Reminder], showing: Showing, more: Sequence[Button]) -> Reply:
    """What is next, for somebody's own page; of several one is chosen before it is changed."""
    if not held:
        return Reply(f"{showing.say(NONE)} {showing.say('Tell me what and when, and I remind you.')}", tuple(more))
    rest = [showing.say("And more: {count}.", count=len(held) - PAGE)] if len(held) > PAGE else []
    text = "\n".join([showing.say("Next:"), *_entries(held[:PAGE], showing), *rest])
    pick = _pick("Choose one to change", held, showing)
    change = _changing(held[0], showing) if len(held) == 1 else ()
    return Reply(text, (*change, *showing.back, *showing.pages, *more), pick)


def _changing(reminder: Reminder, showing: Showing) -> tuple[Button, ...]:
    number = reminder.id
    stands = showing.button("Resume", COMMAND, f"resume {number}")
    if reminder.standing is Standing.ACTIVE:
        stands = showing.button("Pause", COMMAND, f"pause {number}")
    edit = showing.button("Edit", COMMAND, f"edit {number}")
    return edit, stands, showing.button("Cancel", COMMAND, f"stop {number}", Style.DANGER)


def entry(reminder: Reminder, showing: Showing) -> str:
    """A reminder with its next three times."""
    head = f"{reminder.id}. {one_line(task_line(reminder.text), LONGEST_TASK)}{_standing(reminder, showing)}"
    if reminder.standing is not Standing.ACTIVE:
        return head
    return f"{head}\n    {next_line(reminder, showing)}"


def next_line(reminder: Reminder, showing: Showing) -> str:
    """Its next three times, in its zone; what was put off or comes again is one of them."""
    there = ZoneInfo(reminder.zone)
    times = [each.astimezone(there) for each in planned(reminder, TIMES, showing.now)]
    return "; ".join(moment_line(each, showing.language) for each in times) or showing.say("no time to come")


def shown(reminder: Reminder, showing: Showing) -> Reply:
    """One of them, and what can be done with it."""
    lines = [f"{reminder.id}. {task_line(reminder.text)}{_standing(reminder, showing)}"]
    lines.append(f"{capital(when_line(schedule_of(reminder), showing.language))}.")
    if reminder.standing is Standing.ACTIVE:
        lines.append(showing.say("Next: {times}.", times=next_line(reminder, showing)))
    lines += terms_lines(reminder, showing.language)
    lines += _people(reminder, showing)
    text = "\n".join(lines)
    if showing.controls:
        return Reply(text, _buttons(reminder, showing), replace=True)
    return Reply(f"{text}\n{showing.say(HOW)}")


def opened(kept: Sequence[Reminder], showing: Showing) -> Reply:
    """What waits for the person's word: questions that are open, and what was offered from their own words."""
    if not kept:
        return Reply(showing.say("Nothing waits for your answer."), showing.back, replace=True)
    offers = (_offer(each, showing) for each in kept[:MOST_PICKED])
    lines = [showing.say("This waits for your answer:"), *offers]
    if not showing.controls:
        return Reply("\n".join([*lines, showing.say(HOW_TO_ANSWER)]))
    return Reply("\n".join(lines), showing.back, _pick("Choose one to answer", kept, showing), replace=True)


def offered(reminder: Reminder, showing: Showing) -> Reply:
    """One that was offered: taken or left with one press."""
    accept = showing.button("Yes, remind me", COMMAND, f"accept {reminder.id}", Style.PRIMARY)
    decline = showing.button("No", COMMAND, f"drop {reminder.id}")
    return Reply(_offer(reminder, showing), (accept, decline), replace=True)


def undelivered(letters: Sequence[DeadLetter], zone: str, showing: Showing) -> Reply:
    """What could not be delivered, however often it was tried."""
    if not letters:
        return Reply(showing.say("Everything reached you."), showing.back, replace=True)
    there = ZoneInfo(zone)
    times = [moment_line(each.due_at.astimezone(there), showing.language) for each in letters[:MOST_PICKED]]
    tasks = [one_line(task_line(each.text), LONGEST_TASK) for each in letters[:MOST_PICKED]]
    lines = [f"- {task} ({when})" for task, when in zip(tasks, times, strict=True)]
    return Reply("\n".join([showing.say("I could not deliver this:"), *lines]), showing.back, replace=True)


def quiet_line(quiet: tuple[time, time] | None, showing: Showing) -> str:
    """When the person is left in peace."""
    if quiet is None:
        return showing.say("You have no quiet hours. /reminders quiet 22:00-07:00 sets them.")
    return showing.say(QUIET, start=f"{quiet[0]:%H:%M}", end=f"{quiet[1]:%H:%M}")


def _entries(held: Sequence[Reminder], showing: Showing) -> Iterator[str]:
    return (entry(each, showing) for each in held)


def _standing(reminder: Reminder, showing: Showing) -> str:
    return f" ({showing.say(STANDINGS[reminder.standing])})" if reminder.standing in STANDINGS else ""


def _people(reminder: Reminder, showing: Showing) -> list[str]:
    lines = [] if reminder.consent is None else [showing.say(PEOPLE[reminder.consent])]
    if reminder.followers:
        lines.append(showing.say("Others who are reminded too: {count}.", count=reminder.followers))
    return lines


def _offer(reminder: Reminder, showing: Showing) -> str:
    if is_open(reminder):
        task = one_line(task_line(reminder.text), LONGEST_TASK)
        return f"{reminder.id}. {task} ({showing.say('a question is open')})"
    quote = ""
    if reminder.quote:
        said = one_line(task_line(reminder.quote), LONGEST_TASK)
        quote = f" {showing.say(SAID, quote=said)}"
    return f"{reminder.id}. {task_line(reminder.text)}, {when_line(schedule_of(reminder), showing.language)}.{quote}"


def _buttons(reminder: Reminder, showing: Showing) -> tuple[Button, ...]:
    number, button = reminder.id, showing.button
    edits = button("Change the time", COMMAND, f"when {number}"), button("Change the text", COMMAND, f"text {number}")
    cancel = button("Cancel", COMMAND, f"stop {number}", Style.DANGER)
    match reminder.standing:
        case Standing.ACTIVE:
            skip = (button("Skip next", COMMAND, f"skip {number}"),) if _goes_on(reminder) else ()
            ask = (button("Tell a second person", COMMAND, f"ask {number}"),) if _can_ask(reminder) else ()
            return (*edits, button("Pause", COMMAND, f"pause {number}"), *skip, *ask, cancel, *showing.back)
        case Standing.PAUSED:
            return (button("Resume", COMMAND, f"resume {number}", Style.PRIMARY), *edits, cancel, *showing.back)
        case _:
            return showing.back


def _goes_on(reminder: Reminder) -> bool:
    """Whether it comes again after the next time."""
    return len(times_of(reminder, 2, reminder.next_due or reminder.created_at)) > 0


def _can_ask(reminder: Reminder) -> bool:
    return reminder.policy.again is not None and reminder.consent is None


def _turns(page: int, pages: int, showing: Showing) -> tuple[Button, ...]:
    turns = (("Previous page", page - 1), ("Next page", page + 1))
    return tuple(showing.button(label, LIST, f"page {at}") for label, at in turns if 1 <= at <= pages)


def _around(held: Sequence[Reminder], page: int) -> Sequence[Reminder]:
    """Those that a list holds: what is shown, and what comes after."""
    return held[(page - 1) * PAGE :][:MOST_PICKED]


def _pick(label: str, held: Sequence[Reminder], showing: Showing) -> Pick:
    return Pick(showing.say(label), COMMAND, "open", tuple(_choice(each) for each in held[:MOST_PICKED]))


def _choice(reminder: Reminder) -> Choice:
    return Choice(str(reminder.id), one_line(reminder.text.replace("\u2063", " "), 100), f"number {reminder.id}")
