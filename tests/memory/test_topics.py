"""A new home ends the old one whether a model says so or not, and nothing else does."""

from dataclasses import replace
from datetime import timedelta

import pytest

from memory.changes import Add, Supersede
from memory.topics import moved_home
from tests.memory.reconciling import claim, fact, ground, kind

OLD = "Ana lives in Oslo."


@pytest.mark.parametrize(
    ("old", "news"),
    [
        (OLD, "Ana moved to Bergen last week."),
        (OLD, "Ana lives in Bergen now."),
        (OLD, "Ana: we just moved to Bergen"),
        ("Ana wohnt in Halle.", "Ana: Ich bin übrigens letzte Woche nach Leipzig gezogen"),
        ("Ana wohnt in Halle.", "Ana wohnt jetzt in Chemnitz."),
        ("Ana vive en Vallecas.", "Ana vive en Getafe ahora."),
        ("Ana mora em Santos.", "Ana mudou para Recife."),
        ("Ana habite à Brest.", "Ana habite à Nantes maintenant."),
        ("Ana vive en Vallecas.", "Ana: nos mudamos, ahora vivo en Getafe"),
        ("Ana mora em Santos.", "Ana: mudei! agora moro em Recife, calor demais"),
        ("Anaは仙台に住んでいる。", "Ana: 引っ越して今は札幌に住んでる"),
        ("Ana住在北京。", "Ana现在住在上海。"),
        ("Ana живёт в Омске.", "Ana переехала в Пермь."),
    ],
)
def test_who_moves_house_lives_there_no_more(old: str, news: str) -> None:
    assert moved_home(news, old, "Ana")


@pytest.mark.parametrize(
    ("old", "news"),
    [
        (OLD, "Ana moved to the marketing team."),
        (OLD, "Ana moved to Linux."),
        (OLD, "Ana does not live in Paris."),
        (OLD, "Ana lived in Paris from 2001 to 2010."),
        (OLD, "Ana dreams of living in Paris."),
        (OLD, "Ana lives in fear of the new boss."),
        (OLD, "Ana: my boss moved, she lives in Paris now"),
        (OLD, "Ana has a new girlfriend who lives in Paris."),
        (OLD, "Ana's sister moved to Bergen."),
        (OLD, "Ben moved to Bergen."),
        ("Ana has a girlfriend who lives in Paris.", "Ana moved to Bergen."),
        ("Ana works for a company based in Paris.", "Ana moved to Bergen."),
        ("Ana has a dog.", "Ana moved to Bergen."),
        ("Anaは住友銀行で働いている。", "Anaは引っ越した。"),
        ("Ana는 5살 고양이가 있다.", "Ana는 서울로 이사했다."),
    ],
)
def test_what_is_no_move_ends_no_home(old: str, news: str) -> None:
    assert not moved_home(news, old, "Ana")


@pytest.mark.parametrize("name", ["住吉", "عيشة", "Woon"])
def test_a_name_is_no_home(name: str) -> None:
    assert not moved_home(f"{name} started a new job.", f"{name} has a dog.", name)


def test_a_stay_that_ends_and_what_is_older_leave_the_home() -> None:
    where = ground("we moved to Bergen last week")
    assert kind(claim("Ana moved to Bergen."), fact(OLD), where=where) is Supersede
    stay = claim("Ana lives in Rome now.")
    until = replace(stay, valid_until=stay.said_at + timedelta(days=60))
    assert kind(until, fact(OLD), where=ground("I live in Rome now until June")) is Add
    ago = replace(claim("Ana moved to Bergen."), valid_from=fact(OLD).valid_from - timedelta(days=900))
    assert kind(ago, fact(OLD), where=where) is Add


@pytest.mark.parametrize(
    ("old", "news", "line", "ended"),
    [
        ("Ana's party is on 21 March.", "Ana's party is on 28 March now, not the 21st.",
         "party update: it's on 28 March now, not the 21st", True),
        ("Ana ran the Oslo marathon in 2022.", "Ana ran the Oslo marathon in 2024.",
         "I ran the Oslo marathon in 2024", False),
        ("Ana hat am 3. Mai um 9 Uhr einen Termin beim Zahnarzt.",
         "Ana hat am 12. Juni um 14 Uhr einen Termin beim Zahnarzt.",
         "ich hab am 12. Juni um 14 Uhr einen Termin beim Zahnarzt", False),
    ],
)  # fmt: skip
def test_another_day_replaces_the_first_only_where_the_line_says_so(
    old: str, news: str, line: str, ended: bool
) -> None:
    assert (kind(claim(news), fact(old), where=ground(line, near=0.9)) is Supersede) == ended
