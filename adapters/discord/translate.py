"""From discord.py's message to ours. Pure, and without a request: all that is needed is in the event.

What is not the author's own words never becomes their text: a quoted, forwarded or linked message is `quoted` or
nothing. Messages of other bots, of webhooks and of Discord itself do not exist for us.
"""

import mimetypes

import discord

from adapters.discord.audience import Where, where
from adapters.discord.wording import Names, readable
from adapters.types import Attachment, Audience, Author, Edited, Message, Quoted
from adapters.wording import one_line

SPOKEN = (discord.MessageType.default, discord.MessageType.reply)
STICKER = "application/x-sticker"
FORWARDED = "a forwarded message"


def is_spoken(message: discord.Message, me: int) -> bool:
    """Whether a person said it: not a system message, a webhook, another bot or ourselves."""
    author = message.author
    return not (author.bot or author.system or author.id == me or message.webhook_id) and message.type in SPOKEN


def message_of(message: discord.Message, me: int, *, place: Where) -> Message:
    """What somebody said, as the bot hears it."""
    ours = frozenset((me, *_own_roles(message, me)))
    text = readable(message.content, _names(message), ours=ours) or _poll(message)
    answered = message.reference if message.type is discord.MessageType.reply else None
    return Message(
        id=str(message.id),
        address=place.address,
        audience=place.audience,
        author=author_of(message.author),
        text=text,
        sent_at=message.created_at,
        reply_to=str(answered.message_id) if answered is not None and answered.message_id else None,
        addressed=_is_addressed(message, me, ours),
        attachments=_attachments(message),
        quoted=_quoted(message, me),
    )


def edited_of(message: discord.Message, me: int, *, place: Where) -> Edited | None:
    """The message as it reads now; None where it was not its words that changed."""
    if message.edited_at is None:
        return None
    return Edited(message_of(message, me, place=place), message.edited_at)


def author_of(user: discord.User | discord.Member, *, locale: str | None = None) -> Author:
    """Who spoke; what they may and are in a server is known only where the event said it."""
    name, handle = one_line(user.display_name), str(user.id)
    if not isinstance(user, discord.Member) or not isinstance(user.guild, discord.Guild):
        return Author(handle, name, user.bot, locale=locale)
    roles = tuple(str(role.id) for role in user.roles if not role.is_default())
    return Author(handle, name, user.bot, locale=locale, manages=user.guild_permissions.manage_guild, roles=roles)


def _own_roles(message: discord.Message, me: int) -> list[int]:
    """The role that Discord made for the bot: many pick it from the list when they mean the bot."""
    return [role.id for role in message.role_mentions if role.tags is not None and role.tags.bot_id == me]


def _is_addressed(message: discord.Message, me: int, ours: frozenset[int]) -> bool:
    if message.guild is None and isinstance(message.channel, discord.DMChannel):
        return True
    answered = _answered(message)
    mentioned = len(ours) > 1 or any(user.id == me for user in message.mentions)
    return mentioned or (answered is not None and answered.author.id == me)


def _answered(message: discord.Message) -> discord.Message | None:
    reference = message.reference
    resolved = reference.resolved if reference is not None else None
    return resolved if isinstance(resolved, discord.Message) else None


def _names(message: discord.Message) -> Names:
    if "<" not in message.content:
        return Names()
    return Names(
        {user.id: one_line(user.display_name) for user in message.mentions},
        {role.id: one_line(role.name) for role in message.role_mentions},
        _channel_names(message) if "<#" in message.content else {},
    )


def _channel_names(message: discord.Message) -> dict[int, str]:
    """Names of the mentioned channels that everybody may know: the name of a closed one can tell a secret."""
    names = {}
    for channel in message.channel_mentions if message.guild is not None else ():
        place = where(channel)
        if channel.id == message.channel.id or (place is not None and place.audience is Audience.PUBLIC):
            names[channel.id] = one_line(channel.name)
    return names


def _poll(message: discord.Message) -> str:
    """A poll is its author's words: the question and what can be answered."""
    if message.poll is None:
        return ""
    return "\n".join([f"Poll: {message.poll.question}", *(f"- {answer.text}" for answer in message.poll.answers)])


def _attachments(message: discord.Message) -> tuple[Attachment, ...]:
    """Files, a voice message among them as the sound file that it is; a sticker is a file that is never fetched."""
    files = [Attachment(file.filename, _media_type(file), file.size, file.url) for file in message.attachments]
    return (*files, *(Attachment(f"sticker {one_line(sticker.name)}", STICKER, 0, "") for sticker in message.stickers))


def _media_type(file: discord.Attachment) -> str:
    declared = file.content_type or mimetypes.guess_type(file.filename)[0] or "application/octet-stream"
    return declared.partition(";")[0].strip().lower()


def _quoted(message: discord.Message, me: int) -> Quoted | None:
    if message.message_snapshots:
        return _forwarded(message.message_snapshots[0])
    answered = _answered(message)
    if answered is None or message.type is not discord.MessageType.reply:
        return None
    text = readable(answered.content, _names(answered)) or _poll(answered)
    files = tuple(file.name for file in _attachments(answered))
    if not text and not files:
        return None
    return Quoted(one_line(answered.author.display_name), text, files, answered.author.id == me)


def _forwarded(snapshot: discord.MessageSnapshot) -> Quoted | None:
    """What was passed on; Discord does not say whose words it is."""
    files = tuple(file.filename for file in snapshot.attachments)
    text = readable(snapshot.content, Names())
    return Quoted(FORWARDED, text, files) if text or files else None
