"""The program as a child of the test: pipes, a real terminal, scripts, records, bad bytes and abrupt ends."""

import asyncio
import json
import os
import signal
from pathlib import Path

import asyncpg

from tests.bot.program import COMMAND, on_terminal, piped, surroundings


async def test_a_pipe_is_answered_and_ends_cleanly(database_dsn: str, tmp_path: Path) -> None:
    ended = await piped(b"My cat is called Miso.\nWhat is my cat called?\n", database_dsn, tmp_path)
    assert (ended.code, ended.err) == (0, "")
    assert 'Ana: "My cat is called Miso."' in ended.out


async def test_bytes_that_are_no_text_get_a_sentence_each(database_dsn: str, tmp_path: Path) -> None:
    given = (
        b"caf\xe9\n\n   \nnul\0nul \x1b[31mred\n"
        + "שלום 👩‍👩‍👧 \u202etxt".encode()
        + b"\n"
        + b"x" * 200_000
        + b"\nno end"
    )
    ended = await piped(given, database_dsn, tmp_path)
    assert ended.code == 0
    assert "not valid UTF-8" in ended.out
    assert "control a terminal" in ended.out
    assert "first 100,000 characters" in ended.out
    assert ended.out.count("Rapport> I have kept") + ended.out.count("Rapport> Here is") == 5
    assert "\x1b" not in ended.out
    assert "\0" not in ended.out
    assert "\u202e" not in ended.out


async def test_a_script_is_echoed_recorded_and_told_apart(database_dsn: str, tmp_path: Path) -> None:
    script, record = tmp_path / "script.txt", tmp_path / "record.jsonl"
    script.write_text(
        "# a comment\n\n#garden is lovely\n/in #garden\nHello all\n/as Ben\n/in direct\nHi\n//slash\n"
        "@wait learned\n@wait forever\n/nonsense\n/in nowhere\n/quit\nnever said\n"
    )
    ended = await piped(b"", database_dsn, tmp_path, "--script", str(script), "--record", str(record))
    assert (ended.code, ended.err) == (0, "")
    turns = [json.loads(line) for line in record.read_text().splitlines()]
    assert [(turn["who"], turn["place"], turn["text"]) for turn in turns] == [
        ("Ana", "direct", "#garden is lovely"),
        ("Ana", "#garden", "Hello all"),
        ("Ben", "direct", "Hi"),
        ("Ben", "direct", "/slash"),
    ]
    assert "Ana in #garden> Hello all" in ended.out
    assert "I do not know /nonsense" in ended.out
    assert "A place is `direct`" in ended.out
    assert "Unknown directive @wait forever" in ended.out
    assert "never said" not in ended.out
    assert record.stat().st_mode & 0o077 == 0


async def test_a_failing_model_makes_a_script_fail(database_dsn: str, tmp_path: Path) -> None:
    script = tmp_path / "script.txt"
    script.write_text("Hello\n")
    (tmp_path / "rapport.toml").write_text('[model]\nurl = "http://127.0.0.1:9/v1"\nname = "none"\n')
    environment = surroundings(database_dsn, tmp_path) | {"RAPPORT_CONFIG": str(tmp_path / "rapport.toml")}
    pipe = asyncio.subprocess.PIPE
    child = await asyncio.create_subprocess_exec(
        *COMMAND[:4], "--script", str(script), stdin=pipe, stdout=pipe, stderr=pipe, env=environment
    )
    out, _ = await asyncio.wait_for(child.communicate(b""), 60)
    assert child.returncode == 1
    assert b"cannot be reached" in out


async def test_mistakes_are_one_sentence(database_dsn: str, tmp_path: Path) -> None:
    for more, told in (
        (("--script", "/nowhere.txt"), "The script /nowhere.txt cannot be read"),
        (("--record", "/nowhere/x"), "The record cannot be written"),
        (("--in", "garden"), "A place is"),
    ):
        ended = await piped(b"", database_dsn, tmp_path, *more)
        assert ended.code == 1
        assert ended.err.startswith(told)
        assert ended.err.count("\n") == 1
    ended = await piped(b"", "postgresql://nobody:hunter2@127.0.0.1:9/none", tmp_path)
    assert ended.code == 1
    assert "cannot be reached" in ended.err
    assert "hunter2" not in ended.err + (tmp_path / "rapport.log").read_text()


async def test_a_terminal_edits_keeps_history_and_ends_on_ctrl_d(database_dsn: str, tmp_path: Path) -> None:
    async with on_terminal(database_dsn, tmp_path) as screen:
        await screen.until("Ana>")
        screen.type("My cat is calld\x7fed Miso.\r")
        await screen.until("I have kept what you said.")
        await screen.until("Ana>")
        screen.type("What is my cat called?\r")
        await screen.until('"My cat is called Miso."')
        await screen.until("Ana>")
        history = tmp_path / "history"
        assert "called Miso" in history.read_text()
        assert history.stat().st_mode & 0o077 == 0
        screen.type("/forget Miso\r")
        await screen.until("Rapport> ")
        await screen.until("Ana>")
        assert "Miso" not in history.read_text()
        screen.type("\x04")
        assert await screen.ended() == 0


async def test_ctrl_c_at_the_prompt_ends_when_pressed_twice(database_dsn: str, tmp_path: Path) -> None:
    async with on_terminal(database_dsn, tmp_path) as screen:
        await screen.until("Ana>")
        screen.type("half a line\x03")
        await screen.until("Ana>")
        screen.type("\x03")
        await screen.until("Ctrl-C again")
        await screen.until("Ana>")
        screen.type("\x03")
        assert await screen.ended() == 0


async def test_signals_end_it_in_order(database_dsn: str, tmp_path: Path) -> None:
    async with on_terminal(database_dsn, tmp_path) as screen:
        await screen.until("Ana>")
        screen.child.send_signal(signal.SIGTERM)
        assert await screen.ended() == 143
        screen._read()
        assert "Traceback" not in screen.seen


async def test_a_reader_that_went_away_ends_it(database_dsn: str, tmp_path: Path) -> None:
    reading, writing = os.pipe()
    pipe = asyncio.subprocess.PIPE
    child = await asyncio.create_subprocess_exec(
        *COMMAND, stdin=pipe, stdout=writing, stderr=pipe, env=surroundings(database_dsn, tmp_path)
    )
    os.close(writing)
    os.close(reading)
    _, err = await asyncio.wait_for(child.communicate(b"Hello\nAgain\n"), 60)
    assert (child.returncode, err) == (0, b"")


async def test_what_became_due_while_it_was_off_is_told_at_the_next_start(database_dsn: str, tmp_path: Path) -> None:
    made = await piped(b"/timezone UTC\n/remind water the plants in 40 minutes\n", database_dsn, tmp_path)
    assert "I will remind you of this: water the plants" in made.out
    connection = await asyncpg.connect(database_dsn)
    try:
        await connection.execute("UPDATE occurrences SET due_at = now() - interval '2 hours'")
        await connection.execute("UPDATE outbox SET ready_at = now() - interval '2 hours'")
    finally:
        await connection.close()
    async with on_terminal(database_dsn, tmp_path) as screen:
        told = await screen.until("I am late by 2 h")
        assert "Reminder: water the plants" in told
        screen.type("/quit\r")
        assert await screen.ended() == 0
    again = await piped(b"/reminders\n", database_dsn, tmp_path)
    assert "Reminder: water the plants" not in again.out
