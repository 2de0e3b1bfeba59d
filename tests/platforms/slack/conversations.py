"""conversations.*: channels as the app may see them, which depends on their kind and on its scopes."""

from tests.platforms.slack.asking import Asked, Method, RefusedCall, page_of
from tests.platforms.slack.happenings import Happenings
from tests.platforms.slack.scopes import FAMILIES
from tests.platforms.slack.shapes import channel_shape, message_shape
from tests.platforms.slack.wire import Payload, without
from tests.platforms.slack.world import Channel, Message

OPENED = ("id", "created", "is_im", "is_org_shared", "context_team_id", "is_archived", "user", "priority")
TYPES = {"public_channel": "channel", "private_channel": "group", "im": "im", "mpim": "mpim"}


class Conversations:
    """The methods of the family."""

    def __init__(self, happenings: Happenings) -> None:
        self._happenings = happenings
        self._world = happenings.world

    def methods(self) -> dict[str, Method]:
        """By name."""
        return {
            "conversations.open": self.open,
            "conversations.info": self.info,
            "conversations.list": self.all,
            "conversations.history": self.history,
            "conversations.replies": self.replies,
            "conversations.members": self.members,
            "conversations.join": self.join,
            "conversations.leave": self.leave,
            "users.conversations": self.of_user,
        }

    def open(self, asked: Asked) -> Payload:
        """The conversation with a person."""
        users = [each for each in asked.text("users").split(",") if each]
        if len(users) != 1:
            raise RefusedCall("not_enough_users" if not users else "too_many_users")
        if users[0] not in self._world.users:
            raise RefusedCall("user_not_found")
        if self._world.users[users[0]].deleted:
            raise RefusedCall("user_disabled")
        channel = self._world.direct(asked.me, users[0])
        shape = channel_shape(self._world, channel, asked.me)
        full = asked.truth("return_im")
        return {"channel": {key: shape[key] for key in (OPENED if full else OPENED[:1])}}

    def info(self, asked: Asked) -> Payload:
        """One channel."""
        channel = self._read(asked, "read")
        shape = channel_shape(self._world, channel, asked.me)
        return {"channel": shape if asked.truth("include_num_members") else without(shape, "num_members")}

    def all(self, asked: Asked) -> Payload:
        """All channels that the app may know of."""
        return self._listed(asked, [each for each in self._world.channels.values() if self._may_list(asked, each)])

    def of_user(self, asked: Asked) -> Payload:
        """The channels that a person is in, as far as the app may know; without a person, the bot."""
        user = asked.text("user") or asked.me
        found = [each for each in self._world.channels.values() if self._may_list(asked, each)]
        return self._listed(asked, [each for each in found if user in each.members], "is_member", "num_members")

    def history(self, asked: Asked) -> Payload:
        """Messages, the newest first, without replies."""
        channel = self._read(asked, "history", member=True)
        kept = reversed(list(self._world.messages.get(channel.id, {}).values()))
        return self._messages(asked, [each for each in kept if each.thread_ts in (None, each.ts)])

    def replies(self, asked: Asked) -> Payload:
        """A thread, the oldest first."""
        channel = self._read(asked, "history", member=True)
        found = self._world.thread(channel.id, asked.need("ts"))
        if not found:
            raise RefusedCall("thread_not_found")
        return self._messages(asked, found)

    def members(self, asked: Asked) -> Payload:
        """Who is in a channel."""
        channel = self._read(asked, "read")
        page = page_of(asked, [{"id": each} for each in channel.members])
        return {
            "members": [each["id"] for each in page.items],
            "response_metadata": {"next_cursor": page.cursor},
        }

    def join(self, asked: Asked) -> Payload:
        """The bot comes into a public channel."""
        channel = asked.channel()
        if channel.kind != "channel":
            raise RefusedCall("method_not_supported_for_channel_type")
        if asked.me not in channel.members:
            channel.members.append(asked.me)
        return {"channel": without(channel_shape(self._world, channel, asked.me), "num_members")}

    def leave(self, asked: Asked) -> Payload:
        """The bot leaves a channel."""
        channel = asked.channel()
        if asked.me not in channel.members:
            return {"not_in_channel": True}
        channel.members.remove(asked.me)
        return {}

    def _read(self, asked: Asked, right: str, *, member: bool = False) -> Channel:
        channel = asked.channel(member=member)
        asked.need_scope(f"{FAMILIES[channel.kind]}:{right}")
        return channel

    def _may_list(self, asked: Asked, channel: Channel) -> bool:
        types = asked.text("types").replace(" ", "") or "public_channel"
        wanted = {TYPES.get(each, "") for each in types.split(",")}
        for kind in wanted - {""}:
            asked.need_scope(f"{FAMILIES[kind]}:read")
        team = asked.text("team_id") or asked.installation.team
        hidden = asked.truth("exclude_archived") and channel.archived
        inside = channel.kind == "channel" or asked.me in channel.members
        return channel.kind in wanted and team in {channel.team, *channel.shared} and inside and not hidden

    def _listed(self, asked: Asked, channels: list[Channel], *untold: str) -> Payload:
        page = page_of(asked, [without(channel_shape(self._world, each, asked.me), *untold) for each in channels])
        return {"channels": page.items, "response_metadata": {"next_cursor": page.cursor}}

    def _messages(self, asked: Asked, messages: list[Message]) -> Payload:
        oldest, latest = float(asked.text("oldest") or 0), float(asked.text("latest") or "inf")
        ends = asked.truth("inclusive")
        shown = [each for each in messages if self._is_read(each) and _between(each, oldest, latest, ends=ends)]
        told = asked.truth("include_all_metadata")
        shapes = (message_shape(self._world, each, metadata=told) for each in shown)
        page = page_of(asked, [without(each, "streaming_state") for each in shapes])  # events alone tell it
        more: Payload = {"response_metadata": {"next_cursor": page.cursor}} if page.cursor else {}
        return {"messages": page.items, "has_more": bool(page.cursor), **more}

    def _is_read(self, message: Message) -> bool:
        return not message.only_for and float(message.ts) <= self._world.now() - self._world.behind


def _between(message: Message, oldest: float, latest: float, *, ends: bool) -> bool:
    at = float(message.ts)
    return oldest <= at <= latest if ends else oldest < at < latest
