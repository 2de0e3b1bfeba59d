"""The questions of the first start, on a real terminal and without one; nothing is searched on the usual ports."""

import socket
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.bot.program import on_terminal, run, surroundings
from tests.bot.stand_in import StandIn, model_list, says

# The program, told on which port to look for a model, and with a download that only pretends.
PROGRAM = """
import asyncio, sys
from bot import discovery, model_choice
from bot.__main__ import main
from bot.demo_weights import WeightsUnavailable
port, way = int(sys.argv.pop(1)), sys.argv.pop(1)
discovery.usual_ports = lambda: (port,)
async def fetch(wanted, folder, *, progress):
    if way == "fails":
        raise WeightsUnavailable
    for done in range(400):
        progress(done * 10_000_000, 1_117_320_768)
        await asyncio.sleep(0.05)
model_choice.fetch_weights = fetch
sys.exit(main())
"""


def program(port: int, way: str = "goes on") -> Sequence[str]:
    return (sys.executable, "-c", PROGRAM, str(port), way, "chat", "--as", "Ana")


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        return int(closed.getsockname()[1])


async def test_a_model_that_listens_here_is_offered_once_and_answers(database_dsn: str, tmp_path: Path) -> None:
    async with StandIn() as server:
        server.on("/v1/models", model_list("\x1b]0;owned\x07/srv/qwen.gguf")).chat(says("Hello Ana."))
        command = program(server.port)
        async with on_terminal(database_dsn, tmp_path, command, XDG_CACHE_HOME=str(tmp_path)) as screen:
            assert "\x1b]0;" not in await screen.until("qwen.gguf at http://127.0.0.1")
            await screen.until("Use it? [Y/n]")
            screen.type("\r")
            await screen.until("Ana>")
            screen.type("Hi\r")
            await screen.until("Hello Ana.")
            await screen.until("Ana>")
            screen.type("/why\r")
            assert "/srv/" not in await screen.until("in all")
            await screen.until("Ana>")
            screen.type("\x04")
            assert await screen.ended() == 0
        assert (tmp_path / "choices.toml").exists()
        async with on_terminal(database_dsn, tmp_path, command, XDG_CACHE_HOME=str(tmp_path)) as screen:
            assert "Use it?" not in await screen.until("Ana>")


async def test_ctrl_c_during_the_download_goes_on_without_a_model(database_dsn: str, tmp_path: Path) -> None:
    command = program(closed_port())
    async with on_terminal(database_dsn, tmp_path, command, XDG_CACHE_HOME=str(tmp_path)) as screen:
        offered = await screen.until("[Y/n/small]")
        assert "1,117 MB" in offered
        assert "third party" in offered.replace("\r\n", "")
        screen.type("\r")
        await screen.until(" of 1,117 MB")
        screen.type("\x03")
        await screen.until("Going on without a language model")
        await screen.until("Ana>")
        screen.type("Hi\r")
        await screen.until("I have kept what you said.")
        await screen.until("Ana>")
        screen.type("\x04")
        assert await screen.ended() == 0


async def test_without_a_terminal_nothing_is_asked_and_a_failed_download_is_a_sentence(
    database_dsn: str, tmp_path: Path
) -> None:
    environment = surroundings(database_dsn, tmp_path) | {"XDG_CACHE_HOME": str(tmp_path)}
    ended = await run(program(closed_port(), "fails"), environment, b"Hi\n")
    assert ended.code == 0
    assert "could not be downloaded" in ended.err
    assert "Going on without a language model." in ended.err
    assert "I have kept what you said." in ended.out
    assert not (tmp_path / "choices.toml").exists()
