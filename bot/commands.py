"""What a person can order: see, correct, forget, share and export what is remembered, and ask why.

Commands never need the model. Each takes an `Order` and gives a `Reply`; a `UserError` is the text of one too.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path

from bot.days import end_of_day
from bot.errors import UserError
from bot.exports import write_export
from bot.listing import Listings, fact_line, is_number, one_line
from bot.order import Order
from bot.reply import Reply
from bot.sharing import Sharing
from bot.why import because
from bot.window import Windows
from memory.errors import NotVisible
from memory.memory import Memory
from memory.outcomes import Receipt
from memory.types import Audience, Fact, Line, Utterance, Viewer

HELP = """\
  /memory [WORDS]              what I remember about you that may be told here; /memory history adds what was replaced
  /memory at 2026-03-31        what held on that day, as far as I know now
  /memory believed 2026-03-31  what I believed on that day; /memory at DATE believed DATE asks for both
  /memory correct N TEXT       replace number N of the list
  /forget N [N ...]            forget those numbers of the list; /forget WORDS finds what to forget
  /why                         what my last answer here used
  /remember TEXT               keep exactly this
  /share N here                let number N be used in this place too; /share N off takes it back
  /share preferences here      the same for all of a kind that you tell me alone, now and later
  /share                       what you share, and how to share other kinds
  /export                      everything I keep of you, as a file
  /leave                       leave this place
  /help                        this list"""


_CLOCKS = ("at", "believed")
Act = Callable[[Order], Awaitable[str]]


class Commands:
    """The table of commands. `exports` is the folder for files that `/export` writes."""

    def __init__(self, memory: Memory, *, windows: Windows, exports: Path) -> None:
        self._memory = memory
        self._windows = windows
        self._exports = exports
        self._listings = Listings()
        self._sharing = Sharing(memory, self._listings, self._changed)
        self._table: dict[str, Act] = {
            "memory": self._show,
            "forget": self._forget,
            "why": self._why,
            "remember": self._remember,
            "share": self._share,
            "export": self._export,
            "leave": self._leave,
            "help": _help,
            "join": _join,
        }

    async def obey(self, name: str, order: Order) -> Reply:
        """The reply to a command; raises `UserError`."""
        act = self._table.get(name)
        if act is None:
            raise UserError(f"I do not know /{one_line(name, 30)}. Say /help for what I know.")
        try:
            return Reply(await act(order))
        except NotVisible as fault:
            raise UserError(str(fault)) from fault

    async def _show(self, order: Order) -> str:
        first, _, rest = order.argument.partition(" ")
        if first == "correct":
            return await self._correct(order, rest)
        found: tuple[Fact | Line, ...]
        if first == "at" or (first == "believed" and rest[:1].isdecimal()):
            held, known = as_of(order)
            found = await self._memory.facts_as_of(order.viewer, held=held, known=known)
        elif first and first != "history":
            found = sum(await self._memory.search(order.viewer, order.argument), ())
        else:
            found = await self._memory.facts(order.viewer, history=first == "history")
        if not found:
            return "I remember nothing about that here." if first else "I remember nothing about you here yet."
        return "Here is what I remember:\n" + self._listings.put(order.viewer, found).text(order.zone)

    async def _correct(self, order: Order, argument: str) -> str:
        viewer, (number, _, text) = order.viewer, argument.partition(" ")
        if not is_number(number) or not text.strip():
            raise UserError("Say the number and the new text, as in /memory correct 2 lives in Lisbon.")
        listing = self._listings.get(viewer)
        fact = await self._memory.correct(listing.viewer, listing.fact(int(number)).id, text.strip())
        self._changed(viewer)
        if listing.viewer != viewer:  # the list was shown elsewhere, where others may not read along
            return f"Corrected: number {number} of the list."
        return f"Corrected: {fact_line(fact, viewer.person, zone=order.zone)}"

    async def _forget(self, order: Order) -> str:
        viewer, words = order.viewer, order.argument
        if not words:
            raise UserError("Say what to forget: a number of the last list, or some words.")
        listing = self._listings.get(viewer)
        numbers = words.replace(",", " ").split()
        if words == "all":
            return await self._erase(listing.viewer, listing.pick(range(1, len(listing.items) + 1)))
        if all(is_number(number) for number in numbers):
            return await self._erase(listing.viewer, listing.pick([int(number) for number in numbers]))
        found: tuple[Fact | Line, ...] = sum(await self._memory.search(viewer, words), ())
        if len(found) == 1:
            return await self._erase(viewer, found)
        if not found:
            return "I find nothing like that here, so there is nothing to forget."
        shown = self._listings.put(viewer, found).text(order.zone)
        return f"Which of these? Say /forget and the numbers, or /forget all.\n{shown}"

    async def _erase(self, viewer: Viewer, items: tuple[Fact | Line, ...]) -> str:
        facts = [item.id for item in items if isinstance(item, Fact)]
        lines = [item.spot for item in items if isinstance(item, Line)]
        receipt = await self._memory.forget(viewer, facts=facts, lines=lines)
        self._changed(viewer)
        return _receipt(receipt)

    async def _why(self, order: Order) -> str:
        turn = await self._memory.last_turn(order.viewer)
        if turn is None:
            return "I have not answered you here yet."
        used = await self._memory.explain(order.viewer, turn, zone=order.zone)
        return because(turn, used, order.zone)

    async def _remember(self, order: Order) -> str:
        if not order.argument:
            raise UserError("Say what to remember, as in /remember my bike is blue.")
        viewer = order.viewer
        noted = await self._memory.note(Utterance(order.id, viewer.person, viewer.place, order.argument, order.at))
        fact = await self._memory.remember(viewer, noted.spot, noted.text)
        left_out = f" (I left out: {', '.join(noted.redacted)}.)" if noted.redacted else ""
        return f"Kept: {one_line(fact.text)}{left_out}"

    async def _share(self, order: Order) -> str:
        return await self._sharing.obey(order.viewer, order.argument, zone=order.zone)

    async def _export(self, order: Order) -> str:
        if order.viewer.place.audience is not Audience.DIRECT:
            raise UserError("I give that out only when we are alone.")
        path = write_export(self._exports, await self._memory.export(order.viewer))
        return f"Everything I keep of you is in {path}"

    async def _leave(self, order: Order) -> str:
        if order.viewer.place.audience is Audience.DIRECT:
            raise UserError("One cannot leave a conversation of two. /quit ends it.")
        await self._memory.leave(order.viewer.person, order.viewer.place)
        self._changed(order.viewer)
        return f"You left {order.viewer.place.title}; what only that place allowed is no longer used for you."

    def _changed(self, viewer: Viewer) -> None:
        """What was shown or prompted before may hold what is gone now, or is no longer the person's to read."""
        self._listings.drop(viewer)
        self._windows.clear()


async def _help(_: Order) -> str:
    return f"You just talk to me. Besides:\n{HELP}"


async def _join(order: Order) -> str:
    place = order.viewer.place
    readers = {
        Audience.DIRECT: "only you and I read this",
        Audience.PRIVATE: "its members read this",
        Audience.PUBLIC: "everybody here reads this",
    }
    return f"({place.title}: {readers[place.audience]}.)"


def as_of(order: Order) -> tuple[datetime, datetime]:
    """When in the world, and as known when, `/memory at` and `/memory believed` ask for; raises `UserError`."""
    words = order.argument.split()
    if len(words) not in (2, 4) or any(word not in _CLOCKS for word in words[::2]) or words[0] in words[2:]:
        raise UserError("Say the day as year, month and day, as in /memory at 2026-03-31.")
    days = {word: end_of_day(day, order.zone) for word, day in zip(words[::2], words[1::2], strict=True)}
    known = days.get("believed", order.at + timedelta(days=1))  # now, by whatever clock
    return days.get("at", known), known


def _receipt(receipt: Receipt) -> str:
    parts = [(receipt.facts, "fact"), (receipt.messages, "message"), (receipt.replies, "answer of mine")]
    said = [f"{count} {name if count == 1 else _plural(name)}" for count, name in parts if count]
    return f"Forgotten for good: {', '.join(said)}." if said else "There was nothing left to forget."


def _plural(name: str) -> str:
    return "answers of mine" if name.startswith("answer") else f"{name}s"
