"""kill -9 while many are answered at Slack, and ends in good order: nobody is answered twice or left without a word."""

import asyncio
import random
import signal
import time
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.amends import INTERRUPTED
from tests.bot.stand_in import sse, word
from tests.platforms.programs import ENDED, EXPIRED, WHOLE, ended
from tests.platforms.slack.posts import Post
from tests.platforms.slack.processes import Processes, answers, has_a_word
from tests.platforms.slack.server import SlackStandIn
from tests.scenarios.reference_model import ReferenceModel

KILLS, MESSAGES = 2, 14
FINISH_SECONDS = 5.0  # how long answers in progress may go on after SIGTERM
LETTERS = "abcdefghijklmn"  # digits would count as the same again


@pytest.fixture
async def processes(slack: SlackStandIn, database_dsn: str, tmp_path: Path) -> AsyncIterator[Processes]:
    slack.timing.acknowledge, slack.timing.retries = 1.0, (0.5, 1.0, 2.0, 4.0, 8.0)
    async with ReferenceModel() as model, Processes(slack, database_dsn, tmp_path, model) as processes:
        yield processes


async def test_killed_again_and_again_nobody_is_answered_twice_or_left_without_a_word(
    slack: SlackStandIn, processes: Processes
) -> None:
    chance, people = random.Random(), [slack.person(name) for name in ("Alice", "Ben", "Cleo")]
    halls = [slack.home.channel(name, *people) for name in ("general", "hall")]
    places, asked = [*halls, *(person.direct for person in people)], list[Post]()
    child = await processes.start()
    for number in range(KILLS):
        before = len(await processes.claimed())
        for each in range(MESSAGES):
            person = chance.choice(people)
            place = chance.choice([*halls, person.direct])
            asked.append(await person.post(place, f"{slack.mention} Question {number} {LETTERS[each]}?"))
            await asyncio.sleep(chance.random() * 0.05)
        await processes.claims(more_than=before)
        await asyncio.sleep(chance.random() * 2.0)
        await processes.kill(child)
        await processes.rows(EXPIRED)  # the time of the dead is over
        child = await processes.start()
    claimed = await processes.claimed()
    known = [post for post in asked if post.ts in claimed]
    assert known
    await slack.log.until(lambda: all(has_a_word(post, places) for post in known), 30)
    last = await people[0].dm("And now?")
    await slack.log.until(lambda: has_a_word(last, places), 20)
    child.send_signal(signal.SIGTERM)
    assert await ended(child) == ENDED
    whole = Counter(post.thread_ts for post in answers(places) if post.text == WHOLE)
    assert set(whole.values()) == {1}


async def test_what_no_process_acknowledged_is_answered_by_the_next(slack: SlackStandIn, processes: Processes) -> None:
    alice = slack.person("Alice")
    child = await processes.start()
    slack.deafen()
    said = await alice.dm("Is anybody there?")
    await processes.kill(child)
    await processes.start()
    await slack.log.until(lambda: has_a_word(said, [alice.direct]), 20)
    assert [(post.text, post.thread_ts) for post in alice.direct.posts(by_bot=True)] == [(WHOLE, said.ts)]
    attempts = [each.attempt for each in slack.log.events("message") if said.ts in str(each.payload)]
    assert attempts[:2] == [0, 1]


async def test_ended_by_a_signal_it_finishes_what_it_can_and_tells_later_of_what_it_could_not(
    slack: SlackStandIn, processes: Processes
) -> None:
    alice, *others = [slack.person(name) for name in ("Alice", "Ben", "Cleo", "Dan", "Eve")]
    short = processes.model.reply
    processes.model.reply = sse(word("Once upon a time "), 60.0)
    child = await processes.start()
    first, second = await alice.dm("Tell me a long story!"), await alice.dm("And a second one?")
    await slack.said(alice.direct, seconds=20)
    processes.model.reply = short
    asked = [await person.dm("Good night, and tell me of the moon?") for person in others]
    await slack.log.until(lambda: len(processes.model.heard) == 1 + len(others), 20)
    child.send_signal(signal.SIGTERM)
    began = time.monotonic()
    assert await ended(child) == ENDED
    assert time.monotonic() - began < 3 * FINISH_SECONDS
    assert all(has_a_word(post, [person.direct]) for person, post in zip(others, asked, strict=True))
    (shown,) = alice.direct.posts(by_bot=True)
    assert (shown.thread_ts, shown.stream) == (first.ts, "completed") and shown.text.startswith("Once upon a time")
    await processes.rows(EXPIRED)
    await processes.start()
    (sorry,) = await slack.said(alice.direct, after=shown.ts, seconds=30)
    assert sorry.text == INTERRUPTED
    assert second.ts > first.ts
    for person, post in zip(others, asked, strict=True):
        assert [(each.text, each.thread_ts) for each in person.direct.posts(by_bot=True)] == [(WHOLE, post.ts)]


async def test_what_was_acknowledged_and_could_not_be_read_before_the_end_is_told_of_later(
    slack: SlackStandIn, processes: Processes
) -> None:
    alice, ben = slack.person("Alice"), slack.person("Ben")
    hall = slack.home.channel("hall", alice, ben)
    processes.model.reply = sse(word("Once"), 60.0)
    child = await processes.start()
    for method in ("users.info", "conversations.info"):
        slack.faults.slow(method, 60.0)
    asked = [await alice.dm("Is anybody there?"), await ben.post(hall, f"{slack.mention} And here?")]
    await slack.log.until(lambda: len(slack.log.to("users.info")) == len(asked), 20)
    await slack.delivery.settled()
    began = time.monotonic()
    child.send_signal(signal.SIGTERM)
    assert await ended(child) == ENDED
    assert time.monotonic() - began < 3 * FINISH_SECONDS
    places = [alice.direct, hall]
    assert not any(has_a_word(post, places) for post in asked)
    slack.faults.lift()
    await processes.rows(EXPIRED)
    await processes.start()
    await slack.log.until(lambda: all(has_a_word(post, places) for post in asked), 30)


async def test_two_processes_share_what_happens_and_each_is_answered_once(
    slack: SlackStandIn, processes: Processes
) -> None:
    people = [slack.person(name) for name in ("Alice", "Ben", "Cleo")]
    hall = slack.home.channel("hall", *people)
    slack.delivery.copies = 2
    children = [await processes.start(), await processes.start(2)]
    asked = [await person.dm(f"Question {letter}?") for person, letter in zip(people, LETTERS, strict=False)]
    asked += [await person.post(hall, f"{slack.mention} Really?") for person in people]
    places = [hall, *(person.direct for person in people)]
    await slack.log.until(lambda: all(has_a_word(post, places) for post in asked), 30)
    assert len({each.line for each in slack.log.events("message")} - {0}) == 2, "both were told of something"
    await processes.end(children[0])
    later = await people[0].dm("And now?")
    await slack.log.until(lambda: has_a_word(later, places), 30)
    assert Counter(post.thread_ts for post in answers(places)) == Counter(post.ts for post in [*asked, later])
