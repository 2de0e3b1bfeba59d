"""A question taken apart by the model: what is made of its answer, and what the prompt has of it."""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from adapters.types import Address, Author, Message
from adapters.types import Audience as Read
from bot.bridge import to_account, to_place
from bot.context import Context, Heard, Prepared, asked_at
from bot.errors import ModelError, ModelUnreachable
from bot.llm import Models
from bot.llm.types import Deadlines, Endpoint, ModelMessage
from bot.mind import Mind, Voice
from bot.persona import load_persona
from bot.prompt import budget_for
from bot.subquestions import MOST, SubQuestions
from bot.window import Windows
from memory.memory import Memory, open_memory
from memory.recalled import Passage
from memory.types import Utterance, Viewer
from tests.bot.stage import FunctionModel
from tests.bot.stand_in import StandIn, says, silence, status

QUESTION = "What does the sister of the man I met in Oslo do?"
PARTS = ["Whom did I meet in Oslo?", "Which sister has Lars?"]
ANA = Author("ana", "Ana", timezone="Asia/Tokyo", locale="ja")
ADDRESS = Address("console", None, "dm:ana")


class Taking(FunctionModel):
    """A model that takes questions apart by a function, and says how often."""

    def __init__(self, parts: Callable[[str], object]) -> None:
        super().__init__(lambda _: ["yes"])
        self.parts, self.asked = parts, 0

    async def structured(
        self,
        messages: Sequence[ModelMessage],
        schema: Mapping[str, Any],
        *,
        max_tokens: int,
        deadline: Deadlines | float,
        validate: Callable[[object], object] | None = None,
    ) -> dict[str, object]:
        self.asked += 1
        found = self.parts(str(getattr(messages[-1], "content", "")))
        if isinstance(found, Exception):
            raise found
        if isinstance(found, float):
            await asyncio.sleep(found)
        return {"parts": found}


def mind_with(model: FunctionModel) -> Mind:
    mind = Mind()
    mind.ready(Voice(model))
    return mind


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        (PARTS, tuple(PARTS)),
        (["  Whom did\nI meet in Oslo? "], ("Whom did I meet in Oslo?",)),
        ([QUESTION.upper(), "", "  ", 7, None], ()),
        (["a?", "A?", "b?", "c?", "d?", "e?"], ("A?", "b?", "c?")),
        (["x" * 5_000], ("x" * 200,)),
        ("no list", ()),
        (None, ()),
        (ModelUnreachable(), ()),
    ],
)
async def test_only_what_can_be_looked_up_is_taken(written: object, parts: tuple[str, ...]) -> None:
    found = await SubQuestions(mind_with(Taking(lambda _: written)))(QUESTION)
    assert found == parts
    assert len(found) <= MOST


async def test_without_a_model_or_time_there_are_no_parts() -> None:
    assert await SubQuestions(Mind())(QUESTION) == ()
    began = time.monotonic()
    assert await SubQuestions(mind_with(Taking(lambda _: 30.0)), seconds=0.05)(QUESTION) == ()
    assert time.monotonic() - began < 2


@pytest.mark.parametrize(
    ("script", "parts"),
    [
        (says('{"parts": ["Whom did I meet in Oslo?", "Which sister has Lars?"]}'), tuple(PARTS)),
        (says("I cannot do that."), ()),
        (silence(), ()),
        (status(500, {"error": {"message": "down"}}), ()),
    ],
)
async def test_over_the_wire_a_bad_answer_is_none(script: Any, parts: tuple[str, ...]) -> None:
    async with StandIn() as server, Models((Endpoint(server.url, "stand-in"),)) as models:
        server.chat(script)
        mind = Mind()
        mind.ready(Voice(models))
        assert await SubQuestions(mind, seconds=1.0)(QUESTION) == parts


async def prepared(memory: Memory, parts: SubQuestions | None, text: str) -> tuple[Prepared, Context, Heard]:
    """The prompt for `text`, after a past in which the two lines that count lie far apart."""
    place = to_place(ADDRESS, Read.DIRECT)
    viewer = Viewer(await memory.person(to_account("console", ANA), place), place)
    told = ["In Oslo I met Lars", *[f"Nothing happened on walk {n}" for n in range(260)]]
    told[60] = "Kari is Lars' only sibling and builds violins"
    told[61] = "Lars says she has long been his favourite"
    at = datetime(2026, 5, 3, tzinfo=UTC)
    for number, said in enumerate(told):
        await memory.note(Utterance(str(number), viewer.person, place, said, at + number * timedelta(minutes=1)))
    noted = await memory.note(Utterance("asked", viewer.person, place, text, at + timedelta(days=1)))
    heard = Heard(viewer, Message("asked", ADDRESS, Read.DIRECT, ANA, text, at), noted, 0.0, 0.0)
    context = Context(
        memory, load_persona("rapport"), windows=Windows(), clock=lambda: datetime.now(UTC), subquestions=parts
    )
    return await context.prepare(heard, budget_for(8192, slow=False)), context, heard


def told_in(prompt: Prepared) -> set[str]:
    passages = [each.item for each in prompt.recall.passages if isinstance(each.item, Passage)]
    return {line.text for passage in passages for line in passage.lines}


async def test_what_the_parts_find_joins_what_the_question_finds(database_dsn: str) -> None:
    async with open_memory(database_dsn, None) as memory:
        model = Taking(lambda _: ["Whom did I meet in Oslo?", "Which sibling has Lars?"])
        prompt, context, heard = await prepared(memory, SubQuestions(mind_with(model)), QUESTION)
        assert {"In Oslo I met Lars", "Kari is Lars' only sibling and builds violins"} <= told_in(prompt)
        await context.prepare(heard, budget_for(8192, slow=False))  # as after a prompt that was too full
        assert model.asked == 1


async def test_without_the_setting_no_call_is_made_and_the_second_hop_is_missed(database_dsn: str) -> None:
    async with open_memory(database_dsn, None) as memory:
        prompt, _, _ = await prepared(memory, None, QUESTION)
        assert "In Oslo I met Lars" in told_in(prompt)
        assert "Kari is Lars' only sibling and builds violins" not in told_in(prompt)


@pytest.mark.parametrize("fault", [ModelUnreachable(), ModelError("broken")])
async def test_a_model_that_fails_costs_only_the_parts(database_dsn: str, fault: ModelError) -> None:
    async with open_memory(database_dsn, None) as memory:
        prompt, _, _ = await prepared(memory, SubQuestions(mind_with(Taking(lambda _: fault))), QUESTION)
        assert "In Oslo I met Lars" in told_in(prompt)


async def test_what_is_no_question_is_not_taken_apart(database_dsn: str) -> None:
    async with open_memory(database_dsn, None) as memory:
        model = Taking(lambda _: PARTS)
        _, _, heard = await prepared(memory, SubQuestions(mind_with(model)), "I met Lars in Oslo again")
        assert model.asked == 0
        asked = asked_at(heard, datetime.now(UTC))
        assert (asked.zone, asked.locale) == (ZoneInfo("Asia/Tokyo"), "ja")
