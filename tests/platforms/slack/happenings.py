"""What happens in Slack, whoever does it: the world changes, and the app is told as Slack would tell it."""

from dataclasses import dataclass

from tests.platforms.slack.delivery import Delivery
from tests.platforms.slack.log import Log
from tests.platforms.slack.scopes import told
from tests.platforms.slack.shapes import message_shape
from tests.platforms.slack.wire import Payload, without_none
from tests.platforms.slack.world import APP, Channel, Installation, Message, World


@dataclass(frozen=True, slots=True)
class Happenings:
    """The world, and whom it is told to."""

    world: World
    delivery: Delivery
    log: Log

    def posted(self, message: Message) -> None:
        """A message is there: the app hears it where its bot is, and twice where the bot is named."""
        self.world.keep(message)
        channel = self.world.channels[message.channel]
        shape = self._written(channel, message)
        self.told_in(channel, shape)
        heard = self.world.hearing(channel)
        if heard is not None and self._names(message, heard, channel):
            self.tell(heard, {**shape, "type": "app_mention"}, channel)

    def changed(self, message: Message, before: Payload) -> None:
        """A message is another now than `before`."""
        channel = self.world.channels[message.channel]
        now = message_shape(self.world, message)
        self.told_in(channel, {**self._about(channel, "message_changed"), "message": now, "previous_message": before})

    def deleted(self, message: Message) -> None:
        """A message is gone; where there are replies to it, a stone stays in its place."""
        before = message_shape(self.world, message)
        channel = self.world.channels[message.channel]
        if len(self.world.thread(message.channel, message.ts)) > 1 and message.thread_ts in (None, message.ts):
            message.subtype, message.text, message.blocks = "tombstone", "This message was deleted.", []
            message.files, message.user = [], "USLACKBOT"
            self.changed(message, before)
            return
        del self.world.messages[message.channel][message.ts]
        gone: Payload = {"deleted_ts": message.ts, "previous_message": before}
        self.told_in(channel, {**self._about(channel, "message_deleted"), **gone})

    def reacted(self, message: Message, user: str, name: str, *, added: bool = True) -> None:
        """An emoji was put under a message, or taken back."""
        item: Payload = {"type": "message", "channel": message.channel, "ts": message.ts}
        event: Payload = {"type": "reaction_added" if added else "reaction_removed", "user": user, "reaction": name}
        event |= {"item_user": message.user, "item": item, "event_ts": self.world.ts()}
        self.told_in(self.world.channels[message.channel], event)

    def notice(self, channel: Channel, user: str, subtype: str, text: str) -> None:
        """A message that Slack itself writes, about a person."""
        team = self.world.users[user].team
        self.posted(Message(self.world.ts(), channel.id, user, text, team, subtype=subtype))

    def told_in(self, channel: Channel, event: Payload) -> None:
        """The app is told of an event in a channel where its bot is."""
        heard = self.world.hearing(channel)
        if heard is not None:
            self.tell(heard, event, channel)

    def tell(
        self, installation: Installation, event: Payload, channel: Channel | None = None, *, team: str | None = None
    ) -> None:
        """The app is told of an event in a workspace: its own, or with a whole enterprise's installation in any."""
        if not self._may(installation, event, channel):
            return
        where = installation.team if installation.org is None else team or (channel.team if channel else None)
        number, kind = self.world.id("Ev"), str(event["type"])
        envelope = without_none(
            token="verification",
            team_id=where,
            enterprise_id=self.world.teams[installation.team].enterprise,
            context_team_id=where,
            context_enterprise_id=self.world.teams[installation.team].enterprise,
            api_app_id=APP,
            event=event,
            type="event_callback",
            event_id=number,
            event_time=int(self.world.now()),
            authorizations=[self._authorization(installation)],
            is_ext_shared_channel=bool(channel and channel.shared),
            event_context=None if channel is None else f"4-{number}-{channel.id}",
        )
        self.delivery.tell(kind, envelope)

    def _may(self, installation: Installation, event: Payload, channel: Channel | None) -> bool:
        """Whether it has the scope without which the event is not told."""
        kind = "" if channel is None else channel.kind
        needed = told(str(event["type"]), kind)
        return not needed or bool(installation.scopes & set(needed))

    def _authorization(self, installation: Installation) -> Payload:
        org = installation.org is not None
        return {
            "enterprise_id": self.world.teams[installation.team].enterprise,
            "team_id": None if org else installation.team,
            "user_id": installation.user,
            "is_bot": True,
            "is_enterprise_install": org,
        }

    def _written(self, channel: Channel, message: Message) -> Payload:
        shape = message_shape(self.world, message)
        kind: Payload = {"channel": channel.id, "event_ts": message.ts, "channel_type": channel.kind}
        if message.team != channel.team or channel.shared:
            kind |= {"user_team": message.team, "source_team": message.team}
        return {**shape, **kind}

    def _about(self, channel: Channel, subtype: str) -> Payload:
        ts = self.world.ts()
        return {
            "type": "message",
            "subtype": subtype,
            "hidden": True,
            "channel": channel.id,
            "channel_type": channel.kind,
            "ts": ts,
            "event_ts": ts,
        }

    def _names(self, message: Message, heard: Installation, channel: Channel) -> bool:
        named = f"<@{heard.user}>" in message.text
        return named and channel.kind != "im" and message.user != heard.user
