"""`/share`: what a person told alone and lets be used elsewhere too, by number or by kind; listed, and taken back.

Taking back is for everywhere, so that nobody need remember where they once said it. In a place, only what reaches it
is listed: what is shared elsewhere is not for those who read along.
"""

from collections.abc import Callable
from datetime import tzinfo

from bot.errors import UserError
from bot.listing import Listings, fact_line, is_number
from memory.memory import Memory
from memory.types import Audience, Kind, Viewer

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


class Sharing:
    """What `/share` does. `changed` is told when somebody may no longer be shown what they were."""

    def __init__(self, memory: Memory, listings: Listings, changed: Callable[[Viewer], None]) -> None:
        self._memory = memory
        self._listings = listings
        self._changed = changed

    async def obey(self, viewer: Viewer, argument: str, *, zone: tzinfo) -> str:
        """The reply to `/share`; raises `UserError`."""
        match argument.split():
            case []:
                return await self._list(viewer, zone)
            case [what, "here" | "off" as how] if what.casefold() in _KINDS:
                kind = _KINDS[what.casefold()]
                return await (self._kind_here(viewer, kind) if how == "here" else self._kind_off(viewer, kind))
            case [what, "here" | "off" as how] if is_number(what):
                return await (self._here(viewer, int(what)) if how == "here" else self._off(viewer, int(what)))
        raise UserError(_HOW)

    async def _here(self, viewer: Viewer, number: int) -> str:
        title = _shared_place(viewer)
        listing = self._listings.get(viewer)
        await self._memory.share(listing.viewer, listing.fact(number).id, viewer.place)
        return f"Number {number} may now be used in {title}."

    async def _kind_here(self, viewer: Viewer, kind: Kind) -> str:
        title, name = _shared_place(viewer), NAMES[kind]
        now = await self._memory.share_kind(viewer, kind)
        return (
            f"Your {name} that you tell me alone may now be used in {title} ({now} now), those to come too."
            f" Delicate things may not. /share {name} off takes it back."
        )

    async def _off(self, viewer: Viewer, number: int) -> str:
        listing = self._listings.get(viewer)
        fact = listing.fact(number)
        taken = await self._memory.unshare(listing.viewer, fact.id)
        self._changed(viewer)
        rest = f" As one of your {NAMES[fact.kind]} it still is: /share {NAMES[fact.kind]} off." if taken.still else ""
        if taken.places:
            return f"Number {number} is shared nowhere any more{' by itself.' if taken.still else '.'}{rest}"
        return f"Number {number} is not shared{' by itself.' if taken.still else '.'}{rest}"

    async def _kind_off(self, viewer: Viewer, kind: Kind) -> str:
        taken = await self._memory.unshare_kind(viewer, kind)
        self._changed(viewer)
        rest = " Some that you shared by number still are: /share lists them." if taken.still else ""
        if taken.places:
            return f"Your {NAMES[kind]} are shared nowhere any more. What was said there stays said.{rest}"
        return f"You do not share your {NAMES[kind]}.{rest}"

    async def _list(self, viewer: Viewer, zone: tzinfo) -> str:
        shared = await self._memory.shared(viewer)
        where = "" if viewer.place.audience is Audience.DIRECT else f" in {viewer.place.title}"
        if not shared.kinds and not shared.facts:
            return f"You share nothing{where} that you told me alone."
        lines = [f"- all your {NAMES[each.kind]} ({each.facts} now): {', '.join(each.places)}" for each in shared.kinds]
        self._listings.put(viewer, [each.fact for each in shared.facts])
        lines += [
            f"{at}. {fact_line(each.fact, viewer.person, zone=zone)}; shared with {', '.join(each.places)}"
            for at, each in enumerate(shared.facts, 1)
        ]
        return "\n".join([f"What you told me alone and share{where}:", *lines])


def _shared_place(viewer: Viewer) -> str:
    if viewer.place.audience is Audience.DIRECT:
        raise UserError("Go to the place where it may be used, then say it there.")
    return viewer.place.title
