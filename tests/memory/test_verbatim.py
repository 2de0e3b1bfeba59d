"""A quote that is good is kept as it was said where the model's wording of it is not believed."""

from dataclasses import replace

import pytest

from memory.types import Relation
from tests.memory.extracting import ANA, batch, item, refusal, tried


@pytest.mark.parametrize(
    ("said", "one"),
    [
        ("I live in Oslo", item("I live in Oslo", "Ana lives in Paris.")),
        ("I live in Oslo", item("I live in Oslo", "Ana is a rich and famous dentist.")),
        ("I moved to Bergen", item("I moved to Bergen", "Ana lives in Oslo.", relation="same", known=1)),
        ("I have 2 cats", item("I have 2 cats", "Ana has 3 cats.")),
        ("I live in Oslo", item("I live in Oslo", "Ben lives in Oslo.", about="Ben")),
        ("I live in Oslo", item("I live in Oslo", "Zoe lives in Oslo.", about="Zoe")),
        ("ich arbeite als Krankenschwester", item("ich arbeite als Krankenschwester", "Ana works as a nurse.")),
        ("trabajo de noche en una fábrica", item("trabajo de noche en una fábrica", "Ana works at night in a plant.")),
        ("I keep bees behind the barn", item("I keep bees behind the barn", "Ana hält Bienen hinter der Scheune.")),
        ("I have two dogs", item("I have two dogs", "Anaは犬を二匹飼っている。")),
        ("я работаю медсестрой", item("я работаю медсестрой", "Ana works as a nurse.")),
        ("mon frère Adam a son permis", item("mon frère Adam a son permis", "Ana a obtenu son permis.")),
        ("my dad had his knee operated", item("my dad had his knee operated", "Ana's father has a disability.")),
        ("मैं दिल्ली में रहती हूँ", item("मैं दिल्ली में रहती हूँ", "Ana मुंबई में काम करती है।")),
        ("j'habite à Lyon depuis toujours", item("j'habite à Lyon depuis toujours", "Ana has always lived in Lyon.")),
    ],
)
def test_a_bad_wording_gives_way_to_what_was_said(said: str, one: dict[str, object]) -> None:
    (claim,) = tried(batch(said), one).claims
    assert (claim.text, claim.quote, claim.subject) == (f"Ana: {said}", said, ANA)
    assert (claim.relation, claim.neighbour, claim.depends_on) == (Relation.NONE, None, None)


@pytest.mark.parametrize(
    ("said", "one", "reason"),
    [
        ("the weather is lovely there", item("the weather is lovely there", "Ana is rich."), "says more than was said"),
        ("so good", item("so good", "Ana felt well at lunch."), "says more than was said"),
        ("I don't know why it fails", item("I don't know why it fails", "Ana's script crashes."),
         "says more than was said"),
        ("my boss thinks I live in Rome", item("my boss thinks I live in Rome", "Bob lives in Rome."),
         "said by somebody else"),
        ("Mi hermano está mal. Tiene cáncer de pulmón terminal",
         item("Tiene cáncer de pulmón terminal", "Ana has lung cancer."), "says more than was said"),
        ("in my dream I lived in a castle", item("in my dream I lived in a castle", "Ana is a rich queen."),
         "says more than was said"),
        ("my password is swordfish, keep it", item("my password is swordfish, keep it", "Ana keeps fish in Oslo."),
         "says more than was said"),
        ("Ben told me I am too loud", item("Ben told me I am too loud", "Ana is a famous singer."),
         "says more than was said"),
        ("do I live in Oslo?", item("do I live in Oslo", "Ana lives in Paris."), "question"),
        ("I live on Mars 🤣", item("I live on Mars", "Ana lives in space."), "joke"),
        ("if I won I'd live in Rome", item("I'd live in Rome", "Ana has won."), "hypothetical"),
        ("犬を二匹飼っています", item("犬を二匹飼っています", "Ana has two dogs."), "says more than was said"),
    ],
)  # fmt: skip
def test_what_tells_nothing_of_its_speaker_or_was_not_meant_stays_out(
    said: str, one: dict[str, object], reason: str
) -> None:
    assert refusal(batch(said), one) == reason


@pytest.mark.parametrize(
    "said",
    [
        "voy a dormir ya, buenas noches", "ich bin gerade im Zug", "good night, I'm off to bed",
        "I'm so hungry right now",
        "I'm on the train home, brb", "on my way, I'm still at the shop", "I'm in a meeting", "I am so tired today",
        "we're stuck in traffic again", "I'm just cooking pasta right now", "ich geh jetzt schlafen, gute Nacht",
        "ich hab so Hunger grad", "bin noch im Supermarkt, melde mich bei dir", "ich bin total müde heute",
        "tengo mucha hambre ahora", "estoy en el tren todavía", "estoy en una reunión", "je suis dans le train",
        "j'ai trop faim là", "je vais me coucher, bonne nuit", "tô no ônibus agora", "vou dormir, boa noite",
        "estou com muita fome", "sono sul treno adesso", "vado a letto, buonanotte", "ho una fame incredibile",
        "я уже иду спать", "я сейчас в поезде", "я очень устала", "मुझे बहुत भूख लगी है", "أنا في القطار الآن",
    ],
)  # fmt: skip
def test_what_is_only_of_just_now_is_not_kept_in_own_words(said: str) -> None:
    assert tried(batch(said), item(said, "Ana is a rich and famous dentist.")).claims == ()
    assert tried(batch(said), item(said, said)).claims == ()


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("I'm on the train, I have two kids", "I have two kids"),
        ("I'm always hungry since the surgery", "I'm always hungry since the surgery"),
        ("ich bin im Bus und ich arbeite als Krankenschwester", "ich arbeite als Krankenschwester"),
        ("tengo hambre, soy vegetariana desde niña", "soy vegetariana desde niña"),
        ("I'm ready to move to Bergen", "I'm ready to move to Bergen"),
        ("I'm in the bus business", "I'm in the bus business"),
        ("voy a comer menos carne", "voy a comer menos carne"),
        ("je suis chauffeur de bus", "je suis chauffeur de bus"),
        ("vou casar em junho, tô no trem", "vou casar em junho"),
        ("Ich bin beim Arzt angestellt", "Ich bin beim Arzt angestellt"),
        ("I'm in the gym five times a week", "I'm in the gym five times a week"),
        ("I'm in the car club of Bergen", "I'm in the car club of Bergen"),
        ("je vais faire les courses le samedi avec ma mère", "je vais faire les courses le samedi avec ma mère"),
    ],
)
def test_what_lasts_beside_it_is_kept(said: str, kept: str) -> None:
    (claim,) = tried(batch(said), item(said, "Ana is a rich and famous dentist.")).claims
    assert claim.text == f"Ana: {kept}"


@pytest.mark.parametrize(
    ("said", "good", "left"),
    [
        ("I live in Graz and work as a nurse", "Ana lives in Graz.", ["Ana: work as a nurse"]),
        ("I live in Graz", "Ana lives in Graz.", []),
        ("ich wohne in Graz und arbeite als Krankenschwester", "Ana wohnt in Graz.",
         ["Ana: arbeite als Krankenschwester"]),
        ("vivo en Vigo y trabajo de enfermera", "Ana vive en Vigo.", ["Ana: trabajo de enfermera"]),
        ("j'habite à Lyon, je travaille à la mairie", "Ana habite à Lyon.", ["Ana: je travaille à la mairie"]),
        ("moro em Santos e tenho dois gatos", "Ana mora em Santos.", ["Ana: tenho dois gatos"]),
        ("я живу в Омске и работаю медсестрой", "Ana живёт в Омске.", ["Ana: работаю медсестрой"]),
        ("I have 2 cats and I have 3 dogs", "Ana has 2 cats.", ["Ana: I have 3 dogs"]),
    ],
)  # fmt: skip
def test_own_words_do_not_say_again_what_another_claim_of_the_line_says(said: str, good: str, left: list[str]) -> None:
    quote = said.split(",")[0].split(" and ")[0]
    for items in ([item(quote, good), item(said, "Ana is rich.")], [item(said, "Ana is rich."), item(quote, good)]):
        claims = tried(batch(said), *items).claims
        assert sorted(claim.text for claim in claims) == sorted([good, *left])
        assert all(claim.upon is None for claim in claims)


def test_own_words_that_cannot_be_told_apart_rest_on_what_they_repeat() -> None:
    said = "I live in Graz with my dog Rex"
    good, own = tried(batch(said), item("I live in Graz", "Ana lives in Graz."), item(said, "Ana is rich.")).claims
    assert (own.text, own.upon) == (f"Ana: {said}", good)


def test_a_name_inside_a_word_does_not_name_anybody() -> None:
    (claim,) = tried(batch("soy vegetariana"), item("soy vegetariana", "es vegetariana")).claims
    assert claim.text == "Ana: es vegetariana"


def test_a_wish_that_was_made_up_leaves_nothing() -> None:
    one = item("I moved to Bergen with my cat", "Ana wants long answers.", kind="instruction")
    assert tried(batch("I moved to Bergen with my cat"), one).claims == ()


def test_a_short_quote_of_a_long_line_does_not_bring_in_the_rest() -> None:
    said = "I am off on Thursday, by the way the bus at the corner of my street is late again and again and again"
    one = item("I am off on Thursday", "Ana is on strike.")
    assert [claim.text for claim in tried(batch(said), one).claims] == ["Ana: I am off on Thursday"]


def test_a_japanese_fact_that_lost_its_object_is_told_as_it_was_said() -> None:
    said = "今は札幌に住んでる"
    one = item(said, "ゆき住んでる", about="ゆき")
    given = batch(said)
    ours = given.lines[0]._replace(speaker="ゆき")
    (claim,) = tried(replace(given, lines=(ours,)), one).claims
    assert claim.text == f"ゆき: {said}"


def test_a_quote_that_stands_in_one_line_is_not_looked_for_in_another_with_a_word_less() -> None:
    said = batch("remind me to send Ben the report today", "I'll send Ben the report today.")
    one = item("I'll send Ben the report today", "Ana will send Ben the report today.", kind="commitment")
    (claim,) = tried(said, one).claims
    assert claim.spot.seq == 2


@pytest.mark.parametrize(
    ("quote", "spoken"),
    [
        ("tracu, te mando el presupuesto hoy", "te mando el presupuesto hoy"),
        ("I keep bees behind the barns", "I keep bees behind the"),
    ],
)
def test_one_wrong_word_at_an_end_does_not_lose_a_quote(quote: str, spoken: str) -> None:
    said = "tranqui, te mando el presupuesto hoy" if "mando" in quote else "I keep bees behind the barn"
    (claim,) = tried(batch(said), item(quote, f"Ana: {said}")).claims
    assert claim.quote == spoken
