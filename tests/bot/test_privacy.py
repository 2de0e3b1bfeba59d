"""What people choose for themselves: learning, zone, persona; and that everything can be forgotten."""

from pathlib import Path
from zoneinfo import ZoneInfo

from adapters.console import home_of
from adapters.console.parse import author_of
from bot.bridge import to_account, to_place
from memory.types import PersonId
from tests.bot.chat import Chat, labels
from tests.bot.stage import staged

ANA, BEN = home_of(author_of("Ana")), home_of(author_of("Ben"))


async def person(chat: Chat) -> PersonId:
    who = chat.stage.seat
    return await chat.stage.memory.person(to_account("console", who.author), to_place(who.address, who.audience))


async def test_privacy_tells_what_is_kept_and_switches_learning(chat: Chat) -> None:
    told = await chat.order("privacy")
    assert labels(told) == ["Turn learning off", "Allow training", "Export", "Forget everything"]
    assert "stays between us" in told.text and len(told.text) < 2000 and told.private
    off = await chat.press(told, "Turn learning off")
    assert "Learning is off" in off.text and labels(off) == ["Turn learning on"]
    assert not (await chat.stage.memory.choices.of(await person(chat))).learning
    assert "Learning is off" in (await chat.order("privacy")).text
    assert "I learn" in (await chat.press(off, "Turn learning on")).text
    assert (await chat.stage.memory.choices.of(await person(chat))).learning


async def test_training_is_off_until_it_is_allowed(chat: Chat) -> None:
    told = await chat.order("privacy")
    assert not (await chat.stage.memory.choices.of(await person(chat))).training and "train" not in told.text
    on = await chat.press(told, "Allow training")
    assert "to train a language model" in on.text and labels(on) == ["Do not allow training"]
    assert (await chat.stage.memory.choices.of(await person(chat))).training
    assert "to train a language model" in (await chat.order("privacy")).text
    assert "Nothing" in (await chat.press(on, "Do not allow training")).text
    assert not (await chat.stage.memory.choices.of(await person(chat))).training


async def test_privacy_tells_of_signals_about_answers(chat: Chat) -> None:
    await chat.stage.say("Hello!")
    chat.stage.speak_with(lambda messages: ["Miso."])
    await chat.stage.say("What is my cat called?")
    await chat.stage.say("Shorter please.")
    assert "Of 1 of my answers" in (await chat.order("privacy")).text


async def test_everything_is_forgotten_after_two_questions(chat: Chat) -> None:
    await chat.stage.say("The heron lives at the pond.")
    await chat.order("remember", "My bike is blue")
    first = await chat.press(await chat.order("privacy"), "Forget everything")
    assert labels(first) == ["Yes, go on", "Keep everything"]
    second = await chat.press(first, "Yes, go on")
    assert labels(second) == ["Forget everything for good", "Keep everything"]
    assert "keep everything" in (await chat.press(second, "Keep everything")).text
    assert "blue" in (await chat.order("memory")).text
    done = await chat.press(second, "Forget everything for good")
    assert done.text.startswith("Everything is forgotten.")
    assert "nothing" in (await chat.order("memory")).text
    assert "nothing like that" in (await chat.order("forget", "heron")).text


async def test_forgetting_everything_takes_nothing_of_others(chat: Chat) -> None:
    chat.sit(BEN)
    await chat.order("remember", "My bike is red")
    chat.sit(ANA)
    await chat.order("privacy", "forget everything for good")
    chat.sit(BEN)
    assert "My bike is red" in (await chat.order("memory")).text


async def test_the_terminal_says_what_to_type(database_dsn: str, tmp_path: Path) -> None:
    async with staged(database_dsn, tmp_path) as stage:
        await stage.order("remember", "My bike is blue")
        for argument, told in (
            ("forget", "/privacy forget everything"),
            ("forget everything", "/privacy forget everything for good"),
            ("forget everything for good", "Everything is forgotten"),
            ("nonsense", "Say /privacy alone"),
        ):
            assert told in await stage.order("privacy", argument)
        assert "nothing" in await stage.order("memory")


async def test_a_zone_is_set_by_name_or_city_and_told_with_its_time(chat: Chat) -> None:
    assert "have not told me" in (await chat.order("timezone")).text
    told = (await chat.order("timezone", "auckland")).text
    assert told.startswith("Your time zone is Pacific/Auckland now: ")
    assert ("UTC+12:00" in told) or ("UTC+13:00" in told)
    assert (await chat.stage.memory.choices.of(await person(chat))).zone == "Pacific/Auckland"
    assert "Your time zone is Pacific/Auckland: " in (await chat.order("timezone")).text
    assert "do not know that time zone" in (await chat.order("timezone", "Atlantis")).text
    assert ZoneInfo((await chat.stage.memory.choices.of(await person(chat))).zone or "").key == "Pacific/Auckland"


async def test_alone_everybody_chooses_who_answers(chat: Chat) -> None:
    asked = await chat.order("persona")
    assert "Here I am my usual self." in asked.text and "Be rapport" in labels(asked)
    assert "cannot be pirate" in (await chat.order("persona", "pirate")).text
    assert "when we are alone" in (await chat.press(asked, "Be rapport")).text
    assert (await chat.stage.memory.choices.of(await person(chat))).persona == "rapport"
    assert "my usual self" in (await chat.press(await chat.order("persona"), "Be usual")).text
    assert (await chat.stage.memory.choices.of(await person(chat))).persona is None


async def test_in_a_space_those_choose_who_manage_it(chat: Chat) -> None:
    chat.go("#garden")
    assert "those choose who manage" in (await chat.order("persona", "rapport")).text
    assert await chat.stage.memory.settings.of("console/home") == ()
    chat.sit(chat.stage.seat, manages=True)
    assert "in this space" in (await chat.order("persona", "rapport")).text
    (setting,) = await chat.stage.memory.settings.of("console/home")
    assert (setting.channel, setting.name, setting.value) == ("", "persona", "rapport")
    assert "Here I am rapport." in (await chat.order("persona")).text


async def test_an_answer_is_explained_by_its_id(chat: Chat) -> None:
    await chat.order("remember", "My bike is blue")
    await chat.stage.say("What colour is my bike?")
    assert "not answered you here" in (await chat.order("why", "no-such-answer")).text
    chat.go("#garden")
    assert "not answered you here" in (await chat.order("why")).text
