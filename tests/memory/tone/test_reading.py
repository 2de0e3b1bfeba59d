"""How hard a text is to read: the easy one below the hard one, and nothing where it cannot be told."""

import pytest

from memory.tone.reading import FEWEST, reading
from memory.tone.written import written

EASY_AND_HARD = {
    "en": (
        "The cat sat on the mat. It was wet. We let it in.",
        "Notwithstanding considerable methodological reservations, investigators nevertheless established statistically"
        " significant correlations between socioeconomic circumstances and educational attainment.",
    ),
    "de": (
        "Ich habe einen Hund. Er ist alt. Er mag Brot.",
        "Unbeschadet weitergehender gesetzlicher Bestimmungen verpflichtet sich der Vertragspartner, sämtliche"
        " Betriebsunterlagen unverzüglich und unaufgefordert zurückzugeben.",
    ),
    "fr": (
        "Le chat dort. Il est vieux. Il aime le lait.",
        "Nonobstant certaines réserves méthodologiques, plusieurs chercheurs établissent néanmoins des corrélations"
        " particulièrement significatives entre environnement professionnel et satisfaction personnelle.",
    ),
    "ja": (
        "ねこがいます。とてもかわいいです。いつもねています。",
        "当該契約条項適用範囲拡大提案審議委員会開催要領改正案検討結果報告書提出期限延長申請却下理由説明要求。",
    ),
}


@pytest.mark.parametrize("language", EASY_AND_HARD)
def test_an_easy_text_is_below_a_hard_one(language: str) -> None:
    easy, hard = (reading(written(text, language)) for text in EASY_AND_HARD[language])
    assert easy is not None and hard is not None
    assert 0 <= easy < 0.35 and hard > easy + 0.4 and hard <= 1


def test_longer_words_and_longer_sentences_each_make_it_harder() -> None:
    short, long = "We go home now. We are all so satisfied here.", "We go home now and we are all so satisfied here."
    heavy = "We go homewards immediately. We are incredibly satisfied everywhere here."
    values = [reading(written(text, "en")) or 0.0 for text in (short, long, heavy)]
    assert 0 < values[0] < min(values[1:])


@pytest.mark.parametrize(
    ("text", "language"),
    [("one two three four", "en"), ("วันนี้อากาศดีมากเลยนะครับเพื่อน", "th"), ("今天天气很好我们去公园", "zh")],
)
def test_what_is_too_little_or_has_no_words_to_count_has_no_level(text: str, language: str) -> None:
    assert reading(written(text, language)) is None


def test_a_few_words_are_enough() -> None:
    assert reading(written(" ".join(["word"] * FEWEST), "en")) is not None
