"""What tells who somebody is goes out of a text, the same for the same, and nothing else does."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.training.redaction import Redaction, find

GONE = (
    ("Write to ana.silva+home@mail.example.pt, please", "Write to [email 1], please"),
    ("Call +49 (0)30 123 45 67 or 0170/1234567.", "Call [number 1] or [number 2]."),
    ("My number is 555-867-5309x12!", "My number is [number 1]!"),
    ("IBAN GB82 WEST 1234 5698 7654 32 is mine", "IBAN [account 1] is mine"),
    ("card 4111 1111 1111 1111, ok", "card [card 1], ok"),
    ("I live at 12 Elm Street, Springfield.", "I live at [address 1]."),
    ("Ich wohne in der Hauptstraße 5.", "Ich wohne in der [address 1]."),
    ("Vivo en la Calle Mayor 3, ven", "Vivo en la [address 1], ven"),
    ("J'habite 36 rue de la Paix.", "J'habite [address 1]."),
    ("Moro na Rua das Flores 120.", "Moro na [address 1]."),
    ("住所は東京都千代田区丸の内1-9-1です", "住所は[address 1]です"),
    ("see https://example.org/ana?x=1 now", "see [link 1] now"),
    ("see https://example.org/ana.silva?x=a@b.de now", "see [link 1] now"),
    ("see https://user@host.example/secret/path now", "see [link 1] now"),
    ("see example.org/ana?x=a@b.de or t.me/anasilva", "see [link 1] or [link 2]"),
    ("my site is mueller-praxis.at, hers studio-rossi.it.", "my site is [link 1], hers [link 2]."),
    ("siehe praxis-müller.ch/termin oder müller.de", "siehe [link 1] oder [link 2]"),
    ("kijk op bakkerij.nl, Jansen-Bouw.be of shop24.se!", "kijk op [link 1], [link 2] of [link 3]!"),
    ("website: rossi.it", "website: [link 1]"),
    ("praxis.at", "[link 1]"),
    ("call me (rossi.it) or see 请看rossi.ch", "call me ([link 1]) or see 请看[link 2]"),
    ("HTTPS://EXAMPLE.ORG/ANA, WWW.EXAMPLE.ORG/ANA", "[link 1], [link 2]"),
    ("write to ana.de@www.example.de now", "write to [email 1] now"),
    ("ping <@123456> or @ana", "ping [handle 1] or [handle 2]"),
    ("from 192.168.12.13 today", "from [network address 1] today"),
    (
        "from 2001:db8::1, fe80::1FF:fe23/64 or ::ffff:192.0.2.1",
        "from [network address 1], [network address 2]/64 or [network address 3]",
    ),
    ("from 2001:db8:0:0:1:0:0:1 today", "from [network address 1] today"),
    ("Hello Mr. Brown!", "Hello Mr. [person 1]!"),
    ("Hi, my name is Ada Lovelace and I cook", "Hi, my name is [person 1] and I cook"),
    ("Ich heiße Jörg.", "Ich heiße [person 1]."),
    ("Je m'appelle Zoé", "Je m'appelle [person 1]"),
)


@pytest.mark.parametrize(("text", "bare"), GONE)
def test_what_tells_who_somebody_is_goes(text: str, bare: str) -> None:
    assert Redaction(()).redacted(text) == bare


@pytest.mark.parametrize(
    "text",
    [
        "It is 2026-05-04, or 4.5.2026, or 05/04/2026.",
        "From 2019-2021 we had 150 people and 3.5 litres.",
        "That place is way too loud; drive on the right.",
        "In 20 minutes, at 9:40, from platform 4.",
        "She may, he will, and I am happy.",
        "Version 3.11.7 of Python, RFC 2119, page 1234.",
        "Das ist weg. Wir gehen den Weg 2 mal.",
        "via email or by post",
        "look at.it is nice, i saw it.at noon we left",
        "Das war gut.at home sweet home, ok.no way, let it be.in time",
        "at 5pm.no way, well-known.It was late, see you there.to be sure, www, e.g.at ten",
        "It is 10:30::so std::vector and and/or, i.e./e.g. 3.5/4.",
        "",
    ],
)
def test_ordinary_words_and_figures_stay(text: str) -> None:
    assert Redaction(()).redacted(text) == text


def test_names_that_memory_knows_go_everywhere_alike() -> None:
    hide = Redaction(["Ana Silva", "Will", "田中", "Ed"]).redacted
    assert hide("Ana Silva met Ana and will meet Will.") == "[person 1] met [person 2] and will meet [person 3]."
    assert (
        hide("Did ana silva call? Anabel did, and Ed edited.")
        == "Did [person 1] call? Anabel did, and [person 4] edited."
    )
    assert hide("田中さんは元気です") == "[person 5]さんは元気です"
    assert hide("Ana's") == "[person 2]'s"


def test_a_known_name_goes_in_any_letters_unless_it_is_a_word_of_the_language() -> None:
    hide = Redaction(["Ben", "Will Smith", "May"]).redacted
    assert hide("ask ben") == hide("ASK BEN").lower() == "ask [person 1]"
    assert (
        hide("BEN IS HERE, and Ben's dog too, hi ben") == "[person 1] IS HERE, and [person 1]'s dog too, hi [person 1]"
    )
    assert hide("you may ask, i will ask smith") == "you may ask, i will ask [person 2]"
    assert hide("Will may come, and May will.") == "[person 3] may come, and [person 4] will."
    assert hide("c'est ben trop") == "c'est ben trop"
    assert hide("a bench, benign") == "a bench, benign"


def test_the_same_is_replaced_by_the_same_and_another_by_another() -> None:
    hide = Redaction(()).redacted
    assert hide("a@b.example, c@d.example, A@B.example") == "[email 1], [email 2], [email 1]"
    assert hide("again a@b.example") == "again [email 1]"


@given(st.text(max_size=200), st.lists(st.text(max_size=12), max_size=4))
def test_whatever_stands_there_pieces_are_in_order_and_within(text: str, names: list[str]) -> None:
    found = find(text, names)
    assert all(0 <= each.start < each.end <= len(text) for each in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert Redaction(names).redacted(text) == Redaction(names).redacted(text)


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_mail_address_never_stays(before: str, after: str) -> None:
    assert "zed.quux@mail.example" not in Redaction(()).redacted(f"{before} zed.quux@mail.example {after}")
