"""A model's times count only where they are the person's own."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.reminders.spoken_times import LONGEST, Listener, Said, theirs

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 26, 12, tzinfo=BERLIN)
LISTENER = Listener(BERLIN, ("en",))


def found(when: str, *lines: str) -> Said | None:
    return theirs(when, [Said(line, NOW) for line in lines], LISTENER)


@pytest.mark.parametrize(
    ("when", "line"),
    [
        ("tomorrow at 5pm", "could you give me a shout tomorrow at 5pm about the cake"),
        ("Tomorrow at 5pm", "hmm, tomorrow  at 5pm, perhaps: cake"),
        ("friday 5pm", "I must phone Ann at 5pm on Friday"),
        ("2026-11-27 17:00", "I must phone Ann tomorrow at 5pm"),
        ("明日の9時", "明日の9時に銀行に電話"),
        ("every Monday at 8", "each monday at 8, the bins"),
    ],
)
def test_it_is_theirs(when: str, line: str) -> None:
    assert found(when, line) == Said(when, NOW)


@pytest.mark.parametrize(
    ("when", "line"),
    [
        ("2026-11-28 17:00", "I must phone Ann tomorrow at 5pm"),
        ("at 5pm", "I must phone Ann"),
        ("5pm", "I must phone Ann at 15pm"),
        ("tomorrow", "I must phone Ann soon"),
        ("in 2 hours", "I must phone Ann in 12 hours"),
        ("", "tomorrow"),
        ("x" * (LONGEST + 1), "x" * (LONGEST + 1)),
    ],
)
def test_it_is_not_theirs(when: str, line: str) -> None:
    assert found(when, line) is None


@pytest.mark.parametrize(
    ("when", "line", "whole"),
    [
        ("tomorrow", "could you give me a shout tomorrow at 5pm about the cake", "tomorrow at 5pm"),
        ("at 9", "please nag me every weekday at 9 to stretch", "every weekday at 9"),
        ("Monday at 9", "nag me every other Monday at 9", "every other Monday at 9"),
        ("at 9", "nag me every other weekday at 9", "every other weekday at 9"),
        ("at 6pm", "remind me tomorrow at 5pm to call Ann and at 6pm to call Bob", "and at 6pm"),
        ("Saturday at 9", "remind me on Friday. No, Saturday at 9 to run", "on Friday. No, Saturday at 9"),
    ],
)
def test_of_a_time_no_piece_is_taken(when: str, line: str, whole: str) -> None:
    said = found(when, line)
    assert said is not None and said.text.strip(" .,") == whole


def test_a_time_counts_from_when_it_was_said() -> None:
    before = datetime(2026, 11, 26, 11, 50, tzinfo=BERLIN)
    said = theirs("in 20 minutes", [Said("call Ann", NOW), Said("in 20 minutes", before)], LISTENER)
    assert said == Said("in 20 minutes", before)
