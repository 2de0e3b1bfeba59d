"""Controls, forms and pages as Slack takes them, whatever they are made of, and what using them means. Pure."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.controls import meaning
from adapters.outgoing import LONGEST_CONTROL, Button, Choice, Form, Home, Outgoing, Pick, Section, Source, Style
from adapters.slack.origin import LONGEST, Origin, read_origin, write_origin
from adapters.slack.spots import Spot
from adapters.slack.views import (
    Block,
    controls_of,
    entered_in,
    filled,
    home_of,
    is_list,
    modal_of,
    notice_of,
    picked_in,
    text_blocks,
    whose_of,
)
from adapters.types import direct_with
from tests.platforms.slack.judge import judged
from tests.platforms.slack.log import Call
from tests.platforms.slack.wire import listed, mapping, words

AT = datetime(2026, 11, 26, tzinfo=UTC)
ARGUMENTS = st.text(max_size=LONGEST_CONTROL - 16)
LONG = st.text(max_size=400) | st.builds(lambda text, times: text * times, st.text(max_size=40), st.integers(0, 500))
BUTTONS = st.lists(st.builds(Button, LONG, st.just("memory"), ARGUMENTS, st.sampled_from(Style)), max_size=60)
CHOICES = st.lists(st.builds(Choice, st.text(min_size=1, max_size=80), LONG, LONG), max_size=40)
PICKS = st.one_of(
    st.none(),
    st.builds(
        Pick, LONG, st.just("memory"), ARGUMENTS, CHOICES.map(tuple), st.just(Source.CHOICES), st.integers(1, 40)
    ),
    st.builds(
        Pick,
        LONG,
        st.just("settings"),
        ARGUMENTS,
        st.just(()),
        st.sampled_from([Source.CHANNELS, Source.PEOPLE]),
        st.integers(1, 40),
    ),
)
SECTIONS = st.lists(st.builds(Section, LONG, LONG, BUTTONS.map(tuple), PICKS), max_size=12)


def wrong(method: str, **args: object) -> list[str]:
    """What Slack would not take of a call."""
    return [*judged(Call(method, args))]


@given(LONG, BUTTONS, PICKS)
def test_slack_takes_every_message(text: str, buttons: list[Button], pick: Pick | None) -> None:
    outgoing = Outgoing(direct_with("slack", "T1:U1"), text, buttons=tuple(buttons), pick=pick)
    blocks = [*text_blocks(text), *controls_of(outgoing, whose="U1")]
    assert wrong("chat.postEphemeral", channel="C1", user="U1", text="x", blocks=blocks) == []


@given(SECTIONS, st.text(max_size=300))
def test_slack_takes_every_page(sections: list[Section], showing: str) -> None:
    view = home_of(Home(tuple(sections), AT, showing), showing)
    assert wrong("views.publish", user_id="U1", view=view) == []


def test_of_a_page_that_is_too_large_the_end_is_left_out() -> None:
    choices = tuple(Choice(f"f{at}", "猫" * 75, "犬" * 75) for at in range(25))
    section = Section("鳥" * 9000, "魚", tuple(Button("馬" * 75, "memory", str(at)) for at in range(25)))
    sections = tuple(replace(section, pick=Pick("牛", "memory", "show", choices)) for _ in range(8))
    view = home_of(Home(sections, AT), "")
    assert len(json.dumps(view)) < 250_000 and wrong("views.publish", user_id="U1", view=view) == []
    assert 1 < len([each for each in listed(view["blocks"]) if each["type"] == "header"]) < 8


@given(st.builds(Form, LONG, st.just("memory"), ARGUMENTS, LONG, LONG, st.booleans()))
def test_slack_takes_every_form(form: Form) -> None:
    view = modal_of(form, "x" * LONGEST)
    assert wrong("views.open", trigger_id="1", view=view) == []
    assert mapping(listed(view["blocks"])[0])["optional"] is not form.required


@given(LONG.filter(lambda text: bool(text.strip())))
def test_slack_takes_every_notice(text: str) -> None:
    assert wrong("views.open", trigger_id="1", view=notice_of(text, text + "!")) == []


@given(LONG)
def test_a_text_is_shown_as_it_is_written(text: str) -> None:
    shown = "".join(words(each.get("text")) for each in text_blocks(text))
    turning = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\n"
    assert [each for each in shown if each not in turning] == [
        each for each in (text if shown else "") if each not in turning
    ]
    assert all(mapping(each["text"])["type"] == "plain_text" for each in text_blocks(text))


@given(BUTTONS, PICKS)
def test_every_control_means_what_it_was_made_of(buttons: list[Button], pick: Pick | None) -> None:
    shown = Section("", buttons=tuple(buttons), pick=pick)
    made = [each for block in controls_of(shown, whose="U7") for each in elements(block)]
    pressed = [meaning(str(each["action_id"])) for each in made if each["type"] == "button"]
    assert pressed == [*dict.fromkeys(("memory", each.argument) for each in buttons)]
    assert {whose_of(str(block["block_id"])) for block in controls_of(shown, whose="U7")} <= {"U7"}


def elements(block: Block) -> list[Block]:
    """What can be used in a block."""
    return listed(block.get("elements")) or [mapping(block["accessory"])]


def test_of_two_controls_that_say_the_same_one_is_shown() -> None:
    shown = Section("", buttons=(Button("A", "memory", "page 1"), Button("B", "memory", "page 1"), Button("C", "why")))
    (block,) = controls_of(shown)
    assert [words(each["text"]) for each in elements(block)] == ["A", "C"]
    pick = Pick("Choose", "memory", "show", (Choice("f1", "A"), Choice("f2", "B"), Choice("f1", "C")))
    (block,) = controls_of(Section("", pick=pick))
    assert [words(each["text"]) for each in listed(elements(block)[0]["options"])] == ["A", "B"]


def test_a_button_that_comes_again_in_the_next_block_is_shown_once() -> None:
    many = tuple(Button("A", "memory", f"page {at % 30}") for at in range(60))
    ids = [each["action_id"] for block in controls_of(Section("", buttons=many)) for each in elements(block)]
    assert len(ids) == len({*ids}) == 30


def test_a_list_without_entries_is_none_and_roles_do_not_exist() -> None:
    assert controls_of(Section("", pick=Pick("Choose", "memory", "show"))) == []
    with pytest.raises(ValueError, match="no roles"):
        controls_of(Section("", pick=Pick("Choose", "settings", "roles add", source=Source.ROLES)))


@pytest.mark.parametrize(
    ("action", "picked"),
    [
        ({"type": "button", "value": "x"}, ()),
        ({"type": "static_select", "selected_option": {"value": "f1", "text": {}}}, ("f1",)),
        ({"type": "static_select", "selected_option": None}, ()),
        ({"type": "multi_static_select", "selected_options": [{"value": "a"}, {"value": "b"}, {}]}, ("a", "b")),
        ({"type": "users_select", "selected_user": "U1"}, ("U1",)),
        ({"type": "multi_users_select", "selected_users": ["U1", "U2", 3]}, ("U1", "U2")),
        ({"type": "conversations_select", "selected_conversation": "C1"}, ("C1",)),
        ({"type": "multi_conversations_select", "selected_conversations": ["C1"]}, ("C1",)),
        ({"type": "multi_conversations_select", "selected_conversations": "C1"}, ()),
        ({"type": "datepicker", "selected_date": "2026-01-01"}, ()),
        ({}, ()),
    ],
)
def test_what_was_picked(action: Mapping[str, object], picked: tuple[str, ...]) -> None:
    assert picked_in(action) == picked
    assert is_list(action) is ("select" in str(action.get("type")))


def test_what_was_entered_is_added_to_the_command_of_the_form() -> None:
    view = {
        **modal_of(Form("Correct", "memory", "correct f1", "Right", "old"), ""),
        "state": state(" My bike\nis red "),
    }
    assert filled(view) == ("memory", "correct f1 My bike\nis red")
    assert entered_in({**view, "state": state(None)}) == ""
    assert filled({**view, "callback_id": "another"}) is None
    assert filled({}) is None


def state(value: str | None) -> object:
    return {"values": {"field": {"text": {"type": "plain_text_input", "value": value}}}}


IDS = st.text("CTU0123456789", max_size=12)


@given(
    st.builds(
        Origin,
        st.builds(Spot, IDS, IDS, st.none() | IDS),
        IDS,
        st.text(max_size=3500),
        st.text(max_size=80),
        IDS,
        st.booleans(),
        st.none() | st.text(max_size=400),
    )
)
def test_where_a_form_belongs_comes_back_with_it(origin: Origin) -> None:
    written = write_origin(origin)
    read = read_origin(written)
    assert len(written) <= LONGEST and read is not None
    assert (read.spot, read.user, read.message, read.hidden) == (
        origin.spot,
        origin.user,
        origin.message,
        origin.hidden,
    )
    assert read.trigger == "" and read.url in (origin.url, "")
    assert (read.showing is None) is (origin.showing is None)


@pytest.mark.parametrize("content", ["", "null", "{}", '{"spot": 1}', "[" * 50, '{"spot":{"team":"T","channel":"C"}}'])
def test_what_is_no_place_of_ours_is_none(content: str) -> None:
    assert read_origin(content) is None


def test_what_must_not_be_seen_is_not_shown_by_accident() -> None:
    origin = Origin(Spot("T1", "C1"), "U1", url="https://hooks.slack.com/secret", trigger="1.secret")
    assert "secret" not in repr(origin)
