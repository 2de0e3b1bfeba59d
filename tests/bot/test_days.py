"""Days are the person's own."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.days import day_of, short_day, zone_of
from bot.fallback import verbatim
from bot.listing import Listing
from bot.notes import Asker, Shown, write_notes
from memory.types import Audience, Place, Viewer
from tests.bot.makers import ANA, fact, line, passage, recall

LATE = datetime(2026, 5, 3, 23, 30, tzinfo=UTC)
TOKYO = zone_of("Asia/Tokyo")


def test_a_moment_falls_on_the_day_of_the_person() -> None:
    assert short_day(LATE, UTC) == "3 May 2026"
    assert short_day(LATE, TOKYO) == "4 May 2026"
    assert day_of(datetime(2026, 5, 1, tzinfo=UTC), zone_of("America/New_York")).day == 1
    assert zone_of("Nowhere/Land") is zone_of(None) is UTC


def test_notes_lists_and_repeated_words_are_dated_so() -> None:
    told = replace(fact(1, "lives in Porto", quote="I live in Porto"), valid_from=LATE)
    told = replace(told, sources=(replace(told.sources[0], said_at=LATE),))
    said = passage(line(1, "I live in Porto")._replace(said_at=LATE))
    notes = write_notes(Asker("Ana", ANA), recall(told, said), profile=(), shown=Shown(), now=LATE.astimezone(TOKYO))
    assert notes is not None
    assert notes.text.count("4 May 2026") == 3
    assert "Today is Monday" in notes.text
    listing = Listing(Viewer(ANA, Place("p", None, Audience.DIRECT)), (told, said.lines[0]))
    for text in (listing.text(TOKYO), verbatim(recall(told, said), "off", TOKYO)):
        assert "4 May 2026" in text
        assert "3 May 2026" not in text
