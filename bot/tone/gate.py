"""The first sentence of an answer, held until it is judged: what no rule can mend is asked for once more.

Held are at most a sentence, 160 characters or 400 ms from the model's first token on, and only where there is such a
bound and the model is quick enough that it could be asked again: everybody else's words pass at once. Where form was
wished, a sentence of a few words, which tells nothing of it, is held with the next. It cost that a wrong word in the
second sentence is seen, and that nobody who wishes for casual words is spared plain ones: most sentences are plain.
"""

import time
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import replace
from functools import partial

from bot.llm.types import Ask, ChatMessage, Completed
from bot.supervise import Ahead
from bot.tone.borders import BORDER, is_border
from bot.tone.bounds import UNBOUND, Aspect, Bounds, Limit
from bot.tone.echo import Echo, Pieces, Speak
from bot.tone.judging import judge
from bot.tone.register import FEWEST
from memory.wording import words

HELD_CHARACTERS, HELD_SECONDS = 160, 0.4
REMADE_SECONDS = 1.5  # to the first token: a model that takes longer is not asked again


class Gate:
    """The gate of one answer; `remade` names what was wrong with the draft that was broken off, if one was.

    `may`: whether asking again is allowed still, as it is not once a tool was used; `example`: what is not recited.
    """

    def __init__(
        self,
        bounds: Bounds,
        *,
        count: Callable[[str], int],
        may: Callable[[], bool] = lambda: True,
        clock: Callable[[], float] = time.monotonic,
        example: str = "",
    ) -> None:
        limits = {aspect: limit for aspect, limit in bounds.limits.items() if _is_models(aspect, limit)}
        self._bounds = Bounds(limits) if limits else UNBOUND
        self._count, self._may, self._clock = count, may, clock
        self._echo = Echo(example) if example else None
        self.remade: tuple[Aspect, ...] = ()

    async def speak(self, speak: Speak, ask: Ask, *, again: Speak | None = None, drafts: int = 1) -> Pieces:
        """Words as they come, then one `Completed` that counts all drafts; raises as `speak` does.

        Where `speak` has several `drafts` written at once to choose from, `again` writes the one that takes their
        place: told what was wrong, it is right as a rule, and all of them anew would cost as much as they did.
        """
        if self._echo is not None:
            speak = partial(self._echo.speak, speak)
        draft = _Draft(self._clock, fewest=FEWEST if Aspect.FORMALITY in self._bounds.limits else 0)
        async with aclosing(speak(ask)) as pieces, Ahead(pieces) as ahead:
            if self._bounds:
                await draft.read(ahead)
                self.remade = self._wrong(draft)
            if not self.remade:
                async for piece in draft.whole(ahead):
                    yield piece
                return
        spent = sum(self._count(each.text) for each in ask.messages if isinstance(each, ChatMessage))
        written = self._count(draft.text)
        async with aclosing((again or speak)(_corrected(ask, self._bounds, self.remade))) as pieces:
            async for piece in pieces:
                yield piece if isinstance(piece, str) else _counted(piece, spent * drafts, written * drafts)

    def wrongs(self, text: str) -> int:
        """How much of it no rule can mend, so that another draft is better that has less."""
        return len(judge(text, self._bounds).broken)

    def _wrong(self, draft: "_Draft") -> tuple[Aspect, ...]:
        """What is broken and may be asked for again."""
        if draft.waited > REMADE_SECONDS or not self._may():
            return ()
        return judge(draft.text, self._bounds).broken


class _Draft:
    """The beginning of an answer while it is held, for at least `fewest` words."""

    def __init__(self, clock: Callable[[], float], *, fewest: int) -> None:
        self._clock, self._fewest = clock, fewest
        self._began = clock()
        self._held: list[str | Completed] = []
        self.text = ""
        self.waited = 0.0  # seconds to the first token

    async def read(self, ahead: Ahead[str | Completed]) -> None:
        """Hold what may be held."""
        until: float | None = None
        while not _is_enough(self.text, self._fewest):
            try:
                piece = await ahead.next(None if until is None else max(0.0, until - self._clock()))
            except (StopAsyncIteration, TimeoutError):
                return
            if until is None:
                now = self._clock()
                self.waited, until = now - self._began, now + HELD_SECONDS
            self._held.append(piece)
            if isinstance(piece, Completed):
                return
            self.text += piece

    async def whole(self, ahead: Ahead[str | Completed]) -> Pieces:
        """What was held, and then the rest."""
        for piece in self._held:
            yield piece
        while True:
            try:
                piece = await ahead.next()
            except StopAsyncIteration:
                return
            yield piece


def _is_models(aspect: Aspect, limit: Limit) -> bool:
    """Whether only the model can mend it, and it is worth a second draft."""
    return aspect is Aspect.ADDRESS or (aspect is Aspect.FORMALITY and limit.hard and limit.least > 0)


def _is_enough(text: str, fewest: int) -> bool:
    if len(text) >= HELD_CHARACTERS:
        return True
    lines = text.strip().rpartition("\n")
    ended = [lines[0], *(text[: each.end()] for each in BORDER.finditer(text) if _is_end(text, each.end()))]
    return any(each and len(words(each)) >= fewest for each in ended)


def _is_end(text: str, at: int) -> bool:
    return is_border(text[:at].rstrip(), text[at:])


def _corrected(ask: Ask, bounds: Bounds, wrong: tuple[Aspect, ...]) -> Ask:
    """The same question with what was wrong below it, so that all before stays as a server has read it."""
    *before, last = ask.messages
    assert isinstance(last, ChatMessage)
    named = "\n".join(_said(aspect, bounds.limits[aspect]) for aspect in wrong)
    text = f"{last.text}\n<tone>\nA first draft of your answer was dropped. {named} Answer anew.\n</tone>"
    return replace(ask, messages=(*before, replace(last, text=text)))


def _said(aspect: Aspect, limit: Limit) -> str:
    if aspect is Aspect.FORMALITY:
        return "It was too casual. Write formally: whole sentences, no slang, no laughs."
    formal, close = "Sie, vous, usted or です and ます", "du, tu, tú or plain forms"
    wrong, right = (close, formal) if limit.least > 0 else (formal, close)
    return f"It used {wrong} to them. Use {right}."


def _counted(completed: Completed, prompt: int, words: int) -> Completed:
    """The end of the second draft with the tokens of both."""
    return replace(
        completed,
        prompt_tokens=(completed.prompt_tokens or 0) + prompt,
        completion_tokens=(completed.completion_tokens or 0) + words,
    )
