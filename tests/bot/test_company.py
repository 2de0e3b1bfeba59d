"""Commands where others read: what they show there, to whom, what may be shared, and what a message is kept for."""

from datetime import UTC, datetime
from uuid import uuid4

from adapters.console import home_of
from adapters.console.parse import author_of
from adapters.types import Author, Message
from tests.bot.chat import Chat, labels

BEN = home_of(author_of("Ben"))


def message(chat: Chat, text: str, author: Author | None = None) -> Message:
    who = chat.stage.seat
    return Message(uuid4().hex, who.address, who.audience, author or who.author, text, datetime.now(UTC))


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
