"""Processes that deliver are killed at every await of the path: nothing is lost, nothing comes twice."""

from tests.reminder_deaths.many import carried_out
from tests.reminder_deaths.outcomes import summary

RUNS, SEED = 40, 6


async def test_whatever_dies_each_is_delivered_once(database_dsn: str) -> None:
    found = summary(await carried_out([database_dsn], seed=SEED, runs=RUNS))
    assert (found.runs, found.lost, found.doubled, found.wrong, found.guilty) == (RUNS, 0, 0, {}, ())
    assert found.deaths > RUNS / 2, "it was the living who delivered"
    assert len(found.visited) > 8, "they died at few places"
