"""What Slack tells of a conversation, as far as it says who may read it. Pure.

Whatever is not said in so many words counts as said against: a channel is open only where Slack says that it is a
channel, not private, and shared with nobody.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from adapters.slack.payloads import text_in

LONGEST_NAME = 100
SHARED = ("is_shared", "is_ext_shared", "is_org_shared", "is_pending_ext_shared")
SHARED_WITH = ("is_global_shared", "pending_shared", "pending_connected_team_ids", "connected_team_ids")
TEAMS = ("shared_team_ids", "internal_team_ids")
IM, MPIM, GROUP, CHANNEL = "im", "mpim", "group", "channel"


@dataclass(frozen=True, slots=True)
class Room:
    """A conversation: `kind` is Slack's channel type, `user` with whom the bot is alone in it.

    `shared`: people from elsewhere may read it; `member`: the bot is in it; `archived`: nobody writes there any more.
    """

    kind: str
    name: str = ""
    user: str = ""
    shared: bool = True
    member: bool = False
    archived: bool = False

    @property
    def open(self) -> bool:
        """Whether every member of its workspace may read it."""
        return self.kind == CHANNEL and not self.shared


def room_of(channel: Mapping[str, object], team: str, enterprise: str) -> Room:
    """The conversation that `conversations.info` tells of."""
    return Room(
        _kind(channel),
        " ".join(text_in(channel, "name").split())[:LONGEST_NAME],
        text_in(channel, "user"),
        shared=_is_shared(channel, {team, enterprise}),
        member=channel.get("is_member") is True,
        archived=channel.get("is_archived") is True,
    )


def _kind(channel: Mapping[str, object]) -> str:
    if channel.get("is_im") is True:
        return IM
    if channel.get("is_mpim") is True:
        return MPIM
    is_open = channel.get("is_channel") is True and channel.get("is_private") is False
    return CHANNEL if is_open and channel.get("is_group") is not True else GROUP


def _is_shared(channel: Mapping[str, object], ours: set[str]) -> bool:
    if any(channel.get(each) is not False for each in SHARED):
        return True
    if any(channel.get(each) for each in SHARED_WITH):
        return True
    return any(not _all_in(channel.get(each), ours) for each in TEAMS)


def _all_in(teams: object, ours: set[str]) -> bool:
    return teams is None or (isinstance(teams, list) and all(each in ours for each in teams))
