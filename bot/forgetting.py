"""`/forget`: erases for good what is named by number, by token or by words.

Where there are buttons, it asks once before it does; in a terminal a number was typed on purpose.
"""

from collections.abc import Callable, Sequence

from adapters.outgoing import Button, Style
from bot.browsing import BACK, GONE, own_items, sure_items
from bot.errors import UserError
from bot.listing import Listings, is_number, short_line
from bot.order import Order
from bot.picks import pick_of
from bot.reply import Reply
from bot.tokens import Named, fits_control, read_tokens, tokens_of
from memory.memory import Memory
from memory.outcomes import Receipt
from memory.types import Fact, Line, Viewer

KEEP = Button("Keep it", "forget", "keep")


class Forgetting:
    """What `/forget` does. `changed` is told when what was shown before is not so any more."""

    def __init__(self, memory: Memory, listings: Listings, changed: Callable[[Viewer], None]) -> None:
        self._memory = memory
        self._listings = listings
        self._changed = changed

    async def obey(self, order: Order) -> Reply:
        """The reply to `/forget`; raises `UserError`."""
        words = order.argument
        if not words:
            raise UserError("Say what to forget: a number of the last list, or some words.")
        if words == "keep" and order.control is not None:
            return Reply("I keep it as it is.", (BACK,), replace=True)
        sure, _, rest = words.partition(" ")
        named = read_tokens(rest if sure == "yes" else words)
        if named is not None:
            return await self._by_token(order, named, sure=sure == "yes" or not order.controls)
        return await self._by_number(order) or await self._by_words(order, words)

    async def _by_number(self, order: Order) -> Reply | None:
        listing, numbers = self._listings.get(order.viewer), order.argument.replace(",", " ").split()
        if order.argument == "all":
            picked = listing.pick(range(1, len(listing.items) + 1))
        elif all(is_number(number) for number in numbers):
            picked = listing.pick([int(number) for number in numbers])
        else:
            return None
        return self._asked(order, picked) or await self._erase(listing.viewer, picked)

    async def _by_token(self, order: Order, named: Named, *, sure: bool) -> Reply:
        found = await self._memory.items(order.viewer, facts=named.facts, lines=named.lines)
        own = own_items(sure_items(found, order), order.viewer)
        if not own:
            raise UserError(GONE)
        return (None if sure else self._asked(order, own)) or await self._erase(order.viewer, own)

    async def _by_words(self, order: Order, words: str) -> Reply:
        matching: tuple[Fact | Line, ...] = sum(await self._memory.search(order.viewer, words), ())
        found = sure_items(matching, order)
        if not found:
            return Reply("I find nothing like that here, so there is nothing to forget.")
        if len(found) == 1:
            return self._asked(order, found) or await self._erase(order.viewer, found)
        listing = self._listings.put(order.viewer, found)
        if not order.controls:
            return Reply(f"Which of these? Say /forget and the numbers, or /forget all.\n{listing.text(order.zone)}")
        pick = pick_of(listing.on_page(1), "Choose one to forget", command="forget", argument="", zone=order.zone)
        more = f"\nThere are {len(found)}; more words find fewer." if listing.pages > 1 else ""
        return Reply(f"Which of these?\n{listing.page(1, order.zone)}{more}", _all_of(listing.on_page(1)), pick)

    def _asked(self, order: Order, items: Sequence[Fact | Line]) -> Reply | None:
        """The question whether they shall be forgotten, None where it is not asked; raises `UserError` for too many."""
        sure = f"yes {tokens_of(items)}"
        if not order.controls:
            return None
        if not fits_control("forget", sure):
            raise UserError(
                f"Those are {len(items)}, too many to forget at once. Choose fewer, or see /privacy for all."
            )
        shown = "\n".join(f"- {short_line(item, order.zone)}" for item in items)
        yes = Button("Forget for good", "forget", sure, Style.DANGER)
        return Reply(f"Shall I forget this for good? It cannot be brought back.\n{shown}", (yes, KEEP), replace=True)

    async def _erase(self, viewer: Viewer, items: Sequence[Fact | Line]) -> Reply:
        facts = [item.id for item in items if isinstance(item, Fact)]
        lines = [item.spot for item in items if isinstance(item, Line)]
        receipt = await self._memory.forget(viewer, facts=facts, lines=lines)
        self._changed(viewer)
        return Reply(receipt_of(receipt), (BACK,), replace=True)


def receipt_of(receipt: Receipt) -> str:
    """What an erasure removed, in words."""
    parts = [(receipt.facts, "fact"), (receipt.messages, "message"), (receipt.replies, "answer of mine")]
    said = [f"{count} {name if count == 1 else _plural(name)}" for count, name in parts if count]
    return f"Forgotten for good: {', '.join(said)}." if said else "There was nothing left to forget."


def _all_of(items: Sequence[Fact | Line]) -> tuple[Button, ...]:
    """Asks about all that is shown, where a button can name them."""
    named = tokens_of(items)
    fits = fits_control("forget", f"yes {named}")
    return (Button(f"All {len(items)} of them", "forget", named, Style.DANGER),) if fits else ()


def _plural(name: str) -> str:
    return "answers of mine" if name.startswith("answer") else f"{name}s"
