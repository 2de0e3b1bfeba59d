"""kill -9 at the worst moments: the next start heals, nothing that was said is lost, nothing stands twice."""

import asyncio
import os
import signal
from pathlib import Path

import pytest

from memory.liveness import postmaster_pid
from tests.bot.stand_in import Request, Send, piece, says, sse, word
from tests.scenarios.conftest import Talk, killed
from tests.scenarios.reference_model import ReferenceModel

LINES = "SELECT speaker_id IS NULL AS ours, text FROM utterances ORDER BY place_id, seq"


async def _until(condition: "asyncio.Event", seconds: float = 60.0) -> None:
    async with asyncio.timeout(seconds):
        await condition.wait()


async def test_killed_in_the_middle_of_a_reply(talk: Talk, model: ReferenceModel) -> None:
    speaking = asyncio.Event()

    async def stalls(request: Request, send: Send) -> None:
        speaking.set()
        await sse(word("I was about "), 60.0, piece({}))(request, send)

    model.reply = stalls
    running = await talk.start("chat", "--as", "Ana", stdin=asyncio.subprocess.PIPE)
    assert running.stdin is not None
    running.stdin.write(b"my bike is blue\n")
    await running.stdin.drain()
    await _until(speaking)
    await asyncio.sleep(0.2)
    await killed(running)

    model.reply = says("Blue, you said.")
    outcome = await talk.script("/as Ana", "which colour has my bike?")
    assert outcome.code == 0, outcome.shown
    assert [tuple(row) for row in await talk.rows(LINES)] == [
        (False, "my bike is blue"),
        (False, "which colour has my bike?"),
        (True, "Blue, you said."),
    ]


async def test_killed_while_learning(talk: Talk, model: ReferenceModel) -> None:
    learning = asyncio.Event()

    async def stalls(request: Request, send: Send) -> None:
        learning.set()
        await asyncio.sleep(60.0)

    model.before_learning = stalls
    script = talk.home / "killed.txt"
    script.write_text("/as Ana\nmy bike is blue\n@wait learned\n", "utf-8")
    running = await talk.start("chat", "--script", str(script))
    await _until(learning)
    await killed(running)
    assert not await talk.rows("SELECT FROM facts")

    model.before_learning = None
    await talk.rows("UPDATE places SET learn_lease = now() - interval '1 second'")  # the dead worker's time is over
    outcome = await talk.script("/as Ana", "my bell is red", "@wait learned")
    assert outcome.code == 0, outcome.shown
    facts = [row["text"] for row in await talk.rows("SELECT text FROM facts ORDER BY id")]
    assert facts == ["Ana said: my bike is blue", "Ana said: my bell is red"]


@pytest.mark.parametrize("after", [0.15, 0.4, 0.7, 1.0, 1.4, 2.0])
async def test_killed_while_starting(talk: Talk, model: ReferenceModel, after: float) -> None:
    running = await talk.start("chat", "--as", "Ana", stdin=asyncio.subprocess.PIPE)
    await asyncio.sleep(after)
    await killed(running)
    outcome = await talk.script("/as Ana", "my bike is blue")
    assert outcome.code == 0, outcome.shown
    assert (False, "my bike is blue") in [tuple(row) for row in await talk.rows(LINES)]


async def test_two_at_once_share_one_database(talk: Talk, server_home: Path) -> None:
    first = await talk.start("chat", "--as", "Ana", stdin=asyncio.subprocess.PIPE)
    second = await talk.start("chat", "--as", "Ben", stdin=asyncio.subprocess.PIPE)
    for running, said in ((first, b"I am Ana\n"), (second, b"I am Ben\n")):
        await running.communicate(said)
        assert running.returncode == 0
    kept = {row["text"] for row in await talk.rows(LINES) if not row["ours"]}
    assert kept == {"I am Ana", "I am Ben"}


async def test_a_line_said_while_the_database_is_down_is_kept(talk: Talk) -> None:
    running = await talk.start("chat", "--as", "Ana", stdin=asyncio.subprocess.PIPE)
    assert running.stdin is not None and running.stdout is not None
    running.stdin.write(b"my bike is blue\n")
    async with asyncio.timeout(60.0):
        while b"heard you" not in await running.stdout.readline():
            pass
    pid = postmaster_pid(talk.home / "postgres" / "data")
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    await running.communicate(b"my bell is red\n")
    assert running.returncode == 0
    kept = [row["text"] for row in await talk.rows(LINES) if not row["ours"]]
    assert kept == ["my bike is blue", "my bell is red"]
