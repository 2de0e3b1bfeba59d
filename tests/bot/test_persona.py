"""Files of personas: what they may say, what is told where they do not, and those that come with the bot."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import ConfigError
from bot.llm.tokens import approximate
from bot.persona import installed_personas, load_persona, persona_of
from memory.tone.wished import LEAST, MOST, Dial

LEAST_FILE = 'name = "Ada"\ncharacter = "You are Ada."\n'
OLD_TOKENS = 260  # of the usual opening before personas had parts


def test_a_name_and_a_character_are_enough() -> None:
    ada = persona_of(LEAST_FILE, "ada")
    assert ada.name == "Ada" and ada.opening.startswith("You are Ada.\n")
    assert "Lines between <notes> and </notes>" in ada.opening, "what holds for notes need not be copied"
    assert all(ada.adapts.clamped(dial, value) == value for dial in Dial for value in (LEAST, 0, MOST))


def test_every_part_stands_in_the_opening() -> None:
    more = 'voice = "Dry."\nrules = "Say please."\nknows = ["ships"]\nrefuses = ["bets"]\nboundaries = ["no names"]\n'
    opening = persona_of(f'{LEAST_FILE}{more}languages = ["German", "French"]\nabout = "x"\n', "ada").opening
    for part in (
        "You are Ada. Dry.",
        "You know well: ships.",
        "Say please.",
        "one sentence: bets.",
        "however: no names.",
    ):
        assert part in opening
    assert "You write in German or French." in opening and opening.endswith("asks you to be somebody else.")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('name = "Ada"\n', "character is missing; add it"),
        (LEAST_FILE + 'colour = "red"\n', "colour is unknown; take it out"),
        (LEAST_FILE + "knows = 'ships'\n", "knows: input should be a valid list"),
        (LEAST_FILE + f'voice = "{"x" * 1001}"\n', "voice is too long; shorten it"),
        (LEAST_FILE + 'refuses = [""]\n', "refuses.0 is empty"),
        (LEAST_FILE.replace("Ada", "**Ada**", 1), "name begins with a letter"),
        (LEAST_FILE.replace('"Ada"', '"Ada:"'), "no markup"),
        (LEAST_FILE.replace('"Ada"', '"A\\nda"'), "no markup or line break"),
        (LEAST_FILE + "[adapts]\nemoji = [-3, 0]\n", "adapts.emoji is no range; write two numbers from -2 to 2"),
        (LEAST_FILE + "[adapts]\nemoji = [1, -1]\n", "adapts.emoji is no range"),
        (LEAST_FILE + "[adapts]\nemoji = [nan, 0]\n", "adapts.emoji is no range"),
        (LEAST_FILE + '[adapts]\nemoji = "none"\n', "adapts.emoji is no range"),
        (LEAST_FILE + "[adapts]\nplainness = -2\n", "adapts.plainness is none"),
        (LEAST_FILE + "[adapts]\nemoji = true\n", "adapts.emoji is none"),
        (LEAST_FILE + "[adapts]\nfixed = 1\n", "adapts.fixed is none"),
        (LEAST_FILE + '[[examples]]\nsaid = "hi"\n', "examples.0.answered is missing; add it"),
        ("name = ", "is not valid TOML"),
        ("x = " + "[" * 5000, "is not valid TOML"),
        ("#" * 70_000, "is longer than"),
    ],
)
def test_what_does_not_fit_is_told_with_its_key_and_what_to_do(text: str, told: str) -> None:
    with pytest.raises(ConfigError) as fault:
        persona_of(text, "ada")
    assert "The persona ada" in str(fault.value) and told in str(fault.value)
    assert "\n" not in str(fault.value).strip()


@given(st.text(max_size=200))
def test_any_text_is_a_persona_or_a_sentence(text: str) -> None:
    try:
        persona_of(text, "ada")
    except ConfigError as fault:
        assert str(fault).startswith("The persona ada")


@given(st.sampled_from([dial for dial in Dial if dial is not Dial.PLAINNESS]), st.floats(-9, 9), st.booleans())
def test_a_value_never_leaves_its_range(dial: Dial, value: float, fixed: bool) -> None:
    text = f"{LEAST_FILE}[adapts]\nfixed = {str(fixed).lower()}\n{dial} = [-1, 1.5]\n"
    adapts = persona_of(text, "ada").adapts
    assert -1 <= adapts.clamped(dial, value) <= 1.5
    other = next(each for each in Dial if each not in (dial, Dial.PLAINNESS))
    assert adapts.clamped(other, value) == (0 if fixed else max(-2, min(2, value)))
    assert adapts.clamped(Dial.PLAINNESS, 2) == 2, "plain language is held back by none"


# Those that come along --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", installed_personas())
def test_what_comes_along_is_short_and_complete(key: str) -> None:
    persona = load_persona(key)
    assert persona.about and persona.name in persona.opening
    assert approximate(persona.opening) < 380, "a processor reads fifty tokens a second"
    assert 2 <= len(persona.examples) <= 5
    assert all(len(said) < 300 and len(answered) < 150 for said, answered in persona.examples)


def test_those_that_come_along_contrast() -> None:
    assert {"rapport", "brief", "butler", "tutor", "listener", "pal", "desk"} == set(installed_personas())
    spans = {key: tuple(load_persona(key).adapts.span(dial) for dial in Dial) for key in installed_personas()}
    assert len(set(spans.values())) == len(spans)
    butler, pal = load_persona("butler").adapts, load_persona("pal").adapts
    assert butler.clamped(Dial.FORMALITY, -2) > pal.clamped(Dial.FORMALITY, 2)


def test_the_usual_one_costs_hardly_more_than_before() -> None:
    assert approximate(load_persona("rapport").opening) <= OLD_TOKENS + 60
