"""`/settings`: for managers, in plain words, by buttons, and every change written down."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.errors import Refused
from adapters.outgoing import Hearing, Outgoing
from adapters.types import Author, direct_with
from bot.bridge import to_account
from bot.settings_command import NOT_YOURS
from bot.settings_pages import DEAF, LISTENS, LISTENS_NO_MORE
from memory.setting import Setting
from tests.bot.platform import ADA, BEN, CELLAR, HALL, Guildlike, alone, ordered, overheard, said
from tests.bot.stage import Stage, staged

CY = Author("103", "Cy", roles=("7",))


@pytest.fixture
async def stage(database_dsn: str, tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(database_dsn, tmp_path, sheet=Guildlike(Hearing.CHOSEN)) as stage:
        stage.speak_with(lambda messages: ["Yes."])
        yield stage


async def settings(stage: Stage, argument: str = "", author: Author = ADA) -> Outgoing:
    """What `/settings` answers in the hall."""
    await stage.give(ordered("settings", argument, author))
    return stage.sheet.out[-1]


async def stored(stage: Stage) -> set[tuple[str, str, str]]:
    return {(each.channel, each.name, str(each.value)) for each in await stage.memory.settings.of("discord/900")}


async def press(stage: Stage, shown: Outgoing, label: str) -> Outgoing:
    """Press a button of a page."""
    button = next(each for each in shown.buttons if each.label == label)
    return await settings(stage, button.argument)


async def answers(stage: Stage, author: Author = BEN, channel: str = "1") -> bool:
    count = len(stage.sheet.sent)
    await stage.give(said(f"Hi from {author.name} {count}", author, HALL if channel == "1" else CELLAR))
    return len(stage.sheet.sent) > count


async def test_everything_is_said_at_a_glance_and_to_the_asker_alone(stage: Stage) -> None:
    shown = await settings(stage)
    assert shown.private
    for words in (
        "Answers: I answer in this channel; elsewhere I answer in all channels.",
        "Listening: I do not listen in this channel.",
        "Who may talk with me: everybody.",
        "Persona: the usual one.",
        "any number of tokens a day for one person",
    ):
        assert words in shown.text
    for label in ("Channels", "Listening", "Who may talk", "Persona", "Limits", "What was changed"):
        assert (await press(stage, shown, label)).text


@pytest.mark.parametrize("argument", ["", "listen on", "channels here off", "roles add 7", "audit", "limits"])
async def test_only_managers_see_and_change_settings(stage: Stage, argument: str) -> None:
    shown = await settings(stage, argument, BEN)
    assert (shown.text, shown.buttons, shown.pick) == (NOT_YOURS, (), None)
    assert await stored(stage) == set()


async def test_alone_there_is_nothing_to_set(stage: Stage) -> None:
    text = await stage.give(ordered("settings", "channels here off", ADA, direct_with("discord", ADA.handle)))
    assert text.startswith("There is nothing to set here")


async def test_channels_are_opened_and_closed(stage: Stage) -> None:
    shown = await press(stage, await settings(stage, "channels"), "Do not answer in this channel")
    assert "I do not answer in this channel" in shown.text
    assert (await answers(stage), await answers(stage, channel="2")) == (False, True)
    shown = await press(stage, shown, "Answer only in chosen channels")
    assert (await answers(stage), await answers(stage, channel="2")) == (False, False)
    shown = await press(stage, shown, "Answer in this channel")
    assert (await answers(stage), await answers(stage, channel="2")) == (True, False)
    await press(stage, shown, "Answer in all channels")
    assert (await answers(stage), await answers(stage, channel="2")) == (True, True)


async def test_listening_is_said_in_the_channel_before_it_begins(stage: Stage) -> None:
    shown = await press(stage, await settings(stage, "listen"), "Listen in this channel")
    announced = stage.sheet.out[-2]
    assert (announced.address, announced.text, announced.private) == (HALL, LISTENS, False)
    assert "I remember what is said in this channel" in shown.text
    await stage.give(overheard("The meeting begins at eight."))
    model = stage.speak_with(lambda messages: ["At eight."])
    await stage.give(said("When does the meeting begin?", ADA))
    assert "begins at eight" in str(model.prompts[-1])
    await press(stage, shown, "Stop listening in this channel")
    assert stage.sheet.sent[-2] == LISTENS_NO_MORE
    await stage.give(overheard("The meeting is off."))
    await stage.give(said("Is there a meeting?", ADA))
    assert "meeting is off" not in str(model.prompts[-1])


async def test_it_is_the_channel_that_is_told_and_not_a_thread_of_it(stage: Stage) -> None:
    await stage.give(ordered("settings", "listen on", ADA, replace(HALL, thread="55", title="a thread")))
    announced = stage.sheet.out[-2]
    assert (announced.text, announced.address.key) == (LISTENS, HALL.key)
    await stage.give(overheard("The meeting begins at eight.", address=replace(HALL, thread="56")))
    assert await stage.memory.knows(to_account("discord", BEN))


async def test_where_it_cannot_be_said_nothing_is_heard(stage: Stage) -> None:
    assert isinstance(stage.sheet, Guildlike)
    stage.sheet.fault = Refused()
    with pytest.raises(Refused):
        await settings(stage, "listen on")
    assert await stored(stage) == set()


async def test_without_the_platforms_leave_listening_is_explained_and_not_switched_on(
    database_dsn: str, tmp_path: Path
) -> None:
    async with staged(database_dsn, tmp_path, sheet=Guildlike(Hearing.ADDRESSED)) as stage:
        shown = await settings(stage, "listen on")
        assert DEAF in shown.text
        assert [button.label for button in shown.buttons] == ["Back to all settings"]
        assert (await stored(stage), LISTENS in stage.sheet.sent) == (set(), False)


async def test_roles_and_people_are_listed_by_a_form_and_taken_off_by_a_pick(stage: Stage) -> None:
    form = (await press(stage, await settings(stage, "roles"), "Add a role that may talk")).form
    assert form is not None
    shown = await settings(stage, f"{form.argument} <@&7>")
    assert "people with one of these roles: 7" in shown.text
    assert (await answers(stage, BEN), await answers(stage, CY), await answers(stage, ADA)) == (False, True, True)
    shown = await settings(stage, f"block add <@{CY.handle}>")
    assert (await answers(stage, CY), await answers(stage, ADA)) == (False, True)
    assert shown.pick is not None
    assert [choice.label for choice in shown.pick.choices] == ["Remove the role 7", "Unblock the person 103"]
    for choice in shown.pick.choices:
        await settings(stage, f"{shown.pick.argument} {choice.value}".strip())
    assert await stored(stage) == set()
    assert await answers(stage, BEN)


async def test_a_persona_and_limits_are_chosen(stage: Stage) -> None:
    shown = await settings(stage, "persona")
    assert shown.pick is not None and "brief" in [choice.label for choice in shown.pick.choices]
    assert "Persona: brief." in (await settings(stage, "persona brief")).text
    assert "Persona: the usual one." in (await settings(stage, "persona usual")).text
    shown = await settings(stage, "limits person_answers_per_minute")
    assert shown.form is not None and shown.form.value == "0"
    assert "1 answers a minute for one person" in (await settings(stage, f"{shown.form.argument} 1")).text
    assert await answers(stage, BEN)
    await answers(stage, BEN)
    assert "within a minute" in stage.sheet.sent[-1]


@pytest.mark.parametrize(
    ("argument", "told"),
    [
        ("nonsense", "I know no such setting"),
        ("persona ../../etc/passwd", "There is no such persona"),
        ("limits person_answers_per_minute many", "Say a whole number"),
        ("limits person_answers_per_minute -1", "Say a whole number"),
        ("limits space_tokens_per_day 99999999999999999999", "Say a whole number"),
        ("limits colour 3", "There is no such limit"),
        ("roles add '; DROP TABLE", "That is no id"),
        ("block add @everyone and more", "That is no id"),
    ],
)
async def test_nonsense_is_told_and_changes_nothing(stage: Stage, argument: str, told: str) -> None:
    assert told in (await settings(stage, argument)).text
    assert await stored(stage) == set()


async def test_every_change_is_written_down(stage: Stage) -> None:
    assert "Nothing was changed yet." in (await settings(stage, "audit")).text
    await settings(stage, "channels here off")
    await settings(stage, "limits space_tokens_per_day 5,000")
    other = Author("104", "Di", manages=True)
    await settings(stage, "persona brief", other)
    lines = (await settings(stage, "audit")).text.splitlines()
    assert "another manager: persona from not set to brief" in lines[1]
    assert "you: tokens a day for the whole space from not set to 5000" in lines[2]
    assert "you: answers in one channel from not set to off" in lines[3]


async def test_one_space_is_no_others(stage: Stage) -> None:
    await settings(stage, "channels all off")
    assert {each.name for each in await stage.memory.settings.of("discord/901")} == set()
    assert await stage.give(alone("Hi")) == "Yes."
    person = await stage.memory.settings.changes("discord/900")
    assert [Setting(each.channel, each.name, each.new) for each in person] == [Setting("", "answer", False)]
