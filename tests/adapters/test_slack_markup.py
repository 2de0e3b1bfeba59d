"""Markdown on its way to Slack: nobody is called, also by pieces, and everything else stays byte for byte."""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.markup import LONGEST_FALLBACK, calling, calling_as_told, fallback_of
from adapters.text import unturned
from tests.calm import CALM

# What Slack's documents name as calls: of accounts, of channels, of groups and of everybody.
CALL = re.compile(r"<(?:@[UW][A-Z0-9]*|#C[A-Z0-9]*|!(?:here|channel|everyone|group|subteam\^[^<>]*))(?:\|[^<>]*)?>")
ONLY = "<@U1>"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("<!here> <!channel> <!everyone>", "@here @channel @everyone"),
        ("<!HERE> and <!Channel|x>", "@HERE and @x"),
        ("<!subteam^S123> <!subteam^S123|@cooks>", "@group @cooks"),
        ("<@U2> <@W2|Ada> <@U2|@Bob Ross>", "@U2 @Ada @Bob Ross"),
        ("<#C2> <#C2|hall> <#C2|>", "#C2 #hall #C2"),
        ("`<!here>` and\n```\n<@U2>\n```", "`@here` and\n```\n@U2\n```"),
        ("<<@U2>>", "@U2>"),
        ("<@U2|<!here> x>", "@U2|@here x>"),
        ("<!sub<!here>team^S1>", "<!sub@hereteam^S1>"),
        ("<@U2", "@U2"),
        ("<@U1>", "<@U1>"),
        ("<@U1> <@U12> <@U1|x>", "<@U1> @U12 @x"),
        ("<<@U1>", "<<@U1>"),
    ],
)
def test_calls_become_plain_words(text: str, wanted: str) -> None:
    assert calling(text, "U1") == wanted


def test_without_somebody_who_is_answered_nobody_is_called() -> None:
    assert calling("<@U1> <@None>") == "@U1 @None>"


@pytest.mark.parametrize(
    "text",
    [
        "a < b && c > d, 1 <2",
        "<!-- a comment --> <!DOCTYPE html> <b>bold</b>",
        "`if (a <!b)` and `List<#t>` and `<@decorated>`",
        "[a link](https://example.com/?a=1&b=<c>) <https://example.com> <mailto:a@example.com>",
        "- one\n  1. two\n\n> quoted\n\n~~~py\nx <<= 1\n~~~",
        "@here and @channel are words, as is #hall",
    ],
)
def test_everything_else_stays_as_it_is(text: str) -> None:
    assert calling(text, "U1") == text


fragments = st.sampled_from(
    [
        *("<", "<<", ">", ">>", "@", "!", "#", "|", "^", "U1", "U2", "W3", "C4", "S5", "here", "channel", "everyone"),
        *("subteam", "group", "<@", "<!", "<#", "<@U1>", "<@U2>", "<!here>", "<!subteam^S5|x>", "<#C4|hall>", "&lt;"),
        *(" ", "\n", "word", "`", "```\n", "\u202e", "日本", "👍🏽"),
    ]
)
pieces = st.lists(fragments, max_size=40)


@CALM
@given(pieces)
def test_no_call_is_left_but_of_who_is_answered(given_: list[str]) -> None:
    text = "".join(given_)
    assert CALL.findall(calling(text)) == []
    assert [each[0] for each in CALL.finditer(calling(text, "U1")) if each[0] != ONLY] == []


@CALM
@given(st.text(st.characters(blacklist_characters="<"), max_size=200), pieces)
def test_what_has_no_opening_mark_is_never_touched(text: str, given_: list[str]) -> None:
    assert calling(text, "U1") == unturned(text)
    assert unturned(calling(text + "".join(given_))).startswith(unturned(text))


@CALM
@given(pieces, st.sampled_from([None, "U1"]))
def test_words_that_arrive_in_pieces_are_treated_as_if_they_came_at_once(given_: list[str], only: str | None) -> None:
    told = asyncio.run(_told(given_, only))
    assert "".join(told) == calling("".join(given_), only)
    for end in range(len(told) + 1):
        assert [each[0] for each in CALL.finditer("".join(told[:end])) if only is None or each[0] != ONLY] == []


def test_what_may_become_a_call_waits_and_all_else_does_not() -> None:
    assert asyncio.run(_told(["Hi <", "@U", "2> there ", "<b", "> a <", " b"], None)) == [
        *("Hi ", "@U2 there ", "<b", "> a ", "< b")
    ]


def test_a_call_without_an_end_does_not_hold_the_words_for_ever() -> None:
    told = asyncio.run(_told(["<@U2|", *["word "] * 100], None))
    assert len(told) > 50
    assert "".join(told) == "@U2|" + "word " * 100


@CALM
@given(pieces)
def test_where_slack_reads_its_own_marks_there_are_none(given_: list[str]) -> None:
    shown = fallback_of("".join(given_))
    assert "<" not in shown and ">" not in shown
    assert shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == "".join(given_)


@pytest.mark.parametrize("text", ["<" * 20_000, "a&" * 30_000, "word " * 20_000])
def test_what_is_too_long_for_that_is_cut_between_signs(text: str) -> None:
    shown = fallback_of(text)
    assert len(shown) <= LONGEST_FALLBACK + 1
    assert re.fullmatch(r"(?:&lt;|&amp;|[a-z ])*…", shown)


@pytest.mark.parametrize("text", ["<" * 100_000, "<@" * 50_000, "<@U2|" * 20_000, "<!subteam^" * 10_000])
def test_no_text_makes_it_slow(text: str) -> None:
    began = time.perf_counter()
    assert CALL.findall(calling(text, "U1")) == []
    assert time.perf_counter() - began < 2


async def _told(given_: Sequence[str], only: str | None) -> list[str]:
    async def words() -> AsyncIterator[str]:
        for piece in given_:
            yield piece

    return [each async for each in calling_as_told(words(), only)]
