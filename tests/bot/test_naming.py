"""Commands in the bot's own sentences are named as people type them; what people said stays as it is. Pure."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.outgoing import Home, Section
from bot.naming import as_said, as_typed, page_as_typed


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("/memory shows it.", "/rapport memory shows it."),
        ("Say /forget all, or (/help).", "Say /rapport forget all, or (/rapport help)."),
        ("/gedächtnis: Sehen\n/設定: x", "/rapport gedächtnis: Sehen\n/rapport 設定: x"),
        (
            "Europe/Berlin, a / b, https://example.org/memory, //x",
            "Europe/Berlin, a / b, https://example.org/memory, //x",
        ),
    ],
)
def test_commands_are_named_as_they_are_typed(text: str, typed: str) -> None:
    assert as_typed(text, "/rapport ") == typed
    assert as_typed(text, "/") == text


@given(st.text(alphabet="/\u2060 amemory(\n", max_size=40))
def test_what_people_said_stays_as_it_is(words: str) -> None:
    assert as_typed(f"Kept: {as_said(words)}", "/rapport ") == f"Kept: {words}"
    assert as_typed(as_said(words), "/") == words


def test_a_page_is_named_through_and_through() -> None:
    home = Home((Section("/help helps."), Section(f"1. {as_said('use /help')}", "What")), datetime.now(UTC), "page 2")
    typed = page_as_typed(home, "/rapport ")
    assert [each.text for each in typed.sections] == ["/rapport help helps.", "1. use /help"]
    assert (typed.at, typed.showing, typed.sections[1].title) == (home.at, home.showing, "What")
