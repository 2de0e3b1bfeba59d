"""The gate: what it holds and for how long, what is asked for again, and what that is counted as."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing

import pytest

from bot.llm.types import Ask, ChatMessage, Completed, Deadlines
from bot.tone.bounds import UNBOUND, Aspect, Bounds, Limit
from bot.tone.echo import Pieces
from bot.tone.gate import HELD_SECONDS, Gate

FORMAL = Bounds({Aspect.ADDRESS: Limit(0.5, hard=True)})
STIFF = Bounds({Aspect.FORMALITY: Limit(0.28, hard=True)})
CLOSE = Bounds({Aspect.ADDRESS: Limit(most=0.5, hard=True)})
ASK = Ask((ChatMessage("system", "Be kind."), ChatMessage("user", "Wann fährt der Zug?")), 100, 0.7, Deadlines())
DU = ("Du kannst den", " Zug um acht nehmen. ", "Hast du schon eine Karte?")
DUDE = ("lol yeah dude", " haha, ", "that is so cool man, gonna be great. ", "Bye.")
WELL = ("The train departs at eight from platform four. ", "A reservation is not required.")
SIE = ("Sie können den Zug um acht nehmen. ", "Haben Sie schon eine Karte?")


class Model:
    """Says one answer after another; a number among the pieces is a pause in seconds."""

    def __init__(self, *answers: Sequence[str | float | Exception]) -> None:
        self.answers = list(answers)
        self.asked: list[Ask] = []
        self.closed = 0

    async def __call__(self, ask: Ask) -> AsyncGenerator[str | Completed, None]:
        self.asked.append(ask)
        said = ""
        try:
            for piece in self.answers.pop(0):
                if isinstance(piece, Exception):
                    raise piece
                if isinstance(piece, float):
                    await asyncio.sleep(piece)
                else:
                    said += piece
                    yield piece
            yield Completed(said, "function", "stop", prompt_tokens=100, completion_tokens=7)
        finally:
            self.closed += 1


def count(text: str) -> int:
    return len(text.split())


async def spoken(gate: Gate, model: Model) -> tuple[str, Completed]:
    words, end = "", None
    async with asyncio.timeout(10), aclosing(gate.speak(model, ASK)) as pieces:
        async for piece in pieces:
            if isinstance(piece, str):
                words += piece
            else:
                end = piece
    assert end is not None and model.closed == len(model.asked)
    return words, end


@pytest.mark.parametrize(("bounds", "draft", "second"), [(FORMAL, DU, SIE), (CLOSE, SIE, DU)])
async def test_a_wrong_address_is_asked_for_again_and_counted(
    bounds: Bounds, draft: tuple[str, ...], second: tuple[str, ...]
) -> None:
    gate, model = Gate(bounds, count=count), Model(draft, second)
    words, end = await spoken(gate, model)
    assert words == "".join(second) and gate.remade == (Aspect.ADDRESS,)
    first, again = (ask.messages for ask in model.asked)
    assert again[0] == first[0] and isinstance(again[1], ChatMessage) and isinstance(first[1], ChatMessage)
    assert again[1].text.startswith(first[1].text) and "Use " in again[1].text
    assert end.prompt_tokens == 100 + 6 and (end.completion_tokens or 0) > 7


@pytest.mark.parametrize(
    ("close", "formal"),
    [
        ("Tu peux prendre le train de huit heures. ", "Vous pouvez prendre le train de huit heures. "),
        ("Puedes tomar el tren de las ocho. ", "Usted puede tomar el tren de las ocho. "),
        ("八時の電車に乗れるよ。", "八時の電車に乗れますよ。"),
    ],
)
async def test_other_languages_are_told_apart_as_well(close: str, formal: str) -> None:
    for bounds, draft, second in ((FORMAL, close, formal), (CLOSE, formal, close)):
        gate, model = Gate(bounds, count=count), Model((draft, "…"), (second, "…"))
        assert (await spoken(gate, model))[0] == f"{second}…" and gate.remade == (Aspect.ADDRESS,)


async def test_too_casual_a_draft_is_asked_for_again_where_form_is_wished() -> None:
    gate, model = Gate(STIFF, count=count), Model(DUDE, WELL)
    assert (await spoken(gate, model))[0] == "".join(WELL) and gate.remade == (Aspect.FORMALITY,)
    again = model.asked[1].messages[-1]
    assert isinstance(again, ChatMessage) and "It was too casual" in again.text and "It used" not in again.text


async def test_a_first_sentence_too_short_to_tell_is_heard_with_the_next() -> None:
    draft = ("lol yeah dude haha. ", "That is so cool man, gonna be great, just go for it. ", "Bye.")
    gate, model = Gate(STIFF, count=count), Model(draft, WELL)
    assert (await spoken(gate, model))[0] == "".join(WELL)
    gate, model = Gate(STIFF, count=count), Model(["Yes. "], WELL)
    assert (await spoken(gate, model))[0] == "Yes. " and gate.remade == ()


@pytest.mark.parametrize(
    ("bounds", "draft"),
    [
        (STIFF, WELL),
        (Bounds({Aspect.FORMALITY: Limit(0.28)}), DUDE),
        (Bounds({Aspect.FORMALITY: Limit(most=0.26, hard=True)}), WELL),
    ],
    ids=["formal", "only a habit", "wished casual: plain words harm nobody"],
)
async def test_form_is_not_asked_for_again_where_it_is_there_or_not_wished(
    bounds: Bounds, draft: tuple[str, ...]
) -> None:
    gate, model = Gate(bounds, count=count), Model(draft)
    assert (await spoken(gate, model))[0] == "".join(draft) and gate.remade == ()


async def test_both_wrongs_are_named_at_once() -> None:
    both = Bounds({**FORMAL.limits, **STIFF.limits})
    draft = ("Haha ja Alter, du musst halt voll krass schnell sein, ne. ", "Ok.")
    gate, model = Gate(both, count=count), Model(draft, SIE)
    assert (await spoken(gate, model))[0] == "".join(SIE)
    again = model.asked[1].messages[-1]
    assert isinstance(again, ChatMessage) and "It was too casual" in again.text and "Use Sie" in again.text


async def test_a_language_without_the_two_is_never_asked_again() -> None:
    gate, model = Gate(FORMAL, count=count), Model(("You can take the train. ", "Do you have time?"))
    assert (await spoken(gate, model))[0].startswith("You") and len(model.asked) == 1


@pytest.mark.parametrize("bounds", [UNBOUND, CLOSE, Bounds({Aspect.EMOJI: Limit(most=0.0, hard=True)})])
async def test_what_fits_is_said_as_it_is(bounds: Bounds) -> None:
    gate, model = Gate(bounds, count=count), Model(DU)
    words, end = await spoken(gate, model)
    assert words == "".join(DU) and gate.remade == () and len(model.asked) == 1
    assert (end.prompt_tokens, end.completion_tokens) == (100, 7)


async def test_of_several_drafts_at_once_one_is_asked_for_again() -> None:
    gate, several, one = Gate(FORMAL, count=count), Model(DU), Model(SIE)
    words, end = "", None
    async with aclosing(gate.speak(several, ASK, again=one, drafts=3)) as pieces:
        async for piece in pieces:
            words, end = (words + piece, end) if isinstance(piece, str) else (words, piece)
    assert words == "".join(SIE) and len(several.asked) == len(one.asked) == 1
    assert end is not None and end.prompt_tokens == 100 + 3 * 6
    assert end.completion_tokens == 7 + 3 * count("".join(DU))


async def test_it_is_asked_again_once_only() -> None:
    gate, model = Gate(FORMAL, count=count), Model(DU, DU)
    assert (await spoken(gate, model))[0] == "".join(DU) and len(model.asked) == 2


async def test_nothing_is_asked_again_once_a_tool_was_used() -> None:
    gate, model = Gate(FORMAL, count=count, may=lambda: False), Model(DU)
    assert (await spoken(gate, model))[0] == "".join(DU) and gate.remade == ()


async def test_a_model_that_takes_long_to_begin_is_not_asked_again() -> None:
    times = iter((0.0, 2.0, 2.0, 2.0, 2.0, 2.0))
    gate, model = Gate(FORMAL, count=count, clock=lambda: next(times)), Model(DU)
    assert (await spoken(gate, model))[0] == "".join(DU) and gate.remade == ()


async def test_first_words_come_after_400_ms_though_the_sentence_is_not_over() -> None:
    gate, model = Gate(FORMAL, count=count), Model(("Der Zug ", 5.0, "fährt."))
    loop = asyncio.get_running_loop()
    began = loop.time()
    async with asyncio.timeout(10), aclosing(gate.speak(model, ASK)) as pieces:
        assert await anext(pieces) == "Der Zug "
    assert HELD_SECONDS - 0.05 <= loop.time() - began < 3.0
    assert model.closed == 1


async def test_after_a_stall_the_rest_comes_in_order() -> None:
    gate, model = Gate(FORMAL, count=count), Model(("Der Zug ", 0.6, "fährt ", "um acht."))
    assert (await spoken(gate, model))[0] == "Der Zug fährt um acht."


async def test_no_more_than_160_characters_are_held() -> None:
    gate, model = Gate(FORMAL, count=count), Model([f"wort{at} " for at in range(60)])
    pieces: Pieces = gate.speak(model, ASK)
    async with asyncio.timeout(10), aclosing(pieces):
        first = await anext(pieces)
        assert first == "wort0 "
    assert model.closed == 1


async def test_a_fault_of_the_draft_is_told_as_it_is() -> None:
    gate, model = Gate(FORMAL, count=count), Model((RuntimeError("gone"),))
    with pytest.raises(RuntimeError, match="gone"):
        await spoken(gate, model)
    assert model.closed == 1
