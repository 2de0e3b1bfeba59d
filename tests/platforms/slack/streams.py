"""chat.startStream, appendStream and stopStream: a message that grows, and dies where it is left alone."""

import time

from tests.platforms.slack.asking import Asked, Method, RefusedCall
from tests.platforms.slack.chat import LONGEST_MARKDOWN, Chat, items, parsed, refuse_blocks
from tests.platforms.slack.delivery import Timing
from tests.platforms.slack.happenings import Happenings
from tests.platforms.slack.shapes import message_shape
from tests.platforms.slack.wire import Payload, text_of
from tests.platforms.slack.world import Channel, Message

NO_STREAM = "message_not_in_streaming_state"


class Streams:
    """The methods of the family."""

    def __init__(self, happenings: Happenings, chat: Chat, timing: Timing) -> None:
        self._happenings = happenings
        self._world = happenings.world
        self._chat = chat
        self._timing = timing

    def methods(self) -> dict[str, Method]:
        """By name."""
        return {
            "chat.startStream": self.start,
            "chat.appendStream": self.append,
            "chat.stopStream": self.stop,
        }

    def kill(self) -> int:
        """All streams end as Slack ends them, without a word; gives how many."""
        going = [each for kept in self._world.messages.values() for each in kept.values() if _going(each)]
        for each in going:
            each.stream = "errored"
        return len(going)

    def start(self, asked: Asked) -> Payload:
        """A message that will grow, in a thread; in a channel it is known for whom."""
        channel = asked.channel(member=True)
        thread = asked.need("thread_ts")
        if self._world.message(channel.id, thread) is None:
            raise RefusedCall("invalid_thread_ts")
        if channel.kind != "im":
            self._recipient(asked, channel)
        message = Message(self._world.ts(), channel.id, asked.me, "", asked.installation.team, thread_ts=thread)
        message.bot_id, message.stream = asked.installation.bot_id, "in_progress"
        self._grow(message, asked)
        self._happenings.posted(message)
        self._chat.answered(channel, thread)
        return {"channel": channel.id, "ts": message.ts}

    def append(self, asked: Asked) -> Payload:
        """More of it."""
        message = self._live(asked)
        if not asked.text("markdown_text") and not items(asked.args.get("chunks")):
            raise RefusedCall("no_text")
        self._grow(message, asked)
        return {"channel": message.channel, "ts": message.ts}

    def stop(self, asked: Asked) -> Payload:
        """The last of it, perhaps with blocks below."""
        message = self._live(asked)
        before = message_shape(self._world, message)
        blocks = items(asked.args.get("blocks"))
        refuse_blocks(blocks)
        self._grow(message, asked)
        message.blocks = [*message.blocks, *blocks]
        message.stream, message.metadata = "completed", parsed(asked.args.get("metadata"))
        if asked.text("session_status"):
            session = self._world.sessions.setdefault((message.channel, message.thread_ts or ""), {})
            session["status"] = asked.text("session_status")
        self._happenings.changed(message, before)
        shape = message_shape(self._world, message)
        return {"channel": message.channel, "ts": message.ts, "message": shape}

    def _recipient(self, asked: Asked, channel: Channel) -> None:
        if not asked.text("recipient_team_id"):
            raise RefusedCall("missing_recipient_team_id")
        if not asked.text("recipient_user_id"):
            raise RefusedCall("missing_recipient_user_id")
        if asked.text("recipient_user_id") not in channel.members:
            raise RefusedCall("user_not_found")

    def _live(self, asked: Asked) -> Message:
        message = self._chat.own(asked, "message_not_owned_by_app")
        if message.stream == "in_progress" and time.monotonic() - message.touched > self._timing.stream:
            message.stream = "errored"
        if message.stream != "in_progress":
            raise RefusedCall(NO_STREAM)
        return message

    def _grow(self, message: Message, asked: Asked) -> None:
        chunks = items(asked.args.get("chunks"))
        said = [asked.text("markdown_text"), *(text_of(each.get("text")) for each in chunks)]
        if any(len(each) > LONGEST_MARKDOWN for each in said):
            raise RefusedCall("msg_too_long")
        message.text += "".join(said)
        message.blocks = [{"type": "markdown", "text": message.text}] if message.text else []
        message.touched = time.monotonic()


def _going(message: Message) -> bool:
    return message.stream == "in_progress"
