"""What a person can order: see, correct, forget, share and export what is remembered, and ask why.

Commands never need the model. Each takes an `Order` and gives a `Reply`; a `UserError` is the text of one too. A table
of names; what each does stands in a module of its own.
"""

from collections.abc import Awaitable, Callable
from pathlib import Path

from adapters.outgoing import Button
from bot.browsing import Browsing, own_items
from bot.errors import UserError
from bot.forgetting import Forgetting
from bot.house import House
from bot.learning_tone.again import BUTTON as TRY_AGAIN
from bot.listing import Listings, one_line
from bot.manner import Manner
from bot.menus import Menus
from bot.order import UNSURE, Order
from bot.persona_command import SELF, PersonaCommand
from bot.picks import pick_of
from bot.privacy import Privacy
from bot.reply import Reply
from bot.sharing import Sharing
from bot.tone.layers import holding
from bot.tone.sample import words_for
from bot.tone_command import COMMAND as TONE
from bot.tone_command import FORGET, REWORD, ToneCommand
from bot.tone_why import Layers, why_tone
from bot.usage import usage_of
from bot.why import because, things_in
from bot.window import Windows
from bot.wishing import Wishing
from memory.errors import NotVisible
from memory.memory import Memory
from memory.tone.wished import Wishes
from memory.types import Audience, Viewer

Act = Callable[[Order], Awaitable[Reply]]


class Commands:
    """The table of commands. `exports` is the folder for files that `/export` writes."""

    def __init__(self, memory: Memory, wishing: Wishing, *, windows: Windows, exports: Path, house: House) -> None:
        self._memory = memory
        self._wishing = wishing
        self._windows = windows
        self._listings = Listings()
        self._operator = house.operator
        self._persona = PersonaCommand(memory, house, changed=self._changed)
        self._table = self._tabled(exports)

    def _tabled(self, exports: Path) -> dict[str, Act]:
        memory, listings, changed = self._memory, self._listings, self._changed
        menus = Menus(memory)
        manner = Manner(memory, listings=listings, changed=changed)
        privacy = Privacy(memory, exports=exports, changed=changed)
        return {
            "memory": Browsing(memory, listings, changed).obey,
            "forget": Forgetting(memory, listings, changed).obey,
            "share": Sharing(memory, listings, changed).obey,
            "why": self._why,
            "remember": menus.remember,
            "keep": menus.keep,
            "about": menus.about,
            "tone": ToneCommand(self._wishing, manner, self._holding).obey,
            "timezone": manner.timezone,
            "persona": self._persona.obey,
            "privacy": privacy.obey,
            "export": privacy.export,
            "leave": self._leave,
            "help": _help,
            "join": _join,
        }

    async def obey(self, name: str, order: Order) -> Reply:
        """The reply to a command; raises `UserError`."""
        act = self._table.get(name)
        if act is None:
            raise UserError(f"I do not know /{one_line(name, 30)}. Say /help for what I know.")
        try:
            return await act(order)
        except NotVisible as fault:
            raise UserError(str(fault)) from fault

    async def _why(self, order: Order) -> Reply:
        if not order.sure:
            raise UserError(UNSURE)
        if order.argument == TONE:
            return await self._why_tone(order)
        if order.argument:  # the id of an answer, as its button gives it
            turn = await self._memory.answers.turn(order.origin, order.argument)
        else:
            turn = await self._memory.last_turn(order.origin)
        if turn is None:
            raise UserError("I have not answered you here yet.")
        used = await self._memory.explain(order.viewer, turn, zone=order.zone)
        text = because(turn, used, zone=order.zone, figures=not order.controls)
        if not order.controls:
            return Reply(text)
        own = own_items(things_in(used), order.viewer)
        pick = pick_of(own, "Choose one to change", command="memory", argument="show", zone=order.zone)
        return Reply(text, (TRY_AGAIN, REWORD), pick)

    async def _why_tone(self, order: Order) -> Reply:
        """Of the answers in this place; what is measured elsewhere than may be used here is not told."""
        addressee = await self._memory.tones.of(order.origin)
        rows = await self._wishing.rows(order.origin.person)
        name, persona = await self._persona.speaker(order)
        learned = await self._wishing.learned(order.origin.person)
        words = words_for(order.locale)
        name = words.why.usual if name == SELF else name
        layers = Layers(name, addressee, rows, self._operator, persona.adapts, learned)
        forget = (Button(words.forget, TONE, FORGET),) if order.controls else ()
        return Reply(why_tone(layers, words, order.zone), forget)

    async def _holding(self, order: Order, wishes: Wishes) -> Wishes:
        """What of their wishes holds in answers there."""
        _, persona = await self._persona.speaker(order)
        return holding(self._operator, persona.adapts, wishes)

    async def _leave(self, order: Order) -> Reply:
        if order.origin.place.audience is Audience.DIRECT:
            raise UserError("One cannot leave a conversation of two. /quit ends it.")
        await self._memory.leave(order.origin.person, order.origin.place)
        self._changed(order.viewer)
        return Reply(f"You left {order.origin.place.title}; what only that place allowed is no longer used for you.")

    def _changed(self, viewer: Viewer) -> None:
        """What was shown or prompted before may hold what is gone now, or is no longer the person's to read."""
        self._listings.drop(viewer)
        self._windows.clear()


async def _help(order: Order) -> Reply:
    return Reply(usage_of(order))


async def _join(order: Order) -> Reply:
    place = order.viewer.place
    readers = {
        Audience.DIRECT: "only you and I read this",
        Audience.PRIVATE: "its members read this",
        Audience.PUBLIC: "everybody here reads this",
    }
    return Reply(f"({place.title}: {readers[place.audience]}.)")
