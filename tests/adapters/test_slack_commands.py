"""What is typed after `/rapport`: names and options in the person's language or in English. Pure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.catalog import ChoiceSpec, CommandSpec, OptionSpec
from adapters.slack.commands import Commands
from bot.catalog import load_catalog

FIND = CommandSpec(
    "find",
    {"en": "find", "de": "finde"},
    {"en": "Finds"},
    (
        OptionSpec("what", {"en": "what", "de": "was"}, {"en": "What"}),
        OptionSpec("more", {"en": "more", "de": "mehr"}, {"en": "More"}, prefix="more"),
    ),
)
GIVE = CommandSpec(
    "give",
    {"en": "give", "de": "gib"},
    {"en": "Gives"},
    (
        OptionSpec("kind", {"en": "kind"}, {"en": "Kind"}, choices=(ChoiceSpec("all", {"en": "All", "de": "Alles"}),)),
        OptionSpec("how", {"en": "how"}, {"en": "How"}, choices=(ChoiceSpec("off", {"en": "Take it back"}),)),
    ),
)
KEEP = CommandSpec("keep", {"en": "Keep this", "de": "Behalte das"}, {}, menu=True)
HELP = CommandSpec("help", {"en": "help", "de": "hilfe"}, {"en": "Help"})
MIXED = CommandSpec("mixed", {"en": "gift", "de": "find"}, {"en": "Mixed"})
COMMANDS = Commands((FIND, GIVE, KEEP, HELP))


@pytest.mark.parametrize(
    ("text", "locale", "meaning"),
    [
        ("", None, ("help", "")),
        ("   ", "de-DE", ("help", "")),
        ("find", None, ("find", "")),
        ("FIND  bikes and  cats ", "en-US", ("find", "bikes and  cats")),
        ("/find bikes", None, ("find", "bikes")),
        ("find\nbikes", None, ("find", "bikes")),
        ("finde räder", "de", ("find", "räder")),
        ("find räder", "de-DE", ("find", "räder")),
        ("find　räder", "de-DE", ("find", "räder")),
        ("find more bikes", None, ("find", "more bikes")),
        ("finde mehr räder", "de", ("find", "more räder")),
        ("find Mehr räder", "de", ("find", "more räder")),
        ("find mehr räder", "fr", ("find", "mehr räder")),
        ("find more", None, ("find", "more")),
        ("find what:bikes", None, ("find", "bikes")),
        ("find more:red bikes what:cats", None, ("find", "cats more red bikes")),
        ("finde was:räder mehr:katzen", "de", ("find", "räder more katzen")),
        ("find what: bikes", None, ("find", "what: bikes")),
        ("find bikes more:cats", None, ("find", "bikes more:cats")),
        ("find https://example.org", None, ("find", "https://example.org")),
        ("give all off", None, ("give", "all off")),
        ("gib Alles", "de", ("give", "all")),
        ("give kind:all how:Take it back", None, ("give", "all off")),
        ("give how:off", None, ("give", "off")),
        ("give nothing", None, ("give", "nothing")),
    ],
)
def test_what_was_typed(text: str, locale: str | None, meaning: tuple[str, str]) -> None:
    assert COMMANDS.ordered(text, locale) == meaning


@pytest.mark.parametrize(
    ("text", "locale", "said"),
    [
        ("fnd bikes", None, "I do not know /rapport fnd. Did you mean /rapport find? /rapport help shows what I know."),
        ("fnde", "de", "I do not know /rapport fnde. Did you mean /rapport finde? /rapport hilfe shows what I know."),
        ("zzzzz", None, "I do not know /rapport zzzzz. /rapport help shows what I know."),
        ("keep", None, "I do not know /rapport keep."),
        ("x" * 900, None, "…. /rapport help shows what I know."),
    ],
)
def test_what_is_not_known_is_told_with_the_nearest(text: str, locale: str | None, said: str) -> None:
    assert COMMANDS.ordered(text, locale) is None
    told = COMMANDS.unknown(text, locale)
    assert said in told and len(told) < 200


def test_help_is_named_in_the_persons_language_and_nothing_far_off_is_proposed() -> None:
    assert COMMANDS.unknown("quatsch", "de-DE") == "I do not know /rapport quatsch. /rapport hilfe shows what I know."
    assert Commands(load_catalog()).unknown("join", None).count("/rapport") == 2
    assert Commands(()).unknown("x", "de").endswith("/rapport help shows what I know.")


def test_where_two_languages_say_the_same_the_persons_own_is_meant() -> None:
    both = Commands((FIND, MIXED))
    assert both.ordered("find", "de") == ("mixed", "")
    assert both.ordered("find", "en") == ("find", "")


def test_entries_of_menus_are_known_by_their_own_names() -> None:
    assert COMMANDS.is_menu("keep")
    assert not COMMANDS.is_menu("find") and not COMMANDS.is_menu("")


def test_without_commands_nothing_is_known() -> None:
    none = Commands(())
    assert none.ordered("find", None) is None
    assert none.ordered("", None) == ("help", "")


@pytest.mark.parametrize("language", ["en", "de", "es", "fr", "ja", "pt"])
def test_every_command_is_known_by_its_name_in_every_language(language: str) -> None:
    catalog = load_catalog()
    commands = Commands(catalog)
    for spec in catalog:
        if not spec.menu:
            assert commands.ordered(spec.names[language], language) == (spec.name, "")
            assert commands.ordered(f"{spec.names['en']} x:y", language) == (spec.name, "x:y")


@given(st.text(), st.none() | st.sampled_from(["de", "ja-JP", "en", ""]))
def test_whatever_is_typed_is_read_or_told_of(text: str, locale: str | None) -> None:
    commands = Commands(load_catalog())
    found = commands.ordered(text, locale)
    assert found is not None or "I do not know" in commands.unknown(text, locale)
