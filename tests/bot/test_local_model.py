"""The real server over a model of a few kilobytes: started, shared, let go of, killed."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from bot.llm.types import Endpoint
from bot.local_model import LocalModelFailed, local_model, wait_ready
from bot.model_server import BATCH, CACHE_MIB, STATE
from tests.bot.processes import started_with
from tests.bot.tiny_gguf import write_tiny_gguf

# A second program that uses the server, says so, and then waits to be told to go (or to be killed).
OTHER = """
import asyncio, sys
from pathlib import Path
from bot.local_model import local_model, wait_ready
async def main():
    async with local_model(Path(sys.argv[1]), Path(sys.argv[2]), threads=1, context=512) as endpoint:
        await wait_ready(endpoint, Path(sys.argv[2]), within=30)
        print(endpoint.url, flush=True)
        await asyncio.to_thread(sys.stdin.readline)
asyncio.run(main())
"""


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_gguf(tmp_path_factory.mktemp("weights") / "tiny.gguf")


def _ask(endpoint: Endpoint, path: str, body: dict[str, Any] | None = None, *, key: str | None = None) -> Any:
    connection = HTTPConnection("127.0.0.1", int(endpoint.url.split(":")[2].split("/")[0]), timeout=20)
    headers = {"Authorization": f"Bearer {key or endpoint.key}", "Content-Type": "application/json"}
    connection.request("POST" if body else "GET", path, json.dumps(body) if body else None, headers)
    answer = connection.getresponse()
    text = answer.read()
    connection.close()
    return json.loads(text) if answer.status == 200 else answer.status


def _is_up(endpoint: Endpoint) -> bool:
    try:
        return isinstance(_ask(endpoint, "/health"), dict)
    except OSError:
        return False


async def _gone(endpoint: Endpoint) -> bool:
    deadline = time.monotonic() + 10
    while _is_up(endpoint):
        if time.monotonic() > deadline:
            return False
        await asyncio.sleep(0.02)
    return True


def _other(weights: Path, home: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", OTHER, str(weights), str(home)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


async def test_it_answers_in_a_stream_of_openai_s_kind_and_tells_cached_tokens(weights: Path, tmp_path: Path) -> None:
    async with local_model(weights, tmp_path, threads=1, context=1024) as endpoint:
        await wait_ready(endpoint, tmp_path, within=30)
        body = {"messages": [{"role": "user", "content": "x" * 200}], "max_tokens": 4}
        await asyncio.to_thread(_ask, endpoint, "/v1/chat/completions", body)
        again = await asyncio.to_thread(_ask, endpoint, "/v1/chat/completions", body)
        assert again["usage"]["prompt_tokens_details"]["cached_tokens"] > 150
        assert _ask(endpoint, "/v1/models")["data"][0]["id"] == endpoint.model == "tiny"
        slots = _ask(endpoint, "/slots")
        assert len(slots) == 1 and slots[0]["n_ctx"] == 1024
    assert await _gone(endpoint)


async def test_the_key_is_needed_and_only_its_user_can_read_it(weights: Path, tmp_path: Path) -> None:
    async with local_model(weights, tmp_path, threads=1, context=512) as endpoint:
        await wait_ready(endpoint, tmp_path, within=30)
        body = {"messages": [{"role": "user", "content": "x"}], "max_tokens": 1}
        assert _ask(endpoint, "/v1/chat/completions", body, key="wrong") == 401
        (state,) = tmp_path.rglob(STATE)
        assert state.stat().st_mode & 0o077 == 0 and state.parent.stat().st_mode & 0o077 == 0
        assert endpoint.key and endpoint.key not in repr(endpoint)
        command = f"/proc/{os.getpid()}/task/{os.getpid()}/children"
        if os.path.exists(command):
            for child in Path(command).read_text().split():
                assert endpoint.key.encode() not in Path(f"/proc/{child}/cmdline").read_bytes()


async def test_a_second_program_joins_and_the_last_one_out_ends_the_server(weights: Path, tmp_path: Path) -> None:
    async with local_model(weights, tmp_path, threads=1, context=512) as endpoint:
        with _other(weights, tmp_path) as other:
            assert other.stdout and other.stdout.readline().strip() == endpoint.url
            (state,) = tmp_path.rglob(STATE)
            other.communicate("go\n", timeout=20)
        await wait_ready(endpoint, tmp_path, within=5)
        assert state.exists()
    assert await _gone(endpoint)
    assert not state.exists()


async def test_the_server_outlives_the_one_who_started_it_while_another_uses_it(weights: Path, tmp_path: Path) -> None:
    with _other(weights, tmp_path) as starter:
        assert starter.stdout
        url = starter.stdout.readline().strip()
        async with local_model(weights, tmp_path, threads=1, context=512) as endpoint:
            assert endpoint.url == url
            starter.communicate("go\n", timeout=20)
            await wait_ready(endpoint, tmp_path, within=5)
    assert await _gone(endpoint)


async def test_a_killed_user_is_a_user_who_left(weights: Path, tmp_path: Path) -> None:
    with _other(weights, tmp_path) as only:
        assert only.stdout
        endpoint = Endpoint(only.stdout.readline().strip(), model="tiny")
        assert _is_up(endpoint)
        only.kill()
    assert await _gone(endpoint)


async def test_a_killed_server_is_told_and_the_next_start_heals(weights: Path, tmp_path: Path) -> None:
    async with local_model(weights, tmp_path, threads=1, context=512) as endpoint:
        await wait_ready(endpoint, tmp_path, within=30)
        os.kill(next(started_with(str(tmp_path).encode())), signal.SIGKILL)
        assert await _gone(endpoint)
        with pytest.raises(LocalModelFailed):
            await wait_ready(endpoint, tmp_path, within=5)
        async with local_model(weights, tmp_path, threads=1, context=512) as fresh:
            await wait_ready(fresh, tmp_path, within=30)
            assert fresh.key != endpoint.key


async def test_two_at_the_same_time_get_one_server(weights: Path, tmp_path: Path) -> None:
    async def use() -> Endpoint:
        async with local_model(weights, tmp_path, threads=1, context=512) as endpoint:
            await wait_ready(endpoint, tmp_path, within=30)
            return endpoint

    async with local_model(weights, tmp_path, threads=1, context=512) as first:
        assert set(await asyncio.gather(use(), use(), use())) == {first}


async def test_weights_that_are_none_are_told_in_the_server_s_own_words(tmp_path: Path) -> None:
    broken = tmp_path / "broken.gguf"
    broken.write_bytes(b"not a model")
    async with local_model(broken, tmp_path, threads=1) as endpoint:
        with pytest.raises(LocalModelFailed, match="GGUF"):
            await wait_ready(endpoint, tmp_path, within=30)


async def test_a_home_that_cannot_be_written_is_told(weights: Path, tmp_path: Path) -> None:
    (tmp_path / "model-server").write_text("in the way")
    with pytest.raises(LocalModelFailed, match="model-server"):
        async with local_model(weights, tmp_path):
            pass


def test_small_batches_and_a_bounded_cache_are_what_was_measured() -> None:
    assert BATCH <= 64 and CACHE_MIB <= 1024
