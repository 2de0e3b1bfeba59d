"""A model that uses tools while it answers: rounds, figures, servers that refuse."""

from collections.abc import Callable, Sequence

import pytest

from bot.errors import ModelBroken, ModelRejected, ModelSaidNothing
from bot.llm.types import Ask, ChatMessage, Completed, Deadlines, Tool, ToolCall, ToolRequest, ToolResult
from bot.tools import MOST_ROUNDS, REFUSED_SECONDS, Tooling
from tests.bot.conftest import Clock
from tests.bot.stage import FunctionModel

ASK = Ask((ChatMessage("user", "Hi"),), 50, 0.5, Deadlines())
CALL = ToolCall("c1", "look", '{"at": 1}')


class Hand:
    """One tool that tells what it was asked for."""

    def __init__(self, *, done: bool = False) -> None:
        self.tools = (Tool("look", "Looks.", {"type": "object", "properties": {}}),)
        self.done = done
        self.used: list[ToolCall] = []

    async def use(self, call: ToolCall) -> str:
        self.used.append(call)
        return f"seen {len(self.used)}"


async def spoken(tooling: Tooling, model: FunctionModel, hand: Hand) -> tuple[str, Completed]:
    """The words, and the end of the answer."""
    words, ends = "", list[Completed]()
    async for piece in tooling.speak(model, ASK, hand):
        if isinstance(piece, Completed):
            ends.append(piece)
        else:
            words += piece
    assert len(ends) == 1
    return words, ends[0]


Pieces = Sequence[str | Exception | ToolCall]


def answering(*turns: Pieces | Callable[[], Pieces]) -> FunctionModel:
    """A model that gives one turn after another."""
    left = list(turns)

    def answer(messages: object) -> list[str | Exception | ToolCall]:
        turn = left.pop(0)
        return list(turn() if callable(turn) else turn)

    return FunctionModel(answer)


async def test_without_a_call_there_is_one_request() -> None:
    model, hand = answering(["Hello", " there"]), Hand()
    words, end = await spoken(Tooling(), model, hand)
    assert (words, end.text, end.finish, end.prompt_tokens) == ("Hello there", "Hello there", "stop", 100)
    assert model.offered == [("look",)] and hand.used == []


async def test_what_a_tool_gave_goes_back_to_the_model() -> None:
    model, hand = answering(["I look. ", CALL], ["It is there."]), Hand()
    words, end = await spoken(Tooling(), model, hand)
    assert words == end.text == "I look. It is there."
    assert (end.prompt_tokens, end.completion_tokens, end.tool_calls) == (200, 14, ())
    assert model.heard[1] == (*ASK.messages, ToolRequest("I look. ", (CALL,)), ToolResult("c1", "seen 1"))


async def test_a_model_that_calls_for_ever_is_stopped() -> None:
    model, hand = FunctionModel(lambda messages: ["again ", CALL]), Hand()
    words, end = await spoken(Tooling(), model, hand)
    assert len(model.heard) == MOST_ROUNDS + 1 and len(hand.used) == MOST_ROUNDS
    assert words == "again " * (MOST_ROUNDS + 1) and end.finish == "stop"


async def test_what_is_done_is_not_told_to_the_model() -> None:
    model, hand = answering([CALL]), Hand(done=True)
    words, end = await spoken(Tooling(), model, hand)
    assert (words, end.text, len(model.heard), len(hand.used)) == ("", "", 1, 1)


@pytest.mark.parametrize("fault", [ModelRejected, ModelBroken])
async def test_a_server_that_refuses_tools_is_asked_without_for_an_hour(fault: type[Exception]) -> None:
    clock = Clock()
    tooling, hand = Tooling(clock), Hand()
    model = answering([fault()], ["Plain."], ["Again."], ["With."])
    assert (await spoken(tooling, model, hand))[0] == "Plain."
    assert not tooling.takes(model)
    assert (await spoken(tooling, model, hand))[0] == "Again."
    clock.now = REFUSED_SECONDS + 1
    assert (await spoken(tooling, model, hand))[0] == "With."
    assert model.offered == [("look",), (), (), ("look",)]


async def test_a_request_that_fails_either_way_says_nothing_about_tools() -> None:
    tooling, hand = Tooling(), Hand()
    model = answering([ModelRejected()], [ModelRejected()])
    with pytest.raises(ModelRejected):
        await spoken(tooling, model, hand)
    assert tooling.takes(model)


async def test_what_was_said_before_a_fault_is_not_said_again() -> None:
    model, hand = answering(["Half", ModelBroken()]), Hand()
    with pytest.raises(ModelBroken):
        await spoken(Tooling(), model, hand)
    assert len(model.heard) == 1


async def test_a_silent_model_is_a_fault() -> None:
    with pytest.raises(ModelSaidNothing):
        await spoken(Tooling(), answering([ModelSaidNothing()]), Hand())
