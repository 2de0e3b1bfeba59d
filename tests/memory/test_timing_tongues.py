"""Which time a question names where words bend, are joined, or stand without spaces, and what names none."""

from zoneinfo import ZoneInfo

import pytest

from memory.span import Anchor, Asked, Side
from memory.timing import timed
from tests.memory.test_timing import ASKED, NOW, days, span
from tests.memory.time_sayings import ARABIC, CHINESE, JAPANESE, RUSSIAN, TURKISH
from tests.memory.time_sayings_behind import HINDI, KOREAN


@pytest.mark.parametrize(("text", "window"), [*RUSSIAN, *ARABIC, *JAPANESE, *CHINESE, *TURKISH, *KOREAN, *HINDI])
def test_a_time_named_in_words_that_bend_is_a_window(text: str, window: tuple[str | None, str | None]) -> None:
    assert days(text) == window


@pytest.mark.parametrize(
    "text",
    [
        "Что любит Марта?",
        "Что я подарил Марте?",
        "Где живёт Майя?",
        "Какой у меня завтрак?",
        "Сколько мне лет?",
        "Какая у меня любимая весна Вивальди?",
        "Что я люблю по понедельникам?",
        "Как звали моего отца?",
        "Сколько будет 5 + 2024?",
        "ماذا يحب ربيع؟",
        "هل أحب أبي؟",
        "ما الرياضة التي مارس أخي؟",
        "ما هو يومي المفضل؟",
        "متى رأيت منى؟",
        "三月さんの趣味は?",
        "五月病って何?",
        "私の名前は?",
        "春子さんの仕事は?",
        "夏目漱石の本は読んだ?",
        "前に何を話した?",
        "以前の仕事は?",
        "毎週月曜日は何をする?",
        "日曜日はいつも何を作る?",
        "一番好きな季節は?",
        "五月天的歌我喜欢哪首?",
        "我以前的工作是什么?",
        "我喜欢春天吗?",
        "我每周一做什么?",
        "我的名字是什么?",
        "Mart nasıl yazılır?",
        "Eylül ne sever?",
        "Ocakta ne pişiyor?",
        "Bunu bana yazın",
        "Kaç yaşındayım?",
        "Daha önce ne konuştuk?",
        "Pazardan ne aldım?",
        "내 일은 뭐야?",
        "내 이름이 뭐지?",
        "봄이는 뭘 좋아해?",
        "가을이한테 뭐라고 했지?",
        "내가 좋아하는 계절은?",
        "나는 봄을 좋아해?",
        "지난 일은 왜 말했지?",
        "지난번에 뭐라고 했지?",
        "매주 월요일에 뭘 하지?",
        "월요일마다 뭘 하지?",
        "오늘날 사람들은 뭘 먹지?",
        "전에 뭐라고 했지?",
        "예전에 어디 살았지?",
        "두 시간 전에 뭐라고 했지?",
        "구월동에 누가 살지?",
        "나는 1990년생이야?",
        "2000원으로 뭘 샀지?",
        "이 주전자는 누구 거야?",
        "मेरा नाम क्या है?",
        "आजकल मैं क्या पढ़ रहा हूँ?",
        "आज कल मैं क्या पढ़ रहा हूँ?",
        "पहले मैंने क्या कहा था?",
        "सर्दी की दवा कौन सी है?",
        "मुझे सर्दी हुई थी?",
        "मुझे गर्मी लगती है?",
        "सैनिकों ने मार्च क्यों किया?",
        "वसंत का फ़ोन नंबर क्या है?",
        "हर सोमवार मैं क्या करता हूँ?",
        "सोमवार को मैं हमेशा क्या पकाता हूँ?",
        "मेरा पसंदीदा महीना कौन सा है?",
        "दो घंटे पहले मैंने क्या कहा?",
        "2000 का नोट कहाँ है?",
        "कल-पुर्ज़े कहाँ रखे हैं?",
        "इससे पहले क्या बात हुई?",
    ],
)
def test_what_only_looks_like_a_time_is_none(text: str) -> None:
    assert timed(text, ASKED) is None


@pytest.mark.parametrize(
    ("text", "side", "told"),
    [
        ("Где я жил до переезда?", Side.BEFORE, "переезда"),
        ("Где я жил до того, как я переехал?", Side.BEFORE, "переехал"),
        ("Куда мы ездили после свадьбы?", Side.AFTER, "свадьбы"),
        ("Что изменилось с тех пор, как я переехал?", Side.AFTER, "переехал"),
        ("أين كنت أسكن قبل أن أنتقل؟", Side.BEFORE, "أنتقل"),
        ("أين سافرنا بعد الزفاف؟", Side.AFTER, "الزفاف"),
        ("引っ越す前はどこに住んでいた?", Side.BEFORE, "引っ"),
        ("結婚式の後どこに行った?", Side.AFTER, "結婚"),
        ("転職してから何を学んだ?", Side.AFTER, "転職"),
        ("我搬家之前住在哪里?", Side.BEFORE, "搬家"),
        ("结婚以后我们去了哪里?", Side.AFTER, "结婚"),
        ("Taşınmadan önce nerede yaşıyordum?", Side.BEFORE, "taşınmadan"),
        ("Düğünden sonra nereye gittik?", Side.AFTER, "düğünden"),
        ("Taşındığımdan beri ne değişti?", Side.AFTER, "taşındığımdan"),
        ("이사하기 전에 어디 살았지?", Side.BEFORE, "이사하기"),
        ("결혼식 전에 어디 살았지?", Side.BEFORE, "결혼식"),
        ("이사한 후에 뭐가 바뀌었지?", Side.AFTER, "이사한"),
        ("결혼하고 나서 어디 갔지?", Side.AFTER, "결혼하고"),
        ("졸업식 후에 뭘 했지?", Side.AFTER, "졸업식"),
        ("दिल्ली जाने से पहले मैं कहाँ रहता था?", Side.BEFORE, "जाने"),
        ("शादी से पहले मैं कहाँ रहता था?", Side.BEFORE, "शादी"),
        ("शादी के बाद हम कहाँ गए?", Side.AFTER, "शादी"),
        ("जब से मैं दिल्ली आया, क्या बदला?", Side.AFTER, "दिल्ली"),
    ],
)
def test_an_event_dates_a_question_where_words_bend(text: str, side: Side, told: str) -> None:
    found = timed(text, ASKED)
    assert found is not None and isinstance(found.window, Anchor)
    assert found.window.side is side
    assert told in found.window.words


@pytest.mark.parametrize(
    "text",
    [
        "Что я делал вчера?",
        "О чём мы говорили на прошлой неделе?",
        "ماذا فعلت أمس؟",
        "عن ماذا تحدثنا الأسبوع الماضي؟",
        "昨日何をした?",
        "先週何を話した?",
        "我昨天做了什么?",
        "上周发生了什么?",
        "Dün ne yaptım?",
        "Geçen hafta ne konuştuk?",
        "어제 내가 뭐 했지?",
        "지난주에 무슨 일이 있었지?",
        "지난주에 우리 무슨 얘기 했지?",
        "कल मैंने क्या किया?",
        "पिछले हफ़्ते हमने क्या बात की?",
    ],
)
def test_who_asks_for_nothing_but_a_time_wants_all_of_it_in_each(text: str) -> None:
    found = span(text)
    assert found is not None and found.is_alone


@pytest.mark.parametrize(
    "text",
    [
        "Что я вчера говорил о пчёлах?",
        "ماذا قلت أمس عن النحل؟",
        "昨日蜂について何を話した?",
        "我昨天说蜜蜂什么了?",
        "어제 내가 벌에 대해 뭐라고 했지?",
        "कल मैंने मधुमक्खियों के बारे में क्या कहा?",
    ],
)
def test_who_asks_for_more_than_the_time_wants_that(text: str) -> None:
    found = span(text)
    assert found is not None and not found.is_alone


def test_the_words_of_the_question_are_left_as_they_were_typed() -> None:
    found = timed("ماذا قالت سارة عن القطة أمس؟", ASKED)
    assert found is not None and "سارة" in found.rest and "أمس" not in found.rest
    found = timed("어제 저녁은 뭐였지?", ASKED)
    assert found is not None and found.rest == "저녁은 뭐였지?"
    found = timed("कल मैंने ५ बिल्लियों के बारे में क्या कहा?", ASKED)
    assert found is not None and found.rest == "मैंने ५ बिल्लियों के बारे में क्या कहा?"
    found = timed("昨日の夕食は?", ASKED)
    assert found is not None and found.rest == "夕食は?"


def test_seasons_turn_with_the_half_of_the_world_there_too() -> None:
    assert days("Что я делал прошлым летом?", Asked(NOW, ZoneInfo("Australia/Sydney"))) == ("2025-12-01", "2026-02-28")
