"""What is told beside what matters: where it goes wrong, the next thing is told all the same."""

import asyncio

import pytest

from adapters.errors import Refused
from adapters.slack.background import WORKERS, Background

SECONDS = 5.0


@pytest.mark.parametrize("fault", [ValueError("the secret"), KeyError("the secret"), Refused("no")])
async def test_what_goes_wrong_is_in_the_log_and_ends_no_worker(
    fault: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    background, done = Background(), asyncio.Event()

    async def fail() -> None:
        raise fault

    async def work() -> None:
        done.set()

    async def main() -> None:
        await done.wait()

    async def nothing() -> None:
        return

    for _ in range(WORKERS):
        assert background.put(fail)
    assert background.put(work)
    async with asyncio.timeout(SECONDS):
        await background.beside(main(), nothing)
    assert [each.getMessage() for each in caplog.records].count("not told") == WORKERS
