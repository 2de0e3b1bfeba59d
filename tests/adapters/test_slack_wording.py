"""Slack's markup, and the blocks of its editor, as words."""

import json
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from adapters.slack.rich import ids_in, rich_words
from adapters.slack.wording import Names, mentioned, readable
from tests.platforms.slack.writing import rich, typed

NAMES = Names({"U1": "Ann", "U2": "Bob"}, {"C7": "general"})
ME = ("U9",)
MARKUP = re.compile(r"<[@#!][^<>\n]*>")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("hi <@U1> and <@U2|bobby>", "hi @Ann and @Bob"),
        ("<@U33>? <@W3|eve>?", "@someone? @someone?"),
        (
            "in <#C7> or <#C7|general> or <#C8|secret> or <#C8|>",
            "in #general or #general or #some channel or #some channel",
        ),
        ("<!here> <!channel|channel> <!everyone>", "@here @channel @everyone"),
        ("<!subteam^S1|@cooks> <!subteam^S2>", "@cooks @some group"),
        ("at <!date^1764151200^{date_short}|26 Nov 2025>, <!date^1^{time}>", "at 26 Nov 2025, some time"),
        ("<https://example.com> <https://example.com|example.com>", "https://example.com https://example.com"),
        ("<https://example.com/a?b=1&amp;c|the page>", "the page (https://example.com/a?b=1&c)"),
        ("<mailto:a@b.c|a@b.c> <tel:+49|call>", "a@b.c call (tel:+49)"),
        ("1 &lt; 2 &amp;&amp; 3 &gt; 2", "1 < 2 && 3 > 2"),
        ("&amp;lt;", "&lt;"),
        ("typed &lt;@U1&gt;", "typed <@U1>"),
        ("```\nif a &lt; b:\n    <https://x.y>\n```", "```\nif a < b:\n    https://x.y\n```"),
        (":tada: *bold* `code`", ":tada: *bold* `code`"),
        ("<!unknown^1>", "@some group"),
        ("a < b > c", "a < b > c"),
    ],
)
def test_ids_become_names(text: str, words: str) -> None:
    assert readable(text, NAMES) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<@U9> hello", "hello"),
        ("<@U9|rapport>, hello", "hello"),
        ("<@U9>", ""),
        ("what do <@U9> and <@U1> know", "what do and @Ann know"),
        ("one\n<@U9>\ntwo", "one\ntwo"),
        ("<@U9>\n• a\n    ◦ b", "• a\n    ◦ b"),
    ],
)
def test_the_own_mention_is_left_out(text: str, words: str) -> None:
    assert readable(text, NAMES, ours=ME) == words


@given(st.text(alphabet="<@!#|^UCS19a:/> \n", max_size=60))
@example("<<<@>>>")
def test_no_markup_is_left_and_what_is_mentioned_is_found(text: str) -> None:
    assert not MARKUP.search(readable(text, NAMES, ours=ME))
    assert all(f"<@{each}" in text for each in mentioned(text, "@"))


def block(*elements: object) -> object:
    return [{"type": "rich_text", "elements": list(elements)}]


def section(*elements: object) -> object:
    return {"type": "rich_text_section", "elements": list(elements)}


def text(words: str, **style: bool) -> object:
    return {"type": "text", "text": words, **({"style": style} if style else {})}


def test_the_blocks_of_the_editor_say_what_the_text_says() -> None:
    for written in ("hello", "hi <@U1> in <#C7>", "see https://example.com & <b>", "<!here> come"):
        assert rich_words(rich(written), NAMES) == readable(typed(written), NAMES)


def test_lists_quotes_and_code_keep_their_shape() -> None:
    listed = {"type": "rich_text_list", "style": "bullet", "indent": 1, "elements": [section(text("a")), section()]}
    ordered = {"type": "rich_text_list", "style": "ordered", "offset": 2, "elements": [section(text("c"))]}
    code = {"type": "rich_text_preformatted", "elements": [text("x = 1\n    y")]}
    quote = {"type": "rich_text_quote", "elements": [text("one\ntwo")]}
    first = section(text("do "), text("this", bold=True), text(" "), text("ls -l", code=True))
    assert rich_words(block(first, listed, ordered, code, quote), NAMES) == (
        "do this `ls -l`\n  - a\n  - \n3. c\n```\nx = 1\n    y\n```\n> one\n> two"
    )


def test_emoji_are_their_signs_and_names_where_they_are_the_workspaces_own() -> None:
    thumb = {"type": "emoji", "name": "thumbsup", "unicode": "1f44d-1f3fd"}
    own = {"type": "emoji", "name": "partyparrot"}
    wrong = {"type": "emoji", "name": "odd", "unicode": "d800"}
    assert rich_words(block(section(thumb, own, wrong)), NAMES) == "\U0001f44d\U0001f3fd:partyparrot::odd:"


def test_in_blocks_too_the_own_mention_is_left_out_and_ids_are_names() -> None:
    me, other = {"type": "user", "user_id": "U9"}, {"type": "user", "user_id": "U4"}
    rest = [{"type": "usergroup", "usergroup_id": "S1"}, {"type": "channel", "channel_id": "C8"}]
    blocks = block(section(me, text(" hello "), other, text(" "), *rest))
    assert rich_words(blocks, NAMES, ours=ME) == "hello @someone @some group#some channel"
    assert set(ids_in(blocks, "user")) == {"U9", "U4"} and set(ids_in(blocks, "channel")) == {"C8"}


@pytest.mark.parametrize(
    "blocks",
    [
        None,
        [],
        "text",
        [{"type": "section", "text": {"type": "mrkdwn", "text": "x"}}],
        block(section({"type": "hologram"})),
        block({"type": "rich_text_hologram", "elements": []}),
        [*[{"type": "rich_text", "elements": []}], {"type": "image"}],
    ],
)
def test_what_is_not_known_is_not_guessed(blocks: object) -> None:
    assert rich_words(blocks, NAMES) is None


KINDS = st.sampled_from(
    (
        *("text", "user", "channel", "usergroup", "broadcast", "emoji", "link", "date", "color", "rich_text_section"),
        *("rich_text_list", "rich_text_preformatted", "rich_text_quote", "hologram"),
    )
)
VALUE = st.one_of(st.text(max_size=8), st.integers(), st.none(), st.booleans(), st.lists(st.none(), max_size=2))
KEYS = ("text", "user_id", "channel_id", "range", "unicode", "name", "url", "style", "indent", "offset", "fallback")
LEAF = st.dictionaries(st.sampled_from(KEYS), VALUE, max_size=4)
ELEMENT = st.recursive(
    st.builds(lambda kind, rest: {"type": kind, **rest}, KINDS, LEAF),
    lambda inner: st.builds(
        lambda kind, rest, elements: {"type": kind, **rest, "elements": elements},
        KINDS,
        LEAF,
        st.lists(inner, max_size=3),
    ),
    max_leaves=12,
)


@given(st.lists(ELEMENT, max_size=4))
def test_blocks_of_any_shape_are_read_or_left(elements: list[object]) -> None:
    blocks = json.loads(json.dumps(block(*elements)))
    words = rich_words(blocks, NAMES, ours=ME)
    assert words is None or isinstance(words, str)
    assert all(isinstance(each, str) for each in ids_in(blocks, "user"))
