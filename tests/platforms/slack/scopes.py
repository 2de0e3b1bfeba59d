"""Which scopes Slack asks for, as its documents say of each method and event: docs.slack.dev/reference/methods, events.

Written down apart from what the bot believes (`adapters/slack/permissions.py`), which is held to it. For a bot's token.
"""

from collections.abc import Iterable, Iterator, Mapping

FAMILIES = {"channel": "channels", "group": "groups", "im": "im", "mpim": "mpim"}
_WRITE, _PEOPLE, _AGENT = ("chat:write",), ("users:read",), ("assistant:write",)
# One of them is enough. Opening is that of a conversation of two.
METHODS: Mapping[str, tuple[str, ...]] = {
    "agents.sessions.rename": _WRITE,
    "agents.sessions.setStatus": _WRITE,
    "apps.connections.open": (),  # with the app's own token
    "apps.uninstall": (),
    "assistant.threads.setStatus": (*_WRITE, *_AGENT),
    "assistant.threads.setSuggestedPrompts": _AGENT,
    "assistant.threads.setTitle": _AGENT,
    "auth.revoke": (),
    "auth.test": (),
    "bots.info": _PEOPLE,
    "chat.appendStream": _WRITE,
    "chat.delete": _WRITE,
    "chat.getPermalink": (),
    "chat.postEphemeral": _WRITE,
    "chat.postMessage": _WRITE,
    "chat.startStream": _WRITE,
    "chat.stopStream": _WRITE,
    "chat.update": _WRITE,
    "conversations.join": ("channels:join",),
    "conversations.leave": ("channels:manage", "groups:write", "im:write", "mpim:write"),
    "conversations.open": ("im:write",),
    "files.completeUploadExternal": ("files:write",),
    "files.delete": ("files:write",),
    "files.getUploadURLExternal": ("files:write",),
    "files.info": ("files:read",),
    "oauth.v2.access": (),
    "reactions.add": ("reactions:write",),
    "reactions.get": ("reactions:read",),
    "reactions.remove": ("reactions:write",),
    "team.info": ("team:read",),
    "users.info": _PEOPLE,
    "users.list": _PEOPLE,
    "users.lookupByEmail": ("users:read.email",),
    "views.open": (),
    "views.publish": (),
    "views.push": (),
    "views.update": (),
}
# With the family of the conversation before it.
METHODS_BY_KIND = {
    **dict.fromkeys(
        ("conversations.info", "conversations.list", "conversations.members", "users.conversations"), "read"
    ),
    **dict.fromkeys(("conversations.history", "conversations.replies"), "history"),
}
EVENTS: Mapping[str, tuple[str, ...]] = {
    "agent_session_stopped": _AGENT,
    "app_home_opened": (),
    "app_mention": ("app_mentions:read",),
    "app_uninstalled": (),
    "reaction_added": ("reactions:read",),
    "reaction_removed": ("reactions:read",),
    "team_access_granted": (),
    "team_access_revoked": (),
    "team_join": _PEOPLE,
    "tokens_revoked": (),
    "user_change": _PEOPLE,
}
_CHANNEL = ("archive", "deleted", "left", "rename", "unarchive")
EVENTS_BY_KIND = {
    "message": "history",
    **dict.fromkeys((f"{kind}_{each}" for kind in ("channel", "group") for each in _CHANNEL), "read"),
    **dict.fromkeys(("member_joined_channel", "member_left_channel", "channel_shared", "channel_unshared"), "read"),
    "channel_id_changed": "read",
}
# What stands in a manifest beside methods and events and takes a scope.
FEATURES = {"agent_view": "assistant:write", "slash_commands": "commands", "shortcuts": "commands"}


def told(event: str, kind: str) -> tuple[str, ...]:
    """The scopes of which one is needed to be told of an event, of a conversation of that kind or '' for none."""
    if event in EVENTS_BY_KIND:
        return (f"{FAMILIES[kind]}:{EVENTS_BY_KIND[event]}",) if kind else ()
    return EVENTS[event]


def lacking(scopes: Iterable[str], methods: Iterable[str], events: Iterable[str], features: Iterable[str]) -> list[str]:
    """What of all that cannot be done, or in which kind of conversation, with these scopes; events as in a manifest."""
    granted = set(scopes)
    needs = [*_of_methods(methods), *_of_events(events), *((each, (FEATURES[each],)) for each in features)]
    return [name for name, any_of in needs if any_of and not granted & set(any_of)]


def _of_methods(methods: Iterable[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for each in methods:
        if each in METHODS_BY_KIND:
            yield from ((f"{each} of {kind}", (f"{kind}:{METHODS_BY_KIND[each]}",)) for kind in FAMILIES.values())
        else:
            yield each, METHODS[each]


def _of_events(events: Iterable[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for each in events:
        name, _, family = each.partition(".")
        if family:
            yield each, (f"{family}:{EVENTS_BY_KIND[name]}",)
        elif name in EVENTS_BY_KIND:
            yield from ((f"{each} of {kind}", told(name, kind)) for kind in _kinds(name))
        else:
            yield each, EVENTS[name]


def _kinds(event: str) -> tuple[str, ...]:
    """The kinds of conversations that an event is about: those with a name, one by its own where it says so."""
    if event.startswith("group_") or event == "channel_id_changed":
        return ("group",)
    alone = event.removeprefix("channel_") in _CHANNEL
    return ("channel",) if alone else ("channel", "group")
