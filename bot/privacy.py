"""`/privacy` and `/export`: what is kept and why, and the ways out: learn nothing more, take it along, have it erased.

Erasing everything is asked about twice, and the words of the second button say what it does.
"""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

from adapters.outgoing import Button, File, Style
from bot.errors import UserError
from bot.exports import write_export
from bot.order import UNSURE, Order
from bot.reply import Reply
from memory.memory import Memory
from memory.types import Audience, Viewer

ERASE_SECONDS = 20.0
FILE_NAME = "what-i-keep-of-you.json"
TOLD = """\
I keep what is said where I am spoken to, and facts that I learn from it, each with the words that it rests on and \
where and when they were said. I use them to answer you and those who were entitled to hear them, for nothing else: \
what you tell me alone stays between us unless you share it, what is said in a closed place stays in it. \
Passwords and the like are cut out before anything is kept. What you delete or edit where you said it is gone or \
changed here too.
/memory shows what I remember of you, and lets you put it right. /forget erases for good."""
LEARNING = "I learn from what you say."
NOT_LEARNING = "Learning is off: what you say now is kept for a day, so that my answers make sense, and never learned."
SIGNALS = (
    "Of {count} of my answers I keep that you liked them or not, had them given again, corrected them or wished for"
    " another kind; /tone shows what I made of that, /export all of it."
)
TRAINING = (
    "Who runs me may use what you say to me, and what I answer, to train a language model: without names, addresses and"
    " numbers, as far as I find them, and without what is delicate or comes from others."
)
NOT_TRAINING = "Nothing of what you say is given out to train a language model."
SURE = (
    "Shall I forget everything: all that you said to me, all facts by and about you, what you shared and chose?"
    " That cannot be undone. You may want /export first."
)
REALLY = "Really everything? With the next step it is gone for good, and I will not know you any more."
KEEP = Button("Keep everything", "privacy", "keep")


class Privacy:
    """What `/privacy` and `/export` do. `exports` is the folder for files where none can be sent."""

    def __init__(self, memory: Memory, *, exports: Path, changed: Callable[[Viewer], None]) -> None:
        self._memory = memory
        self._exports = exports
        self._changed = changed

    async def obey(self, order: Order) -> Reply:
        """The reply to `/privacy`; raises `UserError`."""
        match order.argument.split():
            case []:
                return await self._tell(order)
            case ["learning", "on" | "off" as which]:
                return await self._learn(order, on=which == "on")
            case ["training", "on" | "off" as which]:
                return await self._train(order, on=which == "on")
            case ["keep"]:
                return Reply("I keep everything as it is.", replace=True)
            case ["forget"]:
                return _asked(SURE, "Yes, go on", "forget everything", order)
            case ["forget", "everything"]:
                return _asked(REALLY, "Forget everything for good", "forget everything for good", order)
            case ["forget", "everything", "for", "good"]:
                return await self._erase_all(order)
        raise UserError(
            "Say /privacy alone, or with `learning off`, `learning on`, `training on`, `training off` or `forget`."
        )

    async def export(self, order: Order) -> Reply:
        """The reply to `/export`: a file, or where one was written; raises `UserError`."""
        if order.viewer.place.audience is not Audience.DIRECT:
            raise UserError("I give that out only when we are alone.")
        if not order.sure:
            raise UserError(UNSURE)
        content = await self._memory.export(order.viewer)
        if not order.file:
            return Reply(f"Everything I keep of you is in {write_export(self._exports, content)}")
        written = await asyncio.to_thread(_json, content)
        if len(written) > order.file:
            raise UserError("That is more than can be sent as a file here. Who runs me can give it to you.")
        return Reply("Everything I keep of you:", files=(File(FILE_NAME, written),))

    async def _tell(self, order: Order) -> Reply:
        buttons = [Button("Export", "export"), Button("Forget everything", "privacy", "forget", Style.DANGER)]
        choices, answers = await self._memory.choices.of(order.viewer.person), await self._answers(order)
        told = [TOLD, *answers, LEARNING if choices.learning else NOT_LEARNING, TRAINING if choices.training else ""]
        switches = (_switch(choices.learning), _training(choices.training))
        return Reply("\n".join(filter(None, told)), (*switches, *buttons), replace=True)

    async def _answers(self, order: Order) -> list[str]:
        """What was learned of how they want to be answered, where only they read it."""
        if order.viewer.place.audience is not Audience.DIRECT:
            return []
        signals = len(await self._memory.preferences.of(order.viewer.person, now=order.at))
        return [SIGNALS.format(count=signals)] if signals else []

    async def _train(self, order: Order, *, on: bool) -> Reply:
        await self._memory.choices.set_training(order.viewer.person, on)
        return Reply(TRAINING if on else NOT_TRAINING, (_training(on),), replace=True)

    async def _learn(self, order: Order, *, on: bool) -> Reply:
        await self._memory.choices.set_learning(order.viewer.person, on)
        self._changed(order.viewer)
        kept = "" if on else " What I know already stays until you have me forget it: /memory shows it."
        return Reply(f"{LEARNING if on else NOT_LEARNING}{kept}", (_switch(on),), replace=True)

    async def _erase_all(self, order: Order) -> Reply:
        following, platform = self._memory.following, order.origin.place.key.partition("/")[0]
        await following.erase_account(platform, order.author.handle)
        self._changed(order.viewer)
        try:
            async with asyncio.timeout(ERASE_SECONDS):
                while await following.erase_next() is not None:
                    pass
        except TimeoutError:
            return Reply(
                "Nothing of you is used any more. It is much: the last of it is erased within the hour.", replace=True
            )
        return Reply("Everything is forgotten. If you write to me again, we begin anew.", replace=True)


def _switch(learning: bool) -> Button:
    return Button(f"Turn learning {'off' if learning else 'on'}", "privacy", f"learning {'off' if learning else 'on'}")


def _training(on: bool) -> Button:
    return Button(f"{'Do not allow' if on else 'Allow'} training", "privacy", f"training {'off' if on else 'on'}")


def _asked(question: str, yes: str, argument: str, order: Order) -> Reply:
    """A question with two buttons; where there are none, with what to type."""
    button = Button(yes, "privacy", argument, Style.DANGER)
    text = question if order.controls else f"{question} Say /privacy {argument}."
    return Reply(text, (button, KEEP), replace=True)


def _json(content: dict[str, object]) -> bytes:
    return json.dumps(content, ensure_ascii=False, indent=2).encode()
