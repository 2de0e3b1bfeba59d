"""`/share`: what a person told alone and lets be used elsewhere too, by number or by kind; listed, and taken back.

Taking back is for everywhere, so that nobody need remember where they once said it. Where others read the answer, only
what reaches that place is listed: what is shared elsewhere is not for those who read along.
"""

from collections.abc import Callable, Sequence

from adapters.outgoing import Button, Style
from bot.browsing import BACK, GONE, LONGEST_TITLE
from bot.errors import UserError
from bot.listing import Listings, fact_line, is_number
from bot.order import UNSEEN, Order
from bot.picks import pick_of
from bot.reply import Reply
from bot.tokens import read_tokens
from memory.memory import Memory
from memory.types import Audience, Fact, FactId, Kind, Viewer

# Not vocabulary: what something is called is about nobody, and only what is about oneself goes with its kind.
NAMES = {
    Kind.FACT: "facts",
    Kind.PREFERENCE: "preferences",
    Kind.EVENT: "events",
    Kind.RELATIONSHIP: "relationships",
    Kind.COMMITMENT: "commitments",
    Kind.INSTRUCTION: "instructions",
}
_KINDS = {word: kind for kind, name in NAMES.items() for word in (kind.value, name)}
_HOW = (
    "Say the number and `here`, as in /share 2 here, or a kind, as in /share preferences here; `off` takes it back."
    f" The kinds are {', '.join(NAMES.values())}."
)
_NO_MEMBER = "I am no member of that place, so I cannot know who reads along: what you tell me alone is not used there."


class Sharing:
    """What `/share` does. `changed` is told when somebody may no longer be shown what they were."""

    def __init__(self, memory: Memory, listings: Listings, changed: Callable[[Viewer], None]) -> None:
        self._memory = memory
        self._listings = listings
        self._changed = changed

    async def obey(self, order: Order) -> Reply:
        """The reply to `/share`; raises `UserError`."""
        words = order.argument.split()
        if len(words) == 2 and words[0] in ("here", "off"):  # as a list gives it, what was picked comes last
            words.reverse()
        match words:
            case []:
                return await self._list(order)
            case [what] if what.casefold() in _KINDS and order.controls:
                return _asked(_KINDS[what.casefold()], order)
            case [what, "here" | "off" as how] if what.casefold() in _KINDS:
                kind = _KINDS[what.casefold()]
                return Reply(await (self._kind_here(order, kind) if how == "here" else self._kind_off(order, kind)))
            case [what, "here" | "off" as how] if is_number(what):
                return Reply(await (self._here(order, int(what)) if how == "here" else self._off(order, int(what))))
            case [what, "here" | "off" as how] if (named := read_tokens(what)) and named.facts:
                fact = named.facts[0]
                return await (self._fact_here(order, fact) if how == "here" else self._fact_off(order, fact))
        raise UserError(_HOW)

    async def _here(self, order: Order, number: int) -> str:
        title = _shared_place(order)
        listing = self._listings.get(order.viewer)
        await self._memory.share(listing.viewer, listing.fact(number).id, order.origin.place)
        return f"Number {number} may now be used in {title}."

    async def _fact_here(self, order: Order, fact: FactId) -> Reply:
        title = _shared_place(order)
        await self._memory.share(order.viewer, fact, order.origin.place)
        undo = Button("Stop sharing", "share", f"off f{fact}")
        return Reply(f"That may now be used in {title}.", (undo, BACK), replace=True)

    async def _kind_here(self, order: Order, kind: Kind) -> str:
        title, name = _shared_place(order), NAMES[kind]
        now = await self._memory.share_kind(order.origin, kind)
        return (
            f"Your {name} that you tell me alone may now be used in {title} ({now} now), those to come too."
            f" Delicate things may not. /share {name} off takes it back."
        )

    async def _off(self, order: Order, number: int) -> str:
        listing = self._listings.get(order.viewer)
        return await self._taken(listing.viewer, listing.fact(number), f"Number {number}")

    async def _fact_off(self, order: Order, fact: FactId) -> Reply:
        found = [each for each in await self._memory.items(order.viewer, facts=[fact]) if isinstance(each, Fact)]
        if not found:
            raise UserError(GONE)
        return Reply(await self._taken(order.viewer, found[0], "That"), (BACK,), replace=True)

    async def _taken(self, viewer: Viewer, fact: Fact, called: str) -> str:
        taken = await self._memory.unshare(viewer, fact.id)
        self._changed(viewer)
        rest = f" As one of your {NAMES[fact.kind]} it still is: /share {NAMES[fact.kind]} off." if taken.still else ""
        if taken.places:
            return f"{called} is shared nowhere any more{' by itself.' if taken.still else '.'}{rest}"
        return f"{called} is not shared{' by itself.' if taken.still else '.'}{rest}"

    async def _kind_off(self, order: Order, kind: Kind) -> str:
        taken = await self._memory.unshare_kind(order.viewer, kind)
        self._changed(order.viewer)
        rest = " Some that you shared by number still are: /share lists them." if taken.still else ""
        if taken.places:
            return f"Your {NAMES[kind]} are shared nowhere any more. What was said there stays said.{rest}"
        return f"You do not share your {NAMES[kind]}.{rest}"

    async def _list(self, order: Order) -> Reply:
        viewer = order.viewer
        shared = await self._memory.shared(viewer)
        where = "" if viewer.place.audience is Audience.DIRECT else f" in {viewer.place.title}"
        if not shared.kinds and not shared.facts:
            return Reply(f"You share nothing{where} that you told me alone.")
        lines = [f"- all your {NAMES[each.kind]} ({each.facts} now): {', '.join(each.places)}" for each in shared.kinds]
        facts = [each.fact for each in shared.facts]
        self._listings.put(viewer, facts)
        lines += [
            f"{at}. {fact_line(each.fact, viewer.person, zone=order.zone)}; shared with {', '.join(each.places)}"
            for at, each in enumerate(shared.facts, 1)
        ]
        text = "\n".join([f"What you told me alone and share{where}:", *lines])
        if not order.controls:
            return Reply(text)
        pick = pick_of(facts, "Choose one to stop sharing", command="share", argument="off", zone=order.zone)
        return Reply(text, _stops([each.kind for each in shared.kinds]), pick)


def _asked(kind: Kind, order: Order) -> Reply:
    """What can be done with a kind where the command was given."""
    here, name = order.origin.place, NAMES[kind]
    off = Button("Take it back everywhere", "share", f"{name} off")
    if here.audience is Audience.DIRECT:
        return Reply(
            f"Your {name} that you tell me alone. To share them, say this in the place where they may be used.", (off,)
        )
    if not order.can_share:
        return Reply(f"Your {name} that you tell me alone. {_why_not(order)}", (off,))
    share = Button(f"Share in {here.title[:LONGEST_TITLE]}", "share", f"{name} here", Style.PRIMARY)
    return Reply(f"Your {name} that you tell me alone, those to come too.", (share, off))


def _stops(kinds: Sequence[Kind]) -> tuple[Button, ...]:
    return tuple(Button(f"Stop sharing {NAMES[kind]}", "share", f"{NAMES[kind]} off") for kind in kinds)


def _shared_place(order: Order) -> str:
    if order.origin.place.audience is Audience.DIRECT:
        raise UserError("Go to the place where it may be used, then say it there.")
    if not order.can_share:
        raise UserError(_why_not(order))
    return order.origin.place.title


def _why_not(order: Order) -> str:
    return UNSEEN if order.member is None else _NO_MEMBER
