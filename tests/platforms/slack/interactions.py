"""What the app is sent when somebody uses a command, a control or a modal."""

from dataclasses import dataclass
from typing import cast

from tests.platforms.slack.answers import Answers, Place
from tests.platforms.slack.asking import RefusedCall
from tests.platforms.slack.delivery import COMMAND, INTERACTION, Delivery
from tests.platforms.slack.happenings import Happenings
from tests.platforms.slack.log import Delivered
from tests.platforms.slack.oauth import Installs
from tests.platforms.slack.posts import Control, controls_of
from tests.platforms.slack.shapes import message_shape, view_shape
from tests.platforms.slack.views import Trigger, Views
from tests.platforms.slack.wire import Payload, listed, mapping, text_of
from tests.platforms.slack.world import APP, Channel, Installation, Message, User, View, World
from tests.platforms.slack.writing import typed

Chosen = str | list[str]


class NotOffered(Exception):
    """The client would not let somebody do that."""


@dataclass(frozen=True, slots=True)
class Hands:
    """All that people use."""

    happenings: Happenings
    delivery: Delivery
    views: Views
    answers: Answers
    installs: Installs

    @property
    def world(self) -> World:
        """Everything."""
        return self.happenings.world

    def installation(self, user: User, channel: Channel | None = None) -> Installation:
        """The app for somebody, in the channel where they are."""
        heard = None if channel is None else self.world.hearing(channel)
        found = heard or self.world.installed(user.team)
        if found is None:
            raise NotOffered("the app is not installed")
        return found

    async def command(self, user: User, channel: Channel, name: str, words: str) -> tuple[Delivered, Place, Trigger]:
        """A slash command."""
        installation = self.installation(user)
        place, trigger = Place(installation, channel.id, user.id), Trigger(user.id, installation.team)
        team = self.world.teams[user.team]
        payload: Payload = {
            "token": "verification",
            "team_id": team.id,
            "team_domain": team.domain,
            **({"enterprise_id": team.enterprise, "enterprise_name": "Org"} if team.enterprise else {}),
            "channel_id": channel.id,
            "channel_name": {"im": "directmessage", "group": "privategroup"}.get(channel.kind, channel.name),
            "user_id": user.id,
            "user_name": user.name.lower(),
            "command": name,
            "text": typed(words),
            "api_app_id": APP,
            "is_enterprise_install": "true" if installation.org else "false",
            "response_url": self.answers.address(place),
            "trigger_id": self.views.trigger(trigger),
        }
        told = await self.delivery.ask(COMMAND, name, payload)
        if told.answer and told.acknowledged is not None:
            self.answers.say(place, told.answer)
        return told, place, trigger

    async def shortcut(self, user: User, message: Message, name: str) -> tuple[Delivered, Place, Trigger]:
        """A shortcut in a message's menu."""
        channel = self.world.channels[message.channel]
        installation = self.installation(user)
        place = Place(installation, channel.id, user.id, message.thread_ts, message)
        trigger = Trigger(user.id, installation.team)
        payload: Payload = {
            "type": "message_action",
            "callback_id": name,
            "action_ts": self.world.ts(),
            "message_ts": message.ts,
            "message": message_shape(self.world, message),
            "channel": {"id": channel.id, "name": channel.name or "directmessage"},
            "response_url": self.answers.address(place),
            **self._who(user, installation, trigger),
        }
        return await self.delivery.ask(INTERACTION, name, payload), place, trigger

    async def act_in_message(
        self, user: User, message: Message, control: Control, chosen: Chosen
    ) -> tuple[Delivered, Place, Trigger]:
        """A control under a message."""
        channel = self.world.channels[message.channel]
        installation = self.installation(user, channel)
        place = Place(installation, channel.id, user.id, message.thread_ts, message)
        trigger = Trigger(user.id, installation.team)
        hidden = message.only_for is not None
        container: Payload = {"type": "message", "message_ts": message.ts, "channel_id": channel.id}
        payload: Payload = {
            "type": "block_actions",
            "container": {**container, "is_ephemeral": hidden, **_thread(message)},
            "channel": {"id": channel.id, "name": channel.name or "directmessage"},
            **({} if hidden else {"message": message_shape(self.world, message)}),
            "state": {"values": {}},
            "response_url": self.answers.address(place),
            "actions": [self._action(control, chosen)],
            **self._who(user, installation, trigger),
        }
        return await self.delivery.ask(INTERACTION, control.action_id, payload), place, trigger

    async def act_in_view(self, user: User, view: View, control: Control, chosen: Chosen) -> tuple[Delivered, Trigger]:
        """A control in a modal or a home."""
        installation = self.installation(user)
        trigger = Trigger(user.id, installation.team, view.id if view.body.get("type") == "modal" else None)
        payload: Payload = {
            "type": "block_actions",
            "container": {"type": "view", "view_id": view.id},
            "view": view_shape(view, bot=installation.bot_id),
            "actions": [self._action(control, chosen)],
            **self._who(user, installation, trigger),
        }
        return await self.delivery.ask(INTERACTION, control.action_id, payload), trigger

    async def submit(self, user: User, view: View, values: dict[str, Chosen]) -> tuple[Delivered, Trigger]:
        """A modal that is sent; what the app answers happens to it."""
        installation = self.installation(user)
        trigger = Trigger(user.id, installation.team, view.id)
        shape = {**view_shape(view, bot=installation.bot_id), "state": {"values": _state(view, values)}}
        payload: Payload = {
            "type": "view_submission",
            "view": shape,
            "response_urls": [],
            **self._who(user, installation, trigger),
        }
        told = await self.delivery.ask(INTERACTION, text_of(view.body.get("callback_id")), payload)
        if told.acknowledged is not None:
            self._respond(view, installation, trigger, told.answer)
        return told, trigger

    async def close(self, user: User, view: View, *, clear: bool = False) -> Delivered | None:
        """A modal that is put away; the app is told where it asked for that."""
        installation = self.installation(user)
        self.world.views.pop(view.id, None)
        if not view.body.get("notify_on_close"):
            return None
        payload: Payload = {
            "type": "view_closed",
            "view": view_shape(view, bot=installation.bot_id),
            "is_cleared": clear,
            **self._who(user, installation, None),
        }
        return await self.delivery.ask(INTERACTION, text_of(view.body.get("callback_id")), payload)

    def _respond(self, view: View, installation: Installation, trigger: Trigger, answer: Payload) -> None:
        match answer.get("response_action"):
            case "errors":
                return
            case "update":
                self.views.replace(view, mapping(answer.get("view")))
            case "push":
                trigger.opened = self.views.stacked(installation, trigger, view, mapping(answer.get("view")))
            case "clear":
                for each in self.views.pile(view):
                    self.world.views.pop(each.id, None)
            case None:
                self.world.views.pop(view.id, None)
            case other:
                raise RefusedCall(f"invalid response_action {other}")

    def _who(self, user: User, installation: Installation, trigger: Trigger | None) -> Payload:
        team = self.world.teams[user.team]
        enterprise: Payload | None = {"id": team.enterprise, "name": "Org"} if team.enterprise else None
        named = user.name.lower().replace(" ", ".")
        return {
            "team": None if installation.org else {"id": team.id, "domain": team.domain},
            "enterprise": enterprise,
            "is_enterprise_install": installation.org is not None,
            "user": {"id": user.id, "username": named, "name": named, "team_id": user.team},
            "api_app_id": APP,
            "token": "verification",
            **({} if trigger is None else {"trigger_id": self.views.trigger(trigger)}),
        }

    def _action(self, control: Control, chosen: Chosen) -> Payload:
        labelled: Payload = {"action_id": control.action_id, "block_id": control.block_id, "type": control.kind}
        return {**labelled, **_value(control, chosen), "action_ts": self.world.ts()}


def _thread(message: Message) -> Payload:
    return {"thread_ts": message.thread_ts} if message.thread_ts else {}


def _value(control: Control, chosen: Chosen) -> Payload:
    """What a control of this kind holds when this was chosen in it."""
    one, many = chosen if isinstance(chosen, str) else "", [chosen] if isinstance(chosen, str) else chosen
    match control.kind:
        case "button":
            label: Payload = {"type": "plain_text", "text": control.label, "emoji": True}
            return {"text": label, **({"value": control.value} if control.value else {})}
        case "static_select" | "overflow" | "radio_buttons" | "external_select":
            return {"selected_option": _option(control, one) if one else None}
        case "multi_static_select" | "checkboxes":
            return {"selected_options": [_option(control, each) for each in many]}
        case "multi_users_select" | "multi_conversations_select" | "multi_channels_select":
            return {f"selected_{control.kind.split('_')[1]}": many}
        case "users_select" | "conversations_select" | "channels_select":
            return {f"selected_{control.kind.partition('s_')[0]}": one or None}
        case "datepicker" | "timepicker":
            return {f"selected_{control.kind.removesuffix('picker')}": one or None}
        case "datetimepicker":
            return {"selected_date_time": int(one) if one else None}
        case _:
            return {"value": one or None}


def _option(control: Control, value: str) -> Payload:
    label = dict(control.options).get(value)
    if label is None and control.kind != "external_select":
        raise NotOffered(f"no such option: {value}")
    return {"text": {"type": "plain_text", "text": label or value, "emoji": True}, "value": value}


def _state(view: View, values: dict[str, Chosen]) -> Payload:
    """What all fields hold: what was filled in under their names or labels, else what stood there."""
    state: dict[str, Payload] = {}
    for control in controls_of(listed(view.body.get("blocks"))):
        if control.kind in ("button", "overflow"):
            continue
        given = next(
            (values[each] for each in (control.action_id, control.block_id, control.label) if each in values), None
        )
        held = _value(control, control.value if given is None else given)
        state.setdefault(control.block_id, {})[control.action_id] = {"type": control.kind, **held}
    return cast(Payload, state)
