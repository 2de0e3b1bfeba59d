"""Grief over a suicide, a bare "he died" and a funeral; anger in the words that are typed most; and what is neither."""

import pytest

from bot.tone.easing import Easing, easing_of

GRIEF = [
    "my brother committed suicide", "My best friend killed himself last week", "our son took his own life",
    "my aunt died by suicide", "mein Bruder hat Selbstmord begangen", "Meine Freundin hat sich das Leben genommen",
    "mein vater hat sich umgebracht", "mi hermano se suicidó", "mi amiga se quitó la vida", "mon frère s'est suicidé",
    "mon ami s'est donné la mort", "meu irmão se suicidou", "minha amiga se matou", "mio fratello si è suicidato",
    "la mia amica si è tolta la vita", "мой брат покончил с собой", "kardeşim intihar etti", "兄が自殺しました",
    "我哥哥自杀了", "أخي انتحر",
    "he died", "She died this morning.", "he passed away yesterday", "er ist gestorben", "Sie ist heute gestorben.",
    "murió ayer", "ella falleció", "il est mort ce matin", "elle est décédée ce matin", "ele morreu hoje",
    "ela faleceu hoje",
    "è morto ieri", "lei è morta", "он умер вчера", "она умерла сегодня", "他去世了", "彼が亡くなりました",
    "لقد مات اليوم",
    "today is my dads funeral", "tomorrow is my grandmother's funeral", "my moms funeral is tomorrow",
    "morgen ist die beerdigung meiner oma", "Heute war die Beerdigung von meinem Vater",
    "mañana es el funeral de mi abuela", "el entierro de mi padre es hoy",
    "demain c'est l'enterrement de ma grand-mère",
    "les obsèques de mon père sont demain", "amanhã é o enterro da minha avó", "o velório do meu pai é hoje",
    "domani è il funerale di mia nonna", "завтра похороны бабушки", "yarın annemin cenazesi var", "明日は母の葬式です",
    "明天是我奶奶的葬礼", "غدا جنازة أبي",
]  # fmt: skip
ANGER = [
    "wtf is wrong with you", "are you fucking kidding me", "Are you f***ing serious?!", "stupid bot",
    "useless fucking bot",
    "you're good for nothing", "du bist zu nichts zu gebrauchen", "willst du mich verarschen", "dummer bot",
    "scheiss bot", "was zur Hölle stimmt nicht mit dir", "no sirves para nada", "¿me estás jodiendo?",
    "bot de mierda", "qué demonios te pasa", "connard", "tu ne sers à rien", "tu te fous de ma gueule", "bot de merde",
    "você não serve para nada", "tá de sacanagem comigo?", "bot inútil", "non servi a niente", "mi prendi per il culo",
    "stronzo", "от тебя никакого толку", "ты издеваешься", "hiçbir işe yaramıyorsun", "dalga mı geçiyorsun benimle",
    "クソボット", "ふざけんな", "你有病吧", "你他妈有什么毛病", "أنت لا تنفع لشيء", "هل تمزح معي اللعنة",
]  # fmt: skip
NONE = [
    "my character committed suicide in the game", "he died laughing", "the phone died", "he died in 1791",
    "he died in the last episode", "she died inside when she saw it", "who died?", "when did he die",
    "my brother committed suicide in the sims", "mein Bruder hat sich verletzt", "er ist gestorben vor Lachen",
    "mi hermano se suicidó en el juego", "murió el rey en 1975", "murió de risa", "il est mort de rire",
    "il est mort en 1821", "ele morreu de rir", "è morto dal ridere", "он умер от смеха", "он умер в 1837 году",
    "Four Weddings and a Funeral is on today", "today is my dads birthday", "tomorrow is my grandmother's party",
    "morgen ist der geburtstag meiner oma", "mañana es el cumpleaños de mi abuela", "demain c'est la fête de ma mère",
    "amanhã é o aniversário da minha avó", "domani è il compleanno di mia nonna", "завтра день рождения бабушки",
    "are you kidding me, that's great", "are you serious?", "my old bot was stupid", "how do i build a stupid bot",
    "what is wrong with my code", "good for nothing is a film", "was stimmt nicht mit dem code",
    "dieser Hammer taugt nichts",
    "esta app no sirve para nada hoy", "¿qué te pasa?", "ce bouton ne sert à rien", "connard est un mot vulgaire",
    "isso não serve para nada", "questo tasto non serve a niente", "от этого никакого толку", "bu düğme işe yaramıyor",
    "ボットを作りたい", "你有病历吗", "هذا الزر لا ينفع",
]  # fmt: skip


@pytest.mark.parametrize("text", GRIEF)
def test_who_lost_somebody_is_met_gently(text: str) -> None:
    assert easing_of(text) is Easing.GRIEF


@pytest.mark.parametrize("text", ANGER)
def test_anger_in_common_words_is_told(text: str) -> None:
    assert easing_of(text) is Easing.ANGER


@pytest.mark.parametrize("text", NONE)
def test_what_only_sounds_like_them_is_none(text: str) -> None:
    assert easing_of(text) is None
