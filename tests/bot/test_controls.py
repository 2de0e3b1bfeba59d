"""Commands where there are buttons, lists, forms and files: what they show."""

import json
from dataclasses import replace

import pytest

from tests.bot.chat import Chat, labels


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


async def test_why_offers_to_change_what_was_used(chat: Chat) -> None:
    await chat.order("remember", "My bike is blue")
    chat.go("#garden")
    assert "not answered you here" in (await chat.order("why")).text
    chat.go("direct")
    await chat.stage.say("What colour is my bike?")
    told = await chat.order("why")
    assert "blue" in told.text and told.pick is not None
    assert "Correct" in labels(await chat.pick(told, "My bike is blue"))


async def test_why_names_the_model_and_the_time_and_no_tokens(chat: Chat) -> None:
    chat.stage.speak_with(lambda messages: ["Blue."])
    await chat.stage.say("What colour is my bike?")
    told = (await chat.order("why")).text.splitlines()[-1]
    assert told.startswith("(The answer was written by the model ") and told.endswith(" seconds.)")


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
    assert "In your own words: nothing yet." in (await chat.order("tone")).text


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
