"""The composition root: reads the settings once, opens every part, and closes them in the reverse of the order here."""

import asyncio
import getpass
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial

from adapters.console import Console, Seat
from adapters.console.lines import Descriptor, Editor, Interrupted, Lines, script_lines
from adapters.console.parse import author_of, home_of
from adapters.console.screen import Screen
from adapters.console.zone import machine_zone
from adapters.types import Event
from bot.arguments import Arguments
from bot.commands import Commands
from bot.config import Settings
from bot.context import Context
from bot.dispatch import Dispatch
from bot.engine import Engine, Host
from bot.errors import ConfigError
from bot.extraction import ModelExtractor
from bot.home import Home, prepare_home
from bot.log import logging_to
from bot.mind import Mind
from bot.model_choice import Choice, NoModel, Terminal, choose
from bot.persona import load_persona
from bot.progress import Progress, interruptible
from bot.prompt import opening_messages
from bot.quiet import Quiet
from bot.stores import companion_of, database_of, embedder_of, warm, watch_database
from bot.subquestions import SubQuestions
from bot.supervise import Supervisor
from bot.trace import Trace, TurnRecord, recording
from bot.turn import Turns
from bot.window import Windows
from bot.worker import Worker
from memory.memory import Memory, open_memory

DRAIN_SECONDS = 900.0
_BROKEN_OFF = "Fetching the demo model was broken off, so I can only repeat what was said."


async def chat(settings: Settings, arguments: Arguments) -> int:
    """Talk until the input ends. The exit code: 0, or 1 when a turn failed."""
    async with AsyncExitStack() as stack:
        home, tally = prepare_home(settings.home), Tally()
        stack.enter_context(logging_to(home.folder))
        stack.enter_context(_ended_by_signals())
        trace = stack.enter_context(recording(arguments.record))
        lines = stack.enter_context(_lines(arguments, home))
        seat, persona, progress = _seat(arguments), load_persona(settings.persona), Progress(sys.stderr)
        choice = await _choice(settings, home, progress=progress)
        dsn = await stack.enter_async_context(database_of(settings, progress.say))
        embedder = await stack.enter_async_context(embedder_of(settings))
        companion = await stack.enter_async_context(companion_of(settings))
        # A script says when it waits for learning; nobody thinks in between.
        pause = timedelta(seconds=0 if arguments.script else settings.quiet)
        memory = await stack.enter_async_context(open_memory(dsn, embedder, companion=companion, quiet=pause))
        mind, quiet = Mind(), Quiet()
        worker = Worker(memory, ModelExtractor(mind, quiet), mind=mind, quiet=quiet)
        directives = {"wait learned": partial(worker.drained, DRAIN_SECONDS)}
        console = Console(
            lines, Screen(), seat=seat, bot=persona.name, directives=directives if arguments.script else None
        )
        parts = SubQuestions(mind) if settings.recall_calls else None
        context = Context(memory, persona, windows=Windows(), clock=_now, subquestions=parts)
        dispatch = _dispatch(memory, mind, context=context, home=home, worker=worker)
        supervisor = await stack.enter_async_context(Supervisor())
        supervisor.start("database", partial(watch_database, settings, console.say))
        supervisor.start("embedder", partial(warm, embedder))
        host = Host(console.say, opening_messages(persona.opening, persona.examples))
        supervisor.start("model", Engine(choice, mind, quiet=quiet, home=home, host=host).run)
        supervisor.start("prepare", worker.prepare)
        supervisor.start("embed", worker.embed)
        supervisor.start("learn", worker.learn)
        supervisor.start("consolidate", worker.consolidate)
        supervisor.start("tidy", worker.tidy)

        async def handle(event: Event) -> None:
            await dispatch.handle(event, console, trace=tally.watching(trace))

        console.say(f"{persona.name} listens, {seat.author.name}. /help shows what you can ask for; Ctrl-D ends.")
        await console.run(handle)
    return 1 if tally.failed else 0


def _dispatch(memory: Memory, mind: Mind, *, context: Context, home: Home, worker: Worker) -> Dispatch:
    turns = Turns(memory, mind, context=context, name=context.persona.name)
    commands = Commands(memory, windows=context.windows, exports=home.exports)
    return Dispatch(memory, turns, commands=commands, worker=worker, quiet=worker.quiet)


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


def _now() -> datetime:
    return datetime.now(UTC)
