"""`/settings`: who runs a space sees and changes what holds there, by buttons, lists and forms.

Every change is written down with who made it. What is heard beyond what is said to the bot is switched on only once
the channel was told.
"""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from adapters.outgoing import Form, Source
from bot.errors import UserError
from bot.order import Order
from bot.ordering import Scene
from bot.permissions import BLOCKED, LIMITS, PERSONA, PROPOSE, ROLES, Stored
from bot.reply import Reply
from bot.rules import SpaceRules
from bot.settings_audit import audit
from bot.settings_channels import ChannelSettings, channel_of
from bot.settings_pages import (
    COMMAND,
    LIMIT_NAMES,
    View,
    choose,
    headed,
    limits,
    overview,
    personas,
    proposing,
    some,
    talkers,
)
from bot.shelf import Shelf
from memory.setting import Json, Setting

MOST_CHANGES = 20
MOST_IDS, LARGEST = 50, 1_000_000_000
NOT_YOURS = "Only who may manage this space can see and change its settings."
NO_ROLE = "I find no such role here."
NO_ROLES = "Here people have no roles. You can block people, one by one."
NO_SPACE = "There is nothing to set here: settings belong to a space with channels."
_ID = re.compile(r"[A-Za-z0-9:]{1,40}")
Act = Callable[[Order, Scene], Awaitable[Reply]]


@dataclass(frozen=True, slots=True)
class Listed:
    """A setting that is a list of ids: its name, the argument to change it, and how it is asked for."""

    name: str
    argument: str
    source: Source
    title: str
    asked: str
    label: str


LISTED_ROLES = Listed(
    ROLES,
    "roles",
    Source.ROLES,
    "Who may talk",
    "Which roles may talk with me, beside who may already?",
    "The id of a role",
)
LISTED_PEOPLE = Listed(
    BLOCKED, "block", Source.PEOPLE, "Block a person", "Whom shall I no longer answer?", "The id of a person"
)


class SettingsCommand:
    """Shows and changes the settings of spaces."""

    def __init__(self, rules: SpaceRules, shelf: Shelf) -> None:
        self._rules = rules
        self._shelf = shelf
        channels = ChannelSettings(self._view, self._set)
        self._table: dict[str, Act] = {
            "": self._show,
            "show": self._show,
            "channels": channels.answer,
            "listen": channels.listen,
            "roles": self._roles,
            "block": self._block,
            "persona": self._persona,
            "propose": self._propose,
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
        return overview(await self._view(order, scene))

    async def _roles(self, order: Order, scene: Scene) -> Reply:
        if order.argument and not scene.has_roles:
            raise UserError(NO_ROLES)
        return await self._listed(order, scene, listed=LISTED_ROLES)

    async def _block(self, order: Order, scene: Scene) -> Reply:
        return await self._listed(order, scene, listed=LISTED_PEOPLE)

    async def _persona(self, order: Order, scene: Scene) -> Reply:
        names, rest = tuple(self._shelf.all()), order.argument
        if rest and rest != "usual" and rest not in names:
            raise UserError(f"There is no such persona. There are: {', '.join(names)}.")
        if rest:
            await self._set(order, Setting("", PERSONA, None if rest == "usual" else rest))
        return personas(await self._view(order, scene), names)

    async def _propose(self, order: Order, scene: Scene) -> Reply:
        if order.argument in ("on", "off"):
            await self._set(order, Setting("", PROPOSE, True if order.argument == "on" else None))
        return proposing(await self._view(order, scene))

    async def _limits(self, order: Order, scene: Scene) -> Reply:
        name, _, number = order.argument.partition(" ")
        if name and name not in LIMITS:
            raise UserError("There is no such limit.")
        if name and not number:
            now = getattr((await self._view(order, scene)).rules.limits, name)
            label = f"{LIMIT_NAMES[name]} (0: no limit)"
            return _form("A limit", f"limits {name}", label=label, value=str(now))
        if name:
            await self._set(order, Setting("", name, _number(number)))
        return limits(await self._view(order, scene))

    async def _audit(self, order: Order, scene: Scene) -> Reply:
        changes = await self._rules.changes(_space(order), MOST_CHANGES)
        return audit(changes, order.origin.person, zone=order.zone)

    async def _listed(self, order: Order, scene: Scene, *, listed: Listed) -> Reply:
        """Shows a list of ids, or asks what to add to it: by the platform's own list, else by an id."""
        if order.argument == "add" and scene.lists:
            return choose(listed.asked, listed.title, argument=f"{listed.argument} add", source=listed.source)
        if order.argument == "add":
            return _form(listed.title, f"{listed.argument} add", label=listed.label)
        said = await self._list(order, scene, listed=listed)
        return headed(said, talkers(await self._view(order, scene)))

    async def _list(self, order: Order, scene: Scene, *, listed: Listed) -> str:
        """Add ids to a list of ids, drop one from it, or clear it; what was done."""
        act, _, given = order.argument.partition(" ")
        if act not in ("add", "drop", "clear"):
            return ""
        rules = (await self._view(order, scene)).rules
        ids = {each for each in (rules.roles if listed.name == ROLES else rules.blocked) if each}
        added = _added(scene, given, source=listed.source) if act == "add" else {}
        ids |= added.keys()
        if act == "drop":
            ids.discard(given)
        if len(ids) > MOST_IDS:
            raise UserError(f"That list holds {MOST_IDS} at most.")
        kept: Json = None if act == "clear" or not ids else [*sorted(ids)]
        await self._set(order, Setting("", listed.name, kept))
        return f"Added: {some(added.values())}." if added and scene.lists else ""

    async def _view(self, order: Order, scene: Scene) -> View:
        stored: Stored = await self._rules.stored(_space(order))
        rules = await self._rules.of(order.address)
        roles, people = scene.names(Source.ROLES, rules.roles), scene.names(Source.PEOPLE, rules.blocked)
        return View(stored, channel_of(order), rules, {**roles, **people}, scene.lists, scene.has_roles)

    async def _set(self, order: Order, setting: Setting) -> None:
        await self._rules.change(_space(order), setting, by=order.origin.person, at=order.at)


def _form(title: str, argument: str, *, label: str, value: str = "") -> Reply:
    form = Form(title, COMMAND, argument, label, value)
    return Reply(f"{label}: say it as /settings {argument} and the value.", form=form)


def _space(order: Order) -> str:
    return order.origin.place.space or ""


def _added(scene: Scene, given: str, *, source: Source) -> dict[str, str]:
    """Names by the ids that were typed, or picked from the platform's own list; a role has to be there."""
    if not scene.lists:
        typed = _id(given)
        return {typed: typed}
    ids = [_id(each) for each in given.split()]
    names = scene.names(source, ids)
    if source is Source.ROLES and any(each not in names for each in ids):
        raise UserError(NO_ROLE)
    return {each: names.get(each, each) for each in ids}


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
