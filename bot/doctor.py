"""Checks every part and says a line about each: what was found, and what to do where it is not well.

A part that cannot be checked because one before it failed is left out, so that one cause is one line. Nothing is
changed, except that the embedded database is started to be looked at.
"""

import os
import shutil
import sys
import zoneinfo
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import UTC
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from bot.config import Settings
from bot.demo_weights import DemoModel, weights_path
from bot.discord_checkup import examine_discord
from bot.engine import open_models
from bot.errors import BotError, ConfigError
from bot.findings import Finding, failed, warning, well
from bot.folders import weights_folder
from bot.home import Home, prepare_home
from bot.model_choice import Endpoints, kept_choice, to_endpoint
from bot.secrets import sealer_of
from bot.shelf import Shelf
from bot.slack_checkup import examine_slack
from bot.stores import database_of, embedder_of, warm
from bot.why import model_name
from memory.errors import MemoryFault
from memory.outbox import Outbox
from memory.ports import Embedder
from memory.store import checkup
from memory.store.checkup import Checkup, Stood, Undelivered
from memory.store.database import open_database
from memory.store.migrate import pending

if TYPE_CHECKING:
    from bot.llm.types import Abilities

OLDEST_PYTHON = (3, 11)
LITTLE_MB, TOO_LITTLE_MB = 2000, 200
MOST_TOLD = 10  # of what could not be delivered


async def examine(settings: Settings) -> AsyncIterator[Finding]:
    """A finding for every part, as it comes."""
    yield python()
    yield zones()
    try:
        home = prepare_home(settings.home)
    except BotError as fault:
        yield failed("data folder", str(fault))
        return
    yield folder(settings.home)
    yield disk(settings.home)
    yield personas(settings, Shelf(settings.personas or home.personas))
    stood: list[Stood] = []
    async for finding in _database(settings, stood):
        yield finding
    async for finding in _models(settings):
        yield finding
    if settings.discord is not None:
        async for finding in examine_discord(settings.discord, stood):
            yield finding
    if settings.slack is not None:
        async for finding in examine_slack(settings.slack):
            yield finding
        if settings.slack.http is not None or settings.slack.installing is not None:
            yield keys(settings.secret_key, home)


def keys(secret_key: str | None, home: Home) -> Finding:
    """The keys with which tokens of workspaces are sealed; none are made."""
    if secret_key is None and not home.key.exists():
        return warning("keys", "the next start makes one here. Several processes need the same: set secret_key.")
    try:
        sealer_of(secret_key, home)
    except ConfigError as fault:
        return failed("keys", str(fault))
    return well("keys", "there is one that seals the tokens of workspaces")


def personas(settings: Settings, shelf: Shelf) -> Finding:
    """Who can answer, and what is wrong with the operator's files."""
    faults = shelf.faults()
    if faults:
        return warning("personas", " ".join(faults.values()))
    try:
        usual = shelf.usual(settings.persona)
    except ConfigError as fault:
        return failed("personas", str(fault))
    return well("personas", f"{', '.join(shelf.all())}; {usual.name} answers where nobody chose")


def python() -> Finding:
    """The interpreter."""
    found = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < OLDEST_PYTHON:
        return failed("Python", f"{found} is too old; use 3.11 or newer.")
    return well("Python", found)


def zones() -> Finding:
    """Time zones come from the pinned package only."""
    try:
        zoneinfo.ZoneInfo("Europe/Lisbon")
    except zoneinfo.ZoneInfoNotFoundError:
        return failed("time zones", "none found. Install the package tzdata.")
    return well("time zones", f"tzdata {version('tzdata')}, {len(zoneinfo.available_timezones())} zones")


def folder(home: Path) -> Finding:
    """Who may look into the data folder."""
    allowed = home.stat().st_mode & 0o777
    # The account that runs the embedded database for root must get through, not look in.
    wanted = 0o711 if os.geteuid() == 0 else 0o700
    if allowed & 0o777 & ~wanted:
        return warning("data folder", f"{home} is open to other users ({allowed:o}). Say: chmod {wanted:o} {home}")
    return well("data folder", f"{home}, closed to other users")


def disk(home: Path) -> Finding:
    """Free space where the data lies."""
    free = shutil.disk_usage(home).free // 1_000_000
    if free < TOO_LITTLE_MB:
        return failed("disk", f"only {free:,} MB are free. Free some space.")
    if free < LITTLE_MB:
        return warning("disk", f"{free:,} MB are free; the demo model alone takes 1,117 MB.")
    return well("disk", f"{free:,} MB free")


async def _database(settings: Settings, stood: list[Stood]) -> AsyncIterator[Finding]:
    where = "embedded" if settings.database is None else "as set"
    try:
        async with database_of(settings, lambda sentence: None) as dsn:
            found = await checkup.check(dsn)
            yield well("database", f"{where}, PostgreSQL {found.server}")
            missing = await pending(dsn)
            if missing:
                yield warning("migrations", f"{len(missing)} to do. The next start does them, or say: rapport migrate")
                return
            stood += await checkup.stood(dsn, "discord")
            yield well("migrations", "up to date")
            yield well("pgvector", str(found.vector))
            async with open_database(dsn, size=1) as database:  # refuses when row-level security is off
                yield well("row security", "on")
                last = await checkup.undelivered(dsn, most=MOST_TOLD)
                for finding in undelivered(await Outbox(database).dead_count(), last):
                    yield finding
                for platform, amount in await Outbox(database).overdue():
                    yield unattended(platform, amount)
            yield queue(found)
            async for finding in _embeddings(settings, found):
                yield finding
    except (MemoryFault, BotError) as fault:
        yield failed("database", str(fault))


def queue(found: Checkup) -> Finding:
    """What waits to be learned, and what was given up on."""
    if found.parked:
        return warning("learning", f"{found.parked} messages could not be learned after five tries; tried daily again.")
    return well("learning", f"{found.waiting} messages wait")


def undelivered(count: int, last: Sequence[Undelivered]) -> Iterator[Finding]:
    """What was to be told to people and could not be; of the last of it where and why, not what and to whom."""
    if not count:
        yield well("reminders", "none that could not be delivered")
        return
    yield warning(
        "reminders", f"{count} could not be delivered; /reminders shows everybody their own. The last of them:"
    )
    for each in last:
        due = each.due_at.astimezone(UTC)
        yield warning("reminders", f"due {due:%Y-%m-%d %H:%M} UTC at {each.platform}: {each.fault}")
    if count > len(last):
        yield warning("reminders", f"and {count - len(last)} more before these")


def unattended(platform: str, amount: int) -> Finding:
    """What is due at a platform that no process attends."""
    return warning(
        "reminders", f"{amount} are due at {platform}, where nobody sends them. Start Rapport there; they are kept."
    )


async def _embeddings(settings: Settings, found: Checkup) -> AsyncIterator[Finding]:
    try:
        async with embedder_of(settings) as embedder:
            await warm(embedder)
            await embedder.embed(["doctor"])
            yield embedding(embedder, found)
    except (MemoryFault, BotError) as fault:
        yield failed("embeddings", str(fault))


def embedding(embedder: Embedder, found: Checkup) -> Finding:
    """Whether the embedder is the one that this memory was made with."""
    mine = (embedder.name, embedder.dimensions)
    told = f"{embedder.name}, {embedder.dimensions} numbers a text"
    if found.model is not None and found.model != mine:
        made = f"{found.model[0]} with {found.model[1]}"
        return failed("embeddings", f"{told}, but memory was made with {made}. Say: rapport reembed")
    return well("embeddings", told)


async def _models(settings: Settings) -> AsyncIterator[Finding]:
    kept = None if settings.models else settings.demo_model or kept_choice(Home(settings.home))
    endpoints = kept.endpoints if isinstance(kept, Endpoints) else tuple(map(to_endpoint, settings.models))
    if not endpoints:
        yield _demo(chosen_none=kept == "none")
        return
    async with await open_models(endpoints) as models:
        for each in await models.probe():
            yield model(each)


def _demo(*, chosen_none: bool) -> Finding:
    there = [each.value for each in DemoModel if weights_path(each, weights_folder()) is not None]
    if chosen_none:
        return warning("language model", "none, as chosen: answers are word for word.")
    if not there:
        return warning("language model", "none is set; `rapport chat` looks for one or offers the demo model.")
    return well("language model", f"demo model ({', '.join(there)}) in {weights_folder()}")


def model(found: "Abilities") -> Finding:
    """An endpoint and what it can do."""
    if not found.reachable:
        return failed("language model", f"{found.endpoint}: {found.problem}")
    if found.model is None:
        return failed("language model", f"{found.endpoint} has no model that can chat. Load one there.")
    said = [
        f"{model_name(found.model)} at {found.endpoint}",
        found.server and f"{found.server} {found.version}".strip(),
    ]
    said.append(f"context {found.context_length:,}" if found.context_length else "context unknown")
    able = {"JSON schema": found.json_schema, "tools": found.tools, "usage while streaming": found.stream_usage}
    said += [f"{name}: {_yes(known)}" for name, known in able.items()]
    return well("language model", "; ".join(filter(None, said)))


def _yes(known: bool | None) -> str:
    return "unknown" if known is None else "yes" if known else "no"
