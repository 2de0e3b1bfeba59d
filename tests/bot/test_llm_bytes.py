"""Addresses and foreign bytes: wrong ones are told, and nothing a server sends breaks the reading."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import EndpointAddressWrong, EndpointHoldsPassword, ModelError
from bot.llm import address
from bot.llm.faults import by_status, from_body
from bot.llm.quirks import QUIRKS, Found, Quirk
from bot.llm.types import Ask, Deadlines
from bot.llm.wire import Dialect, read_chunk, request
from tests.calm import CALM

# Addresses -----------------------------------------------------------------------------------------------------------


def test_addresses_are_completed() -> None:
    assert address.base_url("http://localhost:11434") == "http://localhost:11434/v1"
    assert address.base_url("https://host/api/v1/") == "https://host/api/v1"
    assert address.base_url("http://host/v1/chat/completions") == "http://host/v1"
    assert address.root_url("http://[::1]:8080/v1") == "http://[::1]:8080"


@pytest.mark.parametrize(
    "url", ["", "localhost:8080", "ftp://host", "http://", "http://h:99999", "http://h/v1?key=abc"]
)
def test_a_wrong_address_is_told(url: str) -> None:
    with pytest.raises(EndpointAddressWrong, match=r"should look like http"):
        address.base_url(url)


def test_an_address_with_a_password_is_refused_without_repeating_it() -> None:
    with pytest.raises(EndpointHoldsPassword) as caught:
        address.base_url("https://ana:hunter2@host/v1")
    assert "hunter2" not in str(caught.value) and "Take it out" in str(caught.value)


# Foreign bytes --------------------------------------------------------------------------------------------------------

KEYS = st.one_of(
    st.sampled_from(["choices", "delta", "content", "tool_calls", "function", "arguments", "finish_reason", "refusal"]),
    st.sampled_from(
        ["usage", "timings", "prompt_tokens_details", "error", "code", "status", "message", "type", "param"]
    ),
    st.sampled_from(
        ["model_info", "data", "models", "id", "parameters", "meta", "n_ctx", "default_generation_settings"]
    ),
)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 600) | st.floats() | st.text(max_size=5) | st.just("num_ctx 5"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


CHOICES = st.fixed_dictionaries(
    {"delta": st.dictionaries(KEYS, ANYTHING) | ANYTHING}, optional={"finish_reason": ANYTHING}
)


@CALM
@given(st.dictionaries(KEYS, ANYTHING) | ANYTHING | st.fixed_dictionaries({"choices": st.lists(CHOICES, max_size=2)}))
def test_no_chunk_breaks_the_reading(chunk: object) -> None:
    try:
        delta = read_chunk(chunk)
    except ValueError:
        return
    assert isinstance(delta.words, str)
    assert isinstance(from_body(chunk), ModelError) and isinstance(by_status(400, chunk), ModelError)


@CALM
@given(st.sampled_from(QUIRKS), st.dictionaries(st.sampled_from(["/props", "/api/ps", "POST /api/show"]), ANYTHING))
def test_no_answer_breaks_the_probe(quirk: Quirk, facts: dict[str, object]) -> None:
    facts |= {quirk.native: facts.get("/props")}
    answer = facts[quirk.native]
    assert not isinstance(answer, dict) or quirk.tells(answer) in (True, False)
    context = quirk.context(Found(facts, {"id": "x", "meta": answer}, "x"))
    assert context is None or context > 0
    assert isinstance(quirk.version(facts), str)
    assert quirk.slots(facts) is None or isinstance(quirk.slots(facts), int)


def test_only_closed_schemas_are_sent_as_strict() -> None:
    closed = {"type": "object", "properties": {"a": {}}, "required": ["a"], "additionalProperties": False}
    ask = Ask((), 1, 0.0, Deadlines())
    for schema, strict in ((closed, True), ({"items": [closed]}, True), ({"properties": {"a": closed}}, False)):
        sent = request(replace(ask, schema=schema), "m", dialect=Dialect())
        assert sent["response_format"]["json_schema"]["strict"] is strict
