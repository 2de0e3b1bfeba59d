"""`/why tone`: the layers in their order, each with what it comes from."""

import re
from datetime import UTC, datetime

import pytest

from bot.tone.adapts import Adapts
from bot.tone.layers import Operator
from bot.tone.sample import languages, words_for
from bot.tone_why import Layers, why_tone
from memory.preference import Refined, RefinementId
from memory.tone.addressee import Addressee, Source
from memory.tone.measured import Feature, Gauge, Tone
from memory.tone.wished import Dial, Preset, Wishes, WishRow
from memory.types import PersonId, PlaceId, Spot
from tests.bot.chat import Chat

AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
TONE = Tone({Feature.LENGTH: Gauge(1.1, 0.1, 40.0), Feature.EMOJI: Gauge(0.0, 0.0, 40.0)}, at=AT)
ADDRESSEE = Addressee(
    Wishes({Dial.LENGTH: -2}, frozenset({Preset.STEPS})), TONE, ((Source.OWN, 0.7), (Source.PLACE, 0.3)), 40.0
)
ROWS = (
    WishRow(Dial.LENGTH, -2, 0, Spot(PlaceId(1), 7), AT),
    WishRow(Preset.STEPS, 1, 0, None, AT),
    WishRow(Dial.HUMOUR, 0, 1, None, AT),
)
# A persona that is never long and always serious.
BRIEF = Adapts({Dial.HUMOUR: (-1, -1), Dial.LENGTH: (-2, -1)})


def told(layers: Layers) -> list[str]:
    """The lines of it."""
    return why_tone(layers, words_for(None), UTC).splitlines()


def test_the_layers_stand_in_the_order_in_which_they_count() -> None:
    lines = told(Layers("Brief", ADDRESSEE, ROWS, Operator(Adapts({Dial.EMOJI: (-1, -1)})), BRIEF))
    heads = [line for line in lines if line.endswith(":") and not line.startswith("-")]
    assert heads == [
        "1. The operator's settings:", "2. Who answers here: Brief:", "3. Yours, as you said:",
        "4. Yours, as measured:", "Together:",
    ]  # fmt: skip


def test_each_layer_says_what_it_comes_from() -> None:
    text = "\n".join(told(Layers("Brief", ADDRESSEE, ROWS, Operator(Adapts({Dial.EMOJI: (-1, -1)})), BRIEF)))
    assert "- Emoji: fewer, always\n" in text
    assert "- Length: from much shorter to shorter\n" in text and "- Humour: serious, always\n" in text
    assert "- Length: much shorter (you said so on 20 Nov 2026)" in text
    assert "- One step at a time: on (chosen on 20 Nov 2026)" in text
    assert "messages of yours: 40; 70% your own messages that may count here, 30% how people write" in text
    assert "- Length: much shorter (you said so)" in text.partition("Together:")[2]
    assert "- Emoji: fewer (measured, within the operator's range)" in text.partition("Together:")[2]
    assert "- Humour: serious (as who answers is)" in text and text.count("Humour") == 2, (
        "what was taken back is no wish"
    )


def test_a_wish_that_no_persona_holds_back_is_told_as_such() -> None:
    pal = Adapts({Dial.HUMOUR: (0, 2), Dial.ADDRESS: (-2, 0)})
    text = "\n".join(told(Layers("Pip", Addressee(Wishes({Dial.HUMOUR: -2})), (), Operator(), pal)))
    assert "(you said so, whoever answers)" in text.partition("Together:")[2]


def test_nothing_known_is_said_plainly() -> None:
    lines = told(Layers("Rapport", Addressee()))
    assert lines.count("- nothing") == 4 and "- everything may be matched" in lines


def test_what_was_learned_says_of_how_many_answers() -> None:
    rows = (WishRow(Dial.EMOJI, -1, 0, None, AT),)
    made = Refined(RefinementId(1), PersonId(1), Dial.EMOJI, -1, answers=4, days=3, at=AT)
    lines = told(Layers("Brief", ADDRESSEE, rows, learned={Dial.EMOJI: made}))
    assert "- Emoji: fewer (learned from 4 answers on 3 days)" in lines


@pytest.mark.parametrize("language", [each for each in languages() if each != "en"])
def test_it_is_told_in_the_language_of_who_asks(language: str) -> None:
    made = Refined(RefinementId(1), PersonId(1), Dial.EMOJI, -1, answers=4, days=3, at=AT)
    rows = (*ROWS, WishRow(Dial.EMOJI, -1, 0, None, AT))
    operator = Operator(Adapts({Dial.EMOJI: (-1, -1), Dial.WARMTH: (0, 1)}), frozenset({Preset.LITERAL}))
    full = Layers("Brief", ADDRESSEE, rows, operator, BRIEF, {Dial.EMOJI: made})
    for layers in (full, Layers("Brief", Addressee())):
        text, english = (why_tone(layers, words_for(each), UTC) for each in (language, None))
        assert "{" not in text and "Brief" in text and len(text.splitlines()) == len(english.splitlines())
        assert not re.search(r"\b(?:you|said so|nothing|always|within|measured|chosen|sure|Nov)\b", text)
    assert "2026-11-20" in why_tone(full, words_for(language), UTC)


async def test_it_is_told_of_the_place_where_it_is_asked(chat: Chat) -> None:
    await chat.stage.say("shorter please")
    text = (await chat.order("why", "tone")).text
    assert "Length: shorter (you said so on" in text and "my usual self" in text
    assert "I have not answered you here yet." in (await chat.order("why", "none")).text
