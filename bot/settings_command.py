"""`/settings`: who runs a space sees and changes what holds there, by buttons, lists and forms.

Every change is written down with who made it. What is heard beyond what is said to the bot is switched on only once
the channel was told.
"""

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace

from adapters.outgoing import Form, Hearing
from adapters.types import address_of
from bot.errors import UserError
from bot.order import Order
from bot.ordering import Scene
from bot.permissions import ANSWER, BLOCKED, LIMITS, LISTEN, PERSONA, ROLES, Stored
from bot.persona import installed_personas
from bot.reply import Reply
from bot.rules import SpaceRules
from bot.settings_pages import (
    COMMAND,
    LIMIT_NAMES,
    LISTENS,
    LISTENS_NO_MORE,
    View,
    audit,
    channels,
    limits,
    listening,
    overview,
    personas,
    talkers,
)
from memory.setting import Json, Setting

MOST_CHANGES = 20
MOST_IDS, LARGEST = 50, 1_000_000_000
NOT_YOURS = "Only who may manage this space can see and change its settings."
NO_SPACE = "There is nothing to set here: settings belong to a space with channels."
_ID = re.compile(r"[A-Za-z0-9]{1,32}")
Act = Callable[[Order, Scene], Awaitable[Reply]]


class SettingsCommand:
    """Shows and changes the settings of spaces."""

    def __init__(self, rules: SpaceRules) -> None:
        self._rules = rules
        self._table: dict[str, Act] = {
            "": self._show,
            "show": self._show,
            "channels": self._channels,
            "listen": self._listen,
            "roles": self._roles,
            "block": self._block,
            "persona": self._persona,
            "limits": self._limits,
            "audit": self._audit,
        }

    async def obey(self, order: Order, scene: Scene) -> Reply:
        """The reply to `/settings`; raises `UserError`."""
        if order.origin.place.space is None:
            raise UserError(NO_SPACE)
        if not order.author.manages:
            raise UserError(NOT_YOURS)
        name, _, rest = order.argument.strip().partition(" ")
        act = self._table.get(name)
        if act is None:
            raise UserError("I know no such setting. Say /settings to see all.")
        return await act(replace(order, argument=rest.strip()), scene)

    async def _show(self, order: Order, scene: Scene) -> Reply:
        return overview(await self._view(order))

    async def _channels(self, order: Order, scene: Scene) -> Reply:
        match order.argument.split():
            case ["here", "on" | "off" as to]:
                await self._set(order, Setting(_channel(order), ANSWER, to == "on"))
            case ["all", "on" | "off" as to]:
                await self._set(order, Setting("", ANSWER, False if to == "off" else None))
        return channels(await self._view(order))

    async def _listen(self, order: Order, scene: Scene) -> Reply:
        able = scene.adapter.limits.hearing is Hearing.CHOSEN
        listens = (await self._view(order)).rules.listens
        if order.argument == "on" and able and not listens:
            await scene.announce(LISTENS)  # where that cannot be said, it is not done
            await self._set(order, Setting(_channel(order), LISTEN, True))
        elif order.argument == "off" and listens:
            await self._set(order, Setting(_channel(order), LISTEN, None))
            await scene.announce(LISTENS_NO_MORE)
        return listening(await self._view(order), able=able)

    async def _roles(self, order: Order, scene: Scene) -> Reply:
        if order.argument == "add":
            return _form("Who may talk", "roles add", label="The id of a role")
        await self._list(order, ROLES)
        return talkers(await self._view(order))

    async def _block(self, order: Order, scene: Scene) -> Reply:
        if order.argument == "add":
            return _form("Block a person", "block add", label="The id of a person")
        await self._list(order, BLOCKED)
        return talkers(await self._view(order))

    async def _persona(self, order: Order, scene: Scene) -> Reply:
        names, rest = installed_personas(), order.argument
        if rest and rest != "usual" and rest not in names:
            raise UserError(f"There is no such persona. There are: {', '.join(names)}.")
        if rest:
            await self._set(order, Setting("", PERSONA, None if rest == "usual" else rest))
        return personas(await self._view(order), names)

    async def _limits(self, order: Order, scene: Scene) -> Reply:
        name, _, number = order.argument.partition(" ")
        if name and name not in LIMITS:
            raise UserError("There is no such limit.")
        if name and not number:
            now = getattr((await self._view(order)).rules.limits, name)
            label = f"{LIMIT_NAMES[name]} (0: no limit)"
            return _form("A limit", f"limits {name}", label=label, value=str(now))
        if name:
            await self._set(order, Setting("", name, _number(number)))
        return limits(await self._view(order))

    async def _audit(self, order: Order, scene: Scene) -> Reply:
        changes = await self._rules.changes(_space(order), MOST_CHANGES)
        return audit(changes, order.origin.person, zone=order.zone)

    async def _list(self, order: Order, name: str) -> None:
        """Add an id to a list of ids, drop one from it, or clear it."""
        act, _, given = order.argument.partition(" ")
        if act not in ("add", "drop", "clear"):
            return
        rules = (await self._view(order)).rules
        ids = {each for each in (rules.roles if name == ROLES else rules.blocked) if each}
        if act == "add":
            ids.add(_id(given))
        elif act == "drop":
            ids.discard(given)
        if len(ids) > MOST_IDS:
            raise UserError(f"That list holds {MOST_IDS} at most.")
        kept: Json = None if act == "clear" or not ids else [*sorted(ids)]
        await self._set(order, Setting("", name, kept))

    async def _view(self, order: Order) -> View:
        stored: Stored = await self._rules.stored(_space(order))
        return View(stored, _channel(order), await self._rules.of(address_of(order.origin.place.key)))

    async def _set(self, order: Order, setting: Setting) -> None:
        await self._rules.change(_space(order), setting, by=order.origin.person, at=order.at)


def _form(title: str, argument: str, *, label: str, value: str = "") -> Reply:
    form = Form(title, COMMAND, argument, label, value)
    return Reply(f"{label}: say it as /settings {argument} and the value.", form=form)


def _space(order: Order) -> str:
    return order.origin.place.space or ""


def _channel(order: Order) -> str:
    """A thread follows its channel."""
    return address_of(order.origin.place.key).channel


def _id(given: str) -> str:
    """An id, also where it was written as a mention."""
    bare = given.strip().strip("<>").lstrip("@&!#")
    if not _ID.fullmatch(bare):
        raise UserError("That is no id. At Discord: developer mode on, then the menu of the role or person, Copy ID.")
    return bare


def _number(given: str) -> int:
    bare = given.strip().replace(",", "").replace(".", "")
    if not (bare.isascii() and bare.isdecimal()) or int(bare[:12]) > LARGEST:
        raise UserError(f"Say a whole number from 0, which means no limit, to {LARGEST:,}.")
    return int(bare)
