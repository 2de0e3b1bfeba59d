"""Grief, distress and anger in Italian, Russian, Turkish, Chinese and Arabic, and what only sounds like them."""

import time

import pytest

from bot.tone.easing import Easing, easing_of, notice

GRIEVING = {
    "it": [
        "Mia madre è morta ieri.", "è morto mio padre", "Ho perso mia nonna la settimana scorsa",
        "mio nonno è venuto a mancare", "il mio cane è morto stamattina", "Sono in lutto",
        "Il funerale di mio padre è domani", "ho avuto un aborto spontaneo", "mio marito è morto di cancro",
        "Papà è morto.", "Il mio migliore amico è morto", "mio nonno non c'è più",
        "Purtroppo mio suocero è morto", "è morta mia cugina",
    ],
    "ru": [
        "Моя мама вчера умерла.", "у меня умер папа", "Мама умерла", "мы похоронили бабушку",
        "Я потеряла мужа", "мой дедушка скончался сегодня ночью", "У нас умерла собака", "похороны отца завтра",
        "у меня случился выкидыш", "не стало мамы", "Нам пришлось усыпить кота",
    ],
    "tr": [
        "Annem dün öldü.", "babam vefat etti", "Geçen hafta dedemi kaybettik", "kedim öldü", "Babamın cenazesi yarın",
        "anneannem bu sabah hayatını kaybetti", "Yastayım", "köpeğimizi uyutmak zorunda kaldık",
        "En yakın arkadaşım öldü", "babam kalp krizinden vefat etti",
    ],
    "zh": [
        "我妈妈昨天去世了。", "我爸过世了", "奶奶昨晚去世了", "我的猫死了", "我失去了爸爸", "我外婆病逝了",
        "我爷爷的葬礼在明天", "我上周流产了", "我最好的朋友去世了",
        "我爸爸因为癌症去世了", "我奶奶走了,我很难过", "我爸爸前几天去世了", "我外公昨晚走了,永远离开了我们",
    ],
    "ar": [
        "توفيت أمي أمس", "أبي مات", "مات أبي اليوم", "فقدت جدتي", "جنازة أبي غدا", "توفي زوجي قبل يومين",
        "ماتت قطتي", "أنا في حداد", "لقد توفي والدي", "أنا حزين وأمي ماتت",
    ],
}  # fmt: skip
DISTRESSED = {
    "it": [
        "Non ce la faccio più", "Non ce la faccio più, aiutami", "Ho un attacco di panico", "sono disperata",
        "La mia vita non ha più senso.", "mi sento completamente inutile", "nessuno sentirebbe la mia mancanza",
        "Non vedo via d'uscita.", "mi sento vuoto dentro", "Non ce la faccio più a vivere così",
    ],
    "ru": [
        "Я больше не могу", "я так больше не могу, мне плохо", "У меня паническая атака", "я в отчаянии",
        "Моя жизнь потеряла смысл.", "чувствую себя никчёмной", "я никому не нужна", "Не вижу выхода.",
        "нет больше сил жить", "Не могу больше",
    ],
    "tr": [
        "Artık dayanamıyorum", "dayanamıyorum artık", "Panik atak geçiriyorum", "Çok çaresizim",
        "Hayatımın anlamı kalmadı.", "kendimi değersiz hissediyorum", "kimse beni özlemez",
        "Hiçbir çıkış yolu göremiyorum", "yaşamaya gücüm kalmadı",
    ],
    "zh": [
        "我撑不下去了", "我真的受不了了。", "我惊恐发作了", "我很绝望", "我觉得活着没有意义", "我觉得自己一文不值",
        "没有人会想念我", "我看不到希望", "我彻底崩溃了",
    ],
    "ar": [
        "لم أعد أحتمل", "لا أستطيع التحمل بعد الآن", "عندي نوبة هلع", "أنا يائسة", "حياتي بلا معنى",
        "أشعر أنني بلا قيمة", "لن يفتقدني أحد", "تعبت من الحياة", "لا أرى مخرجا",
    ],
}  # fmt: skip
ANGRY = {
    "it": [
        "Sono arrabbiata con te!", "sono davvero furioso", "Sei inutile!", "Vaffanculo", "ti odio", "Stai zitto!",
        "mi hai stufato", "Mi stai facendo incazzare", "Sono stufa di te",
    ],
    "ru": [
        "Я очень зол!", "я злюсь на тебя", "Ты бесполезный!", "Пошёл ты", "ненавижу тебя", "Заткнись!",
        "ты меня достал", "Ты тупой", "худший бот", "бесишь",
    ],
    "tr": [
        "Sana çok kızgınım!", "çok sinirliyim", "Aptalsın!", "Siktir git", "senden nefret ediyorum", "Kapa çeneni!",
        "beni sinirlendiriyorsun", "Senden bıktım", "tam bir gerizekalısın", "sen bir aptalsın",
    ],
    "zh": [
        "我很生气!", "我对你非常生气", "你真没用!", "滚开", "我恨你", "闭嘴!", "你太蠢了", "我受够你了", "垃圾机器人",
        "你是白痴吗",
    ],
    "ar": [
        "أنا غاضب منك!", "أنا غاضبة جدا", "أنت غبي!", "تبا لك", "أكرهك", "اخرس!", "أنت عديم الفائدة", "سئمت منك",
        "أسوأ بوت",
    ],
}  # fmt: skip
NOT_GRIEVING = {
    "it": [
        "mia madre è morta dal ridere", "Il mio telefono è morto", "mio padre è morto anni fa",
        "è morto il padre di un collega", "Nel film mio padre è morto", "ho perso mia madre al supermercato",
        "sono stanca morta", "mio nonno è mancato alla riunione", "ho perso mio figlio di vista",
        "Mia madre è morta. Scherzo!",
    ],
    "ru": [
        "телефон умер", "У коллеги умер отец", "мама умерла от смеха", "Мой отец умер пять лет назад",
        "в фильме моя мама умерла", "она потеряла мужа", "я потеряла маму в магазине", "его бабушка умерла",
        "Моя мама умерла. Шучу!",
    ],
    "tr": [
        "telefonum öldü", "Arkadaşımın babası öldü", "annem öldü gülmekten", "Filmde annem öldü",
        "Yıllar önce babam öldü", "markette annemi kaybettim", "anahtarımı kaybettim", "Annem öldü. Şaka yaptım!",
    ],
    "zh": [
        "我手机死了", "我朋友的妈妈去世了", "我妈笑死了", "电影里我爸爸去世了", "十年前我爷爷去世了",
        "我妈妈走了,去上班了", "我老婆死了心要买包", "我失去了爸爸的钥匙",
    ],
    "ar": [
        "مات هاتفي", "توفي والد زميلي", "أبي مات من الضحك", "في الفيلم مات أبي", "توفي جدي منذ سنوات",
        "فقدت أبي في السوق", "فقدت مفاتيحي", "توفي الممثل المشهور",
        "زوجي ماتت سيارته",
    ],
}  # fmt: skip
NOT_DISTRESSED = {
    "it": [
        "non ce la faccio più dal ridere", "non ce la faccio più a mangiare", "Lui è disperato",
        "Cos'è un attacco di panico?", "non sono disperato", "Non vedo via d'uscita da questo ciclo",
        "Questa funzione non ha più senso", "Nel libro: la mia vita non ha più senso",
    ],
    "ru": [
        "я больше не могу есть", "больше не могу, ржу", "он в отчаянии", "Что такое паническая атака?",
        "не вижу выхода из цикла", "проект никому не нужен", "В песне: я больше не могу",
    ],
    "tr": [
        "çikolataya dayanamıyorum", "gülmekten artık dayanamıyorum", "panik atak nedir?",
        "arkadaşım panik atak geçiriyor", "bu kodun anlamı kalmadı", "Umutsuz Ev Kadınları izliyorum",
        "şarjım tükendi", "bu projede çıkış noktası göremiyorum",
    ],
    "zh": [
        "我受不了这个天气", "笑得我受不了了哈哈", "电脑崩溃了", "惊恐发作是什么?", "他很绝望", "这个项目没有意义",
        "小说里说我撑不下去了", "绝望主妇好看吗?",
    ],
    "ar": [
        "لم أعد أحتمل هذا الحر", "ما هي نوبة الهلع؟", "هو يائس", "لست يائسا", "تعبت من العمل",
        "هذا الكود بلا معنى", "لا أرى مخرجا للدالة", "في الرواية: حياتي بلا معنى",
    ],
}  # fmt: skip
CALM = {
    "it": [
        "sono arrabbiato con mio fratello", "Non sono arrabbiata", "odio il lunedì", "il mio capo è furioso",
        "ti odio ahahah", "Come si dice vaffanculo in inglese?", "Sei arrabbiato?", "mi hai rotto il telefono",
    ],
    "ru": [
        "я злюсь на брата", "я не зол", "ненавижу понедельники", "начальник в ярости", "ненавижу тебя ахаха",
        "ты злишься на меня?", "ты достал билеты?", "Ты бесполезный! Шучу",
    ],
    "tr": [
        "kardeşime çok kızgınım", "kızgın değilim", "pazartesilerden nefret ediyorum", "patronum çok sinirli",
        "senden nefret ediyorum haha", "bana kızgın mısın?", "aptal bir hata yaptım",
    ],
    "zh": [
        "我弟弟很生气", "我没生气", "我讨厌星期一", "你真笨哈哈", "你生气了吗?", "滚动条坏了", "垃圾袋在哪里",
        "我对弟弟很生气", "他说你真笨",
    ],
    "ar": [
        "أنا غاضب من أخي", "لست غاضبا", "أكره يوم الاثنين", "مديري غاضب جدا", "أنت غبي ههههه", "هل أنت غاضب مني؟",
        "قال لي إنني غبي",
    ],
}  # fmt: skip
FELT = {Easing.GRIEF: GRIEVING, Easing.DISTRESS: DISTRESSED, Easing.ANGER: ANGRY}
UNFELT = (NOT_GRIEVING, NOT_DISTRESSED, CALM)


@pytest.mark.parametrize(
    ("kind", "language", "text"),
    [(kind, language, each) for kind, told in FELT.items() for language, texts in told.items() for each in texts],
)
def test_what_is_plainly_said_is_told_with_its_language(kind: Easing, language: str, text: str) -> None:
    noticed = notice(text)
    assert noticed is not None and (noticed.easing, noticed.language) == (kind, language)


@pytest.mark.parametrize("text", [each for told in UNFELT for texts in told.values() for each in texts])
def test_what_only_sounds_like_it_is_none(text: str) -> None:
    assert easing_of(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Mia madre è morta ieri e non scherzo", "Моя мама умерла. Я не шучу", "Annem öldü. Bu şaka değil",
        "我妈妈去世了。我不是开玩笑的", "ماتت أمي. أنا لا أمزح",
    ],
)  # fmt: skip
def test_who_says_that_it_is_no_joke_grieves(text: str) -> None:
    assert easing_of(text) is Easing.GRIEF


@pytest.mark.parametrize(
    "text",
    [
        "voglio morire dall'anno scorso", "с прошлого года я хочу умереть", "geçen yıldan beri ölmek istiyorum",
        "从去年开始我想死", "أريد أن أموت منذ سنوات",
    ],
)  # fmt: skip
def test_what_has_lasted_since_long_ago_is_no_less_an_emergency(text: str) -> None:
    assert easing_of(text) is Easing.EMERGENCY


@pytest.mark.parametrize("text", ["我" + "刚刚" * 400, "你这个真是" * 200, "у меня вчера " * 80, "dün bugün " * 100])
def test_words_that_are_said_over_and_over_take_no_time(text: str) -> None:
    notice("hello")  # the lists are read once
    began = time.perf_counter()
    notice(text)
    assert time.perf_counter() - began < 0.2, "a pattern tries too many ways"
