"""chat.*: messages of the bot."""

import json
from dataclasses import replace
from typing import cast

from tests.platforms.slack.asking import Asked, Method, RefusedCall
from tests.platforms.slack.blocks import broken_blocks
from tests.platforms.slack.happenings import Happenings
from tests.platforms.slack.shapes import message_shape
from tests.platforms.slack.wire import Payload, listed, mapping, text_of, without
from tests.platforms.slack.world import Channel, Message

# What the answer to an edit does not repeat of the message.
BESIDE = ("ts", "thread_ts", "parent_user_id", "streaming_state", "reply_count", "latest_reply", "reactions")
LONGEST_TEXT, LONGEST_MARKDOWN = 40_000, 12_000


class Chat:
    """The methods of the family."""

    def __init__(self, happenings: Happenings) -> None:
        self._happenings = happenings
        self._world = happenings.world

    def methods(self) -> dict[str, Method]:
        """By name."""
        return {
            "chat.postMessage": self.post,
            "chat.update": self.update,
            "chat.delete": self.delete,
            "chat.postEphemeral": self.ephemeral,
            "chat.getPermalink": self.permalink,
        }

    def post(self, asked: Asked) -> Payload:
        """A message; a person's id stands for the conversation with them."""
        channel = self._target(asked)
        message = self._made(asked, channel)
        self._happenings.posted(message)
        self.answered(channel, message.thread_ts)
        return {"channel": channel.id, "ts": message.ts, "message": message_shape(self._world, message)}

    def update(self, asked: Asked) -> Payload:
        """Another text or other blocks; a text without blocks takes the old blocks away."""
        message = self.own(asked)
        if message.stream == "in_progress":
            raise RefusedCall("streaming_state_conflict")
        before = message_shape(self._world, message)
        content = content_of(asked, required=not asked.args.get("file_ids"))
        if "text" in asked.args or "markdown_text" in asked.args or "blocks" in asked.args:
            message.text, message.blocks = content.text or message.text, content.blocks
        if not content.blocks:
            message.edited = self._world.ts()
        self._happenings.changed(message, before)
        shape = message_shape(self._world, message)
        told = without(shape, *BESIDE)
        return {"channel": message.channel, "ts": message.ts, "text": message.text, "message": told}

    def delete(self, asked: Asked) -> Payload:
        """A message of the bot's goes."""
        message = self.own(asked, "cant_delete_message")
        self._happenings.deleted(message)
        return {"channel": message.channel, "ts": message.ts}

    def ephemeral(self, asked: Asked) -> Payload:
        """A message that one person in the channel is shown."""
        channel = self._target(asked)
        user = asked.need("user")
        if user not in channel.members:
            raise RefusedCall("user_not_in_channel")
        message = replace(self._made(asked, channel), only_for=user)
        self._world.keep(message)
        return {"message_ts": message.ts}

    def permalink(self, asked: Asked) -> Payload:
        """The address of a message."""
        channel, ts = asked.channel(), asked.need("message_ts")
        found = self._world.message(channel.id, ts)
        if found is None:
            raise RefusedCall("message_not_found")
        domain = self._world.teams[channel.team].domain
        address = f"https://{domain}.slack.com/archives/{channel.id}/p{ts.replace('.', '')}"
        within = f"?thread_ts={found.thread_ts}&cid={channel.id}" if found.thread_ts not in (None, ts) else ""
        return {"channel": channel.id, "permalink": address + within}

    def own(self, asked: Asked, otherwise: str = "cant_update_message") -> Message:
        """The message that is named, where it is the bot's."""
        channel = asked.channel()
        found = self._world.message(channel.id, asked.need("ts"))
        if found is None:
            raise RefusedCall("message_not_found")
        if found.user != asked.me:
            raise RefusedCall(otherwise)
        return found

    def answered(self, channel: Channel, thread: str | None) -> None:
        """What shows that the bot is at work goes when it has answered."""
        self._world.statuses.pop((channel.id, thread or ""), None)

    def _target(self, asked: Asked) -> Channel:
        person = self._world.users.get(asked.need("channel"))
        channel = self._world.direct(asked.me, person.id) if person else asked.channel(member=True)
        if channel.archived:
            raise RefusedCall("is_archived")
        return channel

    def _made(self, asked: Asked, channel: Channel) -> Message:
        made, thread = content_of(asked), asked.text("thread_ts") or None
        if thread is not None and self._world.message(channel.id, thread) is None:
            raise RefusedCall("thread_not_found")
        team, bot = asked.installation.team, asked.installation.bot_id
        message = Message(self._world.ts(), channel.id, asked.me, made.text, team, made.blocks)
        message.thread_ts, message.bot_id = thread, bot
        message.attachments, message.metadata = made.attachments, metadata_of(asked)
        return message


def content_of(asked: Asked, *, required: bool = True) -> Message:
    """What a message is to say, in a message that is nowhere; refuses what Slack would not take."""
    text, markdown = asked.text("text"), asked.text("markdown_text")
    blocks, attachments = items(asked.args.get("blocks")), items(asked.args.get("attachments"))
    if markdown and (text or blocks):
        raise RefusedCall("markdown_text_conflict")
    if len(markdown) > LONGEST_MARKDOWN or len(text) > LONGEST_TEXT:
        raise RefusedCall("msg_too_long")
    if required and not (text or markdown or blocks or attachments):
        raise RefusedCall("no_text")
    refuse_blocks(blocks)
    if markdown:
        blocks = [{"type": "markdown", "text": markdown}]
    return Message("", "", "", text or markdown, "", blocks, attachments)


def metadata_of(asked: Asked) -> Payload:
    """What an app attaches to a message: the name of what happened, and an object about it."""
    given = asked.args.get("metadata")
    found = parsed(given)
    if given is not None and not (text_of(found.get("event_type")) and isinstance(found.get("event_payload"), dict)):
        raise RefusedCall("invalid_metadata_format")
    return found


def refuse_blocks(blocks: list[Payload], most: int = 50) -> None:
    """Refuse blocks that Slack would not take."""
    wrong = list(broken_blocks(blocks, most))
    if wrong:
        raise RefusedCall("invalid_blocks", errors=wrong, response_metadata={"messages": wrong})


def items(value: object) -> list[Payload]:
    """Objects in a list, given as JSON text or as they are."""
    return listed(_json(value))


def parsed(value: object) -> Payload:
    """An object, given as JSON text or as it is."""
    return mapping(_json(value))


def _json(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return cast(object, json.loads(value))
    except ValueError:
        return None
