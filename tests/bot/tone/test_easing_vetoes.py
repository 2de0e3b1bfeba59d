"""Words of films, books and long ago: where they make a sentence one that is only told, and where they do not."""

import pytest

from bot.tone.easing import Easing, easing_of

IN_NEED = [
    # A word of another language, or a part of a longer word.
    "本当に死にたい", "本当に意識がない", "子供の呼吸が止まりました", "日本で父が倒れました", "言い訳して死にたい",
    "my boyfriend lied and i took all my pills", "mi padre se desmayó en la cena",
    # It is denied.
    "My son stopped breathing, this is not a joke", "I want to die and this isn't a joke", "no joke i want to die",
    "meine Frau ist bewusstlos das ist kein Witz", "Mein Sohn atmet nicht, das ist kein Spiel!",
    "Mi hijo no respira no es broma", "mi padre está inconsciente, no es ningún chiste",
    "mon fils ne respire plus c'est pas une blague", "je veux mourir et je ne plaisante pas",
    "quero morrer não é brincadeira", "minha mãe está inconsciente isso não é um filme",
    "non respira, non è un film", "voglio morire non è un gioco", "хочу умереть это не игра",
    "она не дышит, это не фильм",
    "ölmek istiyorum bu oyun değil", "babam bayıldı, bu bir film değil", "冗談じゃなくて死にたい",
    "死にたい、冗談ではありません",
    "这不是游戏我想死", "أريد أن أموت هذه ليست قصة",
    # It is beside the cry, or when it happened.
    "I hear a sad song and I want to die", "My father died years ago and I want to kill myself",
    "my dad collapsed after the movie", "My son fell from the second story, he is unconscious",
    "my daughter swallowed a button battery from a board game", "I'm in a depressive episode i want to kill myself",
    "mein Vater ist nach dem Film zusammengebrochen, meine Mutter ist bewusstlos",
    "meine Mutter starb vor zwei Jahren und ich will nicht mehr leben",
    "Mi madre murió hace años y quiero morir", "ma mère est morte il y a deux ans et je veux mourir",
    "minha mãe morreu há dois anos e quero morrer", "mio padre è morto anni fa e voglio morire",
    "мама умерла пять лет назад, и я хочу умереть", "annem iki yıl önce öldü ve ölmek istiyorum",
    "while we watched a movie my dad collapsed", "wie im Film: mein Mann atmet nicht mehr",
    "слушаю песню и хочу умереть",
    "曲を聴いて死にたい", "我在玩游戏，我想死", "أنا حزين وأريد أن أموت", "this song makes me cry and i want to die",
    "3年前から死にたい", "子供の頃から死にたい", "曲がった針金で手首を切った", "映画館で母が倒れました",
    "三年前我妈妈走了，我不想活了",
]  # fmt: skip
GRIEVING = [
    "My father died last night. Help me write a poem for the funeral.", "my mom died yesterday, help me write a poem",
    "Which song fits a funeral? My dad died.", "My father died. He loved that movie.",
    "We watched a film last night. This morning my father died.", "Help me write a poem: my father died",
    "Mein Vater ist gestorben. Welches Lied passt zur Beerdigung?", "Mein Vater ist tot, hilf mir mit einem Gedicht.",
    "Mi padre murió ayer. ¿Me ayudas con un poema?", "Mon père est mort. Quelle chanson pour l'enterrement ?",
    "Meu pai morreu ontem. Que música toco no enterro?", "父が亡くなりました。本当に悲しい",
    "My mom died when I was writing my book", "my dad died during the game", "mon chat est mort et je cherche un poème",
    "昨日、父が亡くなりました。お葬式の曲は何がいいですか。",
]  # fmt: skip
ONLY_TOLD = [
    "In this book my father died", "In this book, my father died.", "Ten years ago, my father died",
    "In the movie: my father died", "Translate:\nMy father died yesterday.", "My novel:\nMy father died.",
    "Please translate this for me. My father died yesterday.", "My father died. Just kidding!",
    "In diesem Buch stirbt er, mein Vater ist tot im Roman", "Übersetze das bitte. Mein Vater ist gestorben.",
    "In diesem Film ist mein Vater gestorben", "Du bist nutzlos. Nur Spaß!", "Eres un inútil. Es broma.",
    "En esta novela mi padre murió", "Mi padre murió hace muchos años", "Dans ce film mon père est mort",
    "Neste livro meu pai morreu", "この本の中で父が亡くなりました", "この映画では、父が亡くなりました",
    "3年前に父が亡くなりました",
    "In the movie my dad collapsed", "in this song i want to die", "song lyrics: i want to die",
    "Write a story: my dad collapsed", "Ten years ago, I took too many pills",
    "what should i do if someone stopped breathing",
    "Im Film: ich will sterben", "Übersetze: ich will sterben", "En la película quiero morir", "Traduce: quiero morir",
    "Dans cette chanson je veux mourir", "Nesta música quero morrer", "Nel film voglio morire",
    "В песне я хочу умереть",
    "Bu şarkı ölmek istiyorum diyor", "この曲の歌詞は死にたいです", "死にたいを英語に訳して", "小说里我想死",
    "في هذه القصة أريد أن أموت",
]  # fmt: skip


@pytest.mark.parametrize("text", IN_NEED)
def test_a_cry_for_help_is_not_silenced(text: str) -> None:
    assert easing_of(text) is Easing.EMERGENCY


@pytest.mark.parametrize("text", GRIEVING)
def test_grief_is_not_silenced_by_what_stands_beside_it(text: str) -> None:
    assert easing_of(text) is Easing.GRIEF


@pytest.mark.parametrize("text", ONLY_TOLD)
def test_what_is_only_told_is_none(text: str) -> None:
    assert easing_of(text) is None


def test_of_two_cries_the_one_that_is_not_told_counts() -> None:
    assert easing_of("In the movie she says i want to die and honestly i want to die") is Easing.EMERGENCY


@pytest.mark.parametrize("text", ["Meine Großmutter ist zusammengebrochen", "İntihar etmek istiyorum"])
def test_letters_that_change_when_case_is_folded_hide_nothing(text: str) -> None:
    assert easing_of(text) is Easing.EMERGENCY
