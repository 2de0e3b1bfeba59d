"""A reply that grows by edits, in scripted time: what is left after each kind of fault."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from adapters.errors import AdapterError, MessageGone, RateLimited, Refused, Unreachable
from adapters.growing import TRIES
from tests.adapters.growing_channel import Channel, now, played, said, words


def test_a_platform_that_asks_for_patience_gets_it() -> None:
    async def story() -> None:
        channel = Channel(faults=[None, RateLimited(5.0)])
        await channel.growing().tell(said(words(100)))
        assert channel.times[:5] == [0.0, 1.0, 6.0, 8.0, 9.9]  # and from then on an edit each two seconds

    played(story)


def test_a_failed_edit_is_repaired_by_the_next() -> None:
    async def story() -> None:
        channel = Channel(faults=[None, Unreachable(), None])
        await channel.growing().tell(said(words(50)))
        assert channel.times == [0.0, 1.0, 3.0, 4.0, 4.9]
        assert channel.texts == ["".join(words(50))]

    played(story)


def test_a_failed_last_edit_is_tried_again() -> None:
    async def story() -> None:
        channel = Channel(faults=[None, Unreachable(), RateLimited(3.0), Unreachable()])
        await channel.growing().tell(said(["first ", "last"]))
        assert channel.texts == ["first last"]

    played(story)


def test_the_first_post_may_have_to_wait() -> None:
    async def story() -> None:
        channel = Channel(faults=[RateLimited(2.5), Unreachable()])
        assert await channel.growing().tell(said(words(9))) == ["m0"]
        assert channel.texts == ["".join(words(9))]

    played(story)


@pytest.mark.parametrize("fault", [MessageGone(), Refused()])
def test_after_a_message_that_is_gone_the_rest_stands_in_a_new_one(fault: AdapterError) -> None:
    async def story() -> None:
        channel = Channel(faults=[None, None, fault])
        ids = await channel.growing().tell(said(words(40)))
        assert ids == ["m0", "m1"]
        assert channel.texts == ["".join(words(11)), "".join(words(40)[11:])]

    played(story)


def test_a_platform_that_stays_away_ends_the_reply_and_the_words() -> None:
    async def story() -> None:
        channel, given_ = Channel(faults=[None, *[Unreachable() for _ in range(TRIES)]]), [0]

        async def endless() -> AsyncIterator[str]:
            while True:
                given_[0] += 1
                yield "word "
                await asyncio.sleep(0.5)

        with pytest.raises(Unreachable):
            await channel.growing().tell(endless())
        assert len(channel.calls) == TRIES + 1
        assert now() < 120

    played(story)


def test_a_channel_that_is_closed_to_us_ends_the_reply_at_once() -> None:
    async def story() -> None:
        channel = Channel(faults=[Refused()])
        with pytest.raises(Refused):
            await channel.growing().tell(said(words(9)))
        assert len(channel.calls) == 1

    played(story)


def test_a_call_that_never_ends_has_failed() -> None:
    async def story() -> None:
        channel = Channel(seconds=1e9)
        with pytest.raises(Unreachable):
            await channel.growing().tell(said(words(9)))

    played(story)


def test_words_that_break_off_are_shown_as_far_as_they_came() -> None:
    async def story() -> None:
        channel = Channel()

        async def broken() -> AsyncIterator[str]:
            yield "some "
            await asyncio.sleep(0.1)
            yield "words"
            raise KeyError

        with pytest.raises(KeyError):
            await channel.growing().tell(broken())
        assert channel.texts == ["some words"]

    played(story)


def test_cancelled_it_leaves_what_is_shown_and_nothing_running() -> None:
    async def story() -> None:
        channel = Channel()
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(2.5):
                await channel.growing().tell(said(words(100)))
        assert channel.texts == ["".join(words(20))] == [channel.calls[-1][2]]
        assert len(asyncio.all_tasks()) == 1

    played(story)
