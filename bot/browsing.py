"""`/memory`: what is remembered, page by page, one thing at a time, and put right.

In a terminal all of it is listed at once and spoken of by number. Where there are buttons, each thing has a token, and
whoever presses one is asked again what they may see: a list may be older than what is remembered.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from adapters.outgoing import Button, Form, Style
from bot.days import end_of_day
from bot.errors import UserError
from bot.listing import Listing, Listings, fact_line, is_number, item_line
from bot.order import Order
from bot.picks import pick_of
from bot.reply import Reply
from bot.tokens import fits_control, read_tokens, token_of
from memory.memory import Memory
from memory.types import Audience, Fact, Line, Viewer

LONGEST_TITLE = 30
SEARCHING = Form("Search what I remember", "memory", "search", "Words to look for")
GONE = "That is not remembered any more."
HOW = "Say the number and the new text, as in /memory correct 2 lives in Lisbon."
_CLOCKS = ("at", "believed")


class Browsing:
    """What `/memory` does. `changed` is told when what was shown before is not so any more."""

    def __init__(self, memory: Memory, listings: Listings, changed: Callable[[Viewer], None]) -> None:
        self._memory = memory
        self._listings = listings
        self._changed = changed

    async def obey(self, order: Order) -> Reply:
        """The reply to `/memory`; raises `UserError`."""
        first, _, rest = order.argument.partition(" ")
        if first == "correct":
            return await self._correct(order, rest)
        if first == "show" and read_tokens(rest):
            return await self._show(order, rest)
        if order.argument == "search" and order.controls:
            return Reply("Press the button and say what to look for.", form=SEARCHING)
        number, _, query = rest.partition(" ")
        if first == "page" and is_number(number):
            return await self._list(order, query, number=int(number))
        return await self._list(order, order.argument)

    async def _list(self, order: Order, query: str, *, number: int = 1) -> Reply:
        found = sure_items(await self._found(order, query), order)
        if not found:
            nothing = "I remember nothing about that here." if query else "I remember nothing about you here yet."
            return Reply(nothing, replace=True)
        listing = self._listings.put(order.viewer, found)
        if not order.controls:
            return Reply("Here is what I remember:\n" + listing.text(order.zone))
        return _page(order, listing, query=query, number=max(1, min(number, listing.pages)))

    async def _found(self, order: Order, query: str) -> tuple[Fact | Line, ...]:
        first, _, rest = query.partition(" ")
        if first == "at" or (first == "believed" and rest[:1].isdecimal()):
            held, known = as_of(query, order)
            return await self._memory.facts_as_of(order.viewer, held=held, known=known)
        words = rest.strip() if first in ("search", "history") and rest.strip() else query
        if words and words not in ("history", "search"):
            return sum(await self._memory.search(order.viewer, words), ())
        return await self._memory.facts(order.viewer, history=words == "history")

    async def _show(self, order: Order, token: str) -> Reply:
        named = read_tokens(token)
        named_items = await self._memory.items(order.viewer, facts=named.facts, lines=named.lines) if named else ()
        found = sure_items(named_items, order)
        if not found or not _is_own(found[0], order.viewer):
            raise UserError(GONE)
        item = found[0]
        shared = isinstance(item, Fact) and await self._is_shared(order.viewer, item)
        text = item_line(item, order.viewer.person, zone=order.zone)
        return Reply(text, buttons=_buttons(item, order, shared=shared), replace=True)

    async def _is_shared(self, viewer: Viewer, fact: Fact) -> bool:
        return any(each.fact.id == fact.id for each in (await self._memory.shared(viewer)).facts)

    async def _correct(self, order: Order, argument: str) -> Reply:
        what, _, text = argument.partition(" ")
        named = read_tokens(what)
        if named is not None and len(named.facts) == 1:
            fact = named.facts[0]
            if not text.strip() and order.controls:
                return await self._form(order, what)
            if not text.strip():
                raise UserError(HOW)
            corrected = await self._memory.correct(order.viewer, fact, text.strip())
            self._changed(order.viewer)
            return Reply(
                f"Corrected: {fact_line(corrected, order.viewer.person, zone=order.zone)}", (BACK,), replace=True
            )
        if not is_number(what) or not text.strip():
            raise UserError(HOW)
        return Reply(await self._correct_number(order, int(what), text.strip()))

    async def _correct_number(self, order: Order, number: int, text: str) -> str:
        viewer, listing = order.viewer, self._listings.get(order.viewer)
        fact = await self._memory.correct(listing.viewer, listing.fact(number).id, text)
        self._changed(viewer)
        if listing.viewer != viewer:  # the list was shown elsewhere, where others may not read along
            return f"Corrected: number {number} of the list."
        return f"Corrected: {fact_line(fact, viewer.person, zone=order.zone)}"

    async def _form(self, order: Order, token: str) -> Reply:
        named = read_tokens(token)
        found = sure_items(await self._memory.items(order.viewer, facts=named.facts) if named else (), order)
        if not found or not isinstance(found[0], Fact) or not _is_own(found[0], order.viewer):
            raise UserError(GONE)
        form = Form("Correct what I remember", "memory", f"correct {token}", "What is right", found[0].text)
        return Reply("Press the button and say what is right.", form=form)


BACK = Button("Back to the list", "memory", "page 1")


def is_listing(argument: str) -> bool:
    """Whether `/memory` with that argument lists things, and not one of them."""
    first, _, rest = argument.partition(" ")
    return first != "correct" and not (first == "show" and read_tokens(rest))


def as_of(query: str, order: Order) -> tuple[datetime, datetime]:
    """When in the world, and as known when, `/memory at` and `/memory believed` ask for; raises `UserError`."""
    words = query.split()
    if len(words) not in (2, 4) or any(word not in _CLOCKS for word in words[::2]) or words[0] in words[2:]:
        raise UserError("Say the day as year, month and day, as in /memory at 2026-03-31.")
    days = {word: end_of_day(day, order.zone) for word, day in zip(words[::2], words[1::2], strict=True)}
    known = days.get("believed", order.at + timedelta(days=1))  # now, by whatever clock
    return days.get("at", known), known


def sure_items(items: Sequence[Fact | Line], order: Order) -> tuple[Fact | Line, ...]:
    """Those that the viewer may see whatever they can read now: where that is not sure, not what others said."""
    return tuple(item for item in items if order.sure or isinstance(item, Line) or item.speaker == order.viewer.person)


def _page(order: Order, listing: Listing, *, query: str, number: int) -> Reply:
    """One page of a list, with what leads to the others and to each thing on it."""
    turns = [
        (label, f"page {at} {query}".strip())
        for label, at in (("Previous page", number - 1), ("Next page", number + 1))
    ]
    buttons = tuple(
        Button(label, "memory", argument)
        for (label, argument), there in zip(turns, (number > 1, number < listing.pages), strict=True)
        if there and fits_control("memory", argument)
    )
    shown = listing.on_page(number)
    pick = pick_of(shown, "Choose one to change", command="memory", argument="show", zone=order.zone)
    where = f"\nPage {number} of {listing.pages}." if listing.pages > 1 else ""
    head = "Here is what I remember:"
    return Reply(f"{head}\n{listing.page(number, order.zone)}{where}", buttons, pick, replace=True)


def _buttons(item: Fact | Line, order: Order, *, shared: bool) -> tuple[Button, ...]:
    """What can be done with a thing."""
    token = token_of(item)
    made = [Button("Forget", "forget", token, Style.DANGER), BACK]
    if isinstance(item, Line):
        return tuple(made)
    if item.superseded_at is None:
        made.insert(0, Button("Correct", "memory", f"correct {token}", Style.PRIMARY))
    if shared:
        made.insert(-1, Button("Stop sharing", "share", f"off {token}"))
    elif _can_be_shared(item, order):
        made.insert(-1, share_button(order, token))
    return tuple(made)


def share_button(order: Order, token: str) -> Button:
    """Lets a thing be used where the command was given."""
    return Button(f"Share in {order.origin.place.title[:LONGEST_TITLE]}", "share", f"here {token}")


def _can_be_shared(fact: Fact, order: Order) -> bool:
    told_alone = fact.audience is Audience.DIRECT and fact.speaker == order.viewer.person
    return told_alone and fact.superseded_at is None and order.can_share


def _is_own(item: Fact | Line, viewer: Viewer) -> bool:
    if isinstance(item, Line):
        return item.speaker_id == viewer.person
    return viewer.person in (item.speaker, item.subject)


def own_items(items: Sequence[Fact | Line], viewer: Viewer) -> list[Fact | Line]:
    """Those that the viewer can change: facts by or about them, and their own lines."""
    return [item for item in items if _is_own(item, viewer)]
