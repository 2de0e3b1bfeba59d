"""The listed commands: complete in every language, and within what Discord takes."""

import re
from collections.abc import Iterator
from importlib import resources

import pytest

from adapters.catalog import ENGLISH, CommandSpec, Words
from bot.catalog import FRAME, SHAPES, load_catalog, load_frame, read_language, suggesting
from bot.shelf import Shelf
from bot.zones import suggest_zones, zone_called

LANGUAGES = {"en", "de", "es", "fr", "ja", "pt"}
CHAT_NAME = re.compile(r"[-_'\w]{1,32}")
CATALOG = load_catalog()


def worded() -> Iterator[Words]:
    """Everything that has words."""
    for spec in CATALOG:
        yield spec.names
        yield spec.descriptions
        for option in spec.options:
            yield option.names
            yield option.descriptions
            yield from (choice.labels for choice in option.choices)


def test_every_language_has_every_word_and_no_other() -> None:
    assert all(set(words) == LANGUAGES for words in worded())
    menus = [spec for spec in CATALOG if spec.menu]
    assert all(words["en"] for spec in CATALOG if spec not in menus for words in (spec.names, spec.descriptions))
    for language in LANGUAGES:
        text = (resources.files("bot") / "words" / f"{language}.toml").read_text(encoding="utf-8")
        read = read_language(text)
        assert set(read) == {shape.name for shape in SHAPES}
        for shape in SHAPES:
            options = read[shape.name].options
            assert set(options) == {option.name for option in shape.options}, (language, shape.name)
            for option in shape.options:
                assert set(options[option.name].choices) == set(option.choices), (language, option.name)


@pytest.mark.parametrize("spec", CATALOG, ids=lambda spec: spec.name)
def test_names_and_descriptions_are_such_as_discord_takes(spec: CommandSpec) -> None:
    for language in LANGUAGES:
        name, description = spec.names[language], spec.descriptions[language]
        if spec.menu:
            assert 1 <= len(name) <= 32 and not description and not spec.options
            continue
        described = [
            (name, description),
            *((each.names[language], each.descriptions[language]) for each in spec.options),
        ]
        for shown, told in described:
            assert CHAT_NAME.fullmatch(shown) and shown == shown.lower(), (language, shown)
            assert 1 <= len(told) <= 100, (language, told)
        labels = [choice.labels[language] for option in spec.options for choice in option.choices]
        assert all(1 <= len(label) <= 100 for label in labels)
        assert len(spec.options) <= 25 and all(len(option.choices) <= 25 for option in spec.options)


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_no_name_is_given_twice(language: str) -> None:
    for menu in (False, True):
        names = [spec.names[language] for spec in CATALOG if spec.menu is menu]
        assert len(set(names)) == len(names)
    for spec in CATALOG:
        options = [option.names[language] for option in spec.options]
        assert len(set(options)) == len(options)
        for option in spec.options:
            labels = [choice.labels[language] for choice in option.choices]
            assert len(set(labels)) == len(labels)


def test_help_says_what_stands_around_its_list_in_every_language() -> None:
    frame = load_frame()
    assert set(frame) == set(FRAME)
    for words in frame.values():
        assert set(words) == LANGUAGES and all(each.strip() for each in words.values())
        assert len(set(words.values())) == len(LANGUAGES), "nothing is left in English"
    assert all(each.format(menus="“that”").count("“that”") == 1 for each in frame["menus"].values())


def test_required_options_come_first() -> None:
    for spec in CATALOG:
        required = [option.required for option in spec.options]
        assert required == sorted(required, reverse=True)


def test_in_english_a_command_is_called_as_it_is_typed_in_a_terminal() -> None:
    assert all(spec.names[ENGLISH] == spec.name for spec in CATALOG if not spec.menu)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("berlin", "Europe/Berlin"),
        (" new york ", "America/New_York"),
        ("america/argentina/ushuaia", "America/Argentina/Ushuaia"),
        ("utc", "UTC"),
        ("Atlantis", None),
        ("", None),
        ("Europe/", None),
        ("../../etc/passwd", None),
    ],
)
def test_a_zone_is_found_by_its_name_or_its_city(typed: str, meant: str | None) -> None:
    assert zone_called(typed) == meant


def test_zones_are_suggested_by_what_is_typed() -> None:
    assert suggest_zones("Berl")[0] == "Europe/Berlin"
    assert len(suggest_zones("")) == 25
    assert suggest_zones("nowhere at all") == []
    assert all("GMT" not in name for name in suggest_zones("e"))


def test_personas_are_suggested_by_what_is_typed() -> None:
    suggest = suggesting(Shelf())
    assert list(suggest("RAP")) == ["brief", "rapport"] and list(suggest("tess")) == ["tutor"]
    assert list(suggest("no such")) == []
