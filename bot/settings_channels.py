"""`/settings` of channels: where the bot answers and where it listens, for the channel at hand or for several picked.

A channel that is picked has to be one of this space, whoever says so: what is announced would else be said in another.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from adapters.errors import AdapterError
from adapters.outgoing import Hearing, Source
from bot.errors import UserError
from bot.order import Order
from bot.ordering import Scene
from bot.permissions import ANSWER, LISTEN
from bot.reply import Reply
from bot.settings_pages import (
    LISTENS,
    LISTENS_NO_MORE,
    MOST_PICKED,
    View,
    channels,
    choose,
    headed,
    listening,
    some,
)
from memory.setting import Setting

NO_CHANNEL = "I find no such channel here."
NO_LISTS = "Here a channel is set in the channel itself: say /settings there."
PICK = "Choose channels"


class ChannelSettings:
    """Shows and changes what holds in channels; `view` reads the settings, `change` makes one."""

    def __init__(
        self, view: Callable[[Order, Scene], Awaitable[View]], change: Callable[[Order, Setting], Awaitable[None]]
    ) -> None:
        self._view = view
        self._change = change

    async def answer(self, order: Order, scene: Scene) -> Reply:
        """Where the bot answers."""
        said = ""
        match order.argument.split():
            case ["here", "on" | "off" as to]:
                await self._change(order, Setting(channel_of(order), ANSWER, to == "on"))
            case ["all", "on" | "off" as to]:
                await self._change(order, Setting("", ANSWER, False if to == "off" else None))
            case ["those", "on" | "off" as to] if scene.lists:
                what = "In which channels shall I answer?" if to == "on" else "In which channels shall I not answer?"
                return choose(what, PICK, argument=f"channels those {to}", source=Source.CHANNELS)
            case ["those", "on" | "off" as to, *ids]:
                said = await self._answer_in(order, _channels(scene, ids), on=to == "on")
        return headed(said, channels(await self._view(order, scene)))

    async def _answer_in(self, order: Order, names: Mapping[str, str], *, on: bool) -> str:
        for channel in names:
            await self._change(order, Setting(channel, ANSWER, on))
        return f"From now on I {'answer' if on else 'do not answer'} in {some(names.values())}."

    async def listen(self, order: Order, scene: Scene) -> Reply:
        """Where the bot remembers what is not said to it; that has to be told there before."""
        able, said = scene.adapter.limits.hearing is Hearing.CHOSEN, ""
        view = await self._view(order, scene)
        match order.argument.split():
            case ["on"] if able and not view.rules.listens:
                await scene.announce(LISTENS)  # where that cannot be said, it is not done
                await self._change(order, Setting(view.channel, LISTEN, True))
            case ["off"] if view.rules.listens:
                await self._change(order, Setting(view.channel, LISTEN, None))
                await scene.announce(LISTENS_NO_MORE)
            case ["those", "on" | "off" as to] if able and scene.lists:
                what = (
                    "In which channels shall I listen?" if to == "on" else "In which channels shall I stop listening?"
                )
                return choose(what, PICK, argument=f"listen those {to}", source=Source.CHANNELS)
            case ["those", "on", *ids] if able:
                said = await self._listen_in(order, scene, names=_new(_channels(scene, ids), view))
            case ["those", "off", *ids]:
                said = await self._stop_in(order, scene, names=_heard(_channels(scene, ids), view))
        return headed(said, listening(await self._view(order, scene), able=able))

    async def _listen_in(self, order: Order, scene: Scene, *, names: Mapping[str, str]) -> str:
        """Each channel is told first; where that cannot be said, it is not done, and the rest is."""
        begun, silent = [], []
        for channel, name in names.items():
            try:
                await scene.announce(LISTENS, channel)
            except AdapterError:
                silent.append(name)
            else:
                await self._change(order, Setting(channel, LISTEN, True))
                begun.append(name)
        said = [f"From now on I listen in {some(begun)}."] if begun else []
        if silent:
            said.append(f"I cannot write in {some(silent)}, so I cannot tell people, and do not listen there.")
        return " ".join(said) or "I listen there already."

    async def _stop_in(self, order: Order, scene: Scene, *, names: Mapping[str, str]) -> str:
        """It ends in every channel, also where that cannot be said."""
        for channel in names:
            await self._change(order, Setting(channel, LISTEN, None))
        silent = [name for channel, name in names.items() if not await _said(scene, channel)]
        said = f"I no longer listen in {some(names.values())}." if names else "I do not listen there."
        return f"{said} I could not say so in {some(silent)}." if silent else said


def channel_of(order: Order) -> str:
    """The channel of an order; an open thread is of its channel, and a closed one may be set by itself."""
    return order.address.channel


def _channels(scene: Scene, ids: Sequence[str]) -> Mapping[str, str]:
    """Names by id; raises `UserError` where one is none of this space's channels."""
    if not scene.lists:
        raise UserError(NO_LISTS)
    names = scene.names(Source.CHANNELS, ids)
    if not 0 < len(ids) <= MOST_PICKED or any(each not in names for each in ids):
        raise UserError(NO_CHANNEL)
    return names


def _heard(names: Mapping[str, str], view: View) -> dict[str, str]:
    return {each: name for each, name in names.items() if view.stored.get((each, LISTEN)) is True}


def _new(names: Mapping[str, str], view: View) -> dict[str, str]:
    return {each: name for each, name in names.items() if view.stored.get((each, LISTEN)) is not True}


async def _said(scene: Scene, channel: str) -> bool:
    try:
        await scene.announce(LISTENS_NO_MORE, channel)
    except AdapterError:
        return False
    return True
