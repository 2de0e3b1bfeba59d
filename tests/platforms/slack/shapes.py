"""How the world is written in answers and events."""

from tests.platforms.slack.wire import Payload, listed, without_none
from tests.platforms.slack.world import APP, Channel, File, Message, Team, User, View, World

PICTURES = tuple(f"image_{size}" for size in (24, 32, 48, 72, 192, 512))
BLANK = ("title", "phone", "skype", "status_text", "status_text_canonical", "status_emoji", "avatar_hash", *PICTURES)


def team_shape(team: Team) -> Payload:
    """A workspace."""
    shape: Payload = {"id": team.id, "name": team.name, "domain": team.domain, "email_domain": ""}
    return shape if team.enterprise is None else {**shape, "enterprise_id": team.enterprise, "enterprise_name": "Org"}


def user_shape(user: User, *, email: bool = False, locale: bool = False, enterprise: str | None = None) -> Payload:
    """An account, which may be one of an enterprise."""
    shape: Payload = {
        "id": user.id,
        "team_id": user.team,
        "name": user.name.lower().replace(" ", "."),
        "real_name": user.name,
        "deleted": user.deleted,
        "color": "9f69e7",
        "tz": user.zone,
        "tz_label": user.zone,
        "tz_offset": 3600,
        "is_bot": user.bot_id is not None,
        "is_app_user": False,
        "is_restricted": bool(user.guest),
        "is_ultra_restricted": user.guest == "ultra",
        "is_admin": user.admin,
        "is_owner": False,
        "is_primary_owner": False,
        "is_email_confirmed": True,
        "who_can_share_contact_card": "EVERYONE",
        "updated": 1,
        "profile": _profile(user, email=email),
    }
    if enterprise is not None:
        known: Payload = {"id": user.id, "enterprise_id": enterprise, "enterprise_name": "Org"}
        held: Payload = {"is_admin": False, "is_owner": False, "teams": sorted({user.team, *user.also})}
        shape["enterprise_user"] = {**known, **held}
    return {**shape, "locale": user.locale} if locale else shape


def _profile(user: User, *, email: bool) -> Payload:
    first, _, last = user.name.partition(" ")
    shape: Payload = {
        **dict.fromkeys(BLANK, ""),
        "real_name": user.name,
        "real_name_normalized": user.name,
        "display_name": user.name,
        "display_name_normalized": user.name,
        "first_name": first,
        "last_name": last,
        "status_emoji_display_info": [],
        "status_expiration": 0,
        "team": user.team,
    }
    return {**shape, "email": user.email} if email and user.email else shape


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
        return {**shape, "user": other, "priority": 0}
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


def message_shape(world: World, message: Message, *, metadata: bool = True) -> Payload:
    """A message, without its channel; what an app attached to it is read only by who asks for `metadata`."""
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
        metadata=(message.metadata or None) if metadata else None,
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
        "editable": False,
        "is_external": False,
        "external_type": "",
        "is_public": False,
        "public_url_shared": False,
        "display_as_bot": False,
        "username": "",
        "channels": [],
        "groups": [],
        "is_starred": False,
        "has_rich_preview": False,
        "media_display_type": "unknown",
        "permalink_public": "",
        "url_private": address,
        "url_private_download": address,
        "permalink": address,
        "file_access": "visible",
        "shares": _shares(world, file),
    }


def _shares(world: World, file: File) -> Payload:
    """Where the file is shown; as at the real one, what completes an upload does not say it yet."""
    found: dict[str, dict[str, list[Payload]]] = {}
    for channel, messages in world.messages.items():
        kind = "private" if world.channels[channel].kind != "channel" else "public"
        for each in messages.values():
            if file.id in each.files:
                shown: Payload = {"ts": each.ts, "thread_ts": each.thread_ts} if each.thread_ts else {"ts": each.ts}
                found.setdefault(kind, {}).setdefault(channel, []).append(shown)
    return {**found}


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
