"""The doctor and the other errands: a line for each part, an exit code, nothing secret."""

import asyncio
import json
import os
import socket
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest

from adapters.console.parse import author_of, home_of
from bot.arguments import Arguments
from bot.bridge import to_account, to_place
from bot.config import DiscordSettings, EmbeddingSettings, ModelSettings, Settings
from bot.demo_weights import WEIGHTS, DemoModel
from bot.doctor import embedding, examine, folder, model, queue, unattended, undelivered
from bot.errands import run
from bot.errors import ConfigError, UserError
from bot.findings import Sign
from bot.llm.types import Abilities
from bot.reminders.wish import once_at
from bot.remote_embedding import EndpointEmbedder
from bot.when.stored import stored
from memory.memory import open_memory
from memory.reminder import NewReminder
from memory.store.checkup import Checkup
from memory.types import Utterance
from tests.adapters.discord_answers import NUMBER, TOKEN, discord_answering
from tests.bot.program import run as program
from tests.bot.program import surroundings


async def test_a_healthy_set_up_has_no_failure(database_dsn: str, tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    settings = Settings(tmp_path, database=database_dsn, demo_model="none")
    found = [finding async for finding in examine(settings)]
    assert [each for each in found if each.sign is Sign.FAILED] == []
    assert [each.part for each in found][:4] == ["Python", "time zones", "data folder", "disk"]
    assert {"database", "pgvector", "migrations", "row security", "learning", "embeddings"} <= {
        each.part for each in found
    }


async def test_a_database_that_is_gone_is_one_line(tmp_path: Path) -> None:
    settings = Settings(tmp_path, database="postgresql://a:hunter2@127.0.0.1:9/b", demo_model="none")
    found = [finding async for finding in examine(settings)]
    failures = [str(each) for each in found if each.sign is Sign.FAILED]
    assert len(failures) == 1
    assert "cannot be reached" in failures[0]
    assert "hunter2" not in failures[0]


async def test_the_program_exits_with_1_when_a_part_failed(tmp_path: Path) -> None:
    dsn = "postgresql://a:hunter2@127.0.0.1:9/b"
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "doctor"), stdout=asyncio.subprocess.PIPE, env=surroundings(dsn, tmp_path)
    )
    out, _ = await asyncio.wait_for(child.communicate(), 60)
    assert child.returncode == 1
    assert out.decode().count("FAILED") == 1


async def test_a_dead_model_endpoint_fails(database_dsn: str, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    settings = Settings(tmp_path, database=database_dsn, models=(ModelSettings(f"http://127.0.0.1:{port}/v1", "m"),))
    found = [finding async for finding in examine(settings)]
    assert found[-1].part == "language model"
    assert found[-1].sign is Sign.FAILED


def test_each_trouble_says_what_to_do(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    assert ("chmod 711" if os.geteuid() == 0 else "chmod 700") in str(folder(tmp_path))
    assert queue(Checkup("18", "0.8.6", parked=3)).sign is Sign.WARNING
    assert [each.sign for each in undelivered(0, ())] == [Sign.WELL]
    assert str(unattended("slack", 3)).startswith("warning  reminders: 3 are due at slack")

    async def call(texts: object) -> list[list[float]]:
        return []

    other = EndpointEmbedder(call, name="new", dimensions=8)
    assert "rapport reembed" in str(embedding(other, Checkup("18", "0.8.6", model=("old", 4))))
    assert embedding(other, Checkup("18", "0.8.6", model=("new", 8))).sign is Sign.WELL
    assert model(Abilities("http://x", reachable=True)).sign is Sign.FAILED
    able = Abilities("http://x", reachable=True, model="m", context_length=4096, json_schema=True)
    assert "JSON schema: yes; tools: unknown" in str(model(able))


async def test_what_could_not_be_delivered_is_told_without_whom_and_what(database_dsn: str, tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    begin = datetime(2026, 3, 1, 9, tzinfo=UTC)
    faults = ["Unreachable", *["TooLarge"] * 10, "DirectClosed"]
    async with open_memory(database_dsn, None) as memory:
        home = home_of(author_of("ana"))
        place = to_place(home.address, home.audience)
        person = await memory.person(to_account("console", home.author), place)
        for at, fault in enumerate(faults):
            due_at, schedule = begin + timedelta(days=at), stored(once_at(begin + timedelta(days=at), "UTC"))
            new = NewReminder(
                person, "console", "ana", "water the fern", schedule, "UTC", "x", due_at, place, "en", f"{at}"
            )
            await memory.reminders.add(new)
            (due,) = await memory.outbox.claim(["console"], most=1)
            assert await memory.outbox.dead(due, fault, following=None)
    found = [each async for each in examine(Settings(tmp_path, database=database_dsn, demo_model="none"))]
    told = [str(each) for each in found if each.part == "reminders"]
    assert (
        told[0]
        == "warning  reminders: 12 could not be delivered; /reminders shows everybody their own. The last of them:"
    )
    assert told[1] == "warning  reminders: due 2026-03-12 09:00 UTC at console: DirectClosed"
    assert told[2:11] == [
        f"warning  reminders: due 2026-03-{day:02} 09:00 UTC at console: TooLarge" for day in range(11, 2, -1)
    ]
    assert told[11:] == ["warning  reminders: and 2 more before these"]
    assert not any(word in line.casefold() for line in told for word in ("ana", "fern"))


async def test_export_and_migrate(database_dsn: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = Settings(tmp_path, database=database_dsn)
    assert await run(settings, Arguments("migrate")) == 0
    assert "up to date" in capsys.readouterr().out
    with pytest.raises(UserError, match="I know nobody called Ana"):
        await run(settings, Arguments("export", person="Ana"))
    assert not (tmp_path / "exports").exists()
    async with open_memory(database_dsn, None) as memory:
        home = home_of(author_of("ana"))
        await memory.person(to_account("console", home.author), to_place(home.address, home.audience))
    assert await run(settings, Arguments("export", person="Ana")) == 0
    assert len(list((tmp_path / "exports").iterdir())) == 1


async def test_an_account_is_erased_once_somebody_said_yes(
    database_dsn: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, home = Settings(tmp_path, database=database_dsn), home_of(author_of("ana"))
    account, place = to_account("console", home.author), to_place(home.address, home.audience)
    async with open_memory(database_dsn, None) as memory:
        person = await memory.person(account, place)
        await memory.note(Utterance("1", person, place, "My cat is called Biscuit.", datetime.now(UTC)))
        forget = Arguments("forget-account", platform="console", handle=account.handle)
        for answer in ("", "y\n", "no\n"):
            monkeypatch.setattr("sys.stdin", StringIO(answer))
            assert await run(settings, forget) == 1
        assert await memory.knows(account)
        monkeypatch.setattr("sys.stdin", StringIO("yes\n"))
        assert await run(settings, forget) == 0
        assert "Erased for good: 0 facts, 1 messages, 0 answers." in capsys.readouterr().out
    async with open_memory(database_dsn, None) as memory:
        assert not await memory.knows(account)
    with pytest.raises(UserError, match="I know no account"):
        await run(settings, replace(forget, yes=True))
    for platform, hint in (("slack", "T0123:U0456"), ("discord", "Copy User ID"), ("slak", "discord, slack")):
        with pytest.raises(UserError, match=f"I know no account U0456 at {platform}.*{hint}"):
            await run(settings, Arguments("forget-account", platform=platform, handle="U0456", yes=True))


async def test_an_embedding_endpoint_that_is_gone_needs_its_size(database_dsn: str, tmp_path: Path) -> None:
    remote = EmbeddingSettings("http://127.0.0.1:9/v1", "m")
    with pytest.raises(ConfigError, match="RAPPORT_EMBEDDINGS_DIMENSIONS"):
        await run(Settings(tmp_path, database=database_dsn, embeddings=remote), Arguments("reembed"))


async def test_fetch_downloads_only_what_is_missing(tmp_path: Path) -> None:
    environment = surroundings("unused", tmp_path) | {"XDG_CACHE_HOME": str(tmp_path), "PIP_NO_INDEX": "1"}
    fetch = (sys.executable, "-m", "bot", "fetch", "--demo-model", "small")
    missing = await program(fetch, environment | {"PIP_CONFIG_FILE": os.devnull, "PIP_FIND_LINKS": ""})
    assert missing.code == 1
    assert "491 MB" in missing.err
    assert "The demo model could not be downloaded." in missing.err
    weights = WEIGHTS[DemoModel.SMALL]
    (tmp_path / "rapport" / "models" / weights.file).touch()
    os.truncate(tmp_path / "rapport" / "models" / weights.file, weights.size)
    there = await program(fetch, environment)
    assert (there.code, there.err) == (0, f"The demo model is in {tmp_path}/rapport/models.\n")
    assert (await program((*fetch[:-1], "none"), environment)).code == 0


async def test_invite_prints_the_links(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    async with discord_answering({"id": "77", "flags": 0, "integration_types_config": {"0": {}}}) as api:
        assert await run(Settings(tmp_path, discord=DiscordSettings(TOKEN, api=api)), Arguments("invite")) == 0
        said = capsys.readouterr().out
        assert "Biscuit asks for these permissions" in said
        assert said.count("client_id=77&") == 2  # what Discord says, not what the token says
        assert "tick User Install" in said
        with pytest.raises(
            ConfigError, match=r"does not accept the token\. .*Bot, Reset Token.* RAPPORT_DISCORD_TOKEN"
        ):
            await run(Settings(tmp_path, discord=DiscordSettings("a.b.c", api=api)), Arguments("invite"))


async def test_invite_without_discord_takes_the_number_from_the_token(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dead = "http://127.0.0.1:9/api/v10"
    assert await run(Settings(tmp_path, discord=DiscordSettings(TOKEN, api=dead)), Arguments("invite")) == 0
    said = capsys.readouterr().out
    assert said.count(f"client_id={NUMBER}&") == 2
    assert "unchecked" in said
    with pytest.raises(ConfigError, match=r"does not look like a token.*Bot, Reset Token.* RAPPORT_DISCORD_TOKEN"):
        await run(Settings(tmp_path, discord=DiscordSettings("x", api=dead)), Arguments("invite"))
    with pytest.raises(ConfigError, match=r"no token .*Bot, Reset Token.* RAPPORT_DISCORD_TOKEN"):
        await run(Settings(tmp_path), Arguments("invite"))


async def test_the_manifest_is_printed_alone_and_what_it_asks_for_beside_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await run(Settings(tmp_path), Arguments(action="slack-manifest")) == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out)["settings"]["socket_mode_enabled"] is True
    assert "users:read: to know names" in printed.err
    assert await run(Settings(tmp_path), Arguments(action="slack-manifest", http="https://a.example/")) == 0
    settings = json.loads(capsys.readouterr().out)["settings"]
    assert settings["event_subscriptions"]["request_url"] == "https://a.example/slack/events"


@pytest.mark.parametrize(
    "address", ["a.example", "http://a.example", "https://a.example/path", "https://", "https://a?b"]
)
async def test_an_address_that_slack_would_refuse_is_refused(tmp_path: Path, address: str) -> None:
    with pytest.raises(ConfigError, match="wants https"):
        await run(Settings(tmp_path), Arguments(action="slack-manifest", http=address))
