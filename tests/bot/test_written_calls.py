"""Calls that a model writes as text."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.llm.types import ToolCall
from bot.tools import Tooling
from bot.written_calls import LONGEST, WrittenCalls
from tests.bot.test_tools import Hand, answering, spoken

CALL = '{"name": "look", "arguments": {"at": 1}}'
FORMS = [
    CALL,
    f"\n{CALL}\n",
    f"{{{CALL}}}",
    f"<tool_call>\n{CALL}\n</tool_call>",
    f"```json\n{CALL}\n```",
    f"[TOOL_CALLS][{CALL}]",
    '{"name": "look", "parameters": {"at": 1}}',
    '{"name":"look","arguments":"{\\"at\\": 1}"}',
]


def read(text: str, size: int = 3) -> tuple[str, tuple[ToolCall, ...]]:
    """What is shown of an answer that comes in pieces, and its calls."""
    written = WrittenCalls(["look", "list"])
    shown = "".join(written.feed(text[at : at + size]) for at in range(0, len(text), size))
    rest, calls = written.finish()
    return shown + rest, calls


@pytest.mark.parametrize("text", FORMS)
@pytest.mark.parametrize("size", [1, 7, 500])
def test_a_call_in_words_is_a_call_and_nobody_reads_it(text: str, size: int) -> None:
    shown, calls = read(text, size)
    assert shown == ""
    assert [(each.name, json.loads(each.arguments)) for each in calls] == [("look", {"at": 1})]


def test_two_calls_in_words_are_two() -> None:
    shown, calls = read(f'<tool_call>{CALL}</tool_call>\n<tool_call>{{"name": "list"}}</tool_call>')
    assert (shown, [(each.name, each.arguments) for each in calls]) == ("", [("look", '{"at": 1}'), ("list", "{}")])
    assert len({each.id for each in calls}) == 2


@pytest.mark.parametrize(
    "text",
    [
        "Hello there.",
        '{"name": "Tom", "age": 5}',
        '{"name": "delete_everything", "arguments": {}}',
        "```json\n[1, 2]\n```",
        '{"name": "look", "arguments": ',
        f"I would call {CALL}.",
        "{",
        "",
    ],
)
@pytest.mark.parametrize("size", [1, 500])
def test_what_is_no_call_is_shown_as_it_is(text: str, size: int) -> None:
    assert read(text, size) == (text, ())


@pytest.mark.parametrize("text", ["<tools></tools>", "<tool_call>\n</tool_call>\n", " <tools> ", "</function_call>"])
@pytest.mark.parametrize("size", [1, 500])
def test_the_tags_of_a_call_alone_say_nothing(text: str, size: int) -> None:
    written = WrittenCalls(["look"])
    shown = "".join(written.feed(text[at : at + size]) for at in range(0, len(text), size))
    assert (shown, written.finish(), written.empty) == ("", ("", ()), True)


@pytest.mark.parametrize("text", ["", " ", "<tools> are tags", "<tool", "<tools></tools> is empty", "Use <tools>"])
def test_tags_that_something_is_said_of_are_shown(text: str) -> None:
    written = WrittenCalls(["look"])
    shown = written.feed(text)
    assert (shown + written.finish()[0], written.empty) == (text, False)


async def test_an_answer_of_nothing_but_tags_is_asked_for_again_without_tools() -> None:
    model, hand = answering(["<tools>", "</tools>"], ["It is", " green."]), Hand()
    words, end = await spoken(Tooling(), model, hand)
    assert (words, end.text, end.finish, hand.used) == ("It is green.", "It is green.", "stop", [])
    assert model.offered == [("look",), ()] and (end.prompt_tokens, end.completion_tokens) == (200, 14)


def test_an_answer_that_cannot_be_a_call_is_not_held() -> None:
    written = WrittenCalls(["look"])
    assert [written.feed("He"), written.feed("llo {")] == ["He", "llo {"]
    assert WrittenCalls([]).feed("{") == "{"
    long = WrittenCalls(["look"])
    assert long.feed('{"name": "look", "x": "' + "a" * LONGEST) != ""


@given(st.text(max_size=60), st.integers(1, 9))
def test_nothing_is_lost_or_made_up(text: str, size: int) -> None:
    shown, calls = read(text, size)
    assert shown == text or (shown == "" and calls)


async def test_a_call_in_words_is_carried_out() -> None:
    model, hand = answering(["<tool", f"_call>{CALL}</tool_call>"], ["Seen", " it."]), Hand()
    words, end = await spoken(Tooling(), model, hand)
    assert (words, end.text, [(call.name, call.arguments) for call in hand.used]) == (
        "Seen it.",
        "Seen it.",
        [("look", '{"at": 1}')],
    )
