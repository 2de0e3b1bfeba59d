"""The composition root: reads the settings once, opens every part, and closes them in the reverse of the order here."""

import asyncio
import getpass
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from datetime import timedelta
from functools import partial

from adapters.console import Console, Seat
from adapters.console.lines import Descriptor, Editor, Interrupted, Lines, script_lines
from adapters.console.parse import author_of, home_of
from adapters.console.screen import Screen
from adapters.console.zone import machine_zone
from adapters.port import Adapter, Handler, Paged
from bot.arguments import Arguments
from bot.config import Settings
from bot.errors import ConfigError
from bot.heap import collect_rarely, give_back, hold_little
from bot.home import Home, prepare_home
from bot.log import logging_to
from bot.model_choice import Choice, NoModel, Terminal, choose
from bot.parts import Parts, deliver, open_parts, start
from bot.platforms import attended, platforms_of
from bot.progress import Progress, interruptible
from bot.supervise import Supervisor
from bot.trace import Trace, TurnRecord, recording

DRAIN_SECONDS = 900.0
_BROKEN_OFF = "Fetching the demo model was broken off, so I can only repeat what was said."


async def chat(settings: Settings, arguments: Arguments) -> int:
    """Talk until the input ends. The exit code: 0, or 1 when a turn failed."""
    hold_little()
    async with AsyncExitStack() as stack:
        home, tally = prepare_home(settings.home), Tally()
        stack.enter_context(logging_to(home.folder))
        stack.enter_context(_ended_by_signals())
        trace = stack.enter_context(recording(arguments.record))
        lines = stack.enter_context(_lines(arguments, home))
        seat, progress = _seat(arguments), Progress(sys.stderr)
        choice = await _choice(settings, home, progress=progress)
        # A script says when it waits for learning; nobody thinks in between.
        pause = timedelta(seconds=0 if arguments.script else settings.quiet)
        parts = await stack.enter_async_context(open_parts(settings, home, say=progress.say, pause=pause))
        directives = {"wait learned": partial(parts.worker.drained, DRAIN_SECONDS)} if arguments.script else None
        console = Console(lines, Screen(), seat=seat, bot=parts.persona.name, directives=directives)
        start(parts, choice, settings=settings, home=home, say=console.say)
        deliver(parts.memory, [console], parts.supervisor)
        console.say(f"{parts.persona.name} listens, {seat.author.name}. /help shows what you can ask for; Ctrl-D ends.")
        await console.run(_handler(parts, console, trace=tally.watching(trace)))
    return 1 if tally.failed else 0


async def run(settings: Settings, arguments: Arguments) -> int:
    """Answer at every platform that is set up, until ended; raises `ConfigError` for one that cannot be."""
    hold_little()
    async with AsyncExitStack() as stack:
        planned, progress = platforms_of(settings, arguments), Progress(sys.stderr)
        home = prepare_home(settings.home)
        stack.enter_context(logging_to(home.folder))
        stack.enter_context(_ended_by_signals())
        trace = stack.enter_context(recording(arguments.record))
        choice = await _choice(settings, home, progress=progress)
        pause = timedelta(seconds=settings.quiet)
        parts = await stack.enter_async_context(open_parts(settings, home, say=progress.say, pause=pause))
        adapters = [each.build(parts.memory, home) for each in planned]
        start(parts, choice, settings=settings, home=home, say=progress.say)
        # Its own supervisor, so that answers under way are given before what they need is closed.
        attending = await stack.enter_async_context(Supervisor())
        progress.say(f"{parts.persona.name} goes to {', '.join(each.name for each in adapters)}. Ctrl-C ends.")
        collect_rarely()
        attending.start("heap", give_back)
        deliver(parts.memory, adapters, attending)
        for each in adapters:
            attending.start(f"amends at {each.name}", partial(parts.assembly.amends.run, each))
            if isinstance(each, Paged):
                attending.start(f"pages at {each.name}", partial(parts.assembly.pages.run, each))
        await attended(attending, [(each, _handler(parts, each, trace=trace)) for each in adapters])
    return 0


def _handler(parts: Parts, adapter: Adapter, *, trace: Trace) -> Handler:
    return partial(parts.assembly.dispatch.handle, adapter=adapter, trace=trace)


class Tally:
    """Whether a turn failed."""

    def __init__(self) -> None:
        self.failed = False

    def watching(self, trace: Trace) -> Trace:
        """The same trace, watched."""

        def watched(record: TurnRecord) -> None:
            self.failed = self.failed or record.failed
            trace(record)

        return watched


async def _choice(settings: Settings, home: Home, *, progress: Progress) -> Choice:
    """The model of this start; Ctrl-C during a download goes on without one."""
    at_terminal = sys.stdin.isatty() and sys.stdout.isatty()
    terminal = Terminal(progress.say, _ask if at_terminal else None, progress.bytes)
    chosen: Choice = NoModel(_BROKEN_OFF)
    async with interruptible():
        chosen = await choose(settings, home, terminal=terminal)
    if chosen == NoModel(_BROKEN_OFF):
        progress.say("Going on without a language model: I remember, search and take commands, but do not talk freely.")
    return chosen


async def _ask(question: str) -> str | None:
    """The answer to a question; None where there is none."""
    try:
        return await Editor(None).read(question)
    except Interrupted:
        return None


@contextmanager
def _lines(arguments: Arguments, home: Home) -> Iterator[Lines]:
    if arguments.script is None:
        at_terminal = sys.stdin.isatty() and sys.stdout.isatty()
        yield Editor(home.history) if at_terminal else Descriptor(sys.stdin.fileno())
        return
    try:
        with script_lines(arguments.script) as lines:
            yield lines
    except OSError as fault:
        raise ConfigError(f"The script {arguments.script} cannot be read: {fault.strerror}.") from fault


def _seat(arguments: Arguments) -> Seat:
    """Who sits at the terminal, and where the conversation begins."""
    try:
        seat = home_of(author_of(arguments.person or _login(), machine_zone(os.environ)))
        return seat.moved(arguments.place) if arguments.place else seat
    except ValueError as fault:
        raise ConfigError(str(fault)) from fault


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "you"


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """SIGTERM and a closed terminal end the program as cancellation, so that everything is closed in order."""
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    signals = (signal.SIGTERM, signal.SIGHUP)
    for each in signals:
        if task is not None:
            loop.add_signal_handler(each, task.cancel)
    try:
        yield
    finally:
        for each in signals:
            loop.remove_signal_handler(each)
