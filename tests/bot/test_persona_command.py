"""`/persona`, and several who answer to their names in one place."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.types import Command, Message
from bot.assembly import Ground, assemble
from bot.context import Context
from bot.persona import load_persona
from bot.shelf import Shelf
from bot.window import Windows
from tests.bot.platform import ADA, BEN, CELLAR, HALL, alone, overheard, platform, said
from tests.bot.serving_world import guildlike, set_to
from tests.bot.stage import UNLIMITED, Stage


@pytest.fixture
async def stage(database_dsn: str, tmp_path: Path) -> AsyncIterator[Stage]:
    async with guildlike(database_dsn, tmp_path) as stage:
        yield stage


async def order(stage: Stage, argument: str, *, like: Message | None = None) -> str:
    """A manager's order, in the hall unless said otherwise."""
    at = like or said("x", ADA)
    command = Command(at.id, at.address, at.audience, at.author, "persona", argument, at.sent_at)
    await stage.give(command)
    return platform(stage).sent[-1]


def openings(keys: str) -> list[str]:
    return [load_persona(key).opening for key in keys.split()]


async def test_each_answers_to_their_name_and_the_first_to_all_else(stage: Stage) -> None:
    assert "Who says “Tessa, …” in this channel is answered by Tessa." in await order(stage, "also tutor")
    assert "answered by Pip" in await order(stage, "also Pip")
    model = stage.speak_with(lambda messages: ["Hm", ", yes."])
    assert await stage.give(said("Tessa, what is 2+2?")) == "**Tessa:** Hm, yes."
    assert await stage.give(said("pip: bored")) == "**Pip:** Hm, yes."
    assert await stage.give(said("What is Tessa's job?")) == "**Rapport:** Hm, yes."
    wanted = openings("tutor pal rapport")
    assert all(prompt[0].text.startswith(one) for prompt, one in zip(model.prompts, wanted, strict=True))
    assert all("Others answer here too" in prompt[0].text for prompt in model.prompts)
    assert "**Tessa:** Hm, yes." in str(model.prompts[-1]), "who said what stays known"
    assert await stage.give(said("Tessa, hi", address=CELLAR)) == "Hm, yes.", "another channel has one only"


async def test_in_a_closed_thread_they_answer_who_answer_in_its_channel(stage: Stage) -> None:
    await order(stage, "also tutor")
    await order(stage, "Pip here")
    thread = said("x", ADA, replace(HALL, channel="12", parent=HALL.channel))
    told = await order(stage, "", like=thread)
    assert "Here I am pal" in told and "To their names answer: Tessa." in told
    stage.speak_with(lambda messages: ["Yes."])
    assert await stage.give(replace(thread, id="2", text="Tessa, hm?")) == "**Tessa:** Yes."
    assert await stage.give(replace(thread, id="3", text="And you?")) == "**Pip:** Yes."


async def test_a_name_that_the_model_writes_is_not_shown_twice(stage: Stage) -> None:
    await order(stage, "also tutor")
    stage.speak_with(lambda messages: ["**Tes", "sa:** Hm."])
    assert await stage.give(said("Tessa, hm?")) == "**Tessa:** Hm."
    stage.speak_with(lambda messages: ["Tessa: ", "Hm."])
    assert await stage.give(said("Tessa, hm?")) == "**Tessa:** Hm."


async def test_a_call_needs_no_mention_and_talk_about_somebody_is_no_call(stage: Stage) -> None:
    stage.speak_with(lambda messages: ["Yes."])
    await stage.give(overheard("Tessa, are you there?"))
    assert platform(stage).sent == [], "nobody of that name is here"
    await order(stage, "also tutor")
    told = len(platform(stage).sent)
    await stage.give(overheard("Tessa is a fine name"))
    await stage.give(overheard("Noa, are you there?"))
    assert len(platform(stage).sent) == told
    assert await stage.give(overheard("Hey Tessa, are you there?")) == "**Tessa:** Yes."
    await order(stage, "not tutor")
    told = len(platform(stage).sent)
    await stage.give(overheard("Tessa, are you there?"))
    assert len(platform(stage).sent) == told


async def test_who_is_blocked_is_not_answered_by_any_name(stage: Stage) -> None:
    await order(stage, "also tutor")
    at = said("x", ADA)
    await stage.give(
        Command(at.id, at.address, at.audience, at.author, "settings", f"block add {BEN.handle}", at.sent_at)
    )
    stage.speak_with(lambda messages: ["Yes."])
    told = len(platform(stage).sent)
    await stage.give(overheard("Tessa, are you there?"))
    assert len(platform(stage).sent) == told


async def test_a_channel_and_a_space_are_set_apart(stage: Stage) -> None:
    model = stage.speak_with(lambda messages: ["Yes."])
    assert "I am butler in this channel" in await order(stage, "butler here")
    assert "I am brief in this space" in await order(stage, "brief")
    await stage.give(said("Hi"))
    await stage.give(said("Hi", address=CELLAR))
    hall, cellar = (prompt[0].text for prompt in model.prompts)
    assert hall.startswith(openings("butler")[0]) and cellar.startswith(openings("brief")[0])
    assert "I am my usual self in this channel" in await order(stage, "usual here")
    assert "Here I am brief." in await order(stage, "")
    await order(stage, "also pal space")
    assert await stage.give(said("Pip, hi", address=CELLAR)) == "**Pip:** Yes."


@pytest.mark.parametrize(
    ("argument", "told"),
    [
        ("also", "Here I am"),
        ("also nobody", "I cannot be nobody"),
        ("also ../../etc/passwd", "I cannot be"),
        ("also rapport", "Somebody called Rapport answers here already"),
        ("also tutor extra", "I cannot be tutor extra"),
        ("not tutor", "Tessa no longer answers in this channel"),
        ("here", "I cannot be here"),
    ],
)
async def test_what_cannot_be_is_told(stage: Stage, argument: str, told: str) -> None:
    assert told in await order(stage, argument)


async def test_two_of_one_name_and_more_than_a_handful_are_refused(stage: Stage) -> None:
    for key in ("tutor", "pal", "desk", "butler", "listener"):
        assert "is answered by" in await order(stage, f"also {key}")
    assert "Somebody called Rapport" in await order(stage, "also brief")
    assert "is answered by" in await order(stage, "also tutor"), "once more is no other"


async def test_only_managers_choose_and_alone_there_are_no_names(stage: Stage) -> None:
    assert "those choose who manage" in await order(stage, "also tutor", like=said("x", BEN))
    assert "one of us answers" in await order(stage, "also tutor", like=alone("x"))
    assert "when we are alone" in await order(stage, "Tessa", like=alone("x"))
    model = stage.speak_with(lambda messages: ["Yes."])
    assert await stage.give(alone("Pip, hi")) == "Yes."
    assert model.prompts[-1][0].text.startswith(openings("tutor")[0])


async def test_the_operators_file_is_chosen_by_name_and_a_change_counts_at_once(stage: Stage, tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, clock=iter(range(0, 10_000, 5)).__next__)
    context = Context(stage.memory, load_persona("rapport"), windows=Windows(), clock=lambda: datetime.now(UTC))
    ground = Ground(stage.memory, stage.mind, stage.worker, context, tmp_path, UNLIMITED, shelf=shelf)
    stage = replace(stage, assembly=assemble(ground))
    (tmp_path / "own.toml").write_text('name = "Ada"\ncharacter = "You are Ada."\n')
    assert "answered by Ada" in await order(stage, "also Ada")
    model = stage.speak_with(lambda messages: ["Yes."])
    assert await stage.give(overheard("Ada, hi")) == "**Ada:** Yes."
    (tmp_path / "own.toml").write_text('name = "Ada"\ncharacter = "You are Ada, a pilot."\n')
    await stage.give(overheard("Ada, hi"))
    assert model.prompts[-1][0].text.startswith("You are Ada, a pilot.")
    (tmp_path / "own.toml").unlink()
    told = len(platform(stage).sent)
    await stage.give(overheard("Ada, hi"))
    assert len(platform(stage).sent) == told, "who is gone answers no more"


async def test_a_channel_can_be_without_those_of_the_space(stage: Stage) -> None:
    stage.speak_with(lambda messages: ["Yes."])
    assert "in this space" in await order(stage, "also pal space")
    assert "Pip no longer answers in this channel" in await order(stage, "not pal")
    assert await stage.give(said("Pip, hi")) == "Yes."
    assert await stage.give(said("Pip, hi", address=CELLAR)) == "**Pip:** Yes."


async def test_who_is_gone_is_not_told_as_who_answers(stage: Stage) -> None:
    await set_to(stage, "persona", "nobody-of-that-name")
    await set_to(stage, "personas", ["tutor", 7])
    assert "Here I am my usual self." in await order(stage, "")
    model = stage.speak_with(lambda messages: ["Yes."])
    assert await stage.give(said("Tessa, hi")) == "Yes.", "what cannot be read is nobody"
    assert model.prompts[-1][0].text.startswith(openings("rapport")[0])
