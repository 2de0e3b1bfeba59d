"""The day that somebody named for what they will do is read as of when they said it."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.bridge import place_of
from bot.proposals import meant
from memory.commitment import Commitment
from memory.types import FactId, PersonId, Sensitivity
from tests.bot.platform import alone
from tests.bot.proposal_world import ANA


def commitment(quote: str, zone: str | None = "Europe/Berlin", said_at: datetime | None = None) -> Commitment:
    now = said_at or datetime(2026, 11, 24, 12, tzinfo=UTC)
    direct = place_of(alone("Hi", ANA))
    return Commitment(
        "person:1", FactId(1), PersonId(1), "x", Sensitivity.NONE, quote, now, direct, "discord", "103", zone, "en"
    )


@pytest.mark.parametrize(
    ("quote", "wanted"),
    [
        ("I'll send it Friday", "2026-11-27 09:00"),
        ("I will call her tomorrow at 3", "2026-11-25 15:00"),
        ("I'll do it", None),
        ("I'll do it in five minutes", None),
    ],
)
def test_the_day_is_read_as_of_when_it_was_said(quote: str, wanted: str | None) -> None:
    now = datetime(2026, 11, 24, 12, 10, tzinfo=UTC)
    found = meant(commitment(quote), now)
    assert (f"{found.wall:%Y-%m-%d %H:%M}" if found else None) == wanted
    assert meant(commitment(quote, zone=None), now) is None
    assert meant(commitment(quote), now + timedelta(days=9)) is None
