"""The words around reminders: every language has all of them, with the same places to fill."""

import re
from datetime import timedelta

import pytest

from bot.catalog import load_catalog
from bot.delivering.words import ENGLISH, languages, words_of

FILLED = re.compile(r"\{(\w+)\}")
TIMES = ("en", "de", "es", "pt", "fr", "it", "ru", "ja", "zh", "ar", "tr")


def test_there_are_words_for_every_language_in_which_times_are_understood() -> None:
    assert languages() == set(TIMES)
    listed = {language for command in load_catalog() for language in command.names}
    assert {each.partition("-")[0] for each in listed} <= languages()


@pytest.mark.parametrize("language", sorted(TIMES))
def test_every_language_has_the_same_words(language: str) -> None:
    english, words = words_of(ENGLISH), words_of(language)
    assert words.language == language
    for theirs, ours in (
        (words.sentences, english.sentences),
        (words.labels, english.labels),
        (words.times, english.times),
        (words.lengths, english.lengths),
    ):
        assert {name: set(FILLED.findall(value)) for name, value in theirs.items()} == {
            name: set(FILLED.findall(value)) for name, value in ours.items()
        }
    assert all(0 < len(each) <= 75 for each in (*words.labels.values(), *words.times.values()))


@pytest.mark.parametrize(
    ("tags", "language"),
    [
        (("pt-BR", "en"), "pt"),
        (("DE",), "de"),
        ((None, "fr"), "fr"),
        (("tlh", "es"), "es"),
        (("tlh",), "en"),
        ((), "en"),
    ],
)
def test_the_first_language_that_is_there_is_spoken(tags: tuple[str | None, ...], language: str) -> None:
    assert words_of(*tags).language == language


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "1 min"), (119, "1 min"), (3600, "1 h"), (3720, "1 h 2 min"), (90_061, "1 d 1 h"), (86_460, "1 d 1 min")],
)
def test_a_length_is_said_in_its_largest_units(seconds: int, said: str) -> None:
    assert words_of("en").length(timedelta(seconds=seconds)) == said


def test_what_is_filled_in_is_not_read_for_places_to_fill() -> None:
    assert words_of("en").sentence("reminder", text="{text} {0} {") == "Reminder: {text} {0} {"
