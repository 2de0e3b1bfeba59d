"""Wishes about answers: what must be understood as one, and what must not, in each language."""

import time

import pytest

from bot.tone.said import NOTHING, Turn, languages, said
from memory.tone.wished import Dial, Preset, Wishes

WISHES = [
    # English
    ("shorter please", Dial.LENGTH, -1),
    ("Shorter, please!", Dial.LENGTH, -1),
    ("ok, thanks. A bit shorter please.", Dial.LENGTH, -1),
    ("Could you be more concise?", Dial.LENGTH, -1),
    ("Your answers are way too long.", Dial.LENGTH, -1),
    ("From now on longer answers please", Dial.LENGTH, 1),
    ("no emoji", Dial.EMOJI, -2),
    ("less text please", Dial.LENGTH, -1),
    ("Could you use fewer emojis?", Dial.EMOJI, -1),
    ("Please use a more formal tone", Dial.FORMALITY, 1),
    ("Bitte kurz antworten", Dial.LENGTH, -1),
    ("Please don’t use emojis anymore", Dial.EMOJI, -2),
    ("no emojis with me please", Dial.EMOJI, -2),
    ("Write me a haiku. And from now on no emojis, please.", Dial.EMOJI, -2),
    ("you can use emojis again", Dial.EMOJI, 0),
    ("plain language please", Dial.PLAINNESS, 2),
    ("Can you answer in plain English?", Dial.PLAINNESS, 2),
    ("What is inflation? Please answer in simple words.", Dial.PLAINNESS, 2),
    ("don't be so formal", Dial.FORMALITY, -1),
    ("be more formal please", Dial.FORMALITY, 1),
    ("no more jokes please", Dial.HUMOUR, -2),
    ("don't sugarcoat it", Dial.DIRECTNESS, 1),
    ("be a little friendlier", Dial.WARMTH, 1),
    # Deutsch
    ("kürzer bitte", Dial.LENGTH, -1),
    ("Bitte etwas kürzer.", Dial.LENGTH, -1),
    ("Deine Antworten sind mir zu lang.", Dial.LENGTH, -1),
    ("Bitte keine Emojis mehr", Dial.EMOJI, -2),
    ("Kannst du bitte in einfacher Sprache antworten?", Dial.PLAINNESS, 2),
    ("Duz mich bitte nicht", Dial.ADDRESS, 2),
    ("Sie können mich ruhig duzen.", Dial.ADDRESS, -2),
    ("Nicht so förmlich bitte", Dial.FORMALITY, -1),
    ("Keine Witze bitte", Dial.HUMOUR, -2),
    # Español
    ("más corto por favor", Dial.LENGTH, -1),
    ("Respuestas más cortas, por favor.", Dial.LENGTH, -1),
    ("Sin emojis, gracias", Dial.EMOJI, -2),
    ("¿Puedes responder en lenguaje sencillo?", Dial.PLAINNESS, 2),
    ("tutéame", Dial.ADDRESS, -2),
    ("Trátame de usted, por favor.", Dial.ADDRESS, 2),
    # Français
    ("plus court s’il te plaît", Dial.LENGTH, -1),
    ("Tes réponses sont trop longues.", Dial.LENGTH, -1),
    ("pas d'émojis, merci", Dial.EMOJI, -2),
    ("Réponds en langage simple stp", Dial.PLAINNESS, 2),
    ("tutoie-moi", Dial.ADDRESS, -2),
    ("Vouvoyez-moi s'il vous plaît", Dial.ADDRESS, 2),
    # Português
    ("mais curto por favor", Dial.LENGTH, -1),
    ("sem emojis, obrigada", Dial.EMOJI, -2),
    ("linguagem simples por favor", Dial.PLAINNESS, 2),
    ("me trate por você", Dial.ADDRESS, -2),
    # 日本語
    ("もっと短く答えてください。", Dial.LENGTH, -1),
    ("絵文字なしでお願いします", Dial.EMOJI, -2),
    ("これから絵文字は使わないでください。", Dial.EMOJI, -2),
    ("やさしい日本語でお願いします", Dial.PLAINNESS, 2),
    ("敬語はいらないよ", Dial.ADDRESS, -2),
    # the commonest elsewhere
    ("Più breve per favore", Dial.LENGTH, -1),
    ("Senza emoji, grazie", Dial.EMOJI, -2),
    ("linguaggio semplice per favore", Dial.PLAINNESS, 2),
    ("Короче, пожалуйста", Dial.LENGTH, -1),
    ("без смайликов, пожалуйста", Dial.EMOJI, -2),
    ("простым языком, пожалуйста", Dial.PLAINNESS, 2),
    ("请简短一点", Dial.LENGTH, -1),
    ("不要用表情符号", Dial.EMOJI, -2),
    ("请用简单的语言", Dial.PLAINNESS, 2),
    ("أقصر من فضلك", Dial.LENGTH, -1),
    ("بدون رموز تعبيرية من فضلك", Dial.EMOJI, -2),
    ("بلغة بسيطة من فضلك", Dial.PLAINNESS, 2),
    ("Daha kısa lütfen", Dial.LENGTH, -1),
    ("emoji kullanma lütfen", Dial.EMOJI, -2),
    ("sade dille lütfen", Dial.PLAINNESS, 2),
]
OTHERS = [
    # told of others, quoted, asked, about a text, about other things
    "he said shorter please",
    "She told me: no emojis please, and left",
    'My boss wrote "shorter please"',
    "“no emoji”",
    "> shorter please",
    "`shorter please`",
    "```\nno emoji\n```",
    "make the text shorter",
    "make it shorter",
    "make my email more formal",
    "Write a poem about spring. Shorter, please.",
    "Translate: no jokes please",
    "how short is your answer?",
    "shorter?",
    "why no emojis?",
    "are your answers always this long?",
    "no emoji in the subject line",
    "the shorter the better",
    "my answers are too long",
    "no longer",
    "No longer.",
    "she wants shorter answers",
    "I wrote shorter answers in the exam",
    "the talk was too long",
    "my hair is too long",
    "a shorter route please",
    "be serious about it, will it rain?",
    "no more jokes about my dog were made",
    "plain language is a movement",
    "in other words, you do not know",
    "Er sagte kürzer bitte",
    "Mach den Text kürzer",
    "Die Hose bitte kürzer machen",
    "Warum keine Emojis?",
    "Wir duzen uns in der Firma",
    "Soll ich ihn siezen?",
    "mit anderen Worten, es geht nicht",
    "haz el texto más corto",
    "hazlo más corto",
    "dijo que sin emojis",
    "¿por qué sin emojis?",
    "un camino más corto por favor",
    "il a dit plus court",
    "raccourcis le texte",
    "rends la lettre plus courte",
    "un trajet plus court",
    "o texto mais curto",
    "ele disse sem emojis",
    "文章を短くして",
    "髪を短くしてください",
    "彼は短くしてと言った",
    "なぜ絵文字なし？",
    "ha detto più breve",
    "он сказал короче",
    "Короче, я пошёл домой",
    "文章要短一点",
    "换句话说，他不来了",
    "قال أقصر",
    "o kısa dedi",
    "kısa",
    "",
    "...",
    "?",
]


@pytest.mark.parametrize(("text", "dial", "value"), WISHES)
def test_a_wish_is_understood(text: str, dial: Dial, value: int) -> None:
    assert [(turn.dial, turn.value) for turn in said(text).turns] == [(dial, value)]


@pytest.mark.parametrize("text", OTHERS)
def test_what_is_no_wish_is_none(text: str) -> None:
    assert said(text) == NOTHING


@pytest.mark.parametrize(
    ("text", "preset"),
    [
        ("no idioms please", Preset.NO_IDIOMS),
        ("Keine Redewendungen bitte", Preset.NO_IDIOMS),
        ("one step at a time please", Preset.STEPS),
        ("Une étape à la fois, s'il te plaît", Preset.STEPS),
        ("sem tabelas, por favor", Preset.SCREEN_READER),
        ("sin ironía por favor", Preset.LITERAL),
        ("一つずつお願いします", Preset.STEPS),
    ],
)
def test_a_form_is_wished_for_in_words(text: str, preset: Preset) -> None:
    assert said(text).presets == ((preset, True),)


@pytest.mark.parametrize("text", ["I am dyslexic", "I use a screen reader", "Ich bin blind", "my son has autism"])
def test_nothing_is_concluded_from_what_people_say_of_themselves(text: str) -> None:
    assert said(text) == NOTHING


@pytest.mark.parametrize(
    "text",
    [
        "say that in other words",
        "Can you say it in other words?",
        "rephrase that please",
        "Sag das bitte nochmal mit anderen Worten",
        "con otras palabras por favor",
        "en d'autres termes stp",
        "com outras palavras por favor",
        "別の言葉で言ってください",
        "con altre parole per favore",
        "другими словами, пожалуйста",
        "换个说法",
        "بكلمات أخرى من فضلك",
        "başka kelimelerle lütfen",
    ],
)
def test_the_last_answer_is_wanted_in_other_words(text: str) -> None:
    assert said(text).again and not said(text).turns


def test_several_wishes_count_together_and_the_last_of_one_dial() -> None:
    found = said("No emojis please. Shorter, please. Thank you!")
    assert {(turn.dial, turn.value) for turn in found.turns} == {(Dial.EMOJI, -2), (Dial.LENGTH, -1)}
    assert said("No emojis please. Is the shop open? Shorter please.") == NOTHING, "it may be about the shop"
    found = said("From now on no emojis. Your answers are too long. From now on you can use emojis.")
    assert {(turn.dial, turn.value) for turn in found.turns} == {(Dial.EMOJI, 0), (Dial.LENGTH, -1)}


def test_a_step_goes_on_from_where_the_dial_stands_and_ends_at_its_end() -> None:
    shorter, longer = Turn(Dial.LENGTH, -1, step=True), Turn(Dial.LENGTH, 1, step=True)
    assert [shorter.after(each) for each in (-2, -1, 0, 1, 2)] == [-2, -2, -1, -1, -1]
    assert [longer.after(each) for each in (-2, -1, 0, 1, 2)] == [1, 1, 1, 2, 2]
    assert Turn(Dial.EMOJI, -2).after(2) == -2
    assert said("shorter please").changes(Wishes({Dial.LENGTH: -1})) == ((Dial.LENGTH, -1, -2),)


def test_eleven_languages_are_there() -> None:
    assert set(languages()) == {"ar", "de", "en", "es", "fr", "it", "ja", "pt", "ru", "tr", "zh"}


@pytest.mark.parametrize(
    "text", ["please " * 14, "ok, " * 24 + "x", "from now on " * 8, "お願い" * 33, "a. " * 8, "(" * 99]
)
def test_whatever_is_typed_takes_no_time(text: str) -> None:
    said(text)
    began = time.perf_counter()
    said(text)
    assert time.perf_counter() - began < 0.2, "a pattern tries too many ways"
