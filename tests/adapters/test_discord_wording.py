"""Discord's markup as words."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.wording import Names, readable

NAMES = Names({1: "Ann", 2: "Bob"}, {5: "Cooks"}, {7: "general"})
ME = 9


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("hi <@1> and <@!2>", "hi @Ann and @Bob"),
        ("<@33>?", "@someone?"),
        ("<@&5> <@&6>", "@Cooks @some role"),
        ("in <#7> or <#8>", "in #general or #some channel"),
        ("so <:smile:123><a:dance_1:45>", "so :smile::dance_1:"),
        ("at <t:1764151200:R>.", "at 2025-11-26 10:00 UTC."),
        ("<t:99999999999999999>", "some time"),
        ("use </memory search:55>", "use /memory search"),
        ("see <id:customize>", "see #customize"),
        ("a < b > c <@x> <#>", "a < b > c <@x> <#>"),
        ("@everyone", "@everyone"),
    ],
)
def test_ids_become_names(text: str, words: str) -> None:
    assert readable(text, NAMES) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<@9> hello", "hello"),
        ("<@!9>, hello", "hello"),
        ("<@9>", ""),
        ("hello <@9>", "hello"),
        ("hello <@9>!", "hello!"),
        ("what do <@9> and <@1> know", "what do and @Ann know"),
        ("<@9> <@9> hello", "hello"),
        ("one\n<@9>\ntwo", "one\ntwo"),
        ("<@9>\n- a\n  - b", "- a\n  - b"),
        ("<@9>:smile", "smile"),
    ],
)
def test_the_own_mention_is_left_out(text: str, words: str) -> None:
    assert readable(text, NAMES, ours=(ME,)) == words


@given(st.text(alphabet="<@!&#:a19t/> \n", max_size=40))
def test_no_id_is_left(text: str) -> None:
    assert not re.search(r"<@[!&]?\d{1,20}>|<#\d{1,20}>", readable(text, NAMES, ours=(ME,)))
