"""The words around reminders: every language has all of them, with the same places to fill."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.catalog import load_catalog
from bot.delivering.words import ENGLISH, languages, words_of
from bot.reminders.wording import PLAIN, Wording
from tests.bot.registers import FAMILIAR

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


@pytest.mark.parametrize("language", sorted(FAMILIAR))
def test_nothing_familiar_is_left_where_people_are_addressed_formally(language: str) -> None:
    plain, formal = words_of(language), words_of(language, wording=Wording(formal=True))
    pattern = FAMILIAR[language]
    for text in (*formal.sentences.values(), *formal.labels.values(), *formal.times.values()):
        assert not pattern.search(text), text
    assert any(pattern.search(text) for text in (*plain.sentences.values(), *plain.labels.values()))


@pytest.mark.parametrize("language", sorted(TIMES))
@pytest.mark.parametrize("name", ["formal", "casual", "short"])
def test_other_ways_to_put_it_have_the_same_places_to_fill(language: str, name: str) -> None:
    plain, other = words_of(language), words_of(language, wording=replace(PLAIN, **{name: True}))
    assert other.sentences.keys() == plain.sentences.keys() and other.labels.keys() == plain.labels.keys()
    for key, text in other.sentences.items():
        assert set(FILLED.findall(text)) == set(FILLED.findall(plain.sentences[key])), key
    longer = [key for key in other.sentences if len(other.sentences[key]) > len(plain.sentences[key])]
    assert name != "short" or (not longer and other != plain)


def test_short_words_address_nobody_so_that_they_suit_everybody() -> None:
    for language, pattern in FAMILIAR.items():
        plain, short = words_of(language), words_of(language, wording=Wording(short=True))
        changed = [text for key, text in short.sentences.items() if text != plain.sentences[key]]
        assert changed and not any(pattern.search(text) for text in changed), language


def test_an_emoji_stands_before_a_reminder_only_for_who_likes_them() -> None:
    assert words_of("de", wording=Wording(emoji=True)).sentence("reminder", text="gießen") == "⏰ Erinnerung: gießen"
    for wording in (PLAIN, Wording(formal=True), Wording(short=True)):
        assert words_of("de", wording=wording).sentence("reminder", text="gießen") == "Erinnerung: gießen"
