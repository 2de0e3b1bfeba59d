"""What the bot asks of Slack: each scope with its reason, each event, and which scope each method and event takes.

No more than these. It cannot write where it was not invited, or act as somebody, and of what stands in a place it looks
only for what it wrote itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """A scope by Slack's name for it, and what it is for."""

    name: str
    reason: str


SCOPES = (
    Scope("app_mentions:read", "to hear when it is mentioned in a channel"),
    Scope("assistant:write", "to talk in its Messages tab, show that an answer is coming, and offer what to ask"),
    Scope(
        "channels:history",
        "to hear replies to it, edits and deletions in public channels that it was invited to, and to see whether a"
        " message of its own stands there already",
    ),
    Scope("channels:read", "to know whether a channel is public or shared, who is in it, and who left"),
    Scope("chat:write", "to answer where it was invited"),
    Scope("commands", "to offer /rapport and its entries in the menu of a message"),
    Scope("files:read", "to read pictures and text files that come with a message to it"),
    Scope("files:write", "to send as a file what is too long for messages, and exports"),
    Scope("groups:history", "the same as channels:history, in private channels that it was invited to"),
    Scope("groups:read", "the same as channels:read, for private channels that it was invited to"),
    Scope("im:history", "to hear what is written to it alone, and to see whether it wrote something already"),
    Scope("im:read", "to know that it is alone with somebody"),
    Scope("im:write", "to write first to somebody who asked for that, as with a reminder"),
    Scope("mpim:history", "to hear it in group conversations that it was added to"),
    Scope("mpim:read", "to know who is in such a group conversation"),
    Scope("reactions:read", "to see thumbs on its answers"),
    Scope("users:read", "to know names, time zones, languages, and who is a guest"),
)

_CHANNELS, _ROOMS = ("channels:read",), ("groups:read",)
# By its name in the manifest; each of its scopes is needed.
EVENTS: Mapping[str, tuple[str, ...]] = {
    "agent_session_stopped": ("assistant:write",),
    "app_home_opened": (),
    "app_mention": ("app_mentions:read",),
    "app_uninstalled": (),
    "channel_archive": _CHANNELS,
    "channel_deleted": _CHANNELS,
    "channel_id_changed": _ROOMS,
    "channel_left": _CHANNELS,
    "channel_shared": (*_CHANNELS, *_ROOMS),
    "channel_unshared": (*_CHANNELS, *_ROOMS),
    "group_archive": _ROOMS,
    "group_deleted": _ROOMS,
    "group_left": _ROOMS,
    "member_joined_channel": (*_CHANNELS, *_ROOMS),
    "member_left_channel": (*_CHANNELS, *_ROOMS),
    "message.channels": ("channels:history",),
    "message.groups": ("groups:history",),
    "message.im": ("im:history",),
    "message.mpim": ("mpim:history",),
    "reaction_added": ("reactions:read",),
    "reaction_removed": ("reactions:read",),
    "team_access_granted": (),
    "team_access_revoked": (),
    "team_join": ("users:read",),
    "tokens_revoked": (),
    "user_change": ("users:read",),
}

ORGANISATION_EVENTS = ("team_access_granted", "team_access_revoked")  # only of apps for whole organisations

_WRITE, _READ = ("chat:write",), ("channels:read", "groups:read", "im:read", "mpim:read")
_HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")  # to see whether it wrote already
# Every method of the Web API that may be called, with the scopes that it takes.
METHODS: Mapping[str, tuple[str, ...]] = {
    "agents.sessions.setStatus": _WRITE,
    "apps.connections.open": (),  # with the app's own token, whose scope is connections:write
    "assistant.threads.setStatus": _WRITE,
    "assistant.threads.setSuggestedPrompts": ("assistant:write",),
    "assistant.threads.setTitle": ("assistant:write",),
    "auth.test": (),
    "chat.appendStream": _WRITE,
    "chat.getPermalink": (),
    "chat.postEphemeral": _WRITE,
    "chat.postMessage": _WRITE,
    "chat.startStream": _WRITE,
    "chat.stopStream": _WRITE,
    "chat.update": _WRITE,
    "conversations.history": _HISTORY,
    "conversations.info": _READ,
    "conversations.members": _READ,
    "conversations.open": ("im:write",),
    "conversations.replies": _HISTORY,
    "files.completeUploadExternal": ("files:write",),
    "files.getUploadURLExternal": ("files:write",),
    "files.info": ("files:read",),
    "oauth.v2.access": (),
    "users.info": ("users:read",),
    "users.list": ("users:read",),
    "views.open": (),
    "views.publish": (),
}
SOCKET_SCOPE = "connections:write"


def missing_scopes(granted: frozenset[str]) -> tuple[Scope, ...]:
    """What the bot asks for and was not given."""
    return tuple(each for each in SCOPES if each.name not in granted)
