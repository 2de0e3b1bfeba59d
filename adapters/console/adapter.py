"""The console adapter: one line at a time to the handler, words back as they come.

Ctrl-C breaks off the answer being given, by the deadline of its scope, so that no task has to be made and hunted; with
nothing being answered, two in a row end the conversation.
"""

import asyncio
import signal
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from typing import assert_never

from adapters.console.lines import Interrupted, Lines
from adapters.console.parse import LONGEST_LINE, Directive, Ordered, Said, Seat, plain, read_line, read_script
from adapters.console.screen import Screen
from adapters.errors import DirectClosed, Refused, Unreachable
from adapters.outgoing import Hearing, Limits, Outgoing, Sent
from adapters.port import Handler
from adapters.types import Address, Attachment, Command, Message

Directives = Mapping[str, Callable[[], Awaitable[None]]]
HELP = """\
  /as NAME                 speak as another person
  /in direct|#name|&name   go elsewhere: alone with the bot, a public place, a private one
  /quit                    end (Ctrl-D does the same)"""


class Console:
    """The terminal behind `adapters.port.Adapter`; with `directives`, lines are a script's, and echoed."""

    name = "console"
    limits = Limits(text=100_000, edits=0.0, streaming=True, private_replies=False, hearing=Hearing.ALL)

    def __init__(
        self,
        lines: Lines,
        screen: Screen,
        *,
        seat: Seat,
        bot: str = "Rapport",
        directives: Directives | None = None,
    ) -> None:
        self._lines = lines
        self._screen = screen
        self._seat = seat
        self._sat = {f"@{seat.author.handle}"}
        self._bot = bot
        self._script = directives is not None
        self._directives = directives or {}
        self._answering: asyncio.Timeout | None = None
        self._interrupts = 0
        self._ending: asyncio.Timeout | None = None

    async def run(self, handler: Handler) -> None:
        """Hand every line to `handler` until the input ends, the reader is gone, or Ctrl-C asks to end."""
        with self._watching():
            try:
                async with asyncio.timeout(None) as self._ending:
                    await self._converse(handler)
            except TimeoutError:
                if not (self._ending and self._ending.expired()):
                    raise
            except Unreachable:
                return

    async def send(self, outgoing: Outgoing) -> Sent:
        """Show a whole message; what comes by itself stands above the line being typed, and only for who sat here."""
        shown = f"{self._bot}> {outgoing.text}" if outgoing.text else ""
        if outgoing.key is None:
            self._screen.line(shown)
        elif outgoing.address.channel.startswith("@") and outgoing.address.channel not in self._sat:
            raise DirectClosed  # somebody else's terminal on the same database
        else:
            self.say(shown)
        return Sent(outgoing.address, _new_id())

    async def stream(self, outgoing: Outgoing, words: AsyncIterator[str]) -> Sent:
        """Show a message as it grows."""
        self._screen.fresh()
        self._screen.words(f"{self._bot}> {outgoing.text}")
        try:
            async for piece in words:
                self._screen.words(piece)
        finally:
            self._screen.fresh()
        return Sent(outgoing.address, _new_id())

    @asynccontextmanager
    async def typing(self, address: Address) -> AsyncIterator[None]:
        """Nothing: the cursor already says who is to speak."""
        yield

    async def fetch(self, attachment: Attachment, most: int) -> bytes:
        """A terminal has no attachments."""
        raise Refused()

    async def reads(self, handle: str, address: Address) -> bool:
        """A terminal has one reader, and shows everything."""
        return True

    def say(self, text: str) -> None:
        """A sentence of the program's own; where nobody reads any more, the next answer notices."""
        self._lines.aside(partial(self._aside, text))

    def _aside(self, text: str) -> None:
        with suppress(Unreachable):
            self._screen.line(text)

    async def _converse(self, handler: Handler) -> None:
        while True:
            try:
                line = await self._lines.read(self._seat.prompt)
            except Interrupted as pressed:
                if not pressed.typed and self._pressed_twice():
                    return
                continue
            if line is None or not await self._take(self._decode(line), handler):
                return

    def _pressed_twice(self) -> bool:
        self._interrupts += 1
        if self._interrupts == 1:
            self.say("(Ctrl-C again, or Ctrl-D, ends.)")
        return self._interrupts > 1

    def _decode(self, line: bytes | str) -> str:
        """The line as clean text, with a sentence about anything that could not be taken as it was."""
        text = line.decode("utf-8", "replace").rstrip("\r") if isinstance(line, bytes) else line
        if isinstance(line, bytes) and "\ufffd" in text and "\ufffd".encode() not in line:
            self.say("(Some of that was not valid UTF-8; I read those bytes as \ufffd.)")
        clean = plain(text)
        if len(clean) < len(text.replace("\r\n", "\n")):
            self.say("(I left out characters that only control a terminal.)")
        if len(line) >= LONGEST_LINE:
            self.say(f"(That line is too long; I read its first {LONGEST_LINE:,} bytes.)")
        self._screen.typed()
        return clean

    async def _take(self, line: str, handler: Handler) -> bool:
        """Act on one line; False ends the conversation."""
        self._interrupts = 0
        meaning = (read_script if self._script else read_line)(line)
        if meaning is None:
            return True
        if self._script:
            self._screen.line(self._seat.prompt + line.strip())
        match meaning:
            case Said():
                await self._answer(partial(handler, self._message(meaning.text)))
            case Ordered(name="quit" | "exit"):
                return False
            case Ordered():
                await self._obey(meaning, handler)
            case Directive():
                await self._direct(meaning.words)
            case _:
                assert_never(meaning)
        return True

    async def _obey(self, order: Ordered, handler: Handler) -> None:
        try:
            if order.name == "as":
                self._seat = self._seat.named(order.argument)
                self._sat.add(f"@{self._seat.author.handle}")
            elif order.name == "in":
                self._seat = self._seat.moved(order.argument)
        except ValueError as sentence:
            self.say(str(sentence))
            return
        if order.name in ("as", "in"):
            order = Ordered("join", "")
        await self._answer(partial(handler, self._command(order)))
        if order.name == "forget":
            self._lines.forget()
        elif order.name == "help":
            self.say(HELP)
        elif order.name == "leave":
            self._seat = self._seat.moved("direct")

    async def _direct(self, words: str) -> None:
        act = self._directives.get(words)
        if act is None:
            self.say(f"(Unknown directive @{words}. Known: {', '.join('@' + name for name in self._directives)}.)")
            return
        await self._answer(act)

    async def _answer(self, act: Callable[[], Awaitable[None]]) -> None:
        """Do `act`; Ctrl-C breaks it off."""
        try:
            async with asyncio.timeout(None) as self._answering:
                await act()
        except TimeoutError:
            if not (self._answering and self._answering.expired()):
                raise
            self._screen.line("(Broken off.)")
        finally:
            self._answering = None

    @contextmanager
    def _watching(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGINT, self._interrupt)
        try:
            yield
        finally:
            loop.remove_signal_handler(signal.SIGINT)

    def _interrupt(self) -> None:
        """Ctrl-C outside the editor: break off the answer; when it does not stop, or nothing is being given, end.

        Between two prompts of an editor the terminal turns the key into a signal: there it counts like one at the
        prompt, so that a person who presses early is not thrown out.
        """
        scope = self._answering
        if scope is None and self._lines.typed and not self._pressed_twice():
            return
        if scope is None or scope.expired() or scope.when() is not None:
            scope = self._ending
        if scope is not None and not scope.expired():
            scope.reschedule(asyncio.get_running_loop().time())

    def _message(self, text: str) -> Message:
        who = self._seat
        return Message(_new_id(), who.address, who.audience, who.author, text, datetime.now(UTC))

    def _command(self, order: Ordered) -> Command:
        who = self._seat
        return Command(_new_id(), who.address, who.audience, who.author, order.name, order.argument, datetime.now(UTC))


def _new_id() -> str:
    return uuid.uuid4().hex
