"""What people see of the bot at work, against a Slack that answers: in order, ended, and never in anybody's way."""

import asyncio
import gc
import time
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from adapters.errors import Misconfigured
from adapters.slack import background, status
from adapters.slack.askers import Asker, Askers
from adapters.slack.prompts import LANGUAGES, prompts_in
from adapters.slack.spots import Spot, Where
from adapters.slack.status import Status
from adapters.slack.stopping import stopped_of
from adapters.types import Address, Audience, Author, Message, Stopped, direct_with
from tests.adapters.slack_garden import TEAM, refused
from tests.adapters.slack_knowing import Stage

SET, LINE = "agents.sessions.setStatus", "assistant.threads.setStatus"
ADA, ALONE = Author("T1:U1", "Ada"), direct_with("slack", "T1:U1")
SPOT = Spot(TEAM, "D1", "1.0")
ASKER = Asker("1.0", ADA.handle, SPOT, ALONE.key, "What now?")
NOW = datetime(2026, 11, 26, tzinfo=UTC)
EVENT = {"type": "agent_session_stopped", "event_ts": f"{NOW.timestamp():.6f}"}
SECONDS = 10.0


@asynccontextmanager
async def showing(stage: Stage, askers: Askers | None = None) -> AsyncIterator[Status]:
    """What is shown, told to Slack while the block runs."""
    over = asyncio.Event()

    async def main() -> None:
        await over.wait()

    for each in (SET, LINE):
        stage.garden.faults.setdefault(each, (200, {"ok": True}))
    shown = Status(stage.known.wire, askers or Askers())
    running = asyncio.ensure_future(shown.beside(main()))
    try:
        yield shown
    finally:
        over.set()
        await asyncio.wait_for(running, SECONDS)


def told(stage: Stage, method: str = SET) -> list[str]:
    """What was shown, in order."""
    return [sent["status"] for each, sent in stage.garden.asked if each == method]


async def told_so(stage: Stage, *wanted: str) -> None:
    """Wait until this was shown; raises TimeoutError."""
    async with asyncio.timeout(SECONDS):
        while told(stage) != [*wanted]:
            await asyncio.sleep(0.01)


async def test_two_things_of_one_answer_are_one_session(stage: Stage) -> None:
    async with showing(stage) as shown:
        for _ in range(2):
            with shown.working(ASKER):
                await asyncio.sleep(0.05)
        assert told(stage) == ["processing"]
        await told_so(stage, "processing", "active")
        await asyncio.sleep(2 * status.PAUSE_SECONDS)
    assert told(stage) == ["processing", "active"]


async def test_what_the_last_words_said_is_not_said_again(stage: Stage) -> None:
    async with showing(stage) as shown:
        with shown.working(ASKER):
            await told_so(stage, "processing")
            await asyncio.sleep(0.05)
            shown.settled(SPOT)
        await asyncio.sleep(2 * status.PAUSE_SECONDS)
    assert told(stage) == ["processing"]


async def test_where_another_answer_is_prepared_in_the_thread_it_stays_at_work(stage: Stage) -> None:
    async with showing(stage) as shown:
        with shown.working(replace(ASKER, id="2.0")):
            with shown.working(ASKER):
                await told_so(stage, "processing")
                await asyncio.sleep(0.05)
                shown.settled(SPOT)
            await told_so(stage, "processing", "processing")
        await told_so(stage, "processing", "processing", "active")


async def test_an_end_that_slack_did_not_hear_is_told_again(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.slack.wire.RETRY_PAUSES", (0.0, 0.0))
    async with showing(stage) as shown:
        with shown.working(ASKER):
            await told_so(stage, "processing")
            stage.garden.faults[SET] = (503, {})
        await told_so(stage, "processing", "active", "active", "active")


async def test_what_takes_long_is_said_once_more(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(status, "AGAIN_SECONDS", 0.1)
    async with showing(stage) as shown:
        with shown.working(ASKER):
            await told_so(stage, "processing", "processing", "processing")


async def test_what_is_over_is_not_kept_until_it_would_have_been_said_once_more(stage: Stage) -> None:
    async with showing(stage) as shown:
        with ExitStack() as busy:
            for number in range(3 * background.WORKERS):
                asker = replace(ASKER, id="over", spot=replace(SPOT, thread=f"{number}.0"))
                busy.enter_context(shown.working(asker))
            await asyncio.sleep(0.5)
        await asyncio.sleep(3 * status.PAUSE_SECONDS)
        kept = [each for each in gc.get_objects() if type(each).__name__ == "_Session" and each.asker.id == "over"]
        assert len(kept) <= background.WORKERS, "each holds what it did last"


async def test_a_slow_slack_makes_nobody_wait_and_hears_the_end(stage: Stage) -> None:
    stage.garden.slow[SET] = 0.5
    async with showing(stage) as shown:
        began = time.monotonic()
        with shown.working(ASKER):
            await asyncio.sleep(0.1)
        assert time.monotonic() - began < 0.3
        await told_so(stage, "processing", "active")


async def test_at_the_end_nothing_is_left_at_work(stage: Stage) -> None:
    async with showing(stage) as shown:
        with shown.working(ASKER):
            await told_so(stage, "processing")
            await asyncio.sleep(0.05)
    assert told(stage) == ["processing", "active"]


async def test_what_ends_the_bot_is_raised_and_ends_this_too(stage: Stage) -> None:
    async def main() -> None:
        raise Misconfigured

    with pytest.raises(Misconfigured):
        await asyncio.wait_for(Status(stage.known.wire, Askers()).beside(main()), SECONDS)


async def test_more_than_slack_can_be_told_is_let_go(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "MOST_WAITING", 3)
    async with showing(stage) as shown:
        with ExitStack() as busy:
            for number in range(40):
                busy.enter_context(shown.working(replace(ASKER, spot=replace(SPOT, thread=f"{number}.0"))))
            await asyncio.sleep(0.5)
    assert told(stage).count("processing") == 3


async def test_a_sign_that_could_not_be_taken_away_for_all_that_waits_is_taken_away_later(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(status, "LATER_SECONDS", 0.1)
    async with showing(stage) as shown:
        with shown.working(ASKER):
            await told_so(stage, "processing")
            monkeypatch.setattr(background, "MOST_WAITING", 0)
        await asyncio.sleep(status.PAUSE_SECONDS + 0.3)
        assert told(stage) == ["processing"]
        monkeypatch.setattr(background, "MOST_WAITING", 3)
        await told_so(stage, "processing", "active")


async def test_outside_threads_and_for_nobody_nothing_is_shown(stage: Stage) -> None:
    async with showing(stage) as shown:
        with shown.working(None), shown.working(replace(ASKER, spot=replace(SPOT, thread=None))):
            await asyncio.sleep(0.1)
        async with shown.typing(ALONE):
            await asyncio.sleep(0.1)
    assert stage.garden.asked == []


async def test_where_there_are_no_sessions_they_are_asked_for_again_later(stage: Stage) -> None:
    stage.garden.faults[SET] = (200, refused("not_allowed"))
    stage.garden.faults["assistant.threads.setTitle"] = (200, {"ok": True})
    async with showing(stage) as shown:
        for _ in range(2):
            with shown.working(ASKER):
                await asyncio.sleep(0.1)
            await asyncio.sleep(2 * status.PAUSE_SECONDS)
    assert told(stage) == ["processing"]
    assert [bool(each) for each in told(stage, LINE)] == [True, False, True, False]
    assert stage.garden.calls("assistant.threads.setTitle") == 1, "a thread is named once"


def where(address: Address, spot: Spot) -> Where:
    """A place."""
    return Where(address, Audience.DIRECT if address.channel.startswith("@") else Audience.PRIVATE, spot)


def test_in_a_channel_the_button_stops_what_is_answered_in_its_thread() -> None:
    hall = Address("slack", TEAM, "C1", "1.0")
    found = stopped_of(EVENT, where(hall, Spot(TEAM, "C1", "1.0")), author=ADA)
    assert found == Stopped(hall, ADA, NOW)


def test_alone_with_somebody_it_stops_what_was_asked_in_its_thread_and_nothing_else() -> None:
    assert stopped_of(EVENT, where(ALONE, SPOT), author=ADA) == Stopped(ALONE, ADA, NOW), "nothing is known of it"
    found = stopped_of(EVENT, where(ALONE, SPOT), author=ADA, asked=("1.0", "2.0"))
    assert found == Stopped(ALONE, ADA, NOW, ("1.0", "2.0"))


async def test_what_is_stopped_is_remembered_and_only_a_sign_that_was_left_is_taken_away(stage: Stage) -> None:
    askers = Askers()
    askers.met(Message("1.0", ALONE, Audience.DIRECT, ADA, "hello", NOW), SPOT)
    async with showing(stage, askers) as shown:
        async with shown.typing(ALONE):
            await told_so(stage, "processing")
            assert shown.stopped(EVENT, where(ALONE, SPOT), ADA) == Stopped(ALONE, ADA, NOW, ("1.0",))
            await asyncio.sleep(0.1)
            assert told(stage) == ["processing"], "the answer that is broken off ends it"
        await told_so(stage, "processing", "active")
        other = replace(SPOT, thread="9.0")
        assert shown.stopped(EVENT, where(ALONE, other), ADA) == Stopped(ALONE, ADA, NOW)
        await told_so(stage, "processing", "active", "active")
    assert askers.is_stopped("1.0")
    assert stage.garden.asked[-1][1]["thread_ts"] == "9.0"


@pytest.mark.parametrize(
    ("locale", "language"), [("de-DE", "de"), ("pt_BR", "pt"), ("JA", "ja"), ("en-US", ""), ("xx", ""), (None, "")]
)
def test_prompts_are_in_the_persons_language_where_the_manifest_does_not_say_it(
    locale: str | None, language: str
) -> None:
    assert [(each["title"], each["message"]) for each in prompts_in(locale)] == [*LANGUAGES.get(language, ())]
