"""Whether a text asks to be reminded, in words of any kind; a sentence that only tells makes nothing."""

import pytest

from bot.when import request


@pytest.mark.parametrize(
    "text",
    [
        "remind me to stretch",
        "can you ping me when it's 6pm?",
        "don't let me forget mum's birthday on May 2",
        "Every weekday nag me about the timesheet at 5pm",
        "please make sure I don't forget the keys tomorrow",
        "set a timer for ten minutes",
        "tomorrow at 8",
        "in 3 hours check the oven",
        "buy stamps on Saturday",
    ],
)
def test_it_asks(text: str) -> None:
    assert request(text, ("en",)) >= 0.5


@pytest.mark.parametrize(
    "text",
    [
        "I saw her last Tuesday",
        "the meeting took two hours",
        "we met at 5 and it was fine",
        "who is free on Friday?",
        "nothing of the kind",
        "My flight leaves tomorrow at 9",
        "lol it was 3am",
        "",
    ],
)
def test_it_only_tells(text: str) -> None:
    assert request(text, ("en",)) < 0.5


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "erinnere mich an den Termin"), ("es", "avísame mañana"), ("pt", "me avise amanhã"),
        ("fr", "rappelle-moi demain"), ("it", "ricordami di pagare"), ("tr", "yarın bana hatırlat"),
        ("de", "gib mir um 9 Bescheid"), ("de", "kannst du mich um 9 an Milch erinnern?"),
        ("es", "quiero que me recuerdes mañana la cita"), ("fr", "n'oublie pas de me rappeler demain de payer"),
        ("en", "tell me at 9 to call mum"), ("ru", "напомни мне завтра"),
        ("ar", "ذكرني غدا"), ("ja", "明日リマインドして"), ("zh", "明天提醒我"),
    ],
)  # fmt: skip
def test_it_asks_in_other_languages(language: str, text: str) -> None:
    assert request(text, (language,)) >= 0.9
    assert request(text) >= 0.9


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "er gab mir um 9 Bescheid, dass es fertig ist"),
        ("de", "ich möchte um 9 nicht erinnert werden"),
        ("de", "kannst du mir um 9 die Datei schicken"),
        ("en", "tell me tomorrow at 9 what you found"),
        ("en", "don't tell me tomorrow at 9 to leave"),
        ("ja", "明日の天気を教えてくれた人"),
    ],
)
def test_halves_of_what_asks_do_not_ask_alone(language: str, text: str) -> None:
    assert request(text, (language,)) < 0.7
