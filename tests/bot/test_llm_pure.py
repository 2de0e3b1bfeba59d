"""The port's pure parts: breaker, thoughts, salvage, waits, token counts, addresses."""

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import ModelBusy, ModelTooSlow
from bot.llm import tokens
from bot.llm.breaker import Breaker, State
from bot.llm.retry import pause, repeatable, retry_after, wanted
from bot.llm.salvage import read_object, salvage
from bot.llm.thoughts import Thoughts
from tests.calm import CALM

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


class Clock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


# Breaker -------------------------------------------------------------------------------------------------------------


@CALM
@given(st.lists(st.one_of(st.sampled_from(["ok", "bad", "quit"]), st.floats(0.1, 40)), max_size=60))
def test_breaker_keeps_its_promises(steps: list[str | float]) -> None:
    clock = Clock()
    breaker = Breaker(clock, limit=3, rest=10.0)
    in_a_row, opened = 0, None
    for step in steps:
        if isinstance(step, float):
            clock.now += step
            continue
        expected = opened is None or clock.now - opened >= 10.0
        assert breaker.admit() is expected
        if not expected:
            assert breaker.state is State.OPEN
            continue
        if opened is not None:
            assert not breaker.admit(), "half-open lets one call through at a time"
        if step == "ok":
            breaker.succeeded()
            in_a_row, opened = 0, None
        elif step == "bad":
            breaker.failed()
            in_a_row += 1
            opened = clock.now if in_a_row >= 3 else opened
        else:
            breaker.withdrawn()


# Thoughts ------------------------------------------------------------------------------------------------------------

TEXTS = st.lists(
    st.sampled_from(
        [
            "<think>",
            "</think>",
            "<Thinking>",
            "</THINKING>",
            "<",
            "</",
            "think",
            ">",
            " ",
            "\n",
            "a",
            "Hello",
            "İ",
            "é😀",
        ]
    ),
    max_size=14,
).map("".join)


def filtered(pieces: list[str], *, opened: bool) -> tuple[str, str, bool]:
    thoughts = Thoughts(opened=opened)
    words = "".join(map(thoughts.feed, pieces)) + thoughts.finish()
    return words, thoughts.text, thoughts.stray


@CALM
@given(TEXTS, st.lists(st.integers(0, 80), max_size=12), st.booleans())
def test_thoughts_do_not_depend_on_the_cutting(text: str, cuts: list[int], opened: bool) -> None:
    places = sorted({min(cut, len(text)) for cut in cuts} | {0, len(text)})
    pieces = [text[a:b] for a, b in pairwise(places)]
    whole = filtered([text], opened=opened)
    assert filtered(pieces, opened=opened) == whole
    assert filtered(list(text), opened=opened) == whole
    assert whole[0].endswith(whole[1])


@pytest.mark.parametrize(
    ("text", "opened", "words"),
    [
        ("plain", False, "plain"),
        ("<think>hm</think>\n\nYes", False, "Yes"),
        ("  <THINK>hm</think>Yes", False, "Yes"),
        ("<think>a</think><think>b</think> Yes", False, "Yes"),
        ("<think>never ends", False, ""),
        ("hm</think>Yes", True, "Yes"),
        ("no tag at all", True, "no tag at all"),
        ("In HTML <think> is no tag", False, "In HTML <think> is no tag"),
        ("a < b and </b", False, "a < b and </b"),
        ("<think>x</think>say </think> aloud", False, "say </think> aloud"),
    ],
)
def test_thoughts_are_left_out(text: str, opened: bool, words: str) -> None:
    assert filtered([text], opened=opened)[0] == words


def test_a_thought_that_only_ends_is_left_out_of_the_whole() -> None:
    assert filtered(["hm, let me see</th", "ink>\nYes"], opened=False) == ("hm, let me seeYes", "Yes", True)


# Salvage -------------------------------------------------------------------------------------------------------------

CLAIMS: dict[str, Any] = {
    "claims": [{"text": 'likes [tea], "hot"', "n": [1, 2]}, {"text": "é\\", "n": []}],
    "more": {"a": True},
}


def test_salvage_keeps_whole_items_and_drops_the_one_being_written() -> None:
    assert salvage('{"claims": [{"a": 1, "b": "x, y"}, {"a": 2, "b": "cut of') == {"claims": [{"a": 1, "b": "x, y"}]}
    assert salvage('```json\n{"claims": [{"a": 1}, {"a": 2,') == {"claims": [{"a": 1}]}
    assert salvage('{"claims": [') == {"claims": []}
    assert salvage('{"n": 1, "list": [1, 2, 34') == {"n": 1, "list": [1, 2]}
    assert salvage("nothing") is None


@CALM
@given(st.integers(0, 200), st.booleans())
def test_salvage_of_any_cut_is_a_beginning_of_the_whole(cut: int, ascii_: bool) -> None:
    text = json.dumps(CLAIMS, ensure_ascii=ascii_)
    found = salvage(text[:cut])
    if cut >= len(text):
        assert found == CLAIMS
    elif text[:cut].strip():
        assert isinstance(found, dict)
        claims = found.get("claims", [])
        assert claims == CLAIMS["claims"][: len(claims)]


def test_an_object_is_found_behind_fences_and_chatter() -> None:
    assert read_object('Sure {here}:\n```json\n{"a": {"b": 1}}\n```') == {"a": {"b": 1}}
    assert read_object("[1, 2]") is None
    assert read_object('{"a": ' + "[" * 100_000) is None


# Waits ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "7"}, 7.0),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after-ms": "250", "retry-after": "9"}, 0.25),
        ({"retry-after": format_datetime(NOW + timedelta(seconds=12))}, 12.0),
        ({"retry-after": format_datetime(NOW - timedelta(seconds=12))}, 0.0),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "nan"}, None),
        ({}, None),
    ],
)
def test_retry_after_is_read_as_seconds_and_as_a_date(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(headers, NOW) == seconds


def test_waits_grow_with_jitter_and_honour_what_was_asked() -> None:
    waits = [pause(3, None, random=Random(seed)) for seed in range(200)]
    assert 0 <= min(waits) < 0.5 and 2.5 < max(waits) <= 3.2
    assert 4.0 <= pause(0, wanted(ModelBusy(retry_after=4.0)), random=Random(1)) <= 4.2
    assert not repeatable(ModelTooSlow()) and repeatable(ModelTooSlow(retry_after=0.0))


# Tokens --------------------------------------------------------------------------------------------------------------


@CALM
@given(st.text(max_size=60), st.text(max_size=60))
def test_more_text_is_never_fewer_tokens(one: str, two: str) -> None:
    both = tokens.approximate(one + two)
    assert both >= max(tokens.approximate(one), tokens.approximate(two))
    assert (both == 0) == (one + two == "")
