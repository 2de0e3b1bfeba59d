"""An answer that begins as the line that a small model was shown of a manner: it is asked for anew, without that line.

Such a line tells of a train at 9:40, which is true for nobody. Words are held only while they are those of the line,
which is one or two as a rule, and with a greeting that begins as that of the line up to its end. It cost a second
draft, of a model that is not asked again otherwise; and a phrase of the line in the middle of an answer is not seen.
"""

import re
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import replace

from bot.llm.types import Ask, ChatMessage, Completed
from memory.wording import words

RUN = 6  # words of the line in a row that nobody says by chance
_GREETING = 5  # words at most
_END = re.compile(r"[.!?。！？\n]\s+")
Pieces = AsyncGenerator[str | Completed, None]
Speak = Callable[[Ask], Pieces]


class Echo:
    """Sees to it that an answer does not recite `example`; '' where nothing was shown."""

    def __init__(self, example: str = "") -> None:
        self._example = example
        self._line = f" {' '.join(words(example))} "
        said = _END.split(example.partition(":")[2])
        self._firsts = {first for each in said for first in words(each)[:1]}

    async def speak(self, speak: Speak, ask: Ask) -> Pieces:
        """Words as they come, of the second draft where the first recites; raises as `speak` does."""
        held, text = list[str | Completed](), ""
        async with aclosing(speak(ask)) as pieces:
            async for piece in pieces:
                held.append(piece)
                text += piece if isinstance(piece, str) else ""
                if self._recites(text):
                    break
                if isinstance(piece, Completed) or not self._may_recite(text):
                    for each in held:
                        yield each
                    async for each in pieces:
                        yield each
                    return
            else:
                return
        async with aclosing(speak(self._without(ask))) as pieces:
            async for piece in pieces:
                yield piece

    def _recites(self, text: str) -> bool:
        return any(
            len(found) >= RUN and f" {' '.join(found[:RUN])} " in self._line for found in map(words, _starts(text))
        )

    def _may_recite(self, text: str) -> bool:
        """Whether all that was said so far, with a last word that may go on, stands in the line or greets alike."""
        if not self._example:
            return False
        if any(f" {' '.join(words(start))}" in self._line for start in _starts(text)):
            return True
        greeting = words(text)
        return _END.search(text) is None and len(greeting) <= _GREETING and greeting[0] in self._firsts

    def _without(self, ask: Ask) -> Ask:
        shown = (
            replace(each, text=each.text.replace(self._example, "")) if isinstance(each, ChatMessage) else each
            for each in ask.messages
        )
        return replace(ask, messages=tuple(shown))


def _starts(text: str) -> tuple[str, ...]:
    """The text, and what comes after a greeting in it."""
    end = _END.search(text)
    return (text,) if end is None or len(words(text[: end.start()])) > _GREETING else (text, text[end.end() :])
