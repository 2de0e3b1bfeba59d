"""/why shows what an answer rested on, and no more than the one who asks may see where they ask."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from memory.memory import open_memory
from memory.recalled import Passage, Turn
from memory.types import Account, Audience, Fact, FactId, Kind, Line, Place, Utterance, Viewer

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
HALL = Place("s:hall", "s", Audience.PUBLIC)
CLOSED = Place("s:closed", "s", Audience.PRIVATE)


async def test_why(database_dsn: str) -> None:
    async with open_memory(database_dsn, None) as memory:
        anna = await memory.person(Account("p", "anna", "Anna"), HALL)
        await memory.person(Account("p", "anna", "Anna"), CLOSED)
        bo = await memory.person(Account("p", "bo", "Bo"), HALL)
        for number in range(5):
            await memory.note(Utterance(f"h{number}", bo, HALL, f"line {number}", NOW))
        told = await memory.note(Utterance("c", anna, CLOSED, "I moved to Graz", NOW))
        here, closed = Viewer(anna, HALL), Viewer(anna, CLOSED)
        fact = await memory.remember(closed, told.spot, "I moved to Graz")
        asked = await memory.note(Utterance("q", anna, HALL, "what was line 2?", NOW))
        spot = (await memory.recent(here))[2].spot
        turn = Turn(closed, told.spot, asked.spot, (fact.id,), (spot, told.spot), "model")

        everything = await memory.explain(closed, turn)
        assert [each.item for each in everything.facts] == [fact]
        assert isinstance(everything.facts[0].item, Fact)
        assert everything.facts[0].item.sources[0].quote == "I moved to Graz"
        texts = [
            [line.text for line in each.item.lines] for each in everything.passages if isinstance(each.item, Passage)
        ]
        assert texts == [["line 1", "line 2", "line 3"], ["I moved to Graz"]]

        assert everything.facts[0].why == "you said so on 1 Mar 2026, here"
        elsewhere = await memory.explain(here, turn, zone=ZoneInfo("Pacific/Auckland"))
        assert [each.why for each in elsewhere.passages] == ["Bo said so on 2 Mar 2026, here"]

        outside = await memory.explain(Viewer(bo, HALL), turn)
        assert outside.facts == ()
        assert [each.item.spot for each in outside.passages if isinstance(each.item, Passage)] == [spot]

        await memory.forget(closed, facts=[fact.id])
        after = await memory.explain(closed, turn)
        assert after.facts == ()
        assert len(after.passages) == 1
        assert (await memory.explain(closed, Turn(closed, told.spot, None, (), (), None))).passages == ()


async def test_items_are_found_by_their_ids_where_they_may_be_seen(database_dsn: str) -> None:
    async with open_memory(database_dsn, None) as memory:
        anna = await memory.person(Account("p", "anna", "Anna"), CLOSED)
        bo = await memory.person(Account("p", "bo", "Bo"), HALL)
        await memory.person(Account("p", "anna", "Anna"), HALL)
        told = await memory.note(Utterance("c", anna, CLOSED, "I moved to Graz", NOW))
        closed = Viewer(anna, CLOSED)
        fact = await memory.remember(closed, told.spot, "I moved to Graz", kind=Kind.EVENT)
        assert fact.kind is Kind.EVENT
        found = await memory.items(closed, facts=[fact.id, FactId(fact.id + 1)], lines=[told.spot])
        assert found[0] == fact and isinstance(found[1], Line) and found[1].text == "I moved to Graz"
        for viewer in (Viewer(anna, HALL), Viewer(bo, HALL)):
            assert await memory.items(viewer, facts=[fact.id], lines=[told.spot]) == ()
