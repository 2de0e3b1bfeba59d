"""Every language's words load, are of kinds that some rule reads, and spell what they are meant to spell."""

import re
from pathlib import Path

import pytest

import bot.when.lexicon as lexicons
from bot.when.folding import fold, folded
from bot.when.lexicon import LANGUAGES, lexicon, spelled, split

PACKAGE = Path(lexicons.__file__).parent


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_kind_is_written_for_nobody(language: str) -> None:
    rules = " ".join(module.read_text() for module in PACKAGE.glob("*.py"))
    read = set(re.findall(r"[a-z0-9]+", rules))
    kinds = {kind for found in lexicon(language).words.values() for _, keys in found for kind in keys}
    assert kinds <= read
    assert {"unit", "weekday", "rday", "part", "rel", "ask", "tell", "every"} <= kinds | {"rel"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_names_all_days_and_months(language: str) -> None:
    keys = [keys for found in lexicon(language).words.values() for _, keys in found]
    assert {each["weekday"] for each in keys if "weekday" in each} == set(range(7))
    months = {each["month"] for each in keys if "month" in each}
    assert months == set(range(1, 13)) or language == "zh"


def test_an_entry_with_choices_is_every_spelling() -> None:
    assert list(spelled("week(|s)")) == ["week", "weeks"]
    assert sorted(spelled("(a|b)c(d|)")) == ["ac", "acd", "bc", "bcd"]


def test_letters_are_compared_without_marks_and_keep_their_places() -> None:
    found = fold("Año ½ ３時")
    assert found.text == "ano 1⁄2 3時"
    assert [found.places[found.text.index(char)] for char in "a3時"] == [0, 6, 7]
    assert folded("غداً") == folded("غدا")
    assert folded("IĞDIR") == folded("ığdır")


def test_words_are_runs_of_letters_numbers_and_single_characters_of_scripts_without_spaces() -> None:
    assert [word for word, _, _ in split("in 2h5 明日3時")] == ["in", "2", "h", "5", "明", "日", "3", "時"]
