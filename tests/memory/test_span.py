"""How far a time belongs to a window, and when an event was that dates one."""

from datetime import UTC, datetime, timedelta

from memory.span import LEAST_SLACK, LONGEST, Anchor, Side, Span

MAY, JUNE = datetime(2026, 5, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def test_what_was_said_soon_after_a_window_counts_less_and_less() -> None:
    span = Span(MAY, JUNE)
    told = [span.share(at) for at in (MAY - DAY, MAY, JUNE - DAY, JUNE + DAY, JUNE + 10 * DAY, JUNE + 60 * DAY)]
    assert told[:3] == [0.0, 1.0, 1.0]
    assert 1.0 > told[3] > told[4] > 0.0 == told[5]


def test_a_day_fades_within_days() -> None:
    span = Span(MAY, MAY + DAY)
    assert span.share(MAY + 2 * DAY) > 0
    assert span.share(MAY + DAY + LEAST_SLACK) == 0


def test_an_open_side_has_no_end() -> None:
    assert Span(MAY, None).share(MAY + 999 * DAY) == 1.0
    assert Span(None, MAY).share(MAY - 999 * DAY) == 1.0
    assert Span(None, MAY).share(MAY + 999 * DAY) == 0.0


def test_a_fact_counts_where_it_held_and_most_where_it_began() -> None:
    span = Span(MAY, JUNE)
    assert span.share_held(MAY + DAY, None) == 1.0
    assert 0 < span.share_held(MAY - DAY, None) < 1
    assert span.share_held(MAY - 2 * DAY, MAY) == 0.0
    assert span.share_held(JUNE, None) == 0.0


def test_the_text_with_most_of_an_events_words_dates_it() -> None:
    anchor = Anchor(Side.BEFORE, frozenset(("moved", "graz")))
    told = [("We moved the sofa", MAY), ("I am moving to Graz", JUNE), ("Graz, and we moved", MAY)]
    found = anchor.span(told)
    assert found is not None and (found.start, found.end) == (None, JUNE)
    after = Anchor(Side.AFTER, anchor.words).span(told)
    assert after is not None and (after.start, after.end) == (JUNE, None)


def test_an_event_of_which_nothing_is_told_dates_nothing() -> None:
    assert Anchor(Side.AFTER, frozenset(("wedding", "paris"))).span([("Rain in Oslo", MAY)]) is None
    assert Anchor(Side.AFTER, frozenset(("wedding",))).span([]) is None


def test_what_stands_far_within_a_long_text_dates_no_event() -> None:
    anchor = Anchor(Side.AFTER, frozenset(("wedding", "paris")))
    far = f"{'so much to tell ' * (LONGEST // 16)} and then our wedding in Paris"
    assert anchor.span([(far, MAY)]) is None
    assert anchor.span([(far[LONGEST // 2 :], MAY)]) is not None
