"""What channels and people of a workspace are called, by what was met: no request, and no id of another workspace."""

from collections.abc import Collection, Mapping
from typing import assert_never

from adapters.outgoing import Source
from adapters.recent import Recent
from adapters.slack.spots import Where
from adapters.text import unturned
from adapters.types import Address, Author
from adapters.wording import one_line

REMEMBERED = 20_000


class Directory:
    """Knows names by id. A person's id is their handle, since that is what settings name them by."""

    def __init__(self, size: int = REMEMBERED) -> None:
        self._channels: Recent[tuple[str, str], str] = Recent(size)
        self._people: Recent[str, str] = Recent(size)

    def met_channel(self, where: Where) -> None:
        """A channel was picked or used; one where people from elsewhere may read belongs to no workspace."""
        address = where.address
        if address.space is not None and address.title:
            self._channels.put((address.space, address.channel), address.title)

    def met(self, author: Author) -> None:
        """Somebody was picked or did something."""
        self._people.put(author.handle, author.name)

    def called(self, space: Address, source: Source, *, ids: Collection[str]) -> Mapping[str, str]:
        """The names of those that are in the workspace, with the sign that people put before it."""
        found = {each: self._name(space, source, each) for each in ids}
        return {each: one_line(unturned(name)) for each, name in found.items() if name is not None}

    def _name(self, space: Address, source: Source, name: str) -> str | None:
        match source:
            case Source.CHANNELS:
                return self._channels.get((space.space or "", name))
            case Source.PEOPLE:
                known = self._people.get(name)
                return None if known is None else f"@{known}"
            case Source.ROLES | Source.CHOICES:
                return None
            case _:
                assert_never(source)
