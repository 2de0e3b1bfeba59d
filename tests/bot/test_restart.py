"""What is killed in the middle of a conversation comes back: the demo model's server, the embedded database."""

import asyncio
import os
import signal
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from adapters.console.parse import author_of, home_of
from bot.bridge import to_account, to_place
from bot.config import Settings
from bot.engine import Engine, Host
from bot.home import Home
from bot.llm.types import ChatMessage
from bot.mind import Mind
from bot.model_choice import Demo
from bot.quiet import Quiet
from bot.stores import database_of, watch_database
from bot.supervise import Supervisor
from memory.errors import MemoryFault
from memory.liveness import postmaster_pid
from memory.memory import open_memory
from memory.types import Utterance, Viewer
from tests.bot.processes import started_with
from tests.bot.program import on_terminal
from tests.bot.tiny_gguf import write_tiny_gguf

SECONDS = 40


async def _until(true: Callable[[], object]) -> None:
    end = time.monotonic() + SECONDS
    while not true():
        assert time.monotonic() < end
        await asyncio.sleep(0.05)


def _kill_server_of(folder: Path) -> None:
    for number in started_with(b"bot.model_server\0" + os.fsencode(folder)):
        os.kill(number, signal.SIGKILL)


async def test_a_killed_demo_model_is_told_and_answers_again(tmp_path: Path) -> None:
    weights, mind, said = write_tiny_gguf(tmp_path / "tiny.gguf"), Mind(), list[str]()
    host = Host(said.append, (ChatMessage("system", "Be kind."),))
    engine = Engine(
        Demo(weights),
        mind,
        quiet=Quiet(),
        home=Home(tmp_path),
        host=host,
    )
    async with asyncio.timeout(2 * SECONDS), Supervisor() as supervisor:
        supervisor.start("model", engine.run)
        first = await mind.settled(SECONDS)
        assert first is not None
        assert said == []
        _kill_server_of(tmp_path)
        await _until(lambda: mind.voice is not first)
        assert mind.loading or "bringing it back" in mind.reason
        await _until(lambda: mind.voice)
        assert len(said) == 1
        assert "ended unexpectedly. I am bringing it back" in said[0]
        assert mind.voice is not None
        words = mind.voice.model.stream((), max_tokens=1, temperature=0.0, deadline=1.0)
        await words.aclose()


async def test_a_killed_embedded_database_is_told_and_nothing_is_lost(server_home: Path) -> None:
    settings, said, home = Settings(server_home), list[str](), home_of(author_of("Ana"))
    account, place = to_account("console", home.author), to_place(home.address, home.audience)
    async with (
        asyncio.timeout(2 * SECONDS),
        database_of(settings, lambda sentence: None) as dsn,
        open_memory(dsn, None) as memory,
        Supervisor() as supervisor,
    ):
        supervisor.start("database", partial(watch_database, settings, said.append))
        person = await memory.person(account, place)
        await memory.note(Utterance("1", person, place, "My cat is Miso.", datetime.now(UTC)))
        pid = postmaster_pid(server_home / "postgres" / "data")
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        await _until(lambda: any("back" in each for each in said[1:]))
        assert "ended unexpectedly" in said[0]
        for _ in range(40):
            try:
                kept = await memory.recent(Viewer(person, place))
                break
            except MemoryFault:
                await asyncio.sleep(0.2)
        assert [line.text for line in kept] == ["My cat is Miso."]
        await memory.note(Utterance("2", person, place, "Miso is grey.", datetime.now(UTC)))
    assert postmaster_pid(server_home / "postgres" / "data") is None


async def test_a_sentence_of_ours_leaves_what_is_being_typed(server_home: Path) -> None:
    async with on_terminal("", server_home) as screen:
        await screen.until("Ana>")
        screen.type("My cat is ")
        await screen.until("My cat is")
        pid = postmaster_pid(server_home / "postgres" / "data")
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        assert "\n" in (await screen.until("The database is back; nothing that was kept is lost."))
        await screen.until("My cat is")
        screen.type("Miso.\r")
        await screen.until("I have kept what you said.")
        await screen.until("Ana>")
        screen.type("What is my cat called?\r")
        await screen.until('"My cat is Miso."')
        await screen.until("Ana>")
        screen.type("\x04")
        assert await screen.ended() == 0
