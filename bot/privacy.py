"""`/privacy` and `/export`: what is kept and why, and the ways out: learn nothing more, take it along, have it erased.

Erasing everything is asked about twice, and the words of the second button say what it does.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

from adapters.outgoing import Button, File, Style
from bot.chosen import Chooser
from bot.errors import UserError
from bot.exports import write_export
from bot.order import Order
from bot.reply import Reply
from memory.memory import Memory
from memory.types import Audience, Viewer

ERASE_SECONDS = 60.0
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
SURE = (
    "Shall I forget everything: all that you said to me, all facts by and about you, what you shared and chose?"
    " That cannot be undone. You may want /export first."
)
REALLY = "Really everything? With the next button it is gone for good, and I will not know you any more."
KEEP = Button("Keep everything", "privacy", "keep")
Erase = Callable[[str, str], Awaitable[bool]]  # platform and handle; False while something is left


class Privacy:
    """What `/privacy` and `/export` do. `exports` is the folder for files where none can be sent."""

    def __init__(
        self,
        memory: Memory,
        *,
        exports: Path,
        chooser: Chooser | None,
        erase: Erase | None,
        changed: Callable[[Viewer], None],
    ) -> None:
        self._memory = memory
        self._exports = exports
        self._chooser = chooser
        self._erase = erase
        self._changed = changed

    async def obey(self, order: Order) -> Reply:
        """The reply to `/privacy`; raises `UserError`."""
        match order.argument.split():
            case []:
                return await self._tell(order)
            case ["learning", "on" | "off" as which]:
                return await self._learn(order, on=which == "on")
            case ["keep"]:
                return Reply("I keep everything as it is.", replace=True)
            case ["forget"]:
                return Reply(
                    SURE, (Button("Yes, go on", "privacy", "forget everything", Style.DANGER), KEEP), replace=True
                )
            case ["forget", "everything"]:
                last = Button("Forget everything for good", "privacy", "forget everything for good", Style.DANGER)
                return Reply(_typed(REALLY, last, order), (last, KEEP), replace=True)
            case ["forget", "everything", "for", "good"]:
                return await self._erase_all(order)
        raise UserError("Say /privacy alone, or with `learning off`, `learning on` or `forget`.")

    async def export(self, order: Order) -> Reply:
        """The reply to `/export`: a file, or where one was written; raises `UserError`."""
        if order.viewer.place.audience is not Audience.DIRECT:
            raise UserError("I give that out only when we are alone.")
        content = await self._memory.export(order.viewer)
        if not order.file:
            return Reply(f"Everything I keep of you is in {write_export(self._exports, content)}")
        written = await asyncio.to_thread(_json, content)
        if len(written) > order.file:
            raise UserError("That is more than can be sent as a file here. Who runs me can give it to you.")
        return Reply("Everything I keep of you:", files=(File(FILE_NAME, written),))

    async def _tell(self, order: Order) -> Reply:
        buttons = [Button("Export", "export"), Button("Forget everything", "privacy", "forget", Style.DANGER)]
        if self._chooser is None:
            return Reply(TOLD, tuple(buttons))
        learning = (await self._chooser.chosen(order.viewer.person)).learning
        return Reply(f"{TOLD}\n{LEARNING if learning else NOT_LEARNING}", (_switch(learning), *buttons), replace=True)

    async def _learn(self, order: Order, *, on: bool) -> Reply:
        if self._chooser is None:
            raise UserError("That cannot be chosen here.")
        chosen = await self._chooser.chosen(order.viewer.person)
        await self._chooser.choose(order.viewer.person, replace(chosen, learning=on))
        kept = "" if on else " What I know already stays until you have me forget it: /memory shows it."
        return Reply(f"{LEARNING if on else NOT_LEARNING}{kept}", (_switch(on),), replace=True)

    async def _erase_all(self, order: Order) -> Reply:
        if self._erase is None:
            raise UserError("Who runs me has to do that: rapport forget-account.")
        platform = order.origin.place.key.partition("/")[0]
        try:
            async with asyncio.timeout(ERASE_SECONDS):
                while not await self._erase(platform, order.author.handle):
                    pass
        except TimeoutError:
            return Reply("That is much, and not all of it is gone yet. Say it again in a minute.", replace=True)
        finally:
            self._changed(order.viewer)
        return Reply("Everything is forgotten. If you write to me again, we begin anew.", replace=True)


def _switch(learning: bool) -> Button:
    return Button(f"Turn learning {'off' if learning else 'on'}", "privacy", f"learning {'off' if learning else 'on'}")


def _typed(text: str, button: Button, order: Order) -> str:
    """Where there is no button, what to say instead."""
    return text if order.controls else f"{text} Say /{button.command} {button.argument}."


def _json(content: dict[str, object]) -> bytes:
    return json.dumps(content, ensure_ascii=False, indent=2).encode()
