"""What is said of a reminder beside what and when: found in eleven languages and cut out, and not where it is not."""

from datetime import timedelta

import pytest

from bot.reminders.terms import AGAIN, LEAST_AGAIN, LONGEST, MOST_USELESS, Terms, terms_of

HOUR, QUARTER = timedelta(hours=1), timedelta(minutes=15)


@pytest.mark.parametrize(
    ("said", "terms"),
    [
        ("pills at 9 until I say done", Terms("pills at 9", again=AGAIN)),
        ("pills at 9, every 15 minutes until I confirm", Terms("pills at 9", again=QUARTER)),
        ("pills at 9, keep reminding me until I say done", Terms("pills at 9", again=AGAIN)),
        ("pills at 9 and keep asking me every 15 minutes until I confirm", Terms("pills at 9", again=QUARTER)),
        ("pills at 9 until I've taken them", Terms("pills at 9", again=AGAIN)),
        ("pills at 9 every minute until done", Terms("pills at 9 every minute", again=AGAIN)),
        ("pills at 9, every 2 minutes until I confirm", Terms("pills at 9", again=LEAST_AGAIN)),
        ("remind us in this channel at 5 to leave", Terms("remind me at 5 to leave", here=True)),
        ("here: standup tomorrow at 9", Terms("standup tomorrow at 9", here=True)),
        ("remind everyone at 5 to leave", Terms("remind me at 5 to leave", here=True)),
        ("call Bob at 9, useless after an hour", Terms("call Bob at 9", useless_after=HOUR)),
        ("call Bob at 9, useless after half an hour", Terms("call Bob at 9", useless_after=HOUR / 2)),
        ("call Bob at 9, but not more than 2 days late", Terms("call Bob at 9", useless_after=48 * HOUR)),
        ("call Bob at 9, useless after 9999 days", Terms("call Bob at 9", useless_after=MOST_USELESS)),
        ("wake up at 7 wherever I am", Terms("wake up at 7", floating=True)),
        ("Tabletten um 9 alle 15 Minuten, bis ich bestätige", Terms("Tabletten um 9", again=QUARTER)),
        ("remind us in the channel at 5 to leave", Terms("remind me at 5 to leave", here=True)),
        ("erinnere uns im Kanal morgen um 9 ans Tor", Terms("erinnere mich morgen um 9 ans Tor", here=True)),
        ("pastillas a las 9 cada 15 minutos hasta que lo confirme", Terms("pastillas a las 9", again=QUARTER)),
        ("pilules à 9 h toutes les 15 minutes jusqu'à ce que je confirme", Terms("pilules à 9 h", again=QUARTER)),
        ("rappelle-nous dans ce salon à 9 h", Terms("rappelle-moi à 9 h", here=True)),
        ("remédio às 9 a cada 15 minutos até que eu confirme", Terms("remédio às 9", again=QUARTER)),
        ("薬を毎日9時に、15分おきに完了と言うまで", Terms("薬を毎日9時に", again=QUARTER)),
        ("pillole alle 9 ogni 15 minuti finché non confermo", Terms("pillole alle 9", again=QUARTER)),
        ("ricordaci in questo canale alle 9", Terms("ricordami alle 9", here=True)),
        ("chiama Ugo alle 9, inutile dopo mezz'ora", Terms("chiama Ugo alle 9", useless_after=HOUR / 2)),
        ("sveglia alle 7 ovunque sia", Terms("sveglia alle 7", floating=True)),
        ("таблетки в 9 каждые 15 минут, пока не подтвержу", Terms("таблетки в 9", again=QUARTER)),
        ("напомни нам в этом канале в 9", Terms("напомни мне в 9", here=True)),
        ("позвонить в 9, бесполезно через полчаса", Terms("позвонить в 9", useless_after=HOUR / 2)),
        ("разбуди в 7, где бы я ни был", Terms("разбуди в 7", floating=True)),
        ("9点吃药，每15分钟直到我确认", Terms("9点吃药", again=QUARTER)),
        ("9点在这个频道提醒我们开会", Terms("9点提醒我开会", here=True)),
        ("9点打电话，超过1小时就没用了", Terms("9点打电话", useless_after=HOUR)),
        ("الدواء الساعة 9 كل 15 دقيقة حتى أؤكد", Terms("الدواء الساعة 9", again=QUARTER)),
        ("ذكرنا في هذه القناة الساعة 9", Terms("ذكرني الساعة 9", here=True)),
        ("اتصل الساعة 9، بلا فائدة بعد ساعة", Terms("اتصل الساعة 9", useless_after=HOUR)),
        ("saat 9'da ilaç, her 15 dakikada bir onaylayana kadar", Terms("saat 9'da ilaç", again=QUARTER)),
        ("bu kanalda bize saat 9'da hatırlat", Terms("bana saat 9'da hatırlat", here=True)),
        ("saat 9'da ara, bir saat sonra gereksiz", Terms("saat 9'da ara", useless_after=HOUR)),
    ],
)
def test_what_is_said_is_found_and_cut_out(said: str, terms: Terms) -> None:
    assert terms_of(said) == terms


@pytest.mark.parametrize(
    "said",
    [
        "call Bob tomorrow at 9",
        "meet Eve here tomorrow at 9",
        "every 15 minutes stretch until 6 pm",
        "ask whether it is useless",
        "read until I am done with the book",
        "check the channel at 9",
        "remind me to post the list in the channel at 9",
        "stell die Liste um 9 im Kanal ein",
        "",
        "  spaces   stay  ",
        "x" * LONGEST + " until I say done",
    ],
)
def test_what_is_not_said_is_not_found(said: str) -> None:
    assert terms_of(said) == Terms(said)


@pytest.mark.parametrize("said", ["post the list in this channel at 9", "here: standup at 9", "in the channel at 9 x"])
def test_where_nobody_else_is_it_is_for_nobody_else(said: str) -> None:
    assert terms_of(said, company=False) == Terms(said) and terms_of(said).here
