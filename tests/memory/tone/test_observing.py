"""What one message shows: each feature where it can be told, and absent where it cannot."""

import time
from math import exp, isfinite, log

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memory.tone.measured import Feature, Habit, Observation
from memory.tone.observing import observe

SHARES = (
    Feature.FORMALITY, Feature.POLITENESS, Feature.DIRECTNESS, Feature.WARMTH, Feature.ASKING, Feature.CAPITALS,
    Feature.SHOUTING, Feature.STOPS, Feature.CONTRACTIONS, Feature.SLANG, Feature.GREETING, Feature.CLOSING,
    Feature.ADDRESS, Feature.READING, Feature.MARKS, Feature.PROPER,
)  # fmt: skip
COUNTED = (
    Feature.EMOJI, Feature.EMOTICONS, Feature.EXCLAIMING, Feature.TRAILING, Feature.HUMOUR, Feature.COMMAS,
)  # fmt: skip


def seen(text: str) -> Observation:
    found = observe(text)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "feature", "value"),
    [
        ("one two three", Feature.LENGTH, log(4)),
        ("Yes it is. No it is not at all.", Feature.SENTENCE, log(5.5)),
        ("nice 😂😂", Feature.EMOJI, 2.0),
        ("so <:blob:123456789012345678> good", Feature.EMOJI, 1.0),
        ("sure :) ok ;-)", Feature.EMOTICONS, 2.0),
        ("(see point 8) and x)", Feature.EMOTICONS, 0.0),
        ("What?! No!! Stop!!!", Feature.EXCLAIMING, 2.0),
        ("Is it? It is. Sure?", Feature.ASKING, 2 / 3),
        ("well... ok… fine", Feature.TRAILING, 2 / 3),
        ("Hello there. how are you", Feature.CAPITALS, 0.5),
        ("THIS IS loud now", Feature.SHOUTING, 0.5),
        ("the API of NASA is down", Feature.SHOUTING, 1 / 6),
        ("It works. Thanks. bye", Feature.STOPS, 2 / 3),
        ("I don't know, it is late", Feature.CONTRACTIONS, 0.5),
        ("idk lol you do it", Feature.SLANG, 2 / 5),
        ("hey can you help", Feature.GREETING, 1.0),
        ("can you say hello for me to them", Feature.GREETING, 0.0),
        ("that works for me, see you", Feature.CLOSING, 1.0),
        ("Mit freundlichen Grüßen, Eure Anna", Feature.CLOSING, 1.0),
        ("Können Sie das bitte tun?", Feature.ADDRESS, 1.0),
        ("hahaha that was it", Feature.HUMOUR, 1.0),
        ("one\ntwo\nthree", Feature.LINES, log(3)),
        ("yes, no, well", Feature.COMMAS, 2.0),
        ("dont you think it's fine", Feature.MARKS, 0.5),
        ("nao sei se voce vem também", Feature.MARKS, 1 / 3),
        ("i think I can do that", Feature.PROPER, 0.5),
        ("Die leute haben keine Zeit dafür", Feature.PROPER, 0.5),
    ],
)
def test_each_feature_is_measured_in_its_unit(text: str, feature: Feature, value: float) -> None:
    assert seen(text).values[feature] == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("今日は寒いですね。", {Feature.CAPITALS, Feature.SHOUTING, Feature.MARKS, Feature.PROPER}),
        ("مرحبا كيف حالك اليوم يا صديقي", {Feature.CAPITALS, Feature.POLITENESS, Feature.SLANG, Feature.CONTRACTIONS}),
        ("สวัสดีครับ วันนี้เป็นอย่างไรบ้าง", {Feature.STOPS, Feature.CAPITALS, Feature.READING, Feature.GREETING}),
        ("Minä en tiedä mitä tehdä tänään", {Feature.POLITENESS, Feature.ADDRESS, Feature.DIRECTNESS}),
        ("What do you think?", {Feature.STOPS, Feature.ADDRESS}),
        ("Ayer comimos pescado en la playa.", {Feature.ADDRESS, Feature.CONTRACTIONS}),
        ("😂", {Feature.LENGTH, Feature.FORMALITY, Feature.ASKING, Feature.SLANG, Feature.CAPITALS}),
        ("ok", {Feature.READING, Feature.POLITENESS, Feature.GREETING}),
    ],
)
def test_what_cannot_be_told_is_absent(text: str, absent: set[Feature]) -> None:
    assert not absent & set(seen(text).values)


@pytest.mark.parametrize(
    ("text", "features"),
    [
        ("Danke, das ist sehr lieb von dir!", {Feature.POLITENESS, Feature.WARMTH}),
        ("Merci beaucoup, c'est trop bien !", {Feature.POLITENESS, Feature.WARMTH}),
        ("Muchas gracias, me alegro de verte", {Feature.POLITENESS, Feature.WARMTH}),
        ("Muito obrigado, que bom que deu certo", {Feature.POLITENESS, Feature.WARMTH}),
        ("Grazie mille, che bello sentirti", {Feature.POLITENESS, Feature.WARMTH}),
        ("ありがとうございます、うれしいです", {Feature.POLITENESS, Feature.WARMTH}),
        ("hahaha", {Feature.HUMOUR}),
        ("jajaja qué bueno", {Feature.HUMOUR}),
        ("kkkkk muito bom", {Feature.HUMOUR}),
        ("それは面白いwww", {Feature.HUMOUR}),
        ("ну ты даёшь ахаха", {Feature.HUMOUR}),
        ("das war gut 😂", {Feature.HUMOUR}),
    ],
)
def test_manners_are_heard_in_many_languages(text: str, features: set[Feature]) -> None:
    assert all(seen(text).values[each] > 0 for each in features)


def test_hedges_and_orders_stand_on_two_sides() -> None:
    careful = seen("I think maybe we could perhaps try it, not sure").values[Feature.DIRECTNESS]
    plain = seen("We went to the lake with the dog").values[Feature.DIRECTNESS]
    blunt = seen("No way, that is obviously wrong, stop it now").values[Feature.DIRECTNESS]
    assert careful < plain < blunt


@pytest.mark.parametrize("text", ["/tone", "> only a quote here", "```\nx = 1\n```", "https://example.org", "", " \n "])
def test_nothing_of_their_own_is_nothing(text: str) -> None:
    assert observe(text) is None


def test_habits_are_by_kind() -> None:
    habits = seen("Hola Ana, ¿cómo estás? 😂😂 nos vemos").habits
    assert habits == {
        Habit.LANGUAGE: {"es": 1.0},
        Habit.EMOJI: {"😂": 2.0},
        Habit.GREETING: {"hola": 1.0},
        Habit.CLOSING: {"nos vemos": 1.0},
    }


def test_short_messages_say_less_of_formality() -> None:
    assert seen("ok sure").weights[Feature.FORMALITY] == pytest.approx(2 / 8)
    assert Feature.FORMALITY not in seen("I have sent the documents to the office today").weights


def test_what_is_cut_still_has_its_length() -> None:
    assert exp(seen("word " * 500).values[Feature.LENGTH]) == pytest.approx(501, rel=0.05)


@given(st.text(max_size=300) | st.text("aI don'tx!?.…😂🇩🇪:)\n你です。`>*_<@1 ", max_size=120))
def test_any_text_gives_numbers_in_range(text: str) -> None:
    found = observe(text)
    if found is None:
        return
    values = found.values
    assert all(isfinite(each) for each in values.values())
    assert all(0 <= values[each] <= 1 for each in SHARES if each in values)
    assert all(0 <= values[each] <= 3 for each in COUNTED if each in values)
    assert all(0 < each < 1 for each in found.weights.values()) and set(found.weights) <= set(values)


@settings(max_examples=30)
@given(st.text(max_size=200))
def test_the_same_text_gives_the_same(text: str) -> None:
    assert observe(text) == observe(text)


@pytest.mark.parametrize(
    "piece", ["a", "A ", "(", "!", "…", "ha", "^_", "T_", ":a", "。", "'", "-", "😂", "k", "xD", ".", "ä."]
)
def test_repetition_takes_no_time(piece: str) -> None:
    begun = time.process_time()
    observe(piece * 4_000)
    assert time.process_time() - begun < 1.0


@pytest.mark.parametrize(
    "text", ["jaja, ich komm ja schon", "the KKK was there", "a 555 timer", "an rs 232 port", "草原に行った"]
)
def test_what_only_looks_like_laughing_is_none(text: str) -> None:
    assert seen(text).values[Feature.HUMOUR] == 0


@pytest.mark.parametrize(
    "text", ["明日遅れるかもw", "ตลกมาก 5555", "kkkk", "ja ja jajaja", "ㅋㅋㅋ 진짜", "哈哈哈 好的"]
)
def test_laughing_is_heard_as_it_is_typed(text: str) -> None:
    assert seen(text).values[Feature.HUMOUR] > 0
