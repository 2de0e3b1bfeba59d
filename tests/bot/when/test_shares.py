"""Parts of an hour in every language: three quarters of one, one and a quarter; none of it is dropped in silence."""

import pytest

from tests.bot.when.asked import due, reading

THREE_QUARTERS = {
    "en": (
        "in three quarters of an hour",
        "in three-quarters of an hour",
        "in 3/4 of an hour",
        "in ¾ hour",
        "in forty-five minutes",
    ),
    "de": (
        "in einer Dreiviertelstunde",
        "in ner Dreiviertelstunde",
        "in drei Viertelstunden",
        "in einer dreiviertel Stunde",
        "in einer 3/4 Stunde",
        "in fünfundvierzig Minuten",
    ),
    "es": ("dentro de tres cuartos de hora", "en 3/4 de hora", "en cuarenta y cinco minutos"),
    "fr": (
        "dans trois quarts d'heure",
        "dans trois-quarts d'heure",
        "dans 3 quarts d'heure",
        "dans 3/4 d'heure",
        "dans quarante-cinq minutes",
    ),
    "it": ("fra tre quarti d'ora", "tra 3/4 d'ora", "fra quarantacinque minuti"),
    "pt": ("em três quartos de hora", "daqui a 3/4 de hora", "em quarenta e cinco minutos"),
    "ru": ("через три четверти часа", "через 3/4 часа", "через сорок пять минут"),
    "tr": ("üç çeyrek saat sonra", "saatin dörtte üçü sonra", "kırk beş dakika sonra"),
    "ar": ("بعد ثلاثة أرباع ساعة", "بعد ثلاثة ارباع الساعة", "بعد خمس وأربعين دقيقة"),
    "ja": ("4分の3時間後", "四分の三時間後", "四十五分後"),
    "zh": ("三刻钟后", "三刻鐘後", "3刻钟后", "四分之三小时后", "四十五分钟后"),
}
AND_A_QUARTER = {
    "en": ("in an hour and a quarter", "in one and a quarter hours", "in 1¼ hours"),
    "de": ("in einer Stunde und einer Viertelstunde", "in eineinviertel Stunden"),
    "es": ("en una hora y cuarto", "en hora y cuarto"),
    "fr": ("dans une heure et quart", "dans une heure un quart"),
    "it": ("tra un'ora e un quarto",),
    "pt": ("em uma hora e um quarto", "em uma hora e quinze minutos"),
    "ru": ("через час с четвертью", "через час пятнадцать минут"),
    "tr": ("bir saat on beş dakika sonra",),
    "ar": ("بعد ساعة وربع",),
    "ja": ("1時間15分後",),
    "zh": ("一小时一刻钟后",),
}
MORE = {
    "en": (("in an hour and three quarters", "11:05"), ("in 1½ hours", "10:50"), ("in 2 1/2 hours", "11:50")),
    "de": (("in 1½ Stunden", "10:50"), ("in eindreiviertel Stunden", "11:05")),
    "es": (("en una hora y tres cuartos", "11:05"), ("en hora y media", "10:50")),
    "fr": (("dans une heure trois quarts", "11:05"),),
    "it": (("tra un'ora e tre quarti", "11:05"),),
    "ru": (("через час и три четверти", "11:05"),),
    "ar": (("بعد ساعة الا ربع", "10:05"),),
    "zh": (("一个半小时后", "10:50"), ("两个半小时后", "11:50"), ("一小时三刻钟后", "11:05")),
}


@pytest.mark.parametrize(
    ("language", "text"), [(each, text) for each, texts in THREE_QUARTERS.items() for text in texts]
)
def test_three_quarters_of_an_hour(language: str, text: str) -> None:
    assert due(text, language) == "2027-03-10 10:05" and reading(text, language).task == ""


@pytest.mark.parametrize(
    ("language", "text"), [(each, text) for each, texts in AND_A_QUARTER.items() for text in texts]
)
def test_an_hour_and_a_quarter(language: str, text: str) -> None:
    assert due(text, language) == "2027-03-10 10:35" and reading(text, language).task == ""


@pytest.mark.parametrize(("language", "case"), [(each, case) for each, cases in MORE.items() for case in cases])
def test_hours_and_parts_of_one(language: str, case: tuple[str, str]) -> None:
    assert due(case[0], language) == f"2027-03-10 {case[1]}" and reading(case[0], language).task == ""


@pytest.mark.parametrize(
    ("language", "text", "at"),
    [
        ("es", "mañana a las tres y cuarto de la tarde", "2027-03-11 15:15"),
        ("en", "buy ½ liter of milk tomorrow at 9", "2027-03-11 09:00"),
        ("en", "on 3/4 at 9:00", "2028-03-04 09:00"),
    ],
)
def test_hours_of_the_day_and_dates_are_none(language: str, text: str, at: str) -> None:
    assert due(text, "en-US" if language == "en" else language) == at
