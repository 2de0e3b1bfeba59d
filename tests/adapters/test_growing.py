"""A reply that grows by edits, in scripted time: how often, how exact, and whole in the end whatever fails."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.errors import RateLimited, Unreachable
from adapters.growing import TRIES, Growing
from adapters.text import split
from tests.adapters.growing_channel import Channel, Fault, now, played, said, words
from tests.calm import CALM


def test_the_first_words_stand_at_once_and_then_an_edit_a_second() -> None:
    async def story() -> None:
        channel = Channel()
        assert await channel.growing().tell(said(words(35))) == ["m0"]
        assert channel.calls[0] == (0.0, "post", "word0 ")
        assert channel.times == [0.0, 1.0, 2.0, 3.0, 3.4]
        assert channel.texts == ["".join(words(35))]

    played(story)


def test_no_words_are_no_message() -> None:
    async def story() -> None:
        channel = Channel()
        assert await channel.growing().tell(said([])) == []
        assert await channel.growing().tell(said([" ", "\n"])) == []
        assert channel.calls == []

    played(story)


def test_words_go_on_arriving_while_an_edit_is_out() -> None:
    async def story() -> None:
        channel = Channel(seconds=0.75)
        await channel.growing().tell(said(words(20)))
        assert channel.times == [0.0, 1.0, 1.9]
        assert channel.calls[1][2] == "".join(words(11))
        assert now() == pytest.approx(2.65)

    played(story)


def test_nothing_is_edited_while_nothing_comes() -> None:
    async def story() -> None:
        channel = Channel()
        await channel.growing().tell(said(["one ", "two ", "three"], pause=10))
        assert channel.times == [0.0, 10.0, 20.0]

    played(story)


def test_what_is_too_long_goes_on_in_the_next_message() -> None:
    async def story() -> None:
        channel, whole = Channel(), "".join(words(60))
        ids = await channel.growing(limit=100).tell(said(words(60)))
        assert channel.texts == split(whole, 100)
        assert ids == list(channel.shown)

    played(story)


def test_code_is_shown_as_code_while_it_is_written() -> None:
    async def story() -> None:
        channel = Channel()
        await channel.growing().tell(
            said(["Look:\n", "```py\n", "x = 1\n", "y = 2\n", "```\n", "That is all."], pause=2)
        )
        assert [text for _, _, text in channel.calls] == [
            "Look:\n",
            "Look:\n```py\n\n```",
            "Look:\n```py\nx = 1\n\n```",
            "Look:\n```py\nx = 1\ny = 2\n\n```",
            "Look:\n```py\nx = 1\ny = 2\n```\n",
            "Look:\n```py\nx = 1\ny = 2\n```\nThat is all.",
        ]

    played(story)


pieces = st.lists(
    st.sampled_from(
        ["word ", "日本語。", "\n", "\n\n", "```py\n", "```\n", "- item\n", "# h\n", "`code` ", "x" * 45, "👍🏽"]
    ),
    max_size=80,
)
faults = st.lists(st.sampled_from([None, None, None, Unreachable(), RateLimited(2.0)]), max_size=12)


@CALM
@given(pieces, faults, st.sampled_from([0.0, 0.02, 0.3, 1.7]), st.sampled_from([0.0, 0.4, 2.0]))
def test_in_the_end_the_messages_are_the_parts(
    given_: list[str], faults_: list[Fault], pause: float, seconds: float
) -> None:
    async def story() -> None:
        channel = Channel(faults=list(faults_), seconds=seconds)
        ids = await channel.growing(limit=60).tell(said(given_, pause))
        wanted = [part.rstrip() for part in split("".join(given_), 60) if part.strip()]
        assert [text.rstrip() for text in channel.texts] == wanted
        assert ids == list(channel.shown)

    if max(map(len, "".join("." if each is None else "F" for each in faults_).split("."))) < TRIES:
        played(story)


@CALM
@given(pieces, st.sampled_from([0.02, 0.3, 1.7]), st.sampled_from([0.0, 0.4, 2.0]))
def test_no_message_is_edited_oftener_than_once_a_second_but_for_the_last_words(
    given_: list[str], pause: float, seconds: float
) -> None:
    async def story() -> None:
        channel = Channel(seconds=seconds)
        await channel.growing(limit=60).tell(said(given_, pause))
        for name in channel.shown:
            times = [at for at, called, _ in channel.calls if called == name][:-1]
            assert all(later - earlier > 0.999 for earlier, later in pairwise(times))

    played(story)


@CALM
@given(pieces, faults, st.sampled_from([0.02, 0.3, 1.7]), st.sampled_from([0.0, 0.4, 2.0]))
def test_the_end_is_told_once_of_the_last_message_with_all_its_words(
    given_: list[str], faults_: list[Fault], pause: float, seconds: float
) -> None:
    async def story() -> None:
        channel, ended = Channel(faults=list(faults_), seconds=seconds), list[tuple[str, str]]()

        async def end(name: str, text: str) -> None:
            await channel.edit(name, text)
            ended.append((name, text))

        ids = await Growing(channel.post, channel.edit, limit=60, end=end, clock=now).tell(said(given_, pause))
        wanted = [part.rstrip() for part in split("".join(given_), 60) if part.strip()]
        assert [text.rstrip() for text in channel.texts] == wanted
        assert [(name, text.rstrip()) for name, text in ended] in ([], [(ids[-1], wanted[-1])] if ids else [])

    if max(map(len, "".join("." if each is None else "F" for each in faults_).split("."))) < TRIES:
        played(story)
