"""What Slack knows: workspaces, people, channels, messages, files, views, and where the app is installed.

Times are seconds of the wall clock, as far ahead as it was put with `ahead`. A message can be read in a history so many
seconds after it was posted as `behind` says.
"""

import itertools
import time
from dataclasses import dataclass, field

from adapters.slack import permissions
from tests.platforms.slack.wire import Payload

APP, HOME_DOMAIN = "A0RAPPORT", "home"
KEPT_MESSAGES = 500
SCOPES = frozenset(each.name for each in permissions.SCOPES)  # no more than the manifest asks for


@dataclass(slots=True)
class Team:
    """A workspace."""

    id: str
    name: str
    domain: str
    enterprise: str | None = None


@dataclass(slots=True)
class User:
    """An account; `guest` is `restricted` (several channels) or `ultra` (one), `also` other workspaces of theirs.

    `admin`: they manage their workspace.
    """

    id: str
    team: str
    name: str
    bot_id: str | None = None
    zone: str = "Europe/Berlin"
    locale: str = "en-US"
    guest: str = ""
    email: str = ""
    deleted: bool = False
    admin: bool = False
    also: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Channel:
    """`kind` is channel, group (private), im or mpim; `shared`: other workspaces that it is connected to."""

    id: str
    team: str
    name: str
    kind: str = "channel"
    members: list[str] = field(default_factory=list)
    shared: set[str] = field(default_factory=set)
    archived: bool = False
    topic: str = ""


@dataclass(slots=True)
class File:
    """A file, whole once `done`."""

    id: str
    team: str
    user: str
    name: str
    media: str = "application/octet-stream"
    content: bytes = b""
    title: str = ""
    done: bool = False


@dataclass(slots=True)
class Message:
    """A message; `only_for` is the one person who is shown it. `stream` is in_progress, completed or errored."""

    ts: str
    channel: str
    user: str
    text: str
    team: str
    blocks: list[Payload] = field(default_factory=list)
    attachments: list[Payload] = field(default_factory=list)
    thread_ts: str | None = None
    bot_id: str | None = None
    subtype: str | None = None
    edited: str | None = None
    only_for: str | None = None
    client_msg_id: str | None = None
    files: list[str] = field(default_factory=list)
    reactions: dict[str, list[str]] = field(default_factory=dict)
    metadata: Payload = field(default_factory=dict)
    stream: str | None = None
    touched: float = field(default_factory=time.monotonic)


@dataclass(slots=True)
class Installation:
    """The app in a workspace, or with `org` in all workspaces of an enterprise; a `gone` one has no valid token."""

    team: str
    user: str
    bot_id: str
    token: str
    scopes: set[str] = field(default_factory=lambda: set(SCOPES))
    refresh: str | None = None
    expires: float | None = None
    org: str | None = None
    installer: str = ""
    gone: str = ""
    older: dict[str, float] = field(default_factory=dict)


@dataclass(slots=True)
class View:
    """A modal or a home; `stack` is of modals, the lowest first."""

    id: str
    user: str
    team: str
    body: Payload
    revision: int = 0
    root: str = ""
    previous: str | None = None
    external: str | None = None


class World:
    """Everything by its id."""

    def __init__(self) -> None:
        self.ahead = self.behind = 0.0
        self.base = ""
        self.teams: dict[str, Team] = {}
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.messages: dict[str, dict[str, Message]] = {}
        self.files: dict[str, File] = {}
        self.views: dict[str, View] = {}
        self.homes: dict[str, View] = {}
        self.installations: list[Installation] = []
        self.sessions: dict[tuple[str, str], Payload] = {}
        self.statuses: dict[tuple[str, str], Payload] = {}
        self.prompts: dict[tuple[str, str], Payload] = {}
        self._numbers = itertools.count(1)
        self._last = 0

    def now(self) -> float:
        """The time at which everything happens that happens now."""
        return time.time() + self.ahead

    def ts(self) -> str:
        """The time now as a name that no other message has."""
        self._last = max(int(self.now() * 1_000_000), self._last + 1)
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"

    def id(self, letter: str) -> str:
        """An id that no other thing has."""
        return f"{letter}0{next(self._numbers):08X}"

    def keep(self, message: Message) -> None:
        """A new message; the oldest of its channel goes where there are too many, so that a long run stays small."""
        kept = self.messages.setdefault(message.channel, {})
        kept[message.ts] = message
        while len(kept) > KEPT_MESSAGES:
            del kept[next(iter(kept))]

    def message(self, channel: str, ts: str) -> Message | None:
        """A message that everybody in the channel is shown."""
        found = self.messages.get(channel, {}).get(ts)
        return None if found is None or found.only_for else found

    def thread(self, channel: str, ts: str) -> list[Message]:
        """A message and its replies, the oldest first."""
        kept = self.messages.get(channel, {}).values()
        return [each for each in kept if not each.only_for and ts in (each.ts, each.thread_ts)]

    def direct(self, user: str, other: str) -> Channel:
        """The conversation of two."""
        for channel in self.channels.values():
            if channel.kind == "im" and set(channel.members) == {user, other}:
                return channel
        made = Channel(self.id("D"), self.users[other].team, "", "im", [user, other])
        self.channels[made.id] = made
        return made

    def installed(self, team: str) -> Installation | None:
        """The app in a workspace, by itself or with its enterprise."""
        enterprise = self.teams[team].enterprise if team in self.teams else None
        for each in self.installations:
            if not each.gone and (each.team == team or (enterprise is not None and each.org == enterprise)):
                return each
        return None

    def hearing(self, channel: Channel) -> Installation | None:
        """The installation whose bot is in a channel; where there are several, the one of the home workspace."""
        for team in (channel.team, *sorted(channel.shared)):
            found = self.installed(team)
            if found is not None and found.user in channel.members:
                return found
        return None
