"""Where a sentence needs a picture it stays: behind "is", behind "click on", where a smiley is spoken of."""

import pytest

from bot.tone.aims import FREE
from bot.tone.bounds import Aspect, Bounds, Limit
from bot.tone.judging import judge
from bot.tone.matching import matching_of
from bot.tone.mending import Mending, mend
from memory.tone.addressee import Addressee
from memory.tone.measured import Feature, Gauge, Tone
from memory.tone.wished import Dial, Wishes

NONE = Bounds({Aspect.EMOJI: Limit(most=0.0, hard=True)})
NEEDED = (
    "The flag of Germany is 🇩🇪.",
    "Die Flagge von Deutschland ist 🇩🇪.",
    "Le drapeau de la France est 🇫🇷.",
    "La bandera de España es 🇪🇸.",
    "A bandeira do Brasil é 🇧🇷.",
    "La bandiera italiana è 🇮🇹.",
    "Флаг Германии — 🇩🇪.",
    "德国的国旗是🇩🇪。",
    "علم ألمانيا هو 🇩🇪.",
    "My sister lives in 🇩🇪.",
    "Click on 🔍.",
    "Klick auf 🔍.",
    "Klick auf das 🔍.",
    "Tap the button 🔍.",
    "Haz clic en 🔍.",
    "点击🔍。",
    "I'd pick 🍕 over 🍔",
    "The answer was 🍕.",
    "That's 🍕.",
    "The emoji 🙃 means that it is not meant so.",
    "Das Emoji 🙃 meint das Gegenteil.",
    "L'émoji 🙃 veut dire le contraire.",
    "Смайлик 🙃 говорит об обратном.",
    "絵文字の🙃は逆さまです。",
    "My favourite emoji is 🙃.",
    "They sent the emoji 🙃.",
)
DECORATION = (
    ("Sure, no more emojis 😄", "Sure, no more emojis"),
    ("Okay, ohne Emoji 😊.", "Okay, ohne Emoji."),
    ("Promis, sans émojis 😊.", "Promis, sans émojis."),
    ("Hop on 🚴", "Hop on"),
    ("Mach mit 🎉", "Mach mit"),
    ("That is how it is 😊.", "That is how it is."),
    ("Ich mag das 🌷.", "Ich mag das."),
    ("Come on over 🏡!", "Come on over!"),
    ("How nice it is 🌊.", "How nice it is."),
    ("There you are 🎁!", "There you are!"),
    ("Wie schön das ist 🌊.", "Wie schön das ist."),
    ("Was das ist 🌵.", "Was das ist."),
    ("Glad that you like it 🎁.", "Glad that you like it."),
    ("It is fine 🌷.", "It is fine."),
    ("Just as you like 🌷.", "Just as you like."),
    ("My son 👶 says hello.", None),
    ("Bis morgen 🌙.", "Bis morgen."),
    ("Go team 🇩🇪!", "Go team!"),
    ("Спасибо — 🎉", "Спасибо —"),
    ("Well done 👏, keep on 🏃!", "Well done, keep on!"),
)


def mended(text: str, bounds: Bounds) -> str:
    mending = Mending(bounds)
    return "".join(map(mending.feed, text)) + mending.finish()


@pytest.mark.parametrize("said", NEEDED)
def test_what_a_sentence_needs_stays(said: str) -> None:
    assert mended(said, NONE) == said and not judge(said, NONE)


@pytest.mark.parametrize(("said", "shown"), DECORATION)
def test_what_only_decorates_goes(said: str, shown: str | None) -> None:
    assert mended(said, NONE) == (said if shown is None else shown)


def wishing(emoji: int) -> Addressee:
    return Addressee(Wishes({Dial.EMOJI: emoji}))


NEVER = Addressee(tone=Tone({Feature.EMOJI: Gauge(0.0, 0.01, 60.0)}))
ASKED = (
    "What does 🙃 mean?",
    "Was bedeutet 🙃?",
    "¿Qué significa 🙃?",
    "Que veut dire 🙃 ?",
    "Что значит 🙃?",
    "🙃はどういう意味ですか？",
    "🙃是什么意思？",
    "Is 🙃 rude?",
    "Which emoji is for a birthday, 🎂 or 🙃?",
    "Tell me about the smiley 🙃",
    "Translate 🙃 for me",
    'what does "🙃" stand for',
    "Wofür steht das Emoji 🙃?",
    "Ho ricevuto 🙃, che significa 🙃?",
    "🙃 ne demek?",
)
NOT_ASKED = (
    "How are you? 🙃",
    "How are you 🙃?",
    "What do you mean 🙃?",
    "Was heißt das 🙃?",
    "I got a bike 🙃",
    "I got a bike",
    "no emojis please 🙃",
    "Please use no emoji",
    "keine Emojis mehr bitte",
    "Bitte schreib ohne Smileys",
    "You can stop with the emojis",
)


@pytest.mark.parametrize("text", ASKED)
def test_who_asks_about_an_emoji_is_shown_it(text: str) -> None:
    assert Aspect.EMOJI not in matching_of(NEVER, FREE, text).bounds.limits, "a habit asks for nothing"
    bounds = matching_of(wishing(-2), FREE, text).bounds
    reply = "🙃 shows irony. People like it 🙃. Have fun 🎉!"
    assert mended(reply, bounds) == "🙃 shows irony. People like it 🙃. Have fun!"
    assert judge(reply, bounds).values[Aspect.EMOJI] < judge(reply, NONE).values[Aspect.EMOJI]
    assert "🙃" in mend(reply, judge(reply, bounds), bounds)


@pytest.mark.parametrize("text", NOT_ASKED)
def test_an_emoji_that_only_decorates_a_message_asks_for_none(text: str) -> None:
    assert matching_of(NEVER, FREE, text).bounds.limits[Aspect.EMOJI] == Limit(most=0.0)
    assert not matching_of(wishing(-2), FREE, text).bounds.spared


def test_an_eased_answer_shows_none_whatever_is_asked() -> None:
    text = "My mother died today, I cannot stop crying. What does 🙃 mean?"
    bounds = matching_of(wishing(-2), FREE, text).bounds
    assert mended("🙃 shows irony.", bounds) == "shows irony." and not bounds.spared
