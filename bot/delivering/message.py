"""What is said when something is due: the person's own words, what is to be known about their time, and buttons. Pure.

The words are shown as they were written, whatever markup they look like. Where others read and the person did not ask
for that place, nothing of them is shown.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from adapters.outgoing import Button, Choice, Hearing, Limits, Outgoing, Pick, Style
from adapters.types import Address, address_of, direct_with
from bot.days import zone_of
from bot.delivering.due import Moment, asks_again, expected
from bot.delivering.words import Words, words_of
from bot.listing import one_line
from bot.reminders.wish import APART
from bot.reminders.wording import PLAIN, Wording
from bot.tone.sample import words_for as words_for_tone
from bot.when import Once, say
from memory.reminder import Due, Reminder, Way
from memory.tone.wished import Dial

COMMAND, LIST, TONE = "reminder", "reminders", "tone"
LONGEST_NAME = 40
# What can be done about a notice, by what its key begins with; after that stands the reminder: label and command.
NOTICES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "watched": (("stop", "refuse"),),
    "proposal": (("accept", "accept"), ("decline", "decline")),
    "shaken": (("stop", "stop"), ("decline", "open")),
    "followed": (("stop", "untoo"),),
}
SNOOZES = (("15m", "quarter"), ("1h", "hour"), ("tonight", "tonight"), ("tomorrow", "tomorrow"), ("own", "own"))


def place_of(due: Due) -> Address:
    """Where it goes."""
    if due.reminder is not None and due.way is Way.PLACE and due.reminder.place_key is not None:
        return address_of(due.reminder.place_key)
    if due.reminder is not None and due.way is Way.ORIGIN and due.reminder.origin_key:
        return address_of(due.reminder.origin_key)
    return direct_with(due.platform, due.handle)


def is_alone(address: Address) -> bool:
    """Whether one person alone reads there, for sure."""
    return address.channel.startswith("@")


def typed_before(limits: Limits) -> str | None:
    """What stands before commands where people type them; None where they press buttons."""
    return limits.commands if limits.hearing is Hearing.ALL else None


def message_of(due: Due, moment: Moment, *, typed: str | None = None, wording: Wording = PLAIN) -> Outgoing:
    """The whole message, or where it went to a place for which nobody asked, that there is one.

    `typed` is what stands before commands where people type them, None where they press buttons.
    """
    place = place_of(due)
    if due.way is Way.ORIGIN and not is_alone(place):
        return neutral_of(due, wording=wording)
    return told_at(place, due, moment=moment, typed=typed, wording=wording)


def told_at(
    place: Address, due: Due, *, moment: Moment, typed: str | None = None, wording: Wording = PLAIN
) -> Outgoing:
    """The whole message at a place where its person may be told."""
    words = words_for(due, wording)
    parts = [_body(due, words), *_about(due, moment, words)]
    if typed is not None and due.occurrence is not None:
        parts.append(_typed(typed, int(due.occurrence), words))
    told = Outgoing(place, "\n".join(parts), mentions=due.handle, plain=True, key=str(due.id))
    if due.reminder is None or due.occurrence is None:
        return replace(told, buttons=_about_notice(due.key or "", words))
    if not is_owner(due):
        stop = Button(words.labels["stop"], COMMAND, f"untoo {due.reminder.id}")
        return replace(told, buttons=(stop,))
    pick = _snooze(int(due.occurrence), words)
    return replace(told, buttons=_buttons(due, due.reminder, words, recurs=moment.following is not None), pick=pick)


def neutral_of(due: Due, place: Address | None = None, *, wording: Wording = PLAIN) -> Outgoing:
    """That something is there for the person, who alone is shown what; `place`: where they talk just now."""
    words = words_for(due, wording)
    text = words.sentence("closed" if place is None else "waits")
    show = Button(words.labels["show"], COMMAND, f"show {due.id}", Style.PRIMARY)
    where = place_of(due) if place is None else place
    return Outgoing(where, text, buttons=(show,), mentions=due.handle, plain=True, key=str(due.id))


def watched_of(due: Due, who: str, *, locale: str | None = None, wording: Wording = PLAIN) -> str:
    """What a companion with that locale is told of what `who` did not acknowledge; raises ValueError for a notice."""
    if due.reminder is None or due.due_at is None:
        raise ValueError("a companion watches over reminders")
    words = words_of(locale, due.reminder.language, wording=wording)
    when, name = _when(due.due_at, due.reminder.zone, words), one_line(who, LONGEST_NAME) or "…"
    return words.sentence("watched", who=name, when=when, text=due.reminder.text.replace(APART, " "))


def words_for(due: Due, wording: Wording = PLAIN) -> Words:
    """The words of the person's language, else of that in which it was asked."""
    return words_of(due.locale, None if due.reminder is None else due.reminder.language, wording=wording)


def is_owner(due: Due) -> bool:
    """Whether it is for whom the reminder belongs to, not for somebody who joined in."""
    return due.reminder is not None and due.reminder.person == due.person


def zone_told(reminder: Reminder) -> str:
    """By which clock those who joined it may be told: one that goes with its person tells where that person is."""
    return "UTC" if reminder.policy.floating else reminder.zone


def _zone_told(due: Due) -> str:
    if due.reminder is None:
        return "UTC"
    return due.reminder.zone if is_owner(due) else zone_told(due.reminder)


def _body(due: Due, words: Words) -> str:
    if due.reminder is None:
        return due.text or ""
    return words.sentence("reminder", text=due.reminder.text.replace(APART, " "))


def _about(due: Due, moment: Moment, words: Words) -> list[str]:
    """What is to be known about its time."""
    said, zone = [], due.zone or _zone_told(due)
    when = _when(expected(due), zone, words)
    if moment.kept:
        said.append(words.sentence("quiet", when=when))
    elif moment.is_late:
        said.append(words.sentence("late", when=when, late=words.length(moment.late)))
    if moment.missed:
        said.append(words.sentence("missed", count=str(moment.missed)))
    if asks_again(due) and is_owner(due):
        said.append(words.sentence("again" if moment.again is not None else "last"))
    return said


def _when(moment: datetime, zone: str, words: Words) -> str:
    local = moment.astimezone(zone_of(zone)).replace(tzinfo=None, microsecond=0)
    return say(Once(local, zone, moment), words.language)


def _buttons(due: Due, reminder: Reminder, words: Words, *, recurs: bool) -> tuple[Button, ...]:
    labels = words.labels
    skip = (Button(labels["skip"], COMMAND, f"skip {reminder.id}"),) if recurs else ()
    return (
        Button(labels["done"], COMMAND, f"done {due.occurrence}", Style.PRIMARY),
        *skip,
        Button(labels["edit"], COMMAND, f"edit {reminder.id}"),
        Button(labels["stop"], COMMAND, f"stop {reminder.id}"),
    )


def _about_notice(key: str, words: Words) -> tuple[Button, ...]:
    """The buttons under a notice that was kept by `<kind>:<reminder>`, with or without more behind."""
    kind, _, rest = key.partition(":")
    number, _, more = rest.partition(":")
    if kind == "refined" and more in set(Dial):
        return (Button(words_for_tone(words.language).undo, TONE, f"{more} 0"),)
    if kind not in NOTICES or more.endswith(":ended") or not (number.isascii() and number.isdecimal()):
        return ()
    return tuple(Button(words.labels[label], COMMAND, f"{act} {number}") for label, act in NOTICES[kind])


def _snooze(occurrence: int, words: Words) -> Pick:
    choices = tuple(Choice(value, words.times[name]) for value, name in SNOOZES)
    return Pick(words.labels["later"], COMMAND, f"snooze {occurrence}", choices)


def _typed(before: str, occurrence: int, words: Words) -> str:
    done, snooze = (f"{before}{LIST} {each}" for each in (f"done {occurrence}", f"snooze {occurrence} 1h"))
    return words.sentence("typed", done=done, snooze=snooze)
