"""How the world is written in answers and events."""

import re
from collections.abc import Iterator

from tests.platforms.slack.wire import Payload, listed, mapping, text_of, without_none, words
from tests.platforms.slack.world import APP, Channel, File, Message, Team, User, View, World

TOKEN = re.compile(r"<(?:@[UW]\w+|#C\w+(?:\|[^<>]*)?|!\w+(?:\^[^<>]*)?|(?:https?://|mailto:)[^<>\s]+)>")
ADDRESS = re.compile(r"https?://[^\s<>|]+")


def typed(text: str) -> str:
    """What is sent when somebody types this: addresses become links, and letters with a meaning are escaped."""
    return "".join(_escaped(each) if index % 2 == 0 else each for index, each in enumerate(_split(text)))


def _split(text: str) -> list[str]:
    return re.split(f"({TOKEN.pattern})", text)


def _escaped(plain: str) -> str:
    safe = plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return ADDRESS.sub(lambda found: f"<{found[0]}>", safe)


def rich(text: str) -> list[Payload]:
    """The blocks that the client makes of what was typed."""
    section: Payload = {"type": "rich_text_section", "elements": list(_elements(typed(text)))}
    return [{"type": "rich_text", "block_id": "b1", "elements": [section]}]


def _elements(text: str) -> Iterator[Payload]:
    for index, each in enumerate(_split(text)):
        if index % 2:
            yield _element(each[1:-1])
        elif each:
            yield {"type": "text", "text": each.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")}


def _element(inside: str) -> Payload:
    if inside.startswith("@"):
        return {"type": "user", "user_id": inside[1:]}
    if inside.startswith("#"):
        return {"type": "channel", "channel_id": inside[1:].partition("|")[0]}
    if inside.startswith("!"):
        return {"type": "broadcast", "range": inside[1:]}
    return {"type": "link", "url": inside}


def team_shape(team: Team) -> Payload:
    """A workspace."""
    shape: Payload = {"id": team.id, "name": team.name, "domain": team.domain, "email_domain": ""}
    return shape if team.enterprise is None else {**shape, "enterprise_id": team.enterprise, "enterprise_name": "Org"}


def user_shape(user: User, *, email: bool = False, locale: bool = False) -> Payload:
    """An account."""
    profile: Payload = {"real_name": user.name, "display_name": user.name, "team": user.team}
    shape: Payload = {
        "id": user.id,
        "team_id": user.team,
        "name": user.name.lower().replace(" ", "."),
        "real_name": user.name,
        "deleted": user.deleted,
        "tz": user.zone,
        "tz_label": user.zone,
        "tz_offset": 3600,
        "is_bot": user.bot_id is not None,
        "is_app_user": False,
        "is_restricted": bool(user.guest),
        "is_ultra_restricted": user.guest == "ultra",
        "is_admin": False,
        "is_owner": False,
        "updated": 1,
        "profile": {**profile, "email": user.email} if email and user.email else profile,
    }
    return {**shape, "locale": user.locale} if locale else shape


def channel_shape(world: World, channel: Channel, me: str) -> Payload:
    """A channel as the bot `me` is shown it."""
    shape: Payload = {
        "id": channel.id,
        "created": 1,
        "is_archived": channel.archived,
        "is_im": channel.kind == "im",
        "is_mpim": channel.kind == "mpim",
        "is_channel": channel.kind == "channel",
        "is_group": channel.kind == "group",
        "is_private": channel.kind != "channel",
        "is_shared": bool(channel.shared),
        "is_ext_shared": bool(channel.shared),
        "is_org_shared": False,
        "is_pending_ext_shared": False,
        "context_team_id": channel.team,
        "shared_team_ids": [channel.team, *sorted(channel.shared)],
    }
    if channel.kind == "im":
        other = next((each for each in channel.members if each != me), me)
        return {**shape, "user": other, "is_user_deleted": world.users[other].deleted, "priority": 0}
    return {
        **shape,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_general": channel.name == "general",
        "is_member": me in channel.members,
        "num_members": len(channel.members),
        "creator": channel.members[0] if channel.members else "",
        "topic": {"value": channel.topic, "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
    }


def message_shape(world: World, message: Message) -> Payload:
    """A message, without its channel."""
    replies = world.thread(message.channel, message.ts)[1:] if message.thread_ts in (None, message.ts) else []
    return without_none(
        type="message",
        subtype=message.subtype,
        user=message.user,
        text=message.text,
        ts=message.ts,
        team=message.team,
        client_msg_id=message.client_msg_id,
        bot_id=message.bot_id,
        app_id=APP if message.bot_id else None,
        bot_profile=_bot_profile(message),
        blocks=message.blocks or None,
        attachments=message.attachments or None,
        thread_ts=message.ts if replies else message.thread_ts,
        reply_count=len(replies) or None,
        latest_reply=replies[-1].ts if replies else None,
        parent_user_id=_parent(world, message),
        edited=None if message.edited is None else {"user": message.user, "ts": message.edited},
        files=[file_shape(world, world.files[each]) for each in message.files if each in world.files] or None,
        upload=False if message.files else None,
        reactions=_reactions(message) or None,
        metadata=message.metadata or None,
        streaming_state=message.stream,
    )


def _bot_profile(message: Message) -> Payload | None:
    if message.bot_id is None:
        return None
    icons: Payload = {"image_36": "", "image_48": "", "image_72": ""}
    named: Payload = {"id": message.bot_id, "app_id": APP, "user_id": message.user, "name": "rapport", "icons": icons}
    return {**named, "deleted": False, "updated": 1, "team_id": message.team}


def _parent(world: World, message: Message) -> str | None:
    if message.thread_ts in (None, message.ts):
        return None
    root = world.message(message.channel, message.thread_ts or "")
    return None if root is None else root.user


def _reactions(message: Message) -> list[Payload]:
    found = message.reactions.items()
    return [{"name": name, "users": list(users), "count": len(users)} for name, users in found if users]


def file_shape(world: World, file: File) -> Payload:
    """A file; its addresses are the server's own."""
    address = f"{world.base}/files-pri/{file.team}-{file.id}/{file.name}"
    return {
        "id": file.id,
        "created": 1,
        "timestamp": 1,
        "name": file.name,
        "title": file.title or file.name,
        "mimetype": file.media,
        "filetype": file.name.rpartition(".")[2],
        "pretty_type": file.name.rpartition(".")[2].upper(),
        "user": file.user,
        "user_team": file.team,
        "size": len(file.content),
        "mode": "hosted",
        "is_external": False,
        "is_public": False,
        "url_private": address,
        "url_private_download": address,
        "permalink": address,
        "file_access": "visible",
    }


def view_shape(view: View, *, bot: str) -> Payload:
    """A view with what Slack adds to it."""
    blocks = [{"block_id": f"b{index}", **each} for index, each in enumerate(listed(view.body.get("blocks")))]
    return {
        "id": view.id,
        "team_id": view.team,
        "private_metadata": "",
        "callback_id": "",
        "close": None,
        "submit": None,
        "clear_on_close": False,
        "notify_on_close": False,
        "external_id": view.external or "",
        **view.body,
        "blocks": blocks,
        "state": {"values": {}},
        "hash": f"{view.revision}.{view.id}",
        "root_view_id": view.root or view.id,
        "previous_view_id": view.previous,
        "app_id": APP,
        "app_installed_team_id": view.team,
        "bot_id": bot,
    }


def shown_text(message: Message) -> str:
    """The words that a reader sees: those of the blocks where there are any, else the text."""
    return blocks_text(message.blocks) or message.text


def blocks_text(blocks: list[Payload]) -> str:
    """The words in blocks, without those on what can be used."""
    return "\n".join(each for block in blocks for each in _block_words(block))


def _block_words(block: Payload) -> Iterator[str]:
    match block.get("type"):
        case "section":
            yield from filter(None, (words(block.get("text")),))
            yield from (words(each) for each in listed(block.get("fields")))
        case "header":
            yield words(block.get("text"))
        case "markdown":
            yield text_of(block.get("text"))
        case "context":
            yield from (text_of(each.get("text")) for each in listed(block.get("elements")))
        case "rich_text":
            yield "".join(_rich_words(block))
        case "table":
            yield "\n".join(" | ".join(words(cell) for cell in listed(row)) for row in _rows(block))


def _rows(block: Payload) -> list[object]:
    rows = block.get("rows")
    return list(rows) if isinstance(rows, list) else []


def _rich_words(part: Payload) -> Iterator[str]:
    if "text" in part and part.get("type") in ("text", "link"):
        yield text_of(part["text"])
    elif part.get("type") == "user":
        yield f"<@{part['user_id']}>"
    elif part.get("type") == "link":
        yield text_of(part["url"])
    for each in listed(part.get("elements")):
        yield from _rich_words(mapping(each))
