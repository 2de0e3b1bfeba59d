"""A whole bot without a terminal and without a real model: real memory, a function for a model, a list for a screen."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from adapters.console import Seat, home_of
from adapters.console.parse import author_of
from adapters.errors import Refused
from adapters.outgoing import Hearing, Limits, Outgoing, Sent
from adapters.port import Handler
from adapters.types import Address, Attachment, Command, Event, Message
from bot.assembly import Assembly, Ground, assemble
from bot.config import LimitSettings
from bot.context import Context, Tones
from bot.extraction import ModelExtractor
from bot.llm import approximate, approximate_messages
from bot.llm.types import ChatMessage, Completed, Deadlines, ModelMessage, Tool, ToolCall
from bot.mind import Mind, Voice
from bot.persona import load_persona
from bot.quiet import Quiet
from bot.trace import TurnRecord
from bot.window import Windows
from bot.worker import Worker
from memory.memory import Memory, open_memory
from memory.ports import Embedder

UNLIMITED = LimitSettings(0, 0, person_commands_per_minute=0)
Answer = Callable[[Sequence[ChatMessage]], Sequence[str | Exception | asyncio.Event | ToolCall]]


class FunctionModel:
    """A model that is a function from messages to pieces; a piece may be a fault, an event to wait for, or a call."""

    def __init__(self, answer: Answer, context_length: int | None = 8192) -> None:
        self.answer = answer
        self.context_length = context_length
        self.prompts: list[tuple[ChatMessage, ...]] = []
        self.heard: list[tuple[ModelMessage, ...]] = []  # the same with what tools were asked for and gave
        self.offered: list[tuple[str, ...]] = []
        self.shunned: list[tuple[str, ...]] = []
        self.size = 1.0  # of a token, in approximate ones: what the server's tokenizer would say

    def count(self, text: str) -> int:
        return approximate(text)

    async def count_tokens(self, messages: Sequence[ModelMessage], *, beyond: int = 0) -> int:
        return int(approximate_messages(messages) * self.size)

    async def stream(
        self,
        messages: Sequence[ModelMessage],
        *,
        max_tokens: int,
        temperature: float,
        deadline: Deadlines | float,
        tools: Sequence[Tool] = (),
        shunned: Sequence[str] = (),
    ) -> AsyncGenerator[str | Completed, None]:
        asked = tuple(message for message in messages if isinstance(message, ChatMessage))
        self.prompts.append(asked)
        self.heard.append(tuple(messages))
        self.offered.append(tuple(each.name for each in tools))
        self.shunned.append(tuple(shunned))
        said, calls = "", list[ToolCall]()
        for piece in self.answer(asked):
            if isinstance(piece, Exception):
                raise piece
            if isinstance(piece, ToolCall):
                calls.append(piece)
            elif isinstance(piece, asyncio.Event):
                await piece.wait()
            else:
                said += piece
                yield piece
        figures = Completed(said, "function", "stop", prompt_tokens=100, cached_tokens=60, completion_tokens=7)
        yield replace(figures, finish="tools", tool_calls=tuple(calls)) if calls else figures

    async def structured(
        self,
        messages: Sequence[ModelMessage],
        schema: Mapping[str, Any],
        *,
        max_tokens: int,
        deadline: Deadlines | float,
        validate: Callable[[object], object] | None = None,
    ) -> dict[str, object]:
        return {"claims": []}


class Sheet:
    """An adapter that keeps what was sent: the texts, and all of it; `typed` is where and when it showed typing."""

    name = "console"
    limits = Limits(100_000, 0.0, True, False, hearing=Hearing.ALL)

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.out: list[Outgoing] = []
        self.ids: list[str] = []
        self.typed: list[str] = []

    async def run(self, handler: Handler) -> None:
        raise NotImplementedError

    async def send(self, outgoing: Outgoing) -> Sent:
        self.sent.append(outgoing.text)
        return self._posted(outgoing)

    async def stream(self, outgoing: Outgoing, words: AsyncIterator[str]) -> Sent:
        at = len(self.sent)
        self.sent.append("")
        async for piece in words:
            self.sent[at] += piece
        return self._posted(outgoing)

    def _posted(self, outgoing: Outgoing) -> Sent:
        self.out.append(outgoing)
        self.ids.append(str(uuid4().int)[:19])  # as long as ids of platforms are
        return Sent(outgoing.address, self.ids[-1])

    @asynccontextmanager
    async def typing(self, address: Address) -> AsyncIterator[None]:
        self.typed.append("begins")
        try:
            yield
        finally:
            self.typed.append(f"ends after {len(self.sent)} sent")

    async def fetch(self, attachment: Attachment, most: int) -> bytes:
        raise Refused()

    async def reads(self, handle: str, address: Address) -> bool:
        return True


@dataclass
class Stage:
    """The bot and what it said; `seat` is who speaks where."""

    memory: Memory
    mind: Mind
    assembly: Assembly
    worker: Worker
    quiet: Quiet
    sheet: Sheet = field(default_factory=Sheet)
    records: list[TurnRecord] = field(default_factory=list)
    seat: Seat = field(default_factory=lambda: home_of(author_of("Ana")))

    async def say(self, text: str, *, message_id: str = "") -> str:
        """Say something; gives the last thing that the bot sent."""
        who = self.seat
        return await self.give(
            Message(message_id or uuid4().hex, who.address, who.audience, who.author, text, datetime.now(UTC))
        )

    async def order(self, name: str, argument: str = "") -> str:
        """Give a command."""
        who = self.seat
        at = datetime.now(UTC)
        return await self.give(Command(uuid4().hex, who.address, who.audience, who.author, name, argument, at))

    async def give(self, event: Event) -> str:
        """Let the bot handle an event."""
        async with asyncio.timeout(20):
            await self.assembly.dispatch.handle(event, self.sheet, trace=self.records.append)
        return self.sheet.sent[-1] if self.sheet.sent else ""

    def speak_with(
        self, answer: Answer, *, slow: bool = False, sees: bool = False, context: int | None = 8192
    ) -> FunctionModel:
        """From now on this function is the model."""
        model = FunctionModel(answer, context)
        self.mind.ready(Voice(model, slow, sees))
        return model


@asynccontextmanager
async def staged(
    dsn: str,
    folder: Path,
    *,
    sheet: Sheet | None = None,
    limits: LimitSettings = UNLIMITED,
    tones: Tones | None = None,
    embedder: Embedder | None = None,
) -> AsyncIterator[Stage]:
    """A stage on that database, without a model; `sheet` is the platform, else a terminal.

    `tones` knows how people write; without an `embedder` memory finds by words alone.
    """
    async with open_memory(dsn, embedder, quiet=timedelta(0)) as memory:
        mind, quiet, windows, persona = Mind(), Quiet(), Windows(), load_persona("rapport")
        mind.off("No language model is set up.")
        worker = Worker(memory, ModelExtractor(mind, quiet), mind=mind, quiet=quiet)
        context = Context(memory, persona, windows=windows, clock=lambda: datetime.now(UTC), tones=tones)
        assembly = assemble(Ground(memory, mind, worker, context, folder, limits))
        yield Stage(memory, mind, assembly, worker, quiet, sheet or Sheet())
