"""`/tone`: how somebody wants to be answered, by dials, by forms and in their own words, each with what it sounds like.

Every button says where it leads, so that it can be understood by ear, and sets a place rather than moving from one:
pressed twice, or under an old message, it does what it says. Wishes in free words stay facts, as `Manner` keeps them.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace

from adapters.outgoing import Button
from bot.errors import UserError
from bot.manner import Manner
from bot.order import Order
from bot.reply import Reply
from bot.tone.said import said
from bot.tone.sample import Words, learned_line, sample, words_for
from bot.wishing import Change, Wishing, stands
from memory.preference import Refined
from memory.tone.wished import LEAST, MOST, Dial, Preset, Wishes

COMMAND = "tone"
REWORD = Button("Say it in other words", "reword")
FORMS, DIALS, UNDO, MEASURED, FORGET = "forms", "dials", "undo", "measured", "forget"
HOW = (
    "/tone length -1 and the like turn a dial from -2 to 2: {dials}. /tone low-load on switches a form: {forms}."
    " /tone undo takes the last change back, /tone measured all of them. /tone add and your own words say it freely."
    " /tone forget drops what was measured of how you write, too."
)
UNKNOWN = "Say /tone add and how you want to be answered, as in /tone add short answers, please; or /tone length -1."
NOTHING_LEARNED: Mapping[Dial, Refined] = {}
_ENDS = {Dial.ADDRESS: (LEAST, 0, MOST)}  # no more than the two there are
_PLACES = tuple(range(LEAST, MOST + 1))


Holding = Callable[[Order, Wishes], Awaitable[Wishes]]


async def _all_of(order: Order, wishes: Wishes) -> Wishes:
    return wishes


class ToneCommand:
    """What `/tone` does; `holding` tells what of somebody's wishes holds where they give the order."""

    def __init__(self, wishing: Wishing, manner: Manner, holding: Holding = _all_of) -> None:
        self._wishing = wishing
        self._manner = manner
        self._holding = holding

    async def obey(self, order: Order) -> Reply:
        """The reply to `/tone`; raises `UserError`."""
        first, _, rest = order.argument.strip().partition(" ")
        first, rest = first.casefold(), rest.strip()
        if first == "add":
            return await self._manner.tone(replace(order, argument=f"add {rest}".strip()))
        if first in ("", DIALS):
            return await self._page(order)
        if first == FORMS:
            return await self._forms(order)
        if first == FORGET:
            return await self._forget(order, sure=rest.casefold() == "yes")
        changes, words = await self._change(order, first, rest), words_for(order.locale)
        if first == MEASURED:
            told = words.reset
        elif first == UNDO:
            told = words.undone.format(what=named(changes, words)) if changes else words.nothing
        else:
            told = words.done.format(what=named(changes, words))
        shown = await (self._forms(order) if first in set(Preset) and order.controls else self._page(order, how=False))
        return replace(shown, text=f"{told}\n{shown.text}")

    async def _change(self, order: Order, first: str, rest: str) -> Sequence[Change]:
        viewer, at = order.viewer, order.at
        if first == UNDO:
            return await self._wishing.undo(viewer, at=at)
        if first == MEASURED:
            return await self._wishing.reset(viewer, at=at)
        if first in set(Dial):
            value = await self._place(order, Dial(first), rest)
            return [await self._wishing.turn(viewer, Dial(first), value, at=at)]
        if first in set(Preset) and rest.casefold() in ("", "on", "off"):
            return [await self._wishing.switch(viewer, Preset(first), rest.casefold() != "off", at=at)]
        wish = said(order.argument)
        if not (wish.turns or wish.presets):
            raise UserError(UNKNOWN)
        return await self._wishing.heed(viewer, wish, at=at)

    async def _place(self, order: Order, dial: Dial, typed: str) -> int:
        """Where a dial is to be put: a number, a step, or what the place is called."""
        if typed in ("+", "-"):
            return step(dial, (await self._wishing.of(order.viewer)).dials.get(dial, 0), 1 if typed == "+" else -1)
        for words in (words_for(order.locale), words_for(None)):
            for value in _PLACES:
                if typed.casefold() in (str(value), f"+{value}", words.level(dial, value).casefold()):
                    return value
        raise UserError(f"Say /tone {dial} and a number from {LEAST} to {MOST}; 0 is as measured.")

    async def _page(self, order: Order, *, how: bool = True) -> Reply:
        """The dials, and what they sound like; `how`: with how to change them, where there are no buttons for it."""
        words, wishes = words_for(order.locale), await self._wishing.of(order.viewer)
        free = await self._manner.tone(replace(order, argument=""))
        learned, holds = await self._wishing.learned(order.viewer.person), await self._holding(order, wishes)
        lines = told(wishes, words, learned, holds=holds)
        text = "\n".join([*lines, f"{words.sample} {sample(holds, order.locale)}", free.text])
        if not order.controls:
            return Reply(f"{text}\n{HOW.format(dials=', '.join(Dial), forms=', '.join(Preset))}" if how else text)
        turns = tuple(button for dial in Dial for button in _turns(dial, wishes.dials.get(dial, 0), words))
        more = (Button(words.presets, COMMAND, FORMS), *_back(wishes, words), *free.buttons)
        return Reply(text, (*turns, *more), free.pick, replace=True)

    async def _forms(self, order: Order) -> Reply:
        """The presets, and what they sound like."""
        words, wishes = words_for(order.locale), await self._wishing.of(order.viewer)
        lines = [f"{words.presets}:", *(words.form(each, on=each in wishes.presets) for each in Preset)]
        text = "\n".join([*lines, f"{words.sample} {sample(await self._holding(order, wishes), order.locale)}"])
        if not order.controls:
            return Reply(f"{text}\n/tone low-load on and /tone low-load off switch one.")
        switches = tuple(_switch(each, on=each not in wishes.presets, words=words) for each in Preset)
        return Reply(text, (*switches, *_back(wishes, words), Button(words.back, COMMAND, DIALS)), replace=True)

    async def _forget(self, order: Order, *, sure: bool) -> Reply:
        """Drop what was measured and wished; where there are buttons, it is asked once before."""
        words = words_for(order.locale)
        if order.controls and not sure:
            buttons = (Button(words.forget, COMMAND, f"{FORGET} yes"), Button(words.back, COMMAND, DIALS))
            return Reply(words.sure, buttons, replace=True)
        await self._wishing.forget(order.viewer)
        return Reply(words.forgotten, replace=True)

    async def section(self, order: Order) -> Reply:
        """The same for somebody's own page: what holds, and what leads to the dials."""
        words, wishes = words_for(order.locale), await self._wishing.of(order.viewer)
        free = await self._manner.tone(replace(order, argument=""))
        back = _back(wishes, words) if wishes else ()
        buttons = (Button(words.change, COMMAND, DIALS), *back, *free.buttons)
        learned = await self._wishing.learned(order.viewer.person)
        return Reply("\n".join([*told(wishes, words, learned), free.text]), buttons, free.pick)


def told(
    wishes: Wishes, words: Words, learned: Mapping[Dial, Refined] = NOTHING_LEARNED, *, holds: Wishes | None = None
) -> list[str]:
    """A line for each wish, and one for all else; what was `learned`, or does not hold as far as that, says so."""
    dials = [
        words.dial(dial, wishes.dials[dial]) + _remark(dial, words, learned.get(dial), held=_held(dial, wishes, holds))
        for dial in Dial
        if wishes.dials.get(dial, 0)
    ]
    forms = [words.form(each, on=True) for each in Preset if each in wishes.presets]
    return [words.title, *dials, *forms] if dials or forms else [f"{words.title} {words.middle}."]


def _held(dial: Dial, wishes: Wishes, holds: Wishes | None) -> int | None:
    """Where a wish is held; None where it holds."""
    place = stands(dial, wishes if holds is None else holds)
    return place if place != stands(dial, wishes) else None


def _remark(dial: Dial, words: Words, learned: Refined | None, *, held: int | None) -> str:
    remarks = [learned_line(learned, words)] if learned is not None else []
    remarks += [words.held.format(place=words.place(dial, held))] if held is not None else []
    return f" ({'; '.join(remarks)})" if remarks else ""


def named(changes: Sequence[Change], words: Words, holds: Wishes | None = None) -> str:
    """What was changed, by name; with what of it `holds`, where that is less."""
    return "; ".join(_name(each, words, holds) for each in changes)


def _name(change: Change, words: Words, holds: Wishes | None) -> str:
    if not isinstance(change.name, Dial):
        return words.form(change.name, on=bool(change.after))
    held = stands(change.name, holds) if holds is not None and change.after else change.after
    remark = _remark(change.name, words, None, held=held if held != change.after else None)
    return f"{words.dial(change.name, change.after)}{remark}"


def step(dial: Dial, value: int, by: int) -> int:
    """The next place of a dial in that direction; the last one stays."""
    places = [each for each in _ENDS.get(dial, _PLACES) if (each - value) * by > 0]
    return min(places, key=lambda each: abs(each - value), default=value)


def _turns(dial: Dial, value: int, words: Words) -> tuple[Button, ...]:
    """A button down and one up, each called by where it leads; none beyond an end."""
    ways = (("−", step(dial, value, -1)), ("+", step(dial, value, 1)))
    return tuple(
        Button(f"{sign} {words.dial(dial, place)}", COMMAND, f"{dial} {place}")
        for sign, place in ways
        if place != value
    )


def _switch(preset: Preset, *, on: bool, words: Words) -> Button:
    return Button(words.form(preset, on=on), COMMAND, f"{preset} {'on' if on else 'off'}")


def _back(wishes: Wishes, words: Words) -> tuple[Button, ...]:
    undo = Button(words.undo, COMMAND, UNDO)
    return (undo, Button(words.measured, COMMAND, MEASURED)) if wishes else (undo,)
