"""The measurement of peers is right about order, evidence and silence; the peers themselves are not installed here."""

import asyncio
import json
import socket
import sys
import urllib.request
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.bench import sets
from tests.bench.peers import wire
from tests.bench.peers.endpoint import endpoint
from tests.bench.peers.environments import PACKAGES
from tests.bench.peers.floors import Bm25, Dense
from tests.bench.peers.ours import ours
from tests.bench.peers.peer import PeerFailed
from tests.bench.peers.plot import draw
from tests.bench.peers.remote import remote
from tests.bench.peers.report import COLUMNS, table
from tests.bench.peers.scores import Asked, Run, all_at, any_at, judge, kept, mean, newer_first, recall_at, save, took
from tests.bench.sets import Conversation, DataMissing, Question, Turn
from tests.memory.embedding import WordEmbedder

AT = datetime(2026, 3, 1, tzinfo=UTC)
SAID = ("The boiler hums at night", "Has anybody called the plumber", "Thursday at nine", "My sister breeds finches")
TALK = Conversation(
    "talk",
    ("Ada", "Bo"),
    tuple(Turn(f"t{at}", "Ada" if at % 2 else "Bo", text, AT) for at, text in enumerate(SAID)),
    (Question("When does the plumber come?", "time", frozenset({"t2"})),),
)


def run(name: str, *asked: Asked) -> Run:
    """A run of made-up figures."""
    return Run("locomo", name, "here", {"thing": "1"}, 10, 50.0, asked)


async def test_window_finds_the_answer_that_shares_no_word_with_the_question() -> None:
    lines, windows = Bm25(0), Bm25(1)
    await lines.ingest(TALK)
    await windows.ingest(TALK)
    assert "t2" not in (await lines.search("talk", "plumber", 20))[0]
    assert "t2" in (await windows.search("talk", "plumber", 20))[0]


async def test_dense_floor_gives_the_nearest_first() -> None:
    dense = Dense(WordEmbedder())
    await dense.ingest(TALK)
    found, _ = await dense.search("talk", SAID[3], 2)
    assert found[0] == "t3"
    assert len(found) == 2


async def test_our_row_gives_replies_only_where_they_meet_the_question(database_dsn: str) -> None:
    turns = (
        Turn("1", "user", "The boiler leaks.", AT),
        Turn("2", "bot", "Oh dear, and in the holidays.", AT, bot=True),
        Turn("3", "user", "So is the roof.", AT),
        Turn("4", "bot", "A roofer told me that the boiler came first.", AT, bot=True),
    )
    async with ours(database_dsn, WordEmbedder()) as memory:
        await memory.ingest(Conversation("chat", ("user",), turns, ()))
        assert "2" not in (await memory.search("chat", "boiler", 20))[0]
        assert "4" in (await memory.search("chat", "roofer", 20))[0]


def test_judged_by_rank() -> None:
    question = Question("?", "kind", frozenset({"a", "b"}))
    asked = judge(question, ["x", "b", *"cdefghijk", "a"], 2.0)
    assert asked.ranks == (2, 12)
    assert [measure(asked) for measure in (any_at(1), any_at(5), all_at(10), all_at(20))] == [0, 1, 0, 1]
    assert recall_at(10)(asked) == 0.5


@pytest.mark.parametrize(
    ("found", "expected"), [(["new", "old"], 1.0), (["old", "new"], 0.0), (["new"], 1.0), (["old"], 0.0), ([], 0.0)]
)
def test_newer_stands_above_older(found: list[str], expected: float) -> None:
    question = Question("?", "kind", frozenset({"new", "old"}), frozenset({"new"}), frozenset({"old"}))
    assert newer_first(judge(question, found, 1.0)) == expected


def test_kept_runs_come_back_and_make_a_table_and_a_picture(tmp_path: Path) -> None:
    ours_, other = run("rapport", Asked("temporal", 1, (1,), 4.0)), run("<other>", Asked("temporal", 1, (), 90.0))
    for each in (ours_, other):
        save(each, tmp_path)
    runs = kept(tmp_path, "locomo")
    assert sorted(runs, key=lambda each: each.peer) == [other, ours_]
    assert took(runs[-1])[2] == 5.0
    shown = table("locomo", runs, ["rapport"])
    assert shown.index("| rapport | 1.000") < shown.index("| <other> | .000")
    draw("locomo", runs, "rapport", (), file=tmp_path / "plots" / "p.svg")
    assert "&lt;other&gt; 0.00" in (tmp_path / "plots" / "p.svg").read_text("utf-8")


def test_mean_leaves_out_other_kinds() -> None:
    both = run("rapport", Asked("a", 1, (1,), 1.0), Asked("b", 1, (), 1.0))
    assert (mean(both, any_at(5)), mean(both, any_at(5), "b")) == (0.5, 0.0)


@pytest.mark.parametrize("name", sets.LOADERS)
def test_a_missing_set_is_named(name: str, tmp_path: Path) -> None:
    with pytest.raises(DataMissing, match=name):
        sets.load(name, tmp_path)
    assert name in COLUMNS


def test_beam_is_read_without_its_markers_and_with_nested_sources(tmp_path: Path) -> None:
    chat = tmp_path / "beam" / "1"
    (chat / "probing_questions").mkdir(parents=True)
    said = [
        {"role": "user", "id": 0, "content": "I row ->-> 1,1", "time_anchor": "March-15-2024"},
        {"role": "assistant", "id": 1, "content": "Good"},
    ]
    (chat / "chat.json").write_text(json.dumps([{"turns": [said]}]), "utf-8")
    asked = {
        "abstention": [{"question": "Who?"}],
        "knowledge_update": [
            {"question": "What?", "source_chat_ids": {"original_info": [0], "updated_info": [[1]]}},
        ],
    }
    (chat / "probing_questions" / "probing_questions.json").write_text(json.dumps(asked), "utf-8")
    (read,) = sets.load("beam", tmp_path)
    assert [(turn.text, turn.bot) for turn in read.turns] == [("I row", False), ("Good", True)]
    assert read.turns[0].at == datetime(2024, 3, 15, tzinfo=UTC) < read.turns[1].at
    (question,) = read.questions
    assert (question.gold, question.newer) == (frozenset({"0", "1"}), frozenset({"1"}))


@pytest.mark.parametrize("packing", ["float", "base64"])
async def test_endpoint_gives_the_embedders_own_vectors(packing: str) -> None:
    embedder = WordEmbedder()
    async with endpoint(embedder) as url:
        body = json.dumps({"model": "m", "input": [SAID[0]], "encoding_format": packing}).encode()
        answer = await asyncio.to_thread(_post, f"{url}/embeddings", body)
        settings = wire.Settings(url, "m", embedder.dimensions, "", "")
        with closing(wire.Embeddings(settings)) as asks:
            through = await asyncio.to_thread(asks, [SAID[0]])
    (own,) = await embedder.embed([SAID[0]])
    assert through == [own.tolist()]
    assert (answer["data"][0]["embedding"] == own.tolist()) == (packing == "float")


def _post(url: str, body: bytes) -> dict[str, list[dict[str, object]]]:
    with urllib.request.urlopen(urllib.request.Request(url, body), timeout=10) as answer:
        said: dict[str, list[dict[str, object]]] = json.load(answer)
        return said


@pytest.mark.parametrize("address", [("192.0.2.1", 9), ("example.invalid", 9)])
def test_a_driver_speaks_to_this_machine_only(address: tuple[str, int]) -> None:
    with socket.socket() as connection, pytest.raises(PermissionError):
        wire.stay_here("socket.connect", (connection, address))
    wire.stay_here("socket.connect", (None, ("127.0.0.1", 9)))
    wire.stay_here("socket.connect", (None, "/run/socket"))


async def test_a_driver_without_its_library_fails_plainly(tmp_path: Path) -> None:
    settings = wire.Settings("http://127.0.0.1:9/v1", "m", 4, "", str(tmp_path))
    with pytest.raises(PeerFailed, match=r"driver\.log"):
        async with remote(Path(sys.executable), PACKAGES["mempalace"].module, settings, tmp_path / "driver.log"):
            pass
