"""One call of the Web API as a method reads it, and how a method refuses."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.platforms.slack.wire import Payload, text_of, truth
from tests.platforms.slack.world import Channel, Installation, World


class RefusedCall(Exception):
    """The call is answered with one of Slack's codes."""

    def __init__(self, error: str, **more: object) -> None:
        super().__init__(error)
        self.error = error
        self.more = more


@dataclass(frozen=True, slots=True)
class Asked:
    """A call: its arguments, and for whom it was made."""

    world: World
    installation: Installation
    args: Payload

    @property
    def me(self) -> str:
        """The bot's user."""
        return self.installation.user

    def text(self, name: str) -> str:
        """An argument; empty where it is missing."""
        return text_of(self.args.get(name))

    def need(self, name: str) -> str:
        """An argument that must be there."""
        found = self.text(name)
        if not found:
            raise RefusedCall("invalid_arguments", response_metadata={"messages": [f"[ERROR] missing: {name}"]})
        return found

    def truth(self, name: str) -> bool:
        """A flag."""
        return truth(self.args.get(name))

    def need_scope(self, *scopes: str) -> None:
        """Refuse where none of these scopes was given."""
        if scopes and not self.installation.scopes & set(scopes):
            provided = ",".join(sorted(self.installation.scopes))
            raise RefusedCall("missing_scope", needed=",".join(scopes), provided=provided)

    def channel(self, name: str = "channel", *, member: bool = False) -> Channel:
        """The channel that is named, if this app may know of it."""
        found = self.world.channels.get(self.need(name))
        if found is None or not self._knows(found):
            raise RefusedCall("channel_not_found")
        if member and self.me not in found.members:
            raise RefusedCall("not_in_channel")
        return found

    def _knows(self, channel: Channel) -> bool:
        teams = {channel.team, *channel.shared}
        org = self.installation.org
        mine = self.installation.team in teams or (
            org is not None and any(self.world.teams[each].enterprise == org for each in teams)
        )
        return mine and (channel.kind == "channel" or self.me in channel.members)


Method = Callable[[Asked], Payload]


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a list."""

    items: list[Payload] = field(default_factory=list)
    cursor: str = ""


def page_of(asked: Asked, items: list[Payload], usual: int = 100) -> Page:
    """The part of a list that `cursor` and `limit` ask for."""
    limit = max(1, min(int(asked.text("limit") or usual), 999))
    cursor = asked.text("cursor")
    if cursor and not cursor.removeprefix("at:").isdigit():
        raise RefusedCall("invalid_cursor")
    start = int(cursor.removeprefix("at:") or 0)
    rest = start + limit
    return Page(items[start:rest], f"at:{rest}" if rest < len(items) else "")
