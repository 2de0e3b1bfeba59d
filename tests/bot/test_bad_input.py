"""What goes wrong around a conversation, over the real program: one clear sentence, an exit code, nothing lost."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

from tests.bot.program import COMMAND, on_terminal, piped, run, surroundings
from tests.bot.stand_in import Request, Send, StandIn, model_list, says


@contextmanager
def small_disk(at: Path, options: str) -> Iterator[Path]:
    """A file system of its own; the test is skipped where none can be made."""
    at.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", at], capture_output=True).returncode:
        pytest.skip("no file system can be mounted here")
    try:
        yield at
    finally:
        subprocess.run(["umount", "--lazy", at], check=True)


def wrong_password(dsn: str) -> str:
    parts = urlsplit(dsn)
    user, _, rest = parts.netloc.rpartition("@")
    return urlunsplit(parts._replace(netloc=f"{user.partition(':')[0]}:hunter2@{rest}"))


async def test_a_wrong_dsn_is_told_by_what_is_wrong_with_it(database_dsn: str, tmp_path: Path) -> None:
    for dsn, told in (
        ("mysql:/hunter2", "The DSN is not understood"),
        ("postgresql://a:hunter2@127.0.0.1:port/x", "The DSN is not understood"),
        ("postgresql://a:hunter2@127.0.0.1:9/x", "cannot be reached"),
        (wrong_password(database_dsn), "refused the login"),
    ):
        ended = await piped(b"Hi\n", dsn, tmp_path)
        assert (ended.code, ended.err.count("\n")) == (1, 1), ended
        assert told in ended.err
        assert "hunter2" not in ended.err + ended.out + (tmp_path / "rapport.log").read_text()


async def test_a_home_that_cannot_be_written_is_told(database_dsn: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    environment = surroundings(database_dsn, tmp_path) | {"RAPPORT_HOME": str(tmp_path / "file" / "home")}
    ended = await run(COMMAND, environment, b"Hi\n")
    assert (ended.code, ended.err.count("\n")) == (1, 1)
    assert "cannot be used: Not a directory. Choose another with RAPPORT_HOME." in ended.err


async def test_a_read_only_disk_is_told(database_dsn: str, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "ro,size=1m") as home:
        ended = await piped(b"Hi\n", database_dsn, home)
    assert (ended.code, ended.err.count("\n")) == (1, 1)
    assert "Read-only file system" in ended.err


async def test_a_full_disk_is_told_and_one_that_fills_up_ends_nothing(database_dsn: str, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "size=64k,mode=700") as home:
        async with on_terminal(database_dsn, home) as screen:
            await screen.until("Ana>")
            filler = home / "filler"
            with pytest.raises(OSError, match="space"):
                filler.write_bytes(b"x" * 100_000)
            for _ in range(2):
                screen.type("My cat is called Miso. " + "x" * 5000 + "\r")
                shown = await screen.until("Rapport> ") + await screen.until("Ana>")
                assert "Traceback" not in shown
                assert "Something went wrong" not in shown
            screen.type("\x04")
            assert await screen.ended() == 0
        ended = await piped(b"Hi\n", database_dsn, home)
    assert (ended.code, ended.err.count("\n")) == (1, 1)
    assert "is full. Free about" in ended.err


async def test_a_model_that_says_nothing_is_told_each_time_and_what_was_said_is_kept(
    database_dsn: str, tmp_path: Path
) -> None:
    script = tmp_path / "script.txt"
    script.write_text("My cat is called Miso.\nWhat is my cat called?\nAnd now?\n/forget Miso\n")
    async with StandIn() as server:
        server.on("/v1/models", model_list("m"))

        async def answer(request: Request, send: Send) -> None:
            asked = request.body["messages"][-1]["content"]
            answers = {"called?": "<think>Miso, I think.</think>", "now?": "Miso.", "Lines:": '{"claims": []}'}
            said = next((answer for word, answer in answers.items() if word in asked), "")
            await says(said)(request, send)

        server.chat(answer)
        environment = surroundings(database_dsn, tmp_path) | {"RAPPORT_MODEL_URL": server.url, "RAPPORT_MODEL": "m"}
        ended = await run((*COMMAND, "--script", str(script)), environment)
    assert (ended.code, ended.err) == (1, "")
    assert ended.out.count("answered nothing, or only its own reasoning") == 2
    assert '"My cat is called Miso."' in ended.out
    assert "I think" not in ended.out
    assert "Rapport> Miso." in ended.out


async def test_wrong_settings_are_told_before_anything_is_started(tmp_path: Path) -> None:
    environment = surroundings("postgresql://a@127.0.0.1:9/x", tmp_path)
    for more, told in (
        ({"RAPPORT_CONFIG": str(tmp_path / "none.toml")}, "which does not exist"),
        ({"RAPPORT_MODEL_URL": "localhost:11434"}, "should look like http://"),
        ({"RAPPORT_EMBEDDINGS_URL": "http://127.0.0.1:9/v1"}, "embeddings.model is missing"),
    ):
        ended = await run((sys.executable, "-m", "bot", "doctor"), environment | more)
        assert (ended.code, ended.out) == (1, "")
        assert told in ended.err
        assert ended.err.count("\n") == 1
    assert not os.listdir(tmp_path)
