"""Shortness takes no caveat: what limits, denies or warns of what was said is said as well; small talk may go."""

import pytest

from bot.tone.bounds import Aspect, Bounds, Limit
from bot.tone.caveats import is_caveat
from bot.tone.mending import Mending

SHORT = Bounds({Aspect.WORDS: Limit(most=8.0, hard=True)})
CAVEATS = {
    "en": (
        "However, do not take it if you are pregnant.",
        "Never mix bleach with anything.",
        "Never leave the gas on.",
        "It’s not open on Sundays.",
        "It can't be undone.",
        "You must tell them first.",
        "That works only if the key is there.",
        "Unless it rains, of course.",
        "Be careful with the hot oil.",
        "The leaves are poisonous for cats.",
        "But the museum is closed.",
        "I'm not sure that this still holds.",
        "I am not a doctor, so that is only a guess.",
        "Please ask your pharmacist first.",
        "No alcohol with it.",
        "Your photos are deleted as well.",
    ),
    "de": (
        "Nimm es aber nicht, wenn du schwanger bist.",
        "Lass das Gas niemals an.",
        "Allerdings ist sonntags zu.",
        "Das gilt nur, wenn der Schlüssel da ist.",
        "Vorsicht mit dem heißen Öl.",
        "Die Blätter sind für Katzen giftig.",
        "Du musst es ihnen vorher sagen.",
        "Aber das Museum ist geschlossen.",
        "Ich bin mir nicht sicher.",
        "Dabei werden die Fotos gelöscht.",
    ),
    "es": (
        "Nunca dejes el gas abierto.",
        "Sin embargo, el domingo está cerrado.",
        "No lo tomes si estás embarazada.",
        "Ten cuidado con el aceite.",
        "Pero el museo está cerrado.",
        "Debes avisarles antes.",
    ),
    "pt": (
        "Nunca deixe o gás aberto.",
        "Não misture as duas coisas.",
        "Cuidado com o óleo quente.",
        "Mas o museu está fechado.",
        "Só se a chave estiver lá.",
    ),
    "fr": (
        "Ne mélangez jamais les deux.",
        "Cependant, le musée est fermé le dimanche.",
        "Attention à l'huile chaude.",
        "N'en prenez pas si vous êtes enceinte.",
        "Mais le musée est fermé.",
        "Vous devez les prévenir avant.",
    ),
    "it": (
        "Non lasciare mai il gas aperto.",
        "Tuttavia la domenica è chiuso.",
        "Attenzione all'olio bollente.",
        "Ma il museo è chiuso.",
        "Devi avvisarli prima.",
    ),
    "ru": (
        "Никогда не оставляйте газ включённым.",
        "Однако в воскресенье закрыто.",
        "Осторожно, масло горячее.",
        "Но музей закрыт.",
        "Только если ключ на месте.",
    ),
    "tr": (
        "Gazı asla açık bırakma.",
        "Ancak pazar günleri kapalıdır.",
        "İkisini birbirine karıştırmayın.",
        "Sıcak yağa dikkat et.",
        "Ama müze kapalı.",
    ),
    "ja": (
        "絶対に混ぜないでください。",
        "ただし日曜日は休みです。",
        "熱い油に注意してください。",
        "でも美術館は閉まっています。",
    ),
    "zh": ("千万不要混合使用。", "但是星期天关门。", "小心热油。", "除非钥匙在那里。"),
    "ar": ("لا تترك الغاز مفتوحا.", "لكن المتحف مغلق يوم الأحد.", "احذر من الزيت الساخن.", "يجب أن تخبرهم أولا."),
}  # fmt: skip
SMALL_TALK = {
    "en": (
        "I don't mind at all.",
        "Don't worry about the time.",
        "That must have been hard.",
        "It doesn't matter to me.",
        "No problem, take your time.",
        "I can't wait to hear more.",
        "That is not bad for a first try.",
        "You don't have to decide today.",
        "Isn't it a lovely town?",
        "Would you not rather stay?",
        "Let me know if you want more of it.",
        "I've never been there myself.",
        "Notes and knots are nothing new to them.",
        "A mustard sandwich is what I would take.",
        "But I like the river most.",
        "It lies by the sea and has many cafés.",
    ),
    "de": (
        "Ich glaube das nicht.",
        "Keine Sorge, das wird schon.",
        "Das ist doch nicht schlecht.",
        "Du musst dich nicht heute entscheiden.",
        "Das muss anstrengend gewesen sein.",
        "Das macht nichts.",
        "Warum nicht gleich heute?",
        "Die Altstadt liegt am Fluss und ist sehr schön.",
    ),
    "es": ("No te preocupes por eso.", "No pasa nada.", "Yo no lo sé.", "Debe de haber sido duro.",
           "La ciudad está junto al mar."),
    "pt": ("Não se preocupe com isso.", "Eu não sei.", "Deve ter sido difícil.", "A cidade fica junto ao mar."),
    "fr": ("Ne t'inquiète pas.", "Je ne sais pas.", "Ce n'est pas grave.", "Ça doit être dur.",
           "La ville est au bord de la mer."),
    "it": ("Non ti preoccupare.", "Non lo so.", "Deve essere stato duro.", "La città è sul mare."),
    "ru": ("Не волнуйся об этом.", "Я этого не знаю.", "Должно быть, это было тяжело.", "Город стоит у моря."),
    "tr": ("Merak etme, olur.", "Hiç fena değil.", "Şehir deniz kenarında."),
    "ja": ("大変だったかもしれません。", "気にしないでください。", "海のそばの町です。"),
    "zh": ("没关系，慢慢来。", "别担心，会好的。", "城市在海边，特别美。"),
    "ar": ("لا تقلق بشأن ذلك.", "لا بأس بذلك.", "تقع المدينة على البحر."),
}  # fmt: skip


def told(sentences: dict[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    return [(code, each) for code, all_of in sentences.items() for each in all_of]


@pytest.mark.parametrize(("language", "sentence"), told(CAVEATS))
def test_what_takes_back_or_warns_is_a_caveat(language: str, sentence: str) -> None:
    assert is_caveat(sentence), language


@pytest.mark.parametrize(("language", "sentence"), told(SMALL_TALK))
def test_small_talk_with_the_same_words_is_none(language: str, sentence: str) -> None:
    assert not is_caveat(sentence), language


def shown(text: str, size: int) -> str:
    mending = Mending(SHORT)
    return "".join(mending.feed(text[at : at + size]) for at in range(0, len(text), size)) + mending.finish()


BEGUN = "Yes, you may take that one with you. "
FILLER = "It is small, light and quite handy in any bag. "


@pytest.mark.parametrize("size", [1, 3, 1000])
@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (f"{BEGUN}Never leave it in the sun.", f"{BEGUN}Never leave it in the sun."),
        (f"{BEGUN}{FILLER}However, do not wash it.", f"{BEGUN}{FILLER}However, do not wash it."),
        (f"{BEGUN}{FILLER}Never wash it. {FILLER}{FILLER}", f"{BEGUN}{FILLER}Never wash it."),
        (f"{BEGUN}{FILLER}Never wash it. {FILLER}Do not dry it. Fine.",
         f"{BEGUN}{FILLER}Never wash it. {FILLER}Do not dry it."),
        (f"{BEGUN}{FILLER}Never wash it. {FILLER}It has 7 parts. {FILLER}", None),
        (f"{BEGUN}I don't mind that at all. Don't worry about the time. {FILLER}", BEGUN),
    ],
)  # fmt: skip
def test_an_answer_ends_no_sooner_than_its_last_caveat(said: str, kept: str | None, size: int) -> None:
    assert shown(said, size).rstrip() == (said if kept is None else kept).rstrip()
