"""The usual ways to ask for a reminder in each language, and what looks like them and asks for something else."""

import pytest

from bot.reminders.talk import wanted_in
from bot.when import Unsure
from bot.when.lexicon import LANGUAGES
from tests.bot.when.asked import reading

ASKS = {
    "en": (
        "text me tomorrow at 9 about the rent",
        "drop me a line tomorrow at 9 about the rent",
        "warn me tomorrow at 9",
        "I want to be reminded tomorrow at 9 to pay",
        "send me a reminder tomorrow at 9 to pay",
        "tell me tomorrow at 9 to call Mum",
    ),
    "de": (
        "Gib mir um 9 Bescheid wegen der Milch",
        "Sag mir morgen um 8 Bescheid wegen der Pille",
        "kannst du mir morgen um 9 wegen der Miete Bescheid sagen?",
        "melde dich morgen um 9 bei mir wegen der Rechnung",
        "Denk daran, mich morgen um 9 an die Milch zu erinnern",
        "ich möchte morgen um 9 an die Milch erinnert werden",
        "Ich brauche morgen um 9 eine Erinnerung an die Milch",
        "Mach mich um 9 auf den Termin aufmerksam",
    ),
    "es": (
        "haceme acordar mañana a las 9 de llamar al banco",
        "dame un toque mañana a las 9",
        "¿me avisas mañana a las 9?",
        "quiero que me recuerdes mañana a las 9 la cita",
        "necesito un recordatorio para mañana a las 9",
        "no dejes que se me olvide mañana a las 9 llamar al banco",
    ),
    "pt": (
        "me dá um toque amanhã às 9",
        "faz-me lembrar amanhã às 9 de ligar ao banco",
        "quero que você me lembre amanhã às 9 da reunião",
        "preciso de um lembrete amanhã às 9",
        "bota um alarme para amanhã às 7",
        "me alerta amanhã às 9 da consulta",
    ),
    "fr": (
        "previens moi demain à 9h",
        "fais-moi signe demain à 9h",
        "n'oublie pas de me rappeler demain à 9h de payer",
        "j'aimerais que tu me rappelles demain à 9h de payer",
        "tu me rappelles demain à 9h de payer ?",
        "j'ai besoin d'un rappel demain à 9h pour le loyer",
    ),
    "it": (
        "avvertimi domani alle 9",
        "fammi ricordare domani alle 9 di pagare",
        "rammentami domani alle 9 di pagare",
        "vorrei che mi ricordassi domani alle 9 di pagare",
        "mi puoi ricordare domani alle 9 di pagare?",
        "mettimi un promemoria per domani alle 9",
    ),
    "ru": (
        "сообщи мне завтра в 9 о встрече",
        "дай мне знать завтра в 9",
        "напиши мне завтра в 9 про встречу",
        "не забудь напомнить мне завтра в 9",
        "хочу, чтобы ты напомнил мне завтра в 9 про встречу",
        "скажи мне завтра в 9 выключить духовку",
    ),
    "ar": (
        "ضع تذكيرا غدا الساعة 9 للاجتماع",
        "أريد تذكيرا غدا الساعة 9",
        "أريدك أن تذكرني غدا الساعة 9 بالاجتماع",
        "اضبط منبها غدا الساعة 7",
        "أخبرني غدا الساعة 9 بالاجتماع",
    ),
    "tr": (
        "yarın 9'da beni uyar",
        "yarın 9'da dürt beni",
        "yarın saat 9'da bana mesaj at",
        "yarın 9'da bana bildir",
        "yarın saat 9 için hatırlatıcı ayarla",
    ),
    "ja": (
        "明日の9時に教えて",
        "9時になったら教えて",
        "明日の9時に知らせて",
        "明日の9時に声をかけて",
        "明日の9時に通知して",
    ),
    "zh": (
        "明天9点通知我开会",
        "帮我设个明天9点的闹钟",
        "到9点跟我说一声",
        "不要让我忘记明天9点开会",
        "明天9点给我发消息",
    ),
}

TELLS = {
    "de": (
        "Er gab mir gestern um 9 Bescheid",
        "ich gebe dir morgen um 9 Bescheid",
        "Gib mir Bescheid, wenn du morgen kommst",
        "gib mir bis morgen um 9 Bescheid, ob du kommst",
        "sag mir morgen Bescheid, falls es nicht geht",
        "gib ihm morgen um 9 Bescheid",
        "der Bescheid vom Amt kam am Montag",
        "sag mir, wann du morgen kommst",
        "sag mir morgen, was du gefunden hast",
        "er meldet sich morgen bei mir",
        "sie meldete sich um 9 bei mir wegen der Rechnung",
        "ich möchte nicht um 9 erinnert werden",
        "ich will morgen um 9 joggen gehen",
        "ich brauche morgen um 9 ein Auto",
        "Melde dich nicht mehr um 9 bei mir",
        "gib mir morgen um 9 keinen Bescheid",
    ),
    "es": (
        "avísame si vienes mañana",
        "avísame mañana si puedes venir",
        "dime qué hiciste ayer a las 9",
        "dime mañana qué decidiste",
        "me avisó mañana a las 9",
        "no me avises mañana a las 9",
        "el aviso es a las 9",
        "no quiero que me recuerdes eso mañana",
        "cuando me avises mañana, salgo",
        "ya me diste un toque ayer",
    ),
    "pt": (
        "me avise se você vier amanhã",
        "me avise amanhã se puder vir",
        "ele me avisou às 9",
        "me diz o que aconteceu ontem às 9",
        "me diz amanhã o que decidiu",
        "não me avise amanhã",
        "o aviso é às 9",
        "o João me chama amanhã às 9",
    ),
    "fr": (
        "préviens-moi si tu viens demain",
        "préviens-moi demain si tu viens",
        "dis-moi ce que tu fais demain",
        "dis-moi demain ce que tu as décidé",
        "il m'a prévenu à 9h",
        "ne me préviens pas demain",
        "j'ai reçu un rappel à 9h",
        "tu me rappelles ma mère",
        "je te préviens demain à 9h",
    ),
    "it": (
        "avvisami se vieni domani",
        "avvisami domani se vieni",
        "dimmi cosa fai domani",
        "dimmi domani cosa hai deciso",
        "mi ha avvisato alle 9",
        "non avvisarmi domani",
        "ti avviso domani alle 9",
        "fammi un favore domani alle 9",
        "l'avviso è per le 9",
    ),
    "ru": (
        "предупреди меня, если придёшь завтра",
        "скажи мне, что ты делаешь завтра",
        "скажи завтра, что решил",
        "он предупредил меня в 9",
        "не предупреждай меня завтра",
        "сообщи ему завтра в 9",
        "я предупрежу тебя завтра в 9",
        "мне сообщили вчера в 9",
    ),
    "ja": (
        "明日の天気を教えて",
        "彼が何時に来たか教えて",
        "昨日の9時に教えてもらった",
        "明日の予定を知らせて",
        "彼に9時に連絡しました",
        "会議は何時に始まるか教えて",
        "明日の会議の場所を教えて",
    ),
    "zh": (
        "告诉我明天的天气",
        "明天告诉我结果",
        "他昨天9点通知了我",
        "昨天9点他叫我去开会",
        "我明天9点通知你",
        "提我的名字就行",
        "闹钟定在9点",
        "别叫我明天9点",
        "你叫我明天怎么办",
    ),
    "ar": (
        "أخبرني ماذا ستفعل غدا",
        "أخبرني غدا بماذا قررت",
        "أخبرني غدا ماذا قررت",
        "أخبرته أمس الساعة 9",
        "لا تنبهني غدا",
        "سأخبرك غدا الساعة 9",
        "نبهني إذا جئت غدا",
    ),
    "tr": (
        "yarın ne yaptığını söyle",
        "dün 9'da haber verdi",
        "yarın sana haber veririm",
        "yarın 9'da haber verme",
        "gelirsen yarın haber ver",
        "yarın 9'da beni uyarma",
        "yarın gelip gelmeyeceğini haber ver",
    ),
    "en": (
        "tell me something to do tomorrow",
        "tell me tomorrow what you found",
        "let me know if you come tomorrow",
        "let me know by Friday if you can come",
        "tell me about your day tomorrow",
        "text me when you get home tomorrow",
        "text me tomorrow if you can come",
        "he told me at 9 to leave",
        "don't tell me tomorrow at 9 to leave",
        "they warned me at 9",
        "let me finish by 9 to get home",
        "let me sleep until 9 to be fit",
        "tell me how to get there by 9",
        "I messaged you at 9",
        "warn me if it rains tomorrow",
    ),
}


@pytest.mark.parametrize(("language", "text"), [(key, text) for key, texts in ASKS.items() for text in texts])
def test_it_is_asked_and_nothing_of_the_asking_is_left(language: str, text: str) -> None:
    wanted = wanted_in(text, ("Rapport",))
    assert wanted is not None and wanted.alone
    found = reading(wanted.text, language)
    assert found.question is not Unsure.NO_TIME
    assert len(found.task) < len(text) / 2


@pytest.mark.parametrize(("language", "text"), [(key, text) for key, texts in TELLS.items() for text in texts])
def test_something_else_is_told_or_asked(language: str, text: str) -> None:
    assert wanted_in(text, ("Rapport",)) is None


def test_each_language_has_its_ways() -> None:
    assert set(ASKS) == set(TELLS) == set(LANGUAGES)
    assert all(len(texts) >= 5 for texts in ASKS.values())
