"""A reply that grows without end: so much of it is heard, so many messages show it, and no edit comes after them."""

import re
from collections.abc import AsyncIterator

from adapters.errors import MessageGone
from adapters.growing import LONGEST_ANSWER, Growing, all_of
from adapters.text import split
from tests.adapters.growing_channel import Channel, now, played, said, words


async def endless(given: list[str]) -> AsyncIterator[str]:
    """Words without end, of which `given` is told how many were taken."""
    async for piece in said([f"word{number} " for number in range(100_000)], pause=0.01):
        given.append(piece)
        yield piece


def test_a_reply_without_end_has_one() -> None:
    async def story() -> None:
        channel, given = Channel(), list[str]()
        growing = Growing(channel.post, channel.edit, limit=100, most=3, longest=5000, clock=now)
        ids = await growing.tell(endless(given))
        whole = "".join(given)
        assert growing.cut and growing.words == whole[: len(growing.words)]
        assert 5000 <= len(growing.words) < 5100 and len(whole) < 5200
        assert ids == list(channel.shown) == ["m0", "m1", "m2"]
        assert channel.texts == split(whole, 100)[:3]
        last = max(at for at, _, _ in channel.calls)
        assert last < 2.0, "nothing is edited while what is not shown any more arrives"

    played(story)


def test_a_reply_that_just_fits_is_not_cut() -> None:
    async def story() -> None:
        channel, whole = Channel(), words(40)
        growing = Growing(channel.post, channel.edit, limit=100, most=len(split("".join(whole), 100)), clock=now)
        await growing.tell(said(whole))
        assert not growing.cut
        assert channel.texts == split("".join(whole), 100)

    played(story)


def test_what_is_said_again_below_a_deleted_message_counts_as_well() -> None:
    async def story() -> None:
        channel = Channel(faults=[None, None, MessageGone()])
        growing = Growing(channel.post, channel.edit, limit=100, most=3, clock=now)
        ids = await growing.tell(said(words(200)))
        assert growing.cut and len(ids) == 3

    played(story)


def test_what_is_sent_whole_is_heard_to_the_same_bound() -> None:
    async def endless() -> AsyncIterator[str]:
        while True:
            yield "again "

    async def story() -> None:
        assert LONGEST_ANSWER <= len(await all_of(endless())) < LONGEST_ANSWER + 10
        assert await all_of(said(["all ", "of it"])) == "all of it"

    played(story)


def test_what_is_hidden_is_so_from_its_first_word_and_in_each_message() -> None:
    async def story() -> None:
        channel = Channel()
        growing = Growing(channel.post, channel.edit, limit=100, spoilers=True, clock=now)
        await growing.tell(said(["Look: ", "||", *["secret "] * 60, "||", " That was it."]))
        assert len(channel.texts) > 3
        for _, _, text in channel.calls:
            assert "secret" not in re.sub(r"\|\|[^|]+\|\|", "", text), text
        stray = Channel()
        await Growing(stray.post, stray.edit, limit=100, spoilers=True, clock=now).tell(said(["||", *words(40)]))
        assert [text.count("||") for text in stray.texts] == [1, *[0] * (len(stray.texts) - 1)]

    played(story)


def test_what_is_hidden_is_so_where_closing_it_needs_more_room_than_is_left() -> None:
    async def story() -> None:
        secret = "secret " * 11
        for text in (
            f"||{secret}secret 123456789012\n\n||",
            "||```py\n" + "secret\n" * 13 + "12\n```||",
            f"||{secret}\n```py\n123456789012\n```||",
        ):
            channel = Channel()
            growing = Growing(channel.post, channel.edit, limit=100, spoilers=True, clock=now)
            await growing.tell(said(list(text), pause=1.0))
            assert max(len(shown) for _, _, shown in channel.calls) == 100
            for _, _, shown in channel.calls:
                assert "secret" not in re.sub(r"\|\|[\s\S]+?\|\|", "", shown), shown

    played(story)
