"""What clearly asks for a reminder in talk."""

import pytest

from bot.reminders.talk import wanted_in

ASKS = (
    "Remind me tomorrow at 9 to call the bank",
    "remind me to water the plants every friday",
    "Rapport, remind me at 5pm to leave",
    "hey rapport! could you please remind me in 20 minutes about the oven",
    "Tomorrow at 8, remind me to take the bins out",
    "every weekday at 5pm nag me about the timesheet",
    "Don't let me forget mum's birthday on 2 May",
    "please don’t let me forget to pay rent on the 1st",
    "can you ping me when it's 6pm?",
    "can you ping me when it's 5 to buy milk",
    "ping me when it's half past five",
    "erinnere mich, wenn es 5 ist, an die Milch",
    "avísame cuando sean las 5",
    "rappelle-moi quand il sera 5 heures d'acheter du lait",
    "me avisa quando forem 5 horas",
    "set a reminder for Monday 9am: standup",
    "Set me an alarm for 6:30 tomorrow",
    "make sure I don't forget the keys tomorrow at 8",
    "wake me up in an hour",
    "I want you to remind me on Sunday at noon to call grandma",
    "ok remind us every second Tuesday at 3 about the retro",
    "Erinnere mich morgen um 8 an den Müll",
    "Kannst du mich bitte am Freitag um 17 Uhr an die Miete erinnern?",
    "bitte erinner mich in zwei Stunden ans Essen",
    "Lass mich nicht vergessen, morgen um 9 Oma anzurufen",
    "Recuérdame mañana a las 9 llamar al banco",
    "¿puedes recordarme el viernes a las 5 lo del alquiler?",
    "Avísame en 20 minutos",
    "me lembre amanhã às 9 de ligar para o banco",
    "você pode me lembrar na sexta às 17h do aluguel?",
    "Rappelle-moi demain à 9h d'appeler la banque",
    "Peux-tu me rappeler vendredi à 17h de payer le loyer ?",
    "Ricordami domani alle 9 di chiamare la banca",
    "puoi ricordarmi venerdì alle 17 dell'affitto?",
    "Напомни мне завтра в 9 позвонить в банк",
    "можешь напомнить мне в пятницу в 17:00 про аренду?",
    "Yarın saat 9'da bankayı aramamı hatırlat",
    "bana yarın 8'de ilacımı hatırlatır mısın?",
    "明日の9時に銀行に電話するようリマインドして",
    "明日7時に起こしてください",
    "明天早上9点提醒我给银行打电话",
    "请在周五下午5点提醒我交房租",
    "ذكرني غدا الساعة 9 بالاتصال بالبنك",
    "remind me at noon to eat",
    "Hi Rapport, remind me next Tuesday at 10 that the car needs service",
    "Could you remind me in an hour to move the laundry?",
    "in 45 minutes remind me to check the oven",
    "Please set a timer for 10 minutes",
    "remind us on the last Friday of every month to send invoices",
    "would you remind me on March 3rd about Jo's birthday please",
    "Remind me every day at 22:00 to take my pills until I say done",
    "Do not let me forget the dentist on Thursday at 14:30",
    "schedule a reminder for tomorrow 8am to submit the form",
    "buzz me in 15 min",
    "I'd like you to remind me tonight to call mom",
    "I need a reminder on Friday at 3 to submit expenses",
    "on Friday please remind me to buy milk",
    "Rapport remind me in 2 days to renew my passport",
    "könntest du mich heute Abend um 19 Uhr an das Training erinnern?",
    "Erinnere uns jeden Montag um 9 ans Standup",
    "Weck mich morgen um 6:30",
    "Stell einen Timer auf 10 Minuten",
    "morgen um 7 erinnere mich bitte an die Tabletten",
    "recuérdame todos los lunes a las 9 la reunión",
    "¿me recuerdas mañana comprar leche?",
    "por favor avísame a las 5 para salir",
    "Me avise em 30 minutos",
    "me lembra todo dia às 8 de tomar o remédio",
    "não me deixe esquecer o aniversário da Ana dia 3 de maio",
    "tu peux me rappeler ce soir à 20h d'appeler maman ?",
    "rappelle-moi tous les lundis à 9h la réunion",
    "préviens-moi dans 10 minutes",
    "svegliami domani alle 7",
    "ricordami ogni lunedì alle 9 la riunione",
    "напомни через 20 минут выключить духовку",
    "разбуди меня завтра в 7",
    "2 saat sonra bana hatırlat",
    "her pazartesi 9'da toplantıyı hatırlat",
    "30分後にリマインドして",
    "毎週月曜日の9時に会議をリマインドしてください",
    "20分钟后提醒我关火",
    "每周一上午9点提醒我开会",
    "ذكرني بعد ساعة بإطفاء الفرن",
    "remind me on 3 June at 10:15 to renew the insurance",
    "Remind me in half an hour that the bread is in the oven",
    "Rapport, could you remind us tomorrow morning about the standup?",
    "Hey, remind me this Saturday to buy a gift",
    "Also remind me at midnight to lock the door",
    "Create a reminder for next Monday at noon: call the landlord",
    "Please wake me at 7:15 tomorrow",
    "don't let me forget to take out the trash tonight",
    "erinnere mich bitte in 3 Tagen an die Rechnung",
    "Erinnerst du mich morgen Mittag an den Anruf?",
    "Könntest du mich jeden Dienstag um 18 Uhr an den Sport erinnern?",
    "Recuérdame en dos horas sacar la ropa",
    "Pon una alarma mañana a las 6",
    "lembre-me na segunda às 10 da reunião",
    "Me acorda amanhã às 6",
    "rappelle-nous chaque vendredi à 15h le rapport",
    "Mets un rappel pour demain à midi : acheter du pain",
    "ricordami tra dieci minuti la pasta",
    "Напоминай мне каждый вторник в 18:00 про спорт",
    "Yarım saat sonra fırını hatırlat",
    "来週の金曜日の15時にレポートを思い出させて",
    "提醒我明天下午三点开会",
    "下周一早上八点叫我起床",
    "نبهني غدا الساعة السابعة",
)


@pytest.mark.parametrize("text", ASKS)
def test_it_is_clearly_asked(text: str) -> None:
    wanted = wanted_in(text, ("Rapport",))
    assert wanted is not None
    assert wanted.alone


def test_a_request_among_other_sentences_is_that_sentence() -> None:
    wanted = wanted_in("Thanks! Remind me tomorrow at 9 to call the bank. What is the capital of France?")
    assert wanted is not None
    assert (wanted.text, wanted.alone) == ("Remind me tomorrow at 9 to call the bank.", False)
    assert wanted_in("Remind me at 9 to call mum. Remind me at 5 to call dad.") is None


@pytest.mark.parametrize(
    ("text", "duty"),
    [
        ("remind me to stretch", True),
        ("remind me that the rent is due", True),
        ("remind me about the meeting", False),
        ("ping me", False),
        ("set an alarm", False),
        ("rappelle-moi d'appeler", True),
    ],
)
def test_without_a_time_only_something_to_do_means_a_reminder(text: str, duty: bool) -> None:
    wanted = wanted_in(text)
    assert wanted is not None
    assert wanted.duty is duty


def test_what_is_far_too_long_is_no_request() -> None:
    assert wanted_in("remind me to " + "x" * 3000) is None
