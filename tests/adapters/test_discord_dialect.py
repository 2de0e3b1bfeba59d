"""Markdown that Discord does not render, in what it does: whole, in pieces, and nothing else touched."""

from collections.abc import AsyncIterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.dialect import Rendering, rendered, rendered_as_it_comes

TABLE = "| **Town** | `km` |\n|---|:-:|\n| Oslo | 1 |\n| Bergen | 2 |\n"
CODE = "```\n| Town | km |\n|---|:-:|\n| Oslo | 1 |\n| Bergen | 2 |\n"
MARKUP = st.lists(
    st.sampled_from(
        (
            "|",
            "| a | b |\n",
            "|---|---|\n",
            "--",
            "-",
            "\n",
            "#",
            "#### ",
            "`",
            "```",
            "```py\n",
            "```x```\n",
            ">>> ",
            "> ",
            ">",
            " ",
            "word ",
            "**",
            "é🐕",
        )
    ),
    max_size=25,
).map("".join)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (TABLE, f"{CODE}```"),
        (f"So:\n\n{TABLE}\nThat is all.", f"So:\n\n{CODE}```\n\nThat is all."),
        (TABLE.rstrip("\n"), f"{CODE}```"),
        (f"{TABLE}And on.", f"{CODE}```\nAnd on."),
        (f"```\n{TABLE}```\n", f"```\n{TABLE}```\n"),
        ("| a | b |\nno rule\n", "| a | b |\nno rule\n"),
        ("| a |", "| a |"),
        ("|---|---|\n", "|---|---|\n"),
        ("| a | b |\n|---|---|\n| ```x | y |\n", "```\n| a | b |\n|---|---|\n| x | y |\n```"),
        ("#### Four\n##### Five\n### Three\n####no\n", "### Four\n### Five\n### Three\n####no\n"),
        ("```\n#### kept\n```\n#### Four", "```\n#### kept\n```\n### Four"),
        ("a || b\n- x | y\n---\n", "a || b\n- x | y\n---\n"),
        ("||spoiler|| here\n", "||spoiler|| here\n"),
        (f"```x = 1```\n{TABLE}", f"```x = 1```\n{CODE}```"),
        (f"Run: ```x``` so\n{TABLE}", f"Run: ```x``` so\n{CODE}```"),
        (f"- Run: ```py\n{TABLE}#### x\n```\n#### Four", f"- Run: ```py\n{TABLE}#### x\n```\n### Four"),
        ("```py\nx = 1```\n#### Four", "```py\nx = 1```\n### Four"),
        (">>> all\nof it", "> all\nof it"),
        (">> a\n> > b\n>>c\n> d > e\n>no", "> a\n> b\n>>c\n> d > e\n>no"),
        ("```\n>>> kept\n```", "```\n>>> kept\n```"),
        ("-# small\n# Big\n[a](<https://b>) \\*c\\*\n", "-# small\n# Big\n[a](<https://b>) \\*c\\*\n"),
        ("", ""),
    ],
)
def test_what_discord_renders_of_it(written: str, shown: str) -> None:
    assert rendered(written) == shown


@given(MARKUP, st.data())
def test_however_it_is_cut_it_is_the_same(text: str, data: st.DataObject) -> None:
    rendering, shown, at = Rendering(), "", 0
    while at < len(text):
        stop = data.draw(st.integers(at + 1, len(text)))
        shown += rendering.feed(text[at:stop])
        at = stop
    assert shown + rendering.finish() == rendered(text)


@given(MARKUP)
def test_words_are_kept_and_code_is_closed(text: str) -> None:
    shown = rendered(text)
    assert shown.count("word") == text.count("word") and shown.count("é🐕") == text.count("é🐕")
    if "|" not in text and "#" not in text and ">" not in text:
        assert shown == text
    if "`" not in text:
        assert shown.count("```") % 2 == 0


@given(st.text(max_size=200))
def test_any_text_has_an_outcome(text: str) -> None:
    assert rendered(text) == rendered(text)
    if "|" not in text and "####" not in text and ">" not in text:
        assert rendered(text) == text


def test_prose_does_not_wait() -> None:
    rendering = Rendering()
    assert [rendering.feed(each) for each in ("So ", "it is", ".\n", "- a", " | b\n")] == [
        *("So ", "it is", ".\n", "- a", " | b\n")
    ]


def test_what_follows_a_line_that_only_looks_like_a_table_does_not_wait() -> None:
    rendering = Rendering()
    assert [rendering.feed(each) for each in ("| a |\n", "- ", "so ", "it is")] == ["", "", "| a |\n- so ", "it is"]


async def test_a_table_is_code_before_its_end_came() -> None:
    async def words() -> AsyncIterator[str]:
        for each in (*TABLE, "That is all."):
            yield each

    shown = [each async for each in rendered_as_it_comes(words())]
    assert "".join(shown) == f"{CODE}```\nThat is all."
    assert shown[0].startswith("```\n") and len(shown) > 3, "row after row"
