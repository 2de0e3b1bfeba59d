"""Text of people shown as they wrote it, whatever markup it looks like."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.text import plain_markup
from tests.calm import CALM


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("*a* _b_ `c` ~~d~~ ||e||", r"\*a\* \_b\_ \`c\` \~\~d\~\~ \|\|e\|\|"),
        ("# h\n  ## h\n#tag", "\\# h\n  \\## h\n#tag"),
        (
            "-# small\n- item\n-5\n+ item\n12. item\n3) item\n1.5",
            "\\-# small\n\\- item\n-5\n\\+ item\n12\\. item\n3\\) item\n1\\.5",
        ),
        ("> quote\n>>> all\na > b", "\\> quote\n\\>>> all\na > b"),
        ("[a](http://b)", r"\[a\](http://b)"),
        ("<@1> <:x:2> @everyone", r"\<@1> \<:x:2> @everyone"),
        ("\\*", r"\\\*"),
        ("see https://a.b/c_d_e*f* now_", r"see https://a.b/c_d_e*f* now\_"),
    ],
)
def test_text_of_people_is_shown_as_it_is_written(text: str, shown: str) -> None:
    assert plain_markup(text) == shown


def test_what_is_shown_as_written_is_not_turned_round() -> None:
    assert plain_markup("2. \u202eneB\u202c: \u2066yes\u2069 ש\u05c1") == "2\\. neB: yes ש\u05c1"


@CALM
@given(st.text(st.sampled_from("*_`~|[]()<>#-+1. \n\\a")))
def test_escaping_takes_nothing_away(text: str) -> None:
    assert re.sub(r"\\([^0-9A-Za-z\s])", r"\1", plain_markup(text)) == text
