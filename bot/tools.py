"""Tools that a model may use while it answers: offered with the call that is made anyway, and at most four rounds.

What a tool did is told in our own words beside the model's, so that nobody depends on how a model tells it. A server
that refuses tools is asked without them, and for an hour at once: with another model it may take them.
"""

import time
from collections.abc import AsyncGenerator, Callable, Iterable, Sequence
from contextlib import aclosing
from dataclasses import replace
from typing import Protocol
from weakref import WeakKeyDictionary

from bot.errors import ModelBroken, ModelRejected, ModelSaidNothing
from bot.llm.types import Ask, ChatMessage, Completed, Tool, ToolCall, ToolRequest, ToolResult
from bot.mind import Model
from bot.written_calls import WrittenCalls

MOST_ROUNDS, MOST_CALLS = 4, 8  # calls in one round
REFUSED_SECONDS = 3600.0
Pieces = AsyncGenerator[str | Completed, None]


class Hands(Protocol):
    """The tools of one turn."""

    @property
    def tools(self) -> Sequence[Tool]:
        """What is offered."""

    @property
    def done(self) -> bool:
        """Whether what was done is the whole answer, so that the model need not go on."""

    async def use(self, call: ToolCall) -> str:
        """Does what the model asks for, whatever that is; what it is told of it, as data."""


class Tooling:
    """Lets models answer with tools, and knows whose servers refuse them."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._refused: WeakKeyDictionary[Model, float] = WeakKeyDictionary()

    def takes(self, model: Model) -> bool:
        """Whether tools may be offered: as far as is known its server does not refuse them."""
        refused = self._refused.get(model)
        return refused is None or self._clock() - refused > REFUSED_SECONDS

    async def speak(self, model: Model, ask: Ask, hands: Hands | None) -> Pieces:
        """Words as they come, then one `Completed` for the whole; raises as `stream` does."""
        talk = _Talk(ask)
        for round_ in range(MOST_ROUNDS + 1):
            async with aclosing(self._heard(model, talk, hands)) as words:
                async for piece in words:
                    yield piece
            if hands is None or not talk.calls or round_ == MOST_ROUNDS:
                break
            await talk.use(hands)
            if hands.done:
                break
        yield talk.whole()

    async def _heard(self, model: Model, talk: "_Talk", hands: Hands | None) -> AsyncGenerator[str, None]:
        """The words of one call."""
        tools = tuple(hands.tools) if hands is not None and self.takes(model) else ()
        written = WrittenCalls([each.name for each in tools])
        async with aclosing(self._asked(model, replace(talk.ask, tools=tools))) as pieces:
            async for piece in pieces:
                if isinstance(piece, Completed):
                    words, calls = written.finish()
                    talk.ended(replace(piece, text="") if written.empty else _with_calls(piece, calls))
                else:
                    words = written.feed(piece)
                if words:
                    yield words
        if written.empty:
            async with aclosing(_stream(model, replace(talk.ask, tools=()))) as pieces:
                async for piece in pieces:
                    if isinstance(piece, Completed):
                        talk.ended(piece)
                    else:
                        yield piece

    async def _asked(self, model: Model, ask: Ask) -> Pieces:
        """The same call without tools where the server refuses the request with them.

        Where there are pictures, those are more often refused: whoever asks tries without them first.
        """
        said = False
        try:
            async with aclosing(_stream(model, ask)) as pieces:
                async for piece in pieces:
                    said = True
                    yield piece
            return
        except (ModelRejected, ModelBroken):
            if said or not ask.tools or _shows(ask):
                raise
        async with aclosing(_stream(model, replace(ask, tools=()))) as pieces:
            async for piece in pieces:
                self._refused[model] = self._clock()
                yield piece


class _Talk:
    """One answer as it comes to be: what is asked next, and what all its calls took."""

    def __init__(self, ask: Ask) -> None:
        self.ask = ask
        self._ends: list[Completed] = []

    @property
    def calls(self) -> tuple[ToolCall, ...]:
        """What the last call asks for."""
        return self._ends[-1].tool_calls[:MOST_CALLS] if self._ends else ()

    def ended(self, completed: Completed) -> None:
        """A call has come to its end."""
        self._ends.append(completed)

    async def use(self, hands: Hands) -> None:
        """Does what is asked for; the next call knows of it."""
        calls = self.calls
        request = ToolRequest(self._ends[-1].text, calls)
        results = [ToolResult(call.id, await hands.use(call)) for call in calls]
        self.ask = replace(self.ask, messages=(*self.ask.messages, request, *results))

    def whole(self) -> Completed:
        """The end of the last call with the words and figures of all; raises ModelSaidNothing where there is none."""
        if not self._ends:
            raise ModelSaidNothing
        first, last = self._ends[0], self._ends[-1]
        return replace(
            last,
            text="".join(each.text for each in self._ends),
            tool_calls=(),
            finish="stop" if last.finish == "tools" else last.finish,
            prompt_tokens=_sum(each.prompt_tokens for each in self._ends),
            cached_tokens=_sum(each.cached_tokens for each in self._ends),
            completion_tokens=_sum(each.completion_tokens for each in self._ends),
            first_word_ms=first.first_word_ms,
            total_ms=sum(each.total_ms for each in self._ends),
        )


def _with_calls(completed: Completed, calls: tuple[ToolCall, ...]) -> Completed:
    """The end of a call, with what the model wrote as text and meant as calls."""
    return replace(completed, text="", tool_calls=(*completed.tool_calls, *calls)) if calls else completed


def _shows(ask: Ask) -> bool:
    return any(isinstance(each, ChatMessage) and each.images for each in ask.messages)


def _stream(model: Model, ask: Ask) -> Pieces:
    return model.stream(
        ask.messages,
        max_tokens=ask.max_tokens,
        temperature=ask.temperature,
        deadline=ask.deadlines,
        tools=ask.tools,
        shunned=ask.shunned,
    )


def _sum(counts: Iterable[int | None]) -> int | None:
    known = [each for each in counts if each is not None]
    return sum(known) if known else None
