"""What is said of a reminder beside what and when: found in six languages and cut out, and not where it is not said."""

from datetime import timedelta

import pytest

from bot.reminders.terms import AGAIN, LEAST_AGAIN, LONGEST, MOST_USELESS, Terms, terms_of

HOUR, QUARTER = timedelta(hours=1), timedelta(minutes=15)


@pytest.mark.parametrize(
    ("said", "terms"),
    [
        ("pills at 9 until I say done", Terms("pills at 9", again=AGAIN)),
        ("pills at 9, every 15 minutes until I confirm", Terms("pills at 9", again=QUARTER)),
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
