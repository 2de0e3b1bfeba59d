"""The best of several drafts: asked for side by side, counted, and what goes wrong with one of them."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from bot.errors import ModelError, ModelSaidNothing
from bot.learning_tone import best_of
from bot.learning_tone.best_of import BestOf, Speak
from bot.llm.types import Ask, Completed, Deadlines
from bot.mind import Voice
from memory.errors import DatabaseUnreachable
from memory.tone.addressee import Addressee
from memory.tone.wished import Dial, Wishes
from memory.types import Audience, PersonId, Place, Viewer
from tests.bot.platform import BEN, Guildlike, ordered, said
from tests.bot.stage import FunctionModel, staged

VIEWER = Viewer(PersonId(1), Place("direct", None, Audience.DIRECT))
ASK = Ask((), 100, 0.7, Deadlines())


@dataclass
class Longest:
    """Would rather have the longest."""

    asked: list[Sequence[str]] = field(default_factory=list)

    async def best(self, viewer: Viewer, answers: Sequence[str]) -> int:
        self.asked.append(answers)
        return max(range(len(answers)), key=lambda at: len(answers[at]))


@dataclass
class Fixed:
    """Everybody is to be answered alike."""

    addressee: Addressee

    async def of(self, viewer: Viewer) -> Addressee:
        return self.addressee


class Away:
    """Cannot say."""

    async def best(self, viewer: Viewer, answers: Sequence[str]) -> int:
        raise DatabaseUnreachable()


def speaking(*pieces: str | ModelError | asyncio.Event) -> Speak:
    async def speak(ask: Ask) -> AsyncGenerator[str | Completed, None]:
        words = ""
        for each in pieces:
            if isinstance(each, ModelError):
                raise each
            if isinstance(each, asyncio.Event):
                await each.wait()
            else:
                words += each
                yield each
        yield Completed(words, "function", "stop", prompt_tokens=10, completion_tokens=2)

    return speak


async def spoken(best: BestOf, first: Speak, other: Speak) -> tuple[str, Completed]:
    async with asyncio.timeout(10), aclosing(best.speak(first, other, ASK)) as pieces:
        *words, end = [each async for each in pieces]
    assert isinstance(end, Completed)
    return "".join(each for each in words if isinstance(each, str)), end


async def test_the_one_is_said_that_its_person_would_rather_have_and_all_are_counted() -> None:
    rewards = Longest()
    words, end = await spoken(BestOf(rewards, VIEWER, 3), speaking("Sho", "rt."), speaking("Quite long."))
    assert words == end.text == "Quite long."
    assert (end.prompt_tokens, end.completion_tokens) == (30, 6)
    assert rewards.asked == [["Short.", "Quite long.", "Quite long."]]


async def test_one_draft_flows_as_it_is_written() -> None:
    gate = asyncio.Event()
    async with aclosing(BestOf(Longest(), VIEWER, 1).speak(speaking("a", gate, "b"), speaking("x"), ASK)) as pieces:
        assert await anext(pieces) == "a"
        gate.set()
        assert await anext(pieces) == "b"


async def test_what_fails_or_is_late_is_done_without(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(best_of, "SECONDS", 0.05)
    best = BestOf(Longest(), VIEWER, 2)
    for other in (speaking("Much longer than", ModelSaidNothing()), speaking("Much longer than", asyncio.Event())):
        assert (await spoken(best, speaking("Short."), other))[0] == "Short."
    assert (await spoken(best, speaking(ModelSaidNothing()), speaking("Other.")))[0] == "Other."
    assert (await spoken(BestOf(Away(), VIEWER, 2), speaking("Short."), speaking("Longer.")))[0] == "Short."


async def test_a_draft_that_breaks_what_no_rule_mends_is_not_said_where_another_keeps_it() -> None:
    rewards = Longest()
    best = BestOf(rewards, VIEWER, 3, wrongs=lambda text: text.count("du"))
    assert (await spoken(best, speaking("Sie."), speaking("Wenn du magst.")))[0] == "Sie."
    assert rewards.asked == [], "one is left, so there is nothing to choose"
    drafts = iter([speaking("Ja, wenn du magst, du."), speaking("Sie nur."), speaking("Sie.")])
    assert (await spoken(best, next(drafts), lambda ask: next(drafts)(ask)))[0] == "Sie nur."
    assert rewards.asked == [["Sie nur.", "Sie."]]
    assert (await spoken(best, speaking("du, du, du"), speaking("ja du")))[0] == "ja du", "fewer is better than more"


@pytest.mark.parametrize(("wrong", "tokens"), [(1, 200), (2, 180)])
async def test_where_no_draft_keeps_it_one_more_is_asked_for_and_all_are_counted(
    database_dsn: str, tmp_path: Path, wrong: int, tokens: int
) -> None:
    texts = [*["Du kannst den Zug nehmen."] * wrong, "Sie können den Zug nehmen."]
    drafts, tones = iter(texts), Fixed(Addressee(Wishes({Dial.ADDRESS: 2})))
    async with staged(database_dsn, tmp_path, sheet=Guildlike(), tones=tones) as stage:
        model = FunctionModel(lambda messages: [next(drafts)])
        stage.mind.ready(replace(Voice(model), drafts=2))
        assert await stage.give(said("Wie komme ich nach Hause?")) == texts[-1]
        assert len(model.prompts) == len(texts)
        assert (stage.records[-1].prompt_tokens or 0) >= tokens


async def test_where_nothing_came_the_fault_of_the_first_is_told() -> None:
    fault = ModelSaidNothing("of the first")
    with pytest.raises(ModelSaidNothing, match="of the first"):
        await spoken(BestOf(Longest(), VIEWER, 2), speaking(fault), speaking(ModelSaidNothing("other")))


async def test_what_did_something_is_the_answer() -> None:
    best = BestOf(Longest(), VIEWER, 2, lambda: True)
    words, end = await spoken(best, speaking("Done."), speaking("I cannot set reminders, sorry."))
    assert words == "Done." and end.prompt_tokens == 20
    fault = ModelSaidNothing()
    with pytest.raises(ModelSaidNothing):
        await spoken(best, speaking(fault), speaking("I cannot set reminders."))


async def test_after_a_few_pairs_the_shorter_draft_is_said(database_dsn: str, tmp_path: Path) -> None:
    long = "Well, it is called Miso, I think, because you told me so a while ago, and I have kept it ever since."
    drafts = iter([long, "Miso."] * 40)
    async with staged(database_dsn, tmp_path, sheet=Guildlike()) as stage:
        model = FunctionModel(lambda messages: [next(drafts)])
        stage.mind.ready(Voice(model))
        for name in ("cat", "dog", "horse", "heron"):
            await stage.give(said(f"What is my {name} called?"))
            assert stage.sheet.sent[-1] == long
            await stage.give(ordered("again", "", BEN))
            assert stage.sheet.sent[-1] == "Miso."
        while await stage.memory.preferences.measure_next():
            pass
        stage.mind.ready(replace(Voice(model), drafts=2))
        before = len(model.prompts)
        assert await stage.give(said("What is my fish called?")) == "Miso."
        assert len(model.prompts) == before + 2
        assert stage.records[-1].prompt_tokens == 200


async def test_what_nobody_foresaw_ends_the_other_drafts_too() -> None:
    begun, ended = asyncio.Event(), asyncio.Event()
    nothing: list[str] = []

    async def broken(ask: Ask) -> AsyncGenerator[str | Completed, None]:
        await begun.wait()
        for each in nothing:
            yield each
        raise RuntimeError

    async def other(ask: Ask) -> AsyncGenerator[str | Completed, None]:
        try:
            begun.set()
            await asyncio.sleep(60)
            yield ""
        finally:
            ended.set()

    with pytest.raises(RuntimeError):
        await spoken(BestOf(Longest(), VIEWER, 2), broken, other)
    async with asyncio.timeout(1):
        await ended.wait()
