"""Whole turns with somebody who grieves: how they are answered, and for how long."""

from dataclasses import replace

from adapters.console.parse import author_of
from bot.tone.easing import Easing
from tests.bot.stage import Stage
from tests.bot.tone.told import Told


async def test_grief_is_met_without_exclamations_though_nothing_is_known(stage: Stage) -> None:
    model = stage.speak_with(lambda messages: ["Oh no! 😢 I am so sorry!"])
    assert await stage.say("My father died yesterday.") == "Oh no. I am so sorry."
    assert "grieving" in model.prompts[0][-1].text


async def test_grief_is_met_so_for_some_answers_though_they_say_no_more_of_it(stage: Stage, told: Told) -> None:
    told.wish(emoji=2, humour=2)
    model = stage.speak_with(lambda messages: ["Here you are! 😀"])
    texts = [
        "My father died yesterday.",
        "I don't know how to tell my kids",
        "They are small",
        "Well",
        "The train left",
    ]
    assert [await stage.say(each) for each in texts] == ["Here you are."] * 4 + ["Here you are! 😀"]
    assert [each.tone.easing for each in stage.records if each.tone] == [Easing.GRIEF] * 4 + [None]
    assert [prompt[-1].text.count("grieving") for prompt in model.prompts] == [1, 0, 0, 0, 0], "it is told once"
    assert [prompt[-1].text.count("<tone>") for prompt in model.prompts] == [1, 0, 0, 0, 1]


async def test_grief_is_told_of_there_and_by_its_person_alone(stage: Stage, told: Told) -> None:
    told.wish(emoji=2)
    stage.speak_with(lambda messages: ["Here you are! 😀"])
    seat = stage.seat.moved("#garden")
    for who, where, shown in (
        ("Ana", seat, True),
        ("Ben", seat, False),
        ("Ana", stage.seat, False),
        ("Ana", seat, True),
    ):
        stage.seat = replace(where, author=author_of(who))
        text = "What do you think?" if stage.records else "My father died yesterday."
        assert await stage.say(text) == ("Here you are." if shown else "Here you are! 😀")


async def test_who_wishes_for_another_tone_is_met_in_it_at_once(stage: Stage, told: Told) -> None:
    told.wish(emoji=2)
    stage.speak_with(lambda messages: ["Here you are! 😀"])
    assert await stage.say("My father died yesterday.") == "Here you are."
    assert await stage.say("more emojis please") == "Here you are! 😀"
    assert await stage.say("I don't know how to tell my kids") == "Here you are! 😀"
