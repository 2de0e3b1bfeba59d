"""What was acknowledged is tried again: after pauses of ours, or as long after as Slack asks for."""

import asyncio

import pytest

from adapters.errors import AdapterError, RateLimited, Refused, Unreachable
from adapters.slack import patience
from adapters.slack.patience import patiently


class Step:
    """Goes wrong in these ways, then well."""

    def __init__(self, *faults: AdapterError) -> None:
        self.faults = list(faults)

    async def __call__(self) -> str:
        if self.faults:
            raise self.faults.pop(0)
        return "done"


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that were waited, in no time."""
    found: list[float] = []

    async def sleep(seconds: float) -> None:
        found.append(seconds)

    monkeypatch.setattr(patience, "PAUSES", (1.0, 5.0, 15.0))
    monkeypatch.setattr(asyncio, "sleep", sleep)
    return found


async def test_it_waits_as_long_as_slack_asks_for_and_no_shorter_than_otherwise(slept: list[float]) -> None:
    assert await patiently(Step(RateLimited(30), RateLimited(2), Unreachable())) == "done"
    assert slept == [30, 5, 15]


async def test_it_ends(slept: list[float]) -> None:
    with pytest.raises(RateLimited):
        await patiently(Step(*(RateLimited(30) for _ in range(4))))
    assert slept == [30, 30, 30]


async def test_what_is_refused_is_not_tried_again(slept: list[float]) -> None:
    with pytest.raises(Refused):
        await patiently(Step(Refused()))
    assert slept == []
