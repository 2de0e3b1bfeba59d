"""What the terminal and the chat platforms share: memory, the model's state, the worker, and what answers.

The order in which `open_parts` opens is the reverse of that in which all is closed. What runs in the background is
started once by `start`, and ends after whatever still answers.
"""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

from adapters.port import Adapter
from bot.assembly import Assembly, Ground, assemble
from bot.config import Settings
from bot.context import Context
from bot.delivering.courier import Manner
from bot.delivering.delivery import Delivery
from bot.engine import Engine, Host
from bot.extraction import ModelExtractor
from bot.home import Home
from bot.learning_tone.refining import Refining, keep_refining
from bot.mind import Mind
from bot.model_choice import Choice
from bot.persona import Persona
from bot.prompt import opening_messages
from bot.quiet import Quiet
from bot.shelf import Shelf
from bot.stores import companion_of, database_of, embedder_of, warm, watch_database
from bot.subquestions import SubQuestions
from bot.supervise import Supervisor
from bot.tone.adapts import Adapts
from bot.tone.layers import Operator
from bot.tone.preparing import prepare
from bot.window import Windows
from bot.worker import Worker
from bot.zone_changes import ZoneChanges
from memory.memory import Memory, open_memory
from memory.ports import Embedder

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Parts:
    """The opened parts; `supervisor` keeps what runs in the background."""

    assembly: Assembly
    worker: Worker
    mind: Mind
    persona: Persona
    embedder: Embedder
    supervisor: Supervisor
    memory: Memory


@asynccontextmanager
async def open_parts(settings: Settings, home: Home, *, say: Say, pause: timedelta) -> AsyncIterator[Parts]:
    """The parts of this start; `say` gets what is told meanwhile, `pause` is how long learning waits for quiet."""
    async with AsyncExitStack() as stack:
        dsn = await stack.enter_async_context(database_of(settings, say))
        embedder = await stack.enter_async_context(embedder_of(settings))
        companion = await stack.enter_async_context(companion_of(settings))
        memory = await stack.enter_async_context(open_memory(dsn, embedder, companion=companion, quiet=pause))
        shelf = shelf_of(settings, home)
        mind, quiet, persona = Mind(), Quiet(), shelf.usual(settings.persona)
        worker = Worker(memory, ModelExtractor(mind, quiet), mind=mind, quiet=quiet)
        supervisor = await stack.enter_async_context(Supervisor())
        subquestions = SubQuestions(mind) if settings.recall_calls else None
        context = Context(
            memory,
            persona,
            windows=Windows(),
            clock=_now,
            subquestions=subquestions,
            operator=Operator(Adapts(settings.tone.ranges), settings.tone.presets),
        )
        limits, lines = settings.limits, settings.help_lines
        ground = Ground(memory, mind, worker, context, home.exports, limits, lines, shelf, settings.persona)
        assembly = assemble(ground)
        yield Parts(assembly, worker, mind, persona, embedder, supervisor, memory)


def shelf_of(settings: Settings, home: Home) -> Shelf:
    """The personas of this installation."""
    return Shelf(settings.personas or home.personas)


def start(parts: Parts, choice: Choice, *, settings: Settings, home: Home, say: Say) -> None:
    """Start what runs in the background; `say` gets what the operator should know."""
    supervisor, worker, persona = parts.supervisor, parts.worker, parts.persona
    host = Host(say, opening_messages(persona.opening, persona.examples), settings.tone.best_of)
    supervisor.start("database", partial(watch_database, settings, say))
    supervisor.start("embedder", partial(warm, parts.embedder))
    supervisor.start("model", Engine(choice, parts.mind, quiet=worker.quiet, home=home, host=host).run)
    supervisor.start("prepare", worker.prepare)
    supervisor.start("words", prepare)
    supervisor.start("embed", worker.embed)
    supervisor.start("measure", worker.measure)
    supervisor.start("regroup", worker.regroup)
    supervisor.start("learn", worker.learn)
    supervisor.start("consolidate", worker.consolidate)
    supervisor.start("tidy", worker.tidy)
    supervisor.start("proposals", parts.assembly.proposals.run)
    supervisor.start("refine", partial(_refine, parts.memory, worker.quiet))
    supervisor.start("zone changes", ZoneChanges(parts.memory.outbox, tones=parts.memory.tones).run)
    supervisor.start("erase", parts.assembly.changes.erase)
    supervisor.start("claims", parts.assembly.inbox.renew)
    supervisor.start("stops", parts.assembly.inbox.heed)


def deliver(memory: Memory, adapters: Sequence[Adapter], supervisor: Supervisor) -> None:
    """Start telling people what they want to be reminded of, at these platforms, for as long as they are attended.

    Each by itself: one that hangs takes no lane from the others.
    """
    manner = Manner(waits=memory.choices.doubt, tones=memory.tones)
    for each in adapters:
        delivery = Delivery(memory.outbox, {each.name: each}, manner)
        supervisor.start(f"reminders {each.name}", delivery.run)
        supervisor.start(f"reminders brought forward {each.name}", delivery.listen)


async def _refine(memory: Memory, quiet: Quiet) -> None:
    refining = Refining(memory.preferences, memory.tones)
    await keep_refining(refining, memory.preferences, memory.outbox, quiet=quiet)


def _now() -> datetime:
    return datetime.now(UTC)
