"""Commands where there are buttons, lists, forms and files: what they show, and to whom."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from adapters.console import home_of
from adapters.console.parse import author_of
from adapters.outgoing import LONGEST_CONTROL, Outgoing
from adapters.types import Author, Message
from tests.bot.chat import Chat, chatting, labels

BEN = home_of(author_of("Ben"))


@pytest.fixture
async def chat(database_dsn: str, tmp_path: Path) -> AsyncIterator[Chat]:
    async with chatting(database_dsn, tmp_path) as chat:
        yield chat
        assert all(fits(shown) for shown in chat.sheet.outgoing)


def fits(shown: Outgoing) -> bool:
    """Whether every platform could carry the controls."""
    picks = () if shown.pick is None else shown.pick.choices
    controls = [button.command + button.argument for button in shown.buttons]
    return (
        all(len(control) <= LONGEST_CONTROL for control in controls)
        and len(set(controls)) == len(controls)
        and len({choice.value for choice in picks}) == len(picks) <= 25
        and all(choice.label for choice in picks)
    )


def message(chat: Chat, text: str, author: Author | None = None) -> Message:
    who = chat.stage.seat
    return Message(uuid4().hex, who.address, who.audience, author or who.author, text, datetime.now(UTC))


async def test_memory_is_turned_page_by_page(chat: Chat) -> None:
    for number in range(20):
        await chat.order("remember", f"My cat number {number} is grey.")
    first = await chat.order("memory")
    assert labels(first) == ["Next page"] and "Page 1 of 3." in first.text
    assert first.private and not first.replace and first.text.count("\n") == 9
    second = await chat.press(first, "Next page")
    assert labels(second) == ["Previous page", "Next page"] and second.replace
    assert "\n9. " in second.text and "\n16. " in second.text
    third = await chat.press(second, "Next page")
    assert labels(third) == ["Previous page"] and "\n20. " in third.text
    assert (await chat.press(third, "Previous page")).text == second.text
    assert all(len(shown.text) < 2000 for shown in (first, second, third))


async def test_what_is_searched_is_turned_too_and_long_words_have_no_pages(chat: Chat) -> None:
    for number in range(10):
        await chat.order("remember", f"My cat number {number} is grey.")
    found = await chat.order("memory", "search grey cat")
    assert "Page 1 of" in found.text
    assert "grey" in (await chat.press(found, "Next page")).text
    assert labels(await chat.order("memory", "search cat " + "wordy " * 20)) == []


async def test_a_thing_is_picked_and_corrected_by_a_form(chat: Chat) -> None:
    await chat.order("remember", "My bike is blue")
    shown = await chat.pick(await chat.order("memory"), "My bike")
    assert labels(shown) == ["Correct", "Forget", "Back to the list"]
    asked = await chat.press(shown, "Correct")
    assert asked.form is not None and asked.form.value == "My bike is blue"
    done = await chat.fill(asked, "My bike is red.")
    assert done.text.startswith("Corrected: My bike is red")
    assert "blue" not in (await chat.press(done, "Back to the list")).text


async def test_forgetting_asks_once(chat: Chat) -> None:
    await chat.order("remember", "My bike is blue")
    shown = await chat.pick(await chat.order("memory"), "My bike")
    asked = await chat.press(shown, "Forget")
    assert labels(asked) == ["Forget for good", "Keep it"] and "My bike is blue" in asked.text
    assert "keep it" in (await chat.press(asked, "Keep it")).text
    assert "blue" in (await chat.order("memory")).text
    assert (await chat.press(asked, "Forget for good")).text.startswith("Forgotten for good: ")
    assert "nothing" in (await chat.order("memory")).text
    assert "not remembered any more" in (await chat.press(asked, "Forget for good")).text
    assert "not remembered any more" in (await chat.press(shown, "Forget")).text
    assert "not remembered any more" in (await chat.press(shown, "Correct")).text


async def test_words_to_forget_are_asked_about(chat: Chat) -> None:
    await chat.stage.say("The heron lives at the pond.")
    await chat.stage.say("The heron eats frogs.")
    asked = await chat.order("forget", "heron")
    assert labels(asked) == ["All 2 of them"] and asked.pick is not None and len(asked.pick.choices) == 2
    one = await chat.pick(asked, "The heron eats")
    assert "frogs" in one.text and labels(one) == ["Forget for good", "Keep it"]
    assert "1 message" in (await chat.press(one, "Forget for good")).text
    both = await chat.press(asked, "All 2 of them")
    assert "pond" in both.text and "frogs" not in both.text
    await chat.press(both, "Forget for good")
    assert "nothing like that" in (await chat.order("forget", "heron")).text


async def test_too_many_are_not_forgotten_unasked(chat: Chat) -> None:
    for number in range(30):
        await chat.order("remember", f"The heron number {number} eats frogs.")
    asked = await chat.order("forget", "heron")
    assert "There are 60; more words find fewer." in asked.text
    assert "Those are 60, too many to forget at once" in (await chat.order("forget", "all")).text
    assert "There are 60" in (await chat.order("forget", "heron")).text


async def test_in_company_the_answer_is_for_the_asker_and_tells_what_direct_would(chat: Chat) -> None:
    await chat.order("remember", "My bike is blue")
    chat.go("#garden")
    shown = await chat.order("memory")
    assert shown.private and "My bike is blue" in shown.text
    assert shown.address.title == "#garden"
    item = await chat.pick(shown, "My bike")
    assert labels(item) == ["Correct", "Forget", "Share in #garden", "Back to the list"]


async def test_another_may_press_and_gets_nothing(chat: Chat) -> None:
    await chat.order("remember", "My bike is blue")
    shown = await chat.order("memory")
    item = await chat.pick(shown, "My bike")
    chat.sit(BEN)
    for label in ("Correct", "Forget"):
        refused = await chat.press(item, label)
        assert "not remembered any more" in refused.text and "blue" not in refused.text and refused.form is None
    assert "blue" not in (await chat.pick(shown, "My bike")).text
    assert shown.pick is not None
    token = shown.pick.choices[0].value
    for name, argument in (("forget", f"yes {token}"), ("memory", f"correct {token} Ha."), ("share", f"off {token}")):
        await chat.order(name, argument, control="1")
    chat.sit(home_of(author_of("Ana")))
    assert "My bike is blue" in (await chat.order("memory")).text


async def test_share_and_take_back_by_buttons(chat: Chat) -> None:
    await chat.order("remember", "My bike is blue")
    chat.go("#garden")
    item = await chat.pick(await chat.order("memory"), "My bike")
    done = await chat.press(item, "Share in #garden")
    assert done.text == "That may now be used in #garden." and "Stop sharing" in labels(done)
    assert "Stop sharing" in labels(await chat.pick(await chat.order("memory"), "My bike"))
    listed = await chat.order("share")
    assert "#garden" in listed.text
    taken = await chat.pick(listed, "My bike")
    assert "shared nowhere" in taken.text
    assert "You share nothing" in (await chat.order("share")).text
    assert "Share in #garden" in labels(await chat.pick(await chat.order("memory"), "My bike"))


async def test_share_of_a_kind_is_asked_and_listed(chat: Chat) -> None:
    assert labels(await chat.order("share", "preferences")) == ["Take it back everywhere"]
    chat.go("#garden")
    asked = await chat.order("share", "preferences")
    assert labels(asked) == ["Share in #garden", "Take it back everywhere"]
    assert "may now be used in #garden" in (await chat.press(asked, "Share in #garden")).text
    listed = await chat.order("share")
    assert labels(listed) == ["Stop sharing preferences"]
    assert "nowhere any more" in (await chat.press(listed, "Stop sharing preferences")).text


async def test_what_is_typed_privately_in_company_is_not_said_there(chat: Chat) -> None:
    chat.go("#garden")
    kept = await chat.order("remember", "My locker is number nine.")
    assert labels(kept) == ["Share in #garden"]
    model = chat.stage.speak_with(lambda messages: ["Ok."])
    chat.sit(BEN.moved("#garden"))
    await chat.stage.say("Which number is Ana's locker?")
    assert "nine" not in "".join(each.text for each in model.prompts[-1])


async def test_why_offers_to_change_what_was_used(chat: Chat) -> None:
    await chat.order("remember", "My bike is blue")
    chat.go("#garden")
    assert "not answered you here" in (await chat.order("why")).text
    chat.go("direct")
    await chat.stage.say("What colour is my bike?")
    told = await chat.order("why")
    assert "blue" in told.text and told.pick is not None
    assert "Correct" in labels(await chat.pick(told, "My bike is blue"))


async def test_own_message_is_remembered_where_it_stands(chat: Chat) -> None:
    chat.go("#garden")
    said = message(chat, "My bike is blue")
    assert (await chat.order("keep", about=said)).text == "Kept: My bike is blue"
    assert (await chat.order("keep", about=said)).text == "Kept: My bike is blue"
    assert (await chat.order("memory")).text.count("My bike is blue") == 1
    model = chat.stage.speak_with(lambda messages: ["Ok."])
    chat.sit(BEN.moved("#garden"))
    await chat.stage.say("What colour is Ana's bike?")
    assert "blue" in "".join(each.text for each in model.prompts[-1])


async def test_anothers_message_is_kindly_not_remembered(chat: Chat) -> None:
    chat.go("#garden")
    told = await chat.order("keep", about=message(chat, "I owe Ana money.", BEN.author))
    assert "words of Ben" in told.text and "/remember" in told.text
    assert "nothing" in (await chat.order("memory")).text
    chat.sit(BEN)
    assert "nothing" in (await chat.order("memory")).text
    assert "Open that on a message" in (await chat.order("keep")).text


async def test_what_is_known_about_a_message_is_only_what_the_asker_may_see(chat: Chat) -> None:
    await chat.order("remember", "The heron lives at the pond.")
    asked = message(chat, "Where does the heron live?", BEN.author)
    found = await chat.order("about", about=asked)
    assert "lives at the pond" in found.text and found.private
    chat.sit(BEN)
    assert (await chat.order("about", about=asked)).text == "I remember nothing about that which you may see."
    assert "nothing" in (await chat.order("about", about=message(chat, ""))).text


async def test_export_is_a_file(chat: Chat) -> None:
    chat.go("#garden")
    await chat.stage.say("The heron lives at the pond.")
    told = await chat.order("export")
    assert told.private and [file.name for file in told.files] == ["what-i-keep-of-you.json"]
    assert "heron" in json.dumps(json.loads(told.files[0].content))


async def test_tone_is_told_listed_and_removed(chat: Chat) -> None:
    none = await chat.order("tone")
    form = await chat.press(none, "Say how you want to be answered")
    assert "short answers" in (await chat.fill(form, "short answers, please")).text
    listed = await chat.order("tone")
    assert "1. short answers, please" in listed.text
    await chat.order("remember", "My bike is blue")
    assert "bike" not in (await chat.order("tone")).text
    asked = await chat.pick(await chat.order("tone"), "short answers")
    await chat.press(asked, "Forget for good")
    assert "have not told me" in (await chat.order("tone")).text


async def test_help_is_in_the_askers_language(chat: Chat) -> None:
    who = chat.stage.seat
    chat.stage.seat = replace(who, author=replace(who.author, locale="pt-BR"))
    told = (await chat.order("help")).text
    assert "/memória: " in told and "/memory" not in told and len(told) < 2000
    chat.stage.seat = replace(who, author=replace(who.author, locale="xx"))
    assert "/memory: " in (await chat.order("help")).text


@pytest.mark.parametrize(
    "argument", ["show f999999999", "correct f999999999", "show m1.1", "page 99999999 x", "page 0"]
)
async def test_a_control_of_nothing_gets_a_sentence(chat: Chat, argument: str) -> None:
    shown = await chat.order("memory", argument, control="1")
    assert shown.text in ("That is not remembered any more.",) or "nothing" in shown.text
