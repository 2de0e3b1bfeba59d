"""Pastimes that people talk of, by closed lists: in several languages, equal for all names, part of who is alike."""

from datetime import UTC, datetime
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memory.tone.groups import grouped, nearest
from memory.tone.interests import interests_of, pastimes, unlike
from memory.tone.measured import Feature, Gauge, Habit, Tone
from memory.tone.observing import observe
from memory.tone.stored import packed, unpacked

NOW = datetime(2026, 5, 4, tzinfo=UTC)
ALIKE = {Feature.LENGTH: Gauge(2.0, 0.1, 60.0), Feature.FORMALITY: Gauge(0.4, 0.01, 60.0)}


def talker(pastime: str, random: Random, other: str = "travel") -> Tone:
    gauges = {f: Gauge(g.mean + random.gauss(0, 0.02), g.variance, g.weight) for f, g in ALIKE.items()}
    return Tone(gauges, {Habit.INTEREST: {pastime: 30.0, other: 2.0}}, NOW)


@pytest.mark.parametrize(
    ("text", "pastime"),
    [
        ("I play chess on sundays", "games"),
        ("Ich spiele am Abend Gitarre", "music"),
        ("Mi huerto, mis semillas y el jardín", "plants"),
        ("Un bon roman? Je lis trois livres par mois", "books"),
        ("Minha receita de bolo no forno", "food"),
        ("週末は映画を見ます", "film"),
        ("il mio gatto dorme", "animals"),
        ("the python server on linux is down", "code"),
    ],
)
def test_pastimes_are_found_in_several_languages(text: str, pastime: str) -> None:
    found = observe(text)
    assert found is not None and pastime in found.habits[Habit.INTEREST]


@pytest.mark.parametrize("text", ["> I play chess", "`python`", "it is late", "how are you?", "家庭の事情で馬鹿を見た"])
def test_there_are_none_in_what_is_not_ones_own_or_of_none(text: str) -> None:
    found = observe(text)
    assert found is None or Habit.INTEREST not in found.habits


SENSITIVE = (
    "I am a Muslim woman from Nigeria, gay, with diabetes, and I vote for the greens",
    "Ich bin katholisch, schwanger und in der Gewerkschaft",
    "Soy judío, mi hijo es autista y estamos en quiebra",
    "Je suis sourd, musulman et sans papiers",
)


@pytest.mark.parametrize("text", SENSITIVE)
def test_nothing_of_what_somebody_is_counts(text: str) -> None:
    found = observe(text)
    assert found is not None and Habit.INTEREST not in found.habits


@pytest.mark.parametrize("name", ["Greg", "Aisha", "Małgorzata", "DeShawn", "Nguyễn", "Maria", "José", "Mohammed"])
@pytest.mark.parametrize("group", ["women", "Muslims", "Jews", "immigrants", "gay people", "men"])
def test_another_name_or_group_of_people_changes_nothing(name: str, group: str) -> None:
    said = "{} says that {} like chess and sourdough".format
    one, other = observe(said("Tom", "neighbours")), observe(said(name, group))
    assert one is not None and other is not None
    assert one.habits[Habit.INTEREST] == other.habits[Habit.INTEREST] == {"food": 1.0, "games": 1.0}


def test_who_writes_alike_is_told_apart_by_what_they_talk_of() -> None:
    random = Random(3)
    people = [talker(each, random) for each in ("games", "plants") for _ in range(30)]
    groups = grouped(people, {})
    players, gardeners = nearest(talker("games", random), groups), nearest(talker("plants", random), groups)
    assert players is not None and gardeners is not None and players != gardeners
    assert groups[players].habits[Habit.INTEREST]["games"] > 0.5
    assert "plants" not in groups[players].habits[Habit.INTEREST], "what none of many talks of is no part of a group"


def test_a_group_keeps_its_number_through_the_database_and_who_talks_of_nothing_is_of_one_all_the_same() -> None:
    random = Random(4)
    people = [talker(each, random) for each in ("games", "plants") for _ in range(30)]
    groups = grouped(people, {})
    kept = {number: back for number, tone in groups.items() if (back := unpacked(packed(tone, NOW))) is not None}
    again = grouped(people[::-1], kept)
    for pastime in ("games", "plants"):
        assert nearest(talker(pastime, random), again) == nearest(talker(pastime, random), groups)
    assert nearest(Tone(ALIKE, {}, NOW), groups) in groups


def test_how_somebody_writes_outweighs_what_they_talk_of() -> None:
    random = Random(5)
    grand = {Feature.LENGTH: Gauge(4.0, 0.1, 60.0), Feature.FORMALITY: Gauge(0.9, 0.01, 60.0)}
    writers = [Tone(grand, {Habit.INTEREST: {"games": 30.0}}, NOW) for _ in range(30)]
    groups = grouped([*writers, *(talker("plants", random) for _ in range(30))], {})
    assert nearest(Tone(grand, {Habit.INTEREST: {"plants": 30.0}}, NOW), groups) == nearest(writers[0], groups)


counts = st.dictionaries(st.sampled_from((*pastimes(), "made up")), st.floats(0, 500), max_size=8)


@given(counts, counts)
def test_shares_are_shares_and_differ_by_no_more_than_they_can(one: dict[str, float], other: dict[str, float]) -> None:
    shares = [interests_of(Tone({}, {Habit.INTEREST: each}, NOW)) for each in (one, other)]
    for each in shares:
        assert sum(each.values()) < 1 and "made up" not in each
    assert 0 <= unlike(*shares) <= 2**0.5 and unlike(shares[0], shares[0]) == 0
