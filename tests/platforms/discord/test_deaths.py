"""kill -9 while many are answered, and ends in good order: nobody is answered twice or left without a word."""

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
from tests.platforms.discord.posts import Post
from tests.platforms.discord.processes import Processes, answers, has_a_word
from tests.platforms.discord.server import DiscordStandIn
from tests.platforms.programs import ENDED, EXPIRED, WHOLE, ended
from tests.scenarios.reference_model import ReferenceModel

KILLS, MESSAGES = 2, 14
FINISH_SECONDS = 5.0  # how long answers in progress may go on after SIGTERM
LETTERS = "abcdefghijklmn"  # digits would count as the same again
HEARD = "SELECT text FROM utterances WHERE speaker_id IS NOT NULL ORDER BY place_id, seq"


@pytest.fixture
async def processes(discord: DiscordStandIn, database_dsn: str, tmp_path: Path) -> AsyncIterator[Processes]:
    discord.granted.content = discord.granted.members = False
    async with ReferenceModel() as model, Processes(discord, database_dsn, tmp_path, model) as processes:
        yield processes


async def test_killed_again_and_again_nobody_is_answered_twice_or_left_without_a_word(
    discord: DiscordStandIn, processes: Processes
) -> None:
    chance, home = random.Random(), discord.guild()
    people = [discord.person(name) for name in ("Alice", "Ben", "Cleo")]
    home.join(*people)
    halls = [home.channel("general"), home.channel("hall")]
    places, asked = [*halls, *(person.direct for person in people)], list[Post]()
    claimed: set[str] = set()
    child = await processes.start()
    for number in range(KILLS):
        for each in range(MESSAGES):
            person = chance.choice(people)
            place = chance.choice([*halls, person.direct])
            asked.append(await person.send(place, f"{discord.mention} Question {number} {LETTERS[each]}?"))
            await asyncio.sleep(chance.random() * 0.05)
        await processes.claims(more_than=len(claimed))
        await asyncio.sleep(chance.random() * 2.0)
        await processes.kill(child)
        claimed |= await processes.claimed()
        await processes.rows(EXPIRED)  # the time of the dead is over
        child = await processes.start()
    known = [post for post in asked if str(post.id) in claimed]
    assert known
    await discord.log.until(lambda: all(has_a_word(post, places) for post in known), 30)
    last = await people[0].dm("And now?")
    await discord.log.until(lambda: has_a_word(last, places), 20)
    child.send_signal(signal.SIGTERM)
    assert await ended(child) == ENDED
    assert set(Counter(post.reply_to for post in answers(places)).values()) == {1}


async def test_ended_by_a_signal_it_finishes_what_it_can_and_tells_later_of_what_it_could_not(
    discord: DiscordStandIn, processes: Processes
) -> None:
    home, people = discord.guild(), [discord.person(name) for name in ("Alice", "Ben", "Cleo", "Dan", "Eve")]
    home.join(*people)
    alice, *others = people
    short = processes.model.reply
    processes.model.reply = sse(word("Once upon a time "), 60.0)
    child = await processes.start()
    first, second = await alice.dm("Tell me a long story!"), await alice.dm("And a second one?")
    (shown,) = await discord.said(alice.direct, seconds=20)
    processes.model.reply = short
    asked = [await person.dm("Good night, and tell me of the moon?") for person in others]
    await discord.log.until(lambda: len(processes.model.heard) == 1 + len(others), 20)
    child.send_signal(signal.SIGTERM)
    began = time.monotonic()
    assert await ended(child) == ENDED
    assert time.monotonic() - began < 3 * FINISH_SECONDS
    assert all(has_a_word(post, [person.direct]) for person, post in zip(others, asked, strict=True))
    assert shown.reply_to == first.id
    heard = [post.text for post in (first, second, *asked)]
    assert sorted(await processes.rows(HEARD)) == sorted(heard), "whoever waited in vain was heard, too"
    await processes.rows(EXPIRED)
    await processes.start()
    (sorry,) = await discord.said(alice.direct, after=shown.id, seconds=30)
    assert (sorry.text, sorry.reply_to) == (INTERRUPTED, second.id)
    for person, post in zip(others, asked, strict=True):
        assert [(each.text, each.reply_to) for each in person.direct.posts(by_bot=True)] == [(WHOLE, post.id)]


async def test_killed_over_an_answer_it_has_noted_what_that_was_to_and_who_waited_behind_it_is_told(
    discord: DiscordStandIn, processes: Processes
) -> None:
    """What waits for its turn is kept nowhere but in the process: the next one knows only that somebody waits."""
    alice, short = discord.person("Alice"), processes.model.reply
    discord.guild().join(alice)
    processes.model.reply = sse(word("Once upon a time "), 60.0)
    child = await processes.start()
    first, second = await alice.dm("My bike is blue."), await alice.dm("My bell is red.")
    (shown,) = await discord.said(alice.direct, seconds=20)
    await processes.claims(more_than=1)
    await processes.kill(child)
    assert shown.reply_to == first.id
    assert await processes.rows(HEARD) == [first.text]
    processes.model.reply = short
    await processes.rows(EXPIRED)
    await processes.start()
    (sorry,) = await discord.said(alice.direct, after=shown.id, seconds=30)
    assert (sorry.text, sorry.reply_to) == (INTERRUPTED, second.id)
    again = await alice.dm(second.text)
    await discord.log.until(lambda: has_a_word(again, [alice.direct]), 30)
    assert await processes.rows(HEARD) == [first.text, second.text]
