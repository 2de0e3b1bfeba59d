"""Names that memory knows go however a language writes them: without spaces, with endings, behind what is joined."""

import pytest

from bot.training.redaction import Redaction

UNSPACED = (
    ("王伟", "我和王伟去吃饭", "我和[person 1]去吃饭"),
    ("田中", "昨日田中さんに会った", "昨日[person 1]さんに会った"),
    ("สมชาย", "ผมเจอสมชายเมื่อวาน", "ผมเจอ[person 1]เมื่อวาน"),
    ("王小明", "昨天小明来了", "昨天[person 1]来了"),
    ("王小明", "王先生说好", "[person 1]先生说好"),
    ("田中太郎", "太郎と田中さん", "[person 1]と[person 2]さん"),
    ("林", "明日林さんと、小林と老林", "明日[person 1]さんと、小[person 1]と老[person 1]"),
    ("さくら", "きのうさくらに会った", "きのう[person 1]に会った"),
    ("ゆい", "昨日ゆいちゃんと遊んだ", "昨日[person 1]ちゃんと遊んだ"),
    ("アンナ", "昨日アンナと話した", "昨日[person 1]と話した"),
    ("李", "小李说老李和李女士", "小[person 1]说老[person 1]和[person 1]女士"),
    ("建国", "我问了建国先生", "我问了[person 1]先生"),
    ("นก", "เมื่อวานคุณนกมา", "เมื่อวานคุณ[person 1]มา"),
)
ENDED = (
    ("Anna", "Annas Geburtstag ist morgen", "[person 1]s Geburtstag ist morgen"),
    ("Anna", "Annas Geburtstag", "[person 1]s Geburtstag"),
    ("Anna", "annas geburtstag ist morgen", "[person 1]s geburtstag ist morgen"),
    ("Anna Huber", "ANNA HUBERS NUMMER, anna hubers haus", "[person 1]S NUMMER, [person 1]s haus"),
    ("O'Brien", "O’Brien and O'Briens", "[person 1] and [person 1]s"),
    ("Anna Huber", "Anna Hubers Nummer", "[person 1]s Nummer"),
    ("민지", "민지는 어제 왔고 김민지가 웃었다", "[person 1]는 어제 왔고 김[person 1]가 웃었다"),
    ("김민지", "어제 민지한테 말했다", "어제 [person 1]한테 말했다"),
    ("Ayşe", "Ayşe'nin evi ve Ayşeye selam", "[person 1]'nin evi ve [person 1]ye selam"),
    ("Mehmet", "dün mehmete gittim, sonra eve", "dün [person 1]e gittim, sonra eve"),
    ("Анна", "Анны нет, я дал Анне книгу", "[person 1]ы нет, я дал [person 1]е книгу"),
    ("Иван", "мы с иваном были у Ивана", "мы с [person 1]ом были у [person 1]а"),
    ("Павел", "я видел Павла вчера", "я видел [person 1]ла вчера"),
    ("Мария Иванова", "письмо Марии Ивановой", "письмо [person 1]ой"),
    ("Anna Kowalska", "to jest dla Anny Kowalskiej", "to jest dla [person 1]iej"),
    ("Marek", "wczoraj widziałem Marka i jego brata", "wczoraj widziałem [person 1]ka i jego brata"),
    ("Mikko", "Mikon talo", "[person 1]kon talo"),
    ("Mikko", "Mikkoa en tunne", "[person 1]a en tunne"),
    ("Virtanen", "minä tapasin eilen virtasen siellä kaupassa", "minä tapasin eilen [person 1]sen siellä kaupassa"),
    ("Anna", "Láttam tegnap Annát a boltban", "Láttam tegnap [person 1]át a boltban"),
    ("Anna", "我和Anna去吃饭, 昨日annaさん, Anna는", "我和[person 1]去吃饭, 昨日[person 1]さん, [person 1]는"),
    ("محمد", "ومحمد ذهب لمحمد", "و[person 1] ذهب ل[person 1]"),
)


@pytest.mark.parametrize(("name", "text", "bare"), [*UNSPACED, *ENDED])
def test_a_known_name_goes_as_its_language_writes_it(name: str, text: str, bare: str) -> None:
    assert Redaction([name]).redacted(text) == bare


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("林", "森林很大，林业也很重要"),
        ("愛", "愛情と恋愛と愛"),
        ("王", "小王子和国王"),
        ("建国", "建国以后，人民生活好了"),
        ("文明", "古代文明很发达"),
        ("大地", "大地震が来た"),
        ("かな", "しかないかなと思う"),
        ("まい", "まいにち歩く"),
        ("アンナ", "マリアンナと話した"),
        ("นก", "นกกำลังบินบนฟ้า"),
        ("지우", "국민지우개"),
        ("민지", "국민지원금과 이민지원"),
        ("علي", "سلم عليه و قال عليك"),
        ("Anna", "Annabel und Annalena, Hannas Annalen"),
        ("Tim", "Time to go, Timing is all"),
        ("Mark", "she marks the exam, market day"),
        ("Jan", "see you in January, Jane"),
        ("Лев", "левый берег"),
        ("Jo", "Jos"),
    ],
)
def test_words_that_only_hold_a_name_stay(name: str, text: str) -> None:
    assert Redaction([name]).redacted(text) == text


def test_a_name_with_an_ending_is_the_same_person() -> None:
    hide = Redaction(["Anna", "Ben"]).redacted
    assert hide("Bens Hund und Ben, Annas Hund und Anna") == (
        "[person 1]s Hund und [person 1], [person 2]s Hund und [person 2]"
    )
