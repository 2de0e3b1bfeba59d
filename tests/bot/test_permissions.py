"""Whom the bot hears and answers, from what managers set: pure."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.outgoing import Hearing
from adapters.types import Attachment, Author, Message, Quoted
from bot.attention import Attention, attend
from bot.config import LimitSettings
from bot.loops import MOST_ANSWERS, MOST_SHORT, Loops
from bot.permissions import LIMITS, Rules, Stored, rules_of
from tests.bot.conftest import Clock
from tests.bot.platform import ADA, BEN, HALL, Said, alone, overheard, said

DEFAULTS = LimitSettings(10, 60, 0, 0)
OPEN = Rules()


def rules(stored: Stored, channel: str = "1", parent: str = "") -> Rules:
    return rules_of(stored, channel, parent, limits=DEFAULTS)


def test_where_nothing_is_set_everybody_is_answered_and_nothing_overheard() -> None:
    assert rules({}) == Rules(limits=DEFAULTS)
    assert attend(said("Hi"), OPEN, hearing=Hearing.CHOSEN) is Attention.ANSWER
    assert attend(alone("Hi"), OPEN, hearing=Hearing.ADDRESSED) is Attention.ANSWER
    assert attend(overheard("Hi"), OPEN, hearing=Hearing.CHOSEN) is Attention.IGNORE


def test_a_channel_wins_over_its_space() -> None:
    only = {("", "answer"): False, ("1", "answer"): True}
    assert (rules(only).answers, rules(only, "2").answers) == (True, False)
    but = {("1", "answer"): False}
    assert (rules(but).answers, rules(but, "2").answers) == (False, True)
    personas = {("", "persona"): "a", ("1", "persona"): "b"}
    assert (rules(personas).persona, rules(personas, "2").persona) == ("b", "a")


def test_who_answers_in_a_channel_answers_in_those_inside_it_unless_set_there() -> None:
    off = {("1", "answer"): False}
    assert (rules(off, "12", "1").answers, rules(off, "22", "2").answers) == (False, True)
    assert rules({**off, ("12", "answer"): True}, "12", "1").answers
    only = {("", "answer"): False, ("1", "answer"): True}
    assert (rules(only, "12", "1").answers, rules(only, "22", "2").answers) == (True, False)
    named = {("", "persona"): "a", ("1", "persona"): "b", ("1", "personas"): ["c"]}
    inside, other = rules(named, "12", "1"), rules({**named, ("12", "persona"): "d"}, "12", "1")
    assert (inside.persona, inside.personas, other.persona) == ("b", ("c",), "d")


def test_a_channel_that_is_listened_to_is_not_those_inside_it() -> None:
    stored = {("1", "listen"): True}
    assert not rules(stored, "12", "1").listens, "it was not said there"
    assert rules({("12", "listen"): True}, "12", "1").listens


def test_listening_is_a_channels_alone_and_needs_a_platform_that_tells() -> None:
    stored = {("1", "listen"): True, ("", "listen"): True}
    assert (rules(stored).listens, rules(stored, "2").listens) == (True, False)
    for hearing, attention in ((Hearing.CHOSEN, Attention.LISTEN), (Hearing.ADDRESSED, Attention.IGNORE)):
        assert attend(overheard("Hi"), rules(stored), hearing=hearing) is attention
    assert attend(overheard("Hi"), rules(stored, "2"), hearing=Hearing.ALL) is Attention.LISTEN


def test_only_bearers_of_a_role_and_managers_are_answered() -> None:
    some = rules({("", "roles"): ["7"]})
    bearer = Author("5", "Cy", roles=("7", "8"))
    assert some.lets_talk(bearer) and some.lets_talk(ADA) and not some.lets_talk(BEN)
    assert attend(said("Hi", BEN), some, hearing=Hearing.CHOSEN) is Attention.IGNORE
    assert attend(said("Hi", bearer), some, hearing=Hearing.CHOSEN) is Attention.ANSWER


def test_who_is_blocked_is_neither_answered_nor_overheard() -> None:
    stored = {("", "blocked"): [BEN.handle, ADA.handle], ("1", "listen"): True}
    for message in (said("Hi", BEN), overheard("Hi", BEN)):
        assert attend(message, rules(stored), hearing=Hearing.CHOSEN) is Attention.IGNORE
    assert attend(said("Hi", ADA), rules(stored), hearing=Hearing.CHOSEN) is Attention.ANSWER, "who sets it"


def test_what_is_addressed_where_nothing_is_answered_may_still_be_overheard() -> None:
    stored = {("1", "answer"): False, ("1", "listen"): True}
    assert attend(said("Hi"), rules(stored), hearing=Hearing.CHOSEN) is Attention.LISTEN


def test_a_bot_is_never_heard() -> None:
    robot = Author("9", "Robo", is_bot=True, manages=True)
    for message in (said("Hi", robot), alone("Hi", robot), overheard("Hi", robot)):
        for hearing in Hearing:
            assert attend(message, rules({("1", "listen"): True}), hearing=hearing) is Attention.IGNORE


BROUGHT = [
    Said(attachments=(Attachment("a.png", "image/png", 1, "x"),)),
    Said(quoted=Quoted("Ada", "The keys are under the mat.")),
]


@pytest.mark.parametrize("how", BROUGHT)
def test_what_brings_a_file_or_points_at_something_needs_no_words_where_the_bot_is_addressed(how: Said) -> None:
    assert attend(said("", how=how), OPEN, hearing=Hearing.CHOSEN) is Attention.ANSWER
    assert attend(alone("", how=how), OPEN, hearing=Hearing.ADDRESSED) is Attention.ANSWER
    overheard_one = said("", how=replace(how, addressed=False))
    assert attend(overheard_one, rules({("1", "listen"): True}), hearing=Hearing.CHOSEN) is Attention.IGNORE
    assert attend(said("", how=how), rules({("1", "answer"): False}), hearing=Hearing.CHOSEN) is Attention.IGNORE


def test_who_only_calls_is_helped_on_where_they_would_be_answered() -> None:
    assert attend(said(" \n"), OPEN, hearing=Hearing.CHOSEN) is Attention.HELP
    unread = replace(said(""), withheld=True, quoted=Quoted("you", "Which one?", ours=True))
    assert attend(unread, OPEN, hearing=Hearing.CHOSEN) is Attention.HELP
    assert attend(overheard(" "), rules({("1", "listen"): True}), hearing=Hearing.CHOSEN) is Attention.IGNORE
    listening = rules({("1", "answer"): False, ("1", "listen"): True})
    assert attend(said(""), listening, hearing=Hearing.CHOSEN) is Attention.IGNORE
    assert attend(said("", BEN), rules({("", "blocked"): ["102"]}), hearing=Hearing.CHOSEN) is Attention.IGNORE


def test_what_cannot_be_read_counts_as_the_stricter() -> None:
    odd: Stored = {("", "answer"): "yes", ("1", "listen"): "true", ("", "roles"): "7", ("", "persona"): 3}
    read = rules(odd)
    assert (read.answers, read.listens, read.persona) == (False, False, None)
    assert not read.lets_talk(Author("5", "Cy", roles=("7",)))


@pytest.mark.parametrize("odd", [-1, True, "5", None, 2.5, [1]])
def test_a_limit_that_is_no_number_is_the_default(odd: object) -> None:
    assert rules({("", LIMITS[0]): odd}).limits == DEFAULTS
    assert rules({("", LIMITS[0]): 3}).limits == LimitSettings(3, 60, 0, 0)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=3)
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # the machine may be busy
@given(
    st.dictionaries(
        st.tuples(st.sampled_from(["", "1"]), st.sampled_from(["answer", "listen", "roles", *LIMITS])), ANYTHING
    )
)
def test_no_stored_value_is_a_fault_or_opens_ears(stored: dict[tuple[str, str], object]) -> None:
    read = rules(stored)
    assert read.listens is (stored.get(("1", "listen")) is True)
    attend(said("Hi"), read, hearing=Hearing.CHOSEN)


# Loops ----------------------------------------------------------------------------------------------------------------


def message(text: str, author: Author = BEN) -> Message:
    return said(text, author, HALL)


def test_who_repeats_himself_is_answered_so_often_and_no_more(clock: Clock) -> None:
    loops = Loops(clock)
    heard = [loops.is_loop(message(f"The count is {number} now.")) for number in range(8)]
    assert heard == [False] * MOST_ANSWERS + [True] * 4
    assert not loops.is_loop(message("What?")), "something else ends it"
    assert not loops.is_loop(message("The count is 9 now."))


def test_people_may_repeat_a_word(clock: Clock) -> None:
    loops = Loops(clock)
    assert not any(loops.is_loop(message("Next!")) for _ in range(MOST_SHORT))
    assert loops.is_loop(message("Next!"))
    assert not any(loops.is_loop(message(str(number))) for number in range(100)), "a game of numbers"


def test_others_and_later_are_no_loop(clock: Clock) -> None:
    loops = Loops(clock)
    for _ in range(MOST_ANSWERS):
        assert not loops.is_loop(message("Hello everybody"))
        assert not loops.is_loop(message("Hello everybody", ADA))
    assert loops.is_loop(message("Hello everybody"))
    clock.now += 601
    assert not loops.is_loop(message("Hello everybody"))
