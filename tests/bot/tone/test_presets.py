"""Presets change the form of answers and never their content: words, numbers, links and code survive every rule."""

import random
import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.tone.presets import ASKED, NO_SHAPE, asked_of, shape_of
from bot.tone.shaping import Shaping, shaped
from bot.tone.tables import list_of
from memory.tone.wished import Preset

STEPS, LOW, READER = (shape_of([each]) for each in (Preset.STEPS, Preset.LOW_LOAD, Preset.SCREEN_READER))
PIECES = (
    "Open the door.", "Then wait!", "It costs 3.50 EUR, e.g. at Dr. Smith's.", "Is it on 3. March?", "🎉", "👍👍", "\n",
    "\n\n", "1. Open it.", "2. Close it.", "3. Go.", "- a point. With two sentences.", "* another", "| a | b |\n",
    "|---|---|\n", "| x.y | 2 |\n", "```\ncode | 1. 2. 🎉\n```\n", "`a. B | c`", "https://a.example/b.c?d=1. ", "---\n",
    "## Head. Line", "> quoted. Words", "今日は晴れ。", "明日は雨。", "Então? Não! ", "…", "  ", "z. B. das", "é",
    "(See p. 4.)", "Am Freitag, 1. Mai,", "2. Mai.", "So: 1. open it, 2. wait,", "3. go.", "Then: 1. Rest.", "1.",
    "`x: 1. a",
)  # fmt: skip
texts = st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join)


def content(text: str) -> list[str]:
    """Words, numbers and links of a text, once each row of a table names its columns."""
    return re.findall(r"https?://\S+|\w+", text)


@given(texts, st.integers(0, 2**32))
@settings(max_examples=400, deadline=None)
def test_any_cutting_gives_the_same(text: str, seed: int) -> None:
    chosen = shape_of([each for at, each in enumerate(Preset) if seed >> at & 1])
    pieces, shaping, source, out = text, Shaping(chosen), random.Random(seed), ""
    while pieces:
        size = source.randint(1, source.choice((1, 2, 5, 30)))
        out, pieces = out + shaping.feed(pieces[:size]), pieces[size:]
    assert out + shaping.finish() == shaped(text, chosen)


@given(texts)
@settings(max_examples=300, deadline=None)
def test_short_lines_change_white_space_and_tables_alone(text: str) -> None:
    without = text.replace("|", "/")
    assert "".join(shaped(without, LOW).split()) == "".join(without.split())


@given(texts)
@settings(max_examples=300, deadline=None)
def test_steps_change_white_space_and_marks_of_lists_alone(text: str) -> None:
    before, after = Counter(content(text)), Counter(content(shaped(text, STEPS)))
    assert not before - after
    assert all(each.isdigit() for each in after - before), "only the numbers of steps are new"


@given(texts)
@settings(max_examples=300, deadline=None)
def test_a_screen_reader_gets_every_word_and_link(text: str) -> None:
    assert set(content(text)) <= set(content(shaped(text, READER)))
    for block in re.findall(r"```[^`]*```", text):
        assert block in shaped(text, READER)


@given(texts)
def test_nothing_chosen_changes_nothing(text: str) -> None:
    assert shaped(text, NO_SHAPE) == text
    assert shaped(text, shape_of([Preset.LITERAL, Preset.NO_IDIOMS, Preset.OWN_VOICE])) == text


def test_long_paragraphs_are_broken_between_sentences() -> None:
    text = "One is here. Two is there. Three is gone. Dr. Four came, e.g. by bus. Five left."
    assert shaped(text, LOW) == (
        "One is here. Two is there.\n\nThree is gone. Dr. Four came, e.g. by bus.\n\nFive left."
    )
    assert shaped("今日は晴れ。明日は雨。雪。", LOW) == "今日は晴れ。明日は雨。\n\n雪。"


def test_steps_stand_on_lines_of_their_own_with_numbers() -> None:
    assert shaped("Do this: 1. Open it. 2. Wait. 3. Go.", STEPS) == "Do this:\n1. Open it.\n2. Wait.\n3. Go."
    assert shaped("- open\n- wait\n\nThen:\n* go", STEPS) == "1. open\n2. wait\n\nThen:\n1. go"
    assert shaped("1. one\n   - detail\n- odd", STEPS) == "1. one\n   - detail\n- odd", "numbers that are there stay"
    assert shaped("It took 2. 5 is more.", STEPS) == "It took 2. 5 is more."


def test_a_table_becomes_a_list_that_names_its_columns() -> None:
    table = "| Tea | Price |\n|:---|---:|\n| Mint | 2.50 |\n| A \\| B | |\n"
    assert shaped(f"See:\n{table}Done.", READER) == "See:\n- Tea: Mint; Price: 2.50\n- Tea: A | B\nDone."
    assert shaped("| no table", READER) == "| no table"
    assert shaped("```\n| a | b |\n|---|---|\n```", READER) == "```\n| a | b |\n|---|---|\n```"
    assert list_of(["| a | b |", "|---|---|"]) == "- a; b"
    assert list_of(["| a |", "|---|", "| 1 | 2 |"]) == "- a: 1; 2"


def test_decoration_goes_and_emoji_that_may_be_words_stay() -> None:
    assert shaped("Great! 🎉 I ❤️ it 👍👍👍 here.\n-----\nBye.", READER) == "Great! I ❤️ it 👍 here.\nBye."
    assert shaped("Weather: ☀️", READER) == "Weather: ☀️"
    assert shaped("So: ```\nx 🎉🎉\n``` Fine! 🎉\n", READER) == "So: ```\nx 🎉🎉\n``` Fine! 🎉\n"
    assert shaped("Run `echo 🎉🎉`. 🎉", READER).startswith("Run `echo 🎉🎉`.")


def test_several_presets_count_together() -> None:
    both = shape_of([Preset.STEPS, Preset.LOW_LOAD, Preset.SCREEN_READER])
    assert (both.sentence_words, both.paragraph_sentences) == (15, 2)
    assert both.lists and both.numbered and both.bare


def test_each_preset_asks_for_something_of_its_own() -> None:
    assert set(ASKED) == set(Preset) and len(set(ASKED.values())) == len(Preset)
    assert asked_of([]) == ""
    assert asked_of(list(Preset)).count("\n- ") == len(Preset) - 1
    assert "voice" in asked_of([Preset.OWN_VOICE]) and "words" in asked_of([Preset.OWN_VOICE])


@pytest.mark.parametrize("text", ["", "\n", "|", "```", "- ", "…", "1. ", "|-|", "`"])
def test_the_shortest_texts_are_whole(text: str) -> None:
    for preset in Preset:
        assert shaped(text, shape_of([preset])).strip() in (text.strip(), "1.", "")
