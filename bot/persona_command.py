"""`/persona`: who answers here and who else answers to a name; alone one chooses oneself, in company its managers.

Only what stands on the operator's shelf can be chosen, by key or name: no file is read because a chat names it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from adapters.outgoing import Button
from bot.calling import skeleton
from bot.errors import UserError
from bot.house import House
from bot.listing import one_line
from bot.naming import as_said
from bot.order import Order
from bot.permissions import PERSONA, PERSONAS, Rules
from bot.persona import Persona
from bot.reply import Reply
from memory.memory import Memory
from memory.setting import Json, Setting
from memory.types import Audience, Viewer

COMMAND = "persona"
USUAL, SELF = "usual", "my usual self"
ALSO, NOT = "also", "not"
HERE, SPACE = "here", "space"
MOST_NAMES = 5
HOW = "Say /persona also NAME, and who is called by that name answers in this channel; /persona not NAME ends it."


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was typed: whom, whether `also` or `not`, and for which channel, '' for the whole space."""

    act: str
    name: str
    channel: str


class PersonaCommand:
    """Shows and changes who answers."""

    def __init__(self, memory: Memory, house: House, *, changed: Callable[[Viewer], None]) -> None:
        self._memory = memory
        self._house = house
        self._shelf = house.personas.shelf
        self._changed = changed

    async def obey(self, order: Order) -> Reply:
        """The reply to `/persona`; raises `UserError`."""
        asked = _asked(order)
        if not asked.name:
            return await self._told(order)
        key = None if asked.act == "" and asked.name == USUAL else self._key(asked.name)
        if order.origin.place.audience is Audience.DIRECT:
            return await self._choose(order, asked, key)
        space = _may(order)
        if asked.act:
            return await self._call(order, asked, key=key or "", space=space)
        await self._set(order, Setting(asked.channel, PERSONA, key), space=space)
        return Reply(f"From now on I am {key or SELF} in this {_where(asked)}.", replace=True)

    async def speaker(self, order: Order) -> tuple[str, Persona]:
        """What who answers here is called in our sentences, and who that is."""
        chosen = await self._chosen(order)
        persona = self._shelf.get(chosen)
        return (chosen or SELF, persona) if persona is not None else (SELF, self._house.personas.usual)

    async def _choose(self, order: Order, asked: _Asked, key: str | None) -> Reply:
        if asked.act:
            raise UserError("When we are alone one of us answers. Say /persona NAME to choose who.")
        await self._memory.choices.set_persona(order.viewer.person, key)
        self._changed(order.viewer)
        return Reply(f"From now on I am {key or SELF} when we are alone.", replace=True)

    async def _call(self, order: Order, asked: _Asked, *, key: str, space: str) -> Reply:
        """Let somebody answer to their name, or no longer."""
        rules = await self._rules(order)
        kept = [each for each in rules.personas if each != key and self._shelf.get(each) is not None]
        if asked.act == ALSO:
            self._refuse_alike(key, (*kept, rules.persona or ""))
            kept.append(key)
        if len(kept) > MOST_NAMES:
            raise UserError(f"{MOST_NAMES} can be called by name in one place. /persona not NAME takes one out.")
        listed: Json = [*kept]
        await self._set(order, Setting(asked.channel, PERSONAS, listed if kept or asked.channel else None), space=space)
        name = self._named(key)
        if asked.act == NOT:
            return Reply(f"{name} no longer answers in this {_where(asked)}.", replace=True)
        return Reply(f"Who says “{name}, …” in this {_where(asked)} is answered by {name}.", replace=True)

    def _refuse_alike(self, key: str, others: Sequence[str]) -> None:
        """Two whose names look alike could not be told from each other."""
        here = [self._shelf.get(each) or self._house.personas.usual for each in others]
        looks = skeleton(self._named(key))
        if any(skeleton(each.name) == looks for each in here):
            raise UserError(f"Somebody called {as_said(self._named(key))} answers here already.")

    def _named(self, key: str) -> str:
        found = self._shelf.get(key)
        return found.name if found is not None else key

    def _key(self, name: str) -> str:
        key = self._shelf.find(name)
        if key is None:
            known = ", ".join((*self._shelf.all(), USUAL))
            raise UserError(f"I cannot be {as_said(one_line(name, 40))}. I can be: {known}.")
        return key

    async def _set(self, order: Order, setting: Setting, *, space: str) -> None:
        await self._house.rules.change(space, setting, by=order.origin.person, at=order.at)
        self._changed(order.viewer)

    async def _told(self, order: Order) -> Reply:
        """Who answers here, who else could, and who is called by name."""
        place, known, current = order.origin.place, self._shelf.all(), await self._chosen(order)
        alone = place.audience is Audience.DIRECT
        lines = [f"Here I am {current or SELF}. Installed: {', '.join(known)}."]
        lines += [f"- {key}: {each.name}, {each.about}" for key, each in known.items() if each.about]
        if not alone and (names := [self._named(key) for key in (await self._rules(order)).personas]):
            lines.append(f"To their names answer: {', '.join(names)}.")
        if not alone and order.author.manages:
            lines.append(HOW)
        may = order.controls and (alone or order.author.manages)
        others = [Button(f"Be {key}", COMMAND, key) for key in (*known, USUAL) if key != (current or USUAL)]
        return Reply("\n".join(lines), tuple(others[:25]) if may else ())

    async def _chosen(self, order: Order) -> str | None:
        """The key of who answers here; None for the usual one, and where the chosen one is gone."""
        place = order.origin.place
        choices = await self._memory.choices.of(order.viewer.person)
        chosen = await self._house.chosen(order.address, place.audience, choices)
        return chosen if self._shelf.get(chosen) is not None else None

    async def _rules(self, order: Order) -> Rules:
        return await self._house.rules.of(order.address)


def _asked(order: Order) -> _Asked:
    """`[also|not] NAME [here|space]`."""
    words, channel = order.argument.split(), order.address.channel
    act = words.pop(0) if words[:1] in ([ALSO], [NOT]) else ""
    wide = words.pop() if words[1:] and words[-1] in (HERE, SPACE) else (HERE if act else SPACE)
    return _Asked(act, " ".join(words), channel if wide == HERE else "")


def _may(order: Order) -> str:
    """The space whose managers give the order; raises `UserError` for anybody else."""
    space = order.origin.place.space
    if space is None:
        raise UserError("Here nobody can choose that. When we are alone, you do.")
    if not order.author.manages:
        raise UserError("Here those choose who manage the space. When we are alone, you do.")
    return space


def _where(asked: _Asked) -> str:
    return "channel" if asked.channel else "space"
