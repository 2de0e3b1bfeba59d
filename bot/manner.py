"""How a person wants to be answered: `/tone` in their own words, `/timezone` for their days.

Wishes are facts of the kind instruction, said alone: they hold where the person lets them, for answers to them only.
"""

from collections.abc import Callable
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from adapters.outgoing import Button, Form
from bot.browsing import share_button
from bot.errors import UserError
from bot.listing import Listings, one_line, short_line
from bot.naming import as_said
from bot.order import Order
from bot.picks import pick_of
from bot.reply import Reply
from bot.tokens import token_of
from bot.tone.sample import words_for
from bot.zones import zone_called
from memory.memory import Memory
from memory.types import Audience, Fact, Kind, Utterance, Viewer

ADD = Button("Say how you want to be answered", "tone", "add")


class Manner:
    """What `/tone` in words and `/timezone` do."""

    def __init__(self, memory: Memory, *, listings: Listings, changed: Callable[[Viewer], None]) -> None:
        self._memory = memory
        self._listings = listings
        self._changed = changed

    async def tone(self, order: Order) -> Reply:
        """The reply to `/tone`: what is wished, and one more; raises `UserError`."""
        first, _, words = order.argument.partition(" ")
        if first == "add" and words.strip():
            return await self._wish(order, words.strip())
        if first == "add" and order.controls:
            return Reply(
                "Press the button and say it.", form=Form("How to answer you", "tone", "add", "In your own words")
            )
        if order.argument:
            raise UserError("Say /tone add and how you want to be answered, as in /tone add short answers, please.")
        return await self._wishes(order)

    async def _wish(self, order: Order, words: str) -> Reply:
        viewer = order.viewer
        noted = await self._memory.note(Utterance(order.id, viewer.person, viewer.place, words, order.at))
        fact = await self._memory.remember(viewer, noted.spot, noted.text, kind=Kind.INSTRUCTION)
        self._changed(viewer)
        elsewhere = fact.audience is Audience.DIRECT and order.origin.place.audience is not Audience.DIRECT
        shares = order.controls and elsewhere and order.can_share
        buttons = (share_button(order, token_of(fact)),) if shares else ()
        where = " It holds where we are alone." if elsewhere else ""
        return Reply(f"I will answer you so: {as_said(one_line(fact.text))}.{where}", buttons)

    async def _wishes(self, order: Order) -> Reply:
        words = words_for(order.locale)
        found = [fact for fact in await self._memory.facts(order.viewer) if _is_wish(fact, order.viewer)]
        if not found:
            how = "" if order.controls else " Say /tone add and how you want to be answered."
            return Reply(f"{words.words}: {words.none_yet}.{how}", (ADD,))
        self._listings.put(order.viewer, found)
        lines = [f"{at}. {short_line(fact, order.zone)}" for at, fact in enumerate(found, 1)]
        pick = pick_of(found, "Choose one to remove", command="forget", argument="", zone=order.zone)
        text = "\n".join([f"{words.words}:", *lines])
        return Reply(text, (ADD,), pick) if order.controls else Reply(f"{text}\n/forget and the number takes one back.")

    async def timezone(self, order: Order) -> Reply:
        """The reply to `/timezone`: the zone and what time it is there; raises `UserError`."""
        if not order.argument:
            zone = (await self._memory.choices.of(order.viewer.person)).zone
            if zone is None:
                return Reply(f"You have not told me your time zone; I reckon with {_clock(order.at, order.zone)}.")
            return Reply(f"Your time zone is {zone}: {_clock(order.at, ZoneInfo(zone))}.")
        name = zone_called(order.argument)
        if name is None:
            raise UserError("I do not know that time zone. Say it as area and city, as in /timezone Europe/Berlin.")
        await self._memory.choices.set_zone(order.viewer.person, name)
        return Reply(f"Your time zone is {name} now: {_clock(order.at, ZoneInfo(name))}.")


def _is_wish(fact: Fact, viewer: Viewer) -> bool:
    return fact.kind is Kind.INSTRUCTION and fact.speaker == viewer.person


def _clock(at: datetime, zone: tzinfo) -> str:
    """`14:05 on Thursday, 26 Nov 2026 (UTC+01:00)`."""
    there = at.astimezone(zone)
    offset = there.strftime("%z")
    return f"{there:%H:%M} on {there:%A}, {there.day} {there:%b} {there.year} (UTC{offset[:3]}:{offset[3:5]})"
