"""Which language model answers now, if any: still loading, ready, or off with a reason in plain words.

The turn asks here each time, so a model may come up, go and come back while people talk. The protocol is what the bot
needs of the model port; `bot.llm.Models` fits it, and so does a function in a test.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from bot.llm.types import Completed, Deadlines, ModelMessage, Tool

NO_MODEL = "No language model is set up, so I can only repeat what was said."


class Model(Protocol):
    """Speaks and fills in JSON; both raise `ModelError`."""

    @property
    def context_length(self) -> int | None:
        """Tokens that prompt and answer may have together, None when unknown."""

    def count(self, text: str) -> int:
        """About how many tokens `text` takes; asks nobody."""

    async def count_tokens(self, messages: Sequence[ModelMessage], *, beyond: int = 0) -> int:
        """Tokens of a conversation; the server is asked only where they may be more than `beyond`."""

    def stream(
        self,
        messages: Sequence[ModelMessage],
        *,
        max_tokens: int,
        temperature: float,
        deadline: Deadlines | float,
        tools: Sequence[Tool] = (),
        shunned: Sequence[str] = (),
    ) -> AsyncGenerator[str | Completed, None]:
        """Words as they come, without those that are `shunned` where the server can do that, then one `Completed`."""

    async def structured(
        self,
        messages: Sequence[ModelMessage],
        schema: Mapping[str, Any],
        *,
        max_tokens: int,
        deadline: Deadlines | float,
        validate: Callable[[object], object] | None = None,
    ) -> dict[str, object]:
        """A JSON object of that schema."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A model that can be spoken with; `slow` ones get short prompts, those that can see get images.

    `drafts`: how many answers may be asked for side by side, of which the best is said.
    """

    model: Model
    slow: bool = False
    sees: bool = False
    drafts: int = 1


class Mind:
    """The state of the language model: loading until `ready` or `off` is called, and either may follow the other."""

    def __init__(self) -> None:
        self._voice: Voice | None = None
        self._decided = asyncio.Event()
        self.reason = NO_MODEL

    @property
    def loading(self) -> bool:
        """True while it is not known yet whether there will be a model."""
        return not self._decided.is_set()

    @property
    def voice(self) -> Voice | None:
        """The model that answers now."""
        return self._voice

    def ready(self, voice: Voice) -> None:
        """From now on this model answers."""
        self._voice = voice
        self._decided.set()

    def off(self, reason: str) -> None:
        """There is no model; `reason` is told to whoever asks something."""
        self._voice, self.reason = None, reason
        self._decided.set()

    def load(self) -> None:
        """A model is being brought up (again)."""
        self._voice = None
        self._decided.clear()

    async def settled(self, seconds: float) -> Voice | None:
        """The model once loading is over, None when there is none or it takes longer than `seconds`."""
        try:
            async with asyncio.timeout(seconds):
                await self._decided.wait()
        except TimeoutError:
            return None
        return self._voice
