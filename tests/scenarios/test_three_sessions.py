"""The promise of the product, with nothing faked: the packaged model, a real database, the real embedder.

Three sessions, each a process of its own: six facts told, two changed, one contradicted in jest, one deleted, and
questions. How the small model words its answers is its own business; what it was given, and what the database holds,
is ours.
"""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.demo_weights import DemoModel, weights_path
from bot.folders import weights_folder
from tests.scenarios.conftest import Outcome, Talk

pytestmark = [pytest.mark.model, pytest.mark.timeout(1800)]

TOLD = (
    "I live in Lisbon.",
    "I work as a nurse.",
    "My cat is called Biscuit.",
    "I am allergic to peanuts.",
    "My sister Ines lives in Porto.",
    "My favourite tea is jasmine.",
)
# So long that the prompt of the third session holds nothing said before: what it knows, it knows from memory.
WALK = " ".join(
    f"On my walk I came past {thing}, looked at it for a while, and then went on along the river."
    for thing in (
        "an old mill", "two herons", "a market stall", "a stone bridge", "a row of poplars", "a boat house",
        "a brass band", "a chess table", "a bicycle shop", "an empty fountain", "a tiled wall", "a tram stop",
        "a bakery", "a school yard", "a lemon tree", "a weather vane", "a small chapel", "a red gate",
    )
)  # fmt: skip
CURRENT = "SELECT text FROM facts WHERE superseded_at IS NULL AND valid_until IS NULL ORDER BY id"
# What is over, and the message that ended it.
CLOSED = """
SELECT old.text AS old, said.text AS message
FROM facts old JOIN facts new ON new.id = old.superseded_by
JOIN fact_sources s ON s.tenant = new.tenant AND s.fact_id = new.id
JOIN utterances said ON said.tenant = s.tenant AND said.place_id = s.place_id AND said.seq = s.seq
WHERE old.superseded_at IS NOT NULL AND old.valid_until = greatest(old.valid_from, new.valid_from) ORDER BY old.id"""


EVERYTHING = "SELECT id, text, valid_from, valid_until, superseded_by, superseded_at FROM facts ORDER BY id"


@pytest.fixture
async def demo(server_home: Path) -> AsyncIterator[Talk]:
    """Conversations with the packaged model, where it is on this machine."""
    if weights_path(DemoModel.STANDARD, weights_folder()) is None:
        pytest.skip("the packaged model is not on this machine; `make test-model` fetches it")
    talking = Talk(server_home, arguments=("--demo-model", "standard"))
    yield talking
    await talking.end()


def _holds(texts: list[str], *words: str) -> bool:
    return any(all(word.lower() in text.lower() for word in words) for text in texts)


def _given(outcome: Outcome, question: str) -> str:
    """All of memory that stood in the prompt of that answer."""
    turn = outcome.turn(question)
    return str([fact["text"] for fact in turn["facts"]] + turn["passages"])


async def test_it_remembers_over_three_sessions(demo: Talk) -> None:
    first = await demo.script("/as Ana", *TOLD, "@wait learned", seconds=900)
    assert first.code == 0, first.shown
    current = [row["text"] for row in await demo.rows(CURRENT)]
    for words in (("Lisbon",), ("nurse",), ("Biscuit",), ("peanut",), ("Ines", "Porto"), ("jasmine",)):
        assert _holds(current, *words), f"{words} not learned: {current}"
    everything = [tuple(row) for row in await demo.rows("SELECT quote FROM fact_sources")]
    assert all(any(quote in told for told in TOLD) for (quote,) in everything), everything

    second = await demo.script(
        "/as Ana",
        "I moved to Braga last week, I no longer live in Lisbon.",
        "I changed jobs: I am a teacher now, not a nurse any more.",
        "Haha, my cat Biscuit is actually a dragon in disguise, just kidding!",
        "@wait learned",
        "/forget peanuts",
        "/forget all",
        seconds=900,
    )
    assert second.code == 0, second.shown
    current = [row["text"] for row in await demo.rows(CURRENT)]
    closed = [tuple(row) for row in await demo.rows(CLOSED)]
    history = "\n".join(str(tuple(row)) for row in await demo.rows(EVERYTHING))
    assert _holds(current, "Braga") and _holds(current, "teacher"), current
    assert all("no longer" in text or "Braga" in text for text in current if "Lisbon" in text), current
    assert not _holds([text for text in current if "teacher" not in text], "nurse"), current
    assert not _holds(current, "dragon"), current
    assert any("Lisbon" in old and "Braga" in new for old, new in closed), history
    assert any("nurse" in old and "teacher" in new for old, new in closed), history
    assert _holds(current, "Biscuit") and _holds(current, "Ines") and _holds(current, "jasmine"), current
    assert await demo.holding("peanut") == []
    assert await demo.holding("allergic") == []

    third = await demo.script(
        "/as Ana",
        WALK,
        "Which town do I live in now?",
        "What is my job?",
        "What is my cat called?",
        "Is there any food that I must not eat?",
        seconds=900,
    )
    assert third.code == 0, third.shown
    assert "Braga" in _given(third, "Which town do I live in now?")
    assert "teacher" in _given(third, "What is my job?")
    assert "Biscuit" in _given(third, "What is my cat called?")
    assert not any(fact["text"] == "Ana lives in Lisbon." for turn in third.turns for fact in turn["facts"])
    assert all("peanut" not in str(turn).lower() for turn in third.turns)
    assert await demo.holding("peanut") == []
