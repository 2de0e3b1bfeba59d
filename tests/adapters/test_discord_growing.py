"""A reply that grows by edits, in scripted time: how often, how exact, and what is left after each kind of fault."""

import asyncio
import selectors
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.discord.growing import TRIES, Growing
from adapters.errors import AdapterError, MessageGone, RateLimited, Refused, Unreachable
from adapters.text import split

CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
Fault = AdapterError | None


class ScriptedLoop(asyncio.SelectorEventLoop):
    """A loop in which waiting takes no time: its clock jumps to what is due next."""

    def __init__(self) -> None:
        self.now = 0.0
        super().__init__(_Jumping(self))

    def time(self) -> float:
        return self.now


class _Jumping(selectors.SelectSelector):
    def __init__(self, loop: ScriptedLoop) -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        assert timeout is not None, "everything waits for nothing"
        self._loop.now += max(0.0, timeout)
        return super().select(0)


def played(story: Callable[[], Coroutine[Any, Any, None]]) -> None:
    with asyncio.Runner(loop_factory=ScriptedLoop) as runner:
        runner.run(story())


def now() -> float:
    return asyncio.get_running_loop().time()


@dataclass
class Channel:
    """What people see. `faults` are raised by the calls one after another; `seconds` is how long a call takes."""

    faults: list[Fault] = field(default_factory=list)
    seconds: float = 0.0
    shown: dict[str, str] = field(default_factory=dict)
    calls: list[tuple[float, str, str]] = field(default_factory=list)

    async def post(self, text: str) -> str:
        await self._call("post", text)
        self.shown[name := f"m{len(self.shown)}"] = text
        return name

    async def edit(self, name: str, text: str) -> None:
        await self._call(name, text)
        self.shown[name] = text

    async def _call(self, name: str, text: str) -> None:
        self.calls.append((now(), name, text))
        assert 0 < len(text) <= 2000
        assert text.strip()
        fault = self.faults.pop(0) if self.faults else None
        await asyncio.sleep(self.seconds)
        if fault is not None:
            raise fault

    def growing(self, limit: int = 2000) -> Growing:
        return Growing(self.post, self.edit, limit=limit, clock=now)

    @property
    def times(self) -> list[float]:
        return [round(at, 3) for at, _, _ in self.calls]

    @property
    def texts(self) -> list[str]:
        return list(self.shown.values())


async def said(pieces: Sequence[str], pause: float = 0.1) -> AsyncIterator[str]:
    for number, piece in enumerate(pieces):
        await asyncio.sleep(pause if number else 0)
        yield piece


def words(count: int) -> list[str]:
    return [f"word{number} " for number in range(count)]


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
