"""The whole bot at Slack, over sockets: what people do there, and what of it reaches the model and the memory."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import asyncpg
import pytest

from tests.bot.severed import severed
from tests.platforms.slack.adapting import settings_at
from tests.platforms.slack.chatting import Chat, chatting, running
from tests.platforms.slack.people import Person
from tests.platforms.slack.server import SlackStandIn

PNG = b"\x89PNG\r\n\x1a\n...."


@pytest.fixture
async def chat(slack: SlackStandIn, database_dsn: str, tmp_path: Path) -> AsyncIterator[Chat]:
    """The whole bot, which says yes to everything."""
    async with chatting(slack, database_dsn, tmp_path) as chat:
        chat.tell("Yes.")
        yield chat


@pytest.fixture
async def ben(chat: Chat) -> Person:
    """Another member, in the channel."""
    person = chat.slack.person("Ben")
    chat.general.join(person)
    return person


async def test_what_is_said_alone_stays_alone_and_what_all_read_is_used_everywhere(chat: Chat, ben: Person) -> None:
    model = chat.tell("Yes.")
    await chat.tells("My diagnosis is flu.")
    await chat.ask("The meeting begins at eight.")
    await chat.ask("What is her diagnosis, and when is the meeting?", who=ben)
    assert "flu" not in str(model.prompts[-1]) and "at eight" in str(model.prompts[-1])
    await chat.tells("When is the meeting?", who=ben)
    assert "at eight" in str(model.prompts[-1])


async def test_a_conversation_goes_on_in_its_thread_also_after_a_restart(
    slack: SlackStandIn, database_dsn: str, tmp_path: Path
) -> None:
    async with chatting(slack, database_dsn, tmp_path / "one") as chat:
        chat.tell("Yes.")
        asked = await chat.alice.post(chat.general, f"{slack.mention} I sail on Sundays.")
        await chat.answered(asked)
        await chat.answered(await chat.alice.post(chat.general, "And on Mondays.", thread=asked))
        other = await chat.alice.post(chat.general, "Who is for lunch?")
    async with running(slack, database_dsn, tmp_path / "two") as stage:
        model = stage.speak_with(lambda messages: ["So you do."])
        await chat.alice.post(chat.general, "Me!", thread=other)
        said = await chat.alice.post(chat.general, "When do I sail?", thread=asked)
        (answer,) = await slack.said(chat.general, after=said.ts)
        assert (answer.text, answer.thread_ts) == ("So you do.", asked.ts)
        assert len(model.prompts) == 1 and "Sundays" in str(model.prompts) and "Mondays" in str(model.prompts)
        assert "Me!" not in str(model.prompts)


async def test_what_is_told_three_times_is_answered_once(chat: Chat) -> None:
    chat.slack.delivery.copies = 3
    asked = await chat.alice.post(chat.general, f"{chat.slack.mention} hello")
    await chat.answered(asked)
    await chat.slack.delivery.settled()
    await asyncio.sleep(0.3)
    assert len(chat.general.posts(by_bot=True)) == 1
    assert [text for ours, text in await chat.lines() if not ours] == ["hello"]


async def test_two_processes_that_both_hear_it_answer_it_once(
    slack: SlackStandIn, database_dsn: str, tmp_path: Path
) -> None:
    async with (
        chatting(slack, database_dsn, tmp_path / "one") as chat,
        running(slack, database_dsn, tmp_path / "two") as other,
    ):
        await slack.connected(2)
        other.speak_with(lambda messages: ["Yes."])
        chat.tell("Yes.")
        slack.delivery.copies = 8  # of which each process gets some
        asked = [await chat.alice.dm(f"Question {each}") for each in range(3)]
        for post in asked:
            assert await chat.answered(post) == "Yes."
        await slack.delivery.settled()
        await asyncio.sleep(0.3)
        assert len(chat.alice.direct.posts(by_bot=True)) == 3
        assert {each.line for each in slack.log.events("message")} >= {1, 2}


async def test_a_picture_and_a_text_are_read(chat: Chat) -> None:
    model = chat.stage.speak_with(lambda messages: ["A cat and eggs."], sees=True)
    files = {"cat.png": PNG, "list.txt": b"eggs"}
    await chat.answered(await chat.alice.post(chat.general, f"{chat.slack.mention} Look!", files=files))
    assert [image.content for image in model.prompts[-1][-1].images] == [PNG]
    assert "- list.txt:\n  eggs\n</files>" in model.prompts[-1][-1].text
    await chat.answered(await chat.alice.dm("", files={"cat.png": PNG}))
    assert model.prompts[-1][-1].images and "A file was sent: cat.png" in model.prompts[-1][-1].text


async def test_an_edit_is_what_is_remembered_and_what_is_deleted_is_not(chat: Chat) -> None:
    cat, code = await chat.alice.dm("My cat is called Miso."), await chat.alice.dm("My code is 4711.")
    for post in (cat, code):
        await chat.answered(post)
    await chat.alice.edit(cat, "My cat is called Biscuit.")
    await chat.alice.delete(code)
    await chat.forgets("Miso")
    await chat.forgets("4711")
    model = chat.tell("Biscuit.")
    await chat.tells("What is my cat called, and what is my code?")
    assert "Biscuit" in str(model.prompts[-1])
    assert "Miso" not in str(model.prompts[-1]) and "4711" not in str(model.prompts[-1])


async def test_a_deleted_channel_and_the_end_of_the_app_have_an_end(chat: Chat) -> None:
    hall = chat.slack.home.channel("hall", chat.alice)
    await chat.ask("The code of the bike is 1234.")
    await chat.ask("The code of the hall is 4711.", hall)
    model = chat.tell("Hm.")
    await chat.tells("What are the codes of bike and hall?")
    assert "1234" in str(model.prompts[-1]) and "4711" in str(model.prompts[-1])
    hall.delete(chat.alice)
    await chat.forgets("4711")
    await chat.tells("So, what are the codes of bike and hall?")
    assert "1234" in str(model.prompts[-1]) and "4711" not in str(model.prompts[-1])
    chat.slack.home.uninstall()
    assert abs(await ends_in(chat.dsn) - timedelta(days=30)) < timedelta(minutes=5)
    assert await chat.stage.memory.following.erase_next() is None, "nothing is due yet"
    assert "1234" in str(await chat.lines())
    await of(chat.dsn, "UPDATE erasures SET due_at = now()")
    while await chat.stage.memory.following.erase_next() is not None:
        continue
    alone = ["What are the codes of bike and hall?", "So, what are the codes of bike and hall?"]
    assert [text for ours, text in await chat.lines() if not ours] == alone, "what she said alone with the bot is hers"


async def of(dsn: str, statement: str) -> list[asyncpg.Record]:
    """What the database says to its owner."""
    connection = await asyncpg.connect(dsn)
    try:
        return await connection.fetch(statement)
    finally:
        await connection.close()


async def ends_in(dsn: str) -> timedelta:
    """In what time the workspace is to be erased, once that is put down; raises TimeoutError."""
    async with asyncio.timeout(15):
        while not (rows := await of(dsn, "SELECT due_at - now() AS wait FROM erasures WHERE space IS NOT NULL")):
            await asyncio.sleep(0.05)
    wait: timedelta = rows[0]["wait"]
    return wait


async def test_a_slow_model_shows_that_it_thinks_and_is_stopped_by_deleting_the_question(chat: Chat) -> None:
    model = chat.tell(asyncio.Event())
    question = await chat.alice.post(chat.general, f"{chat.slack.mention} Tell me a story.")
    await chat.slack.log.until(lambda: bool(model.prompts) and chat.general.session(question).get("status") != "active")
    await chat.slack.log.called("agents.sessions.setStatus")
    chat.tell("Here I am.")
    waiting = await chat.alice.post(chat.general, f"{chat.slack.mention} Are you there?")
    await asyncio.sleep(0.3)
    await chat.alice.delete(question)
    assert await chat.answered(waiting) == "Here I am."
    assert len(chat.general.posts(by_bot=True)) == 1


async def test_a_channel_that_refuses_costs_one_answer(chat: Chat) -> None:
    for method in ("chat.startStream", "chat.postMessage"):
        chat.slack.faults.refuse(method, "restricted_action")
    await chat.alice.post(chat.general, f"{chat.slack.mention} Hello.")
    await chat.slack.log.called("chat.postMessage")
    await chat.slack.log.quiet()
    chat.slack.faults.lift()
    assert await chat.tells("Hello.") == "Yes."
    assert chat.general.posts(by_bot=True) == []


async def test_a_thumb_is_kept_with_the_answer_also_after_a_restart(
    slack: SlackStandIn, database_dsn: str, tmp_path: Path
) -> None:
    async with chatting(slack, database_dsn, tmp_path / "one") as chat:
        chat.tell("Yes.")
        asked = await chat.alice.post(chat.general, f"{slack.mention} Hello.")
        answer = await slack.reply(asked)
    async with running(slack, database_dsn, tmp_path / "two"):
        await chat.alice.react(answer, "thumbsdown")
        (why,) = await slack.said(chat.alice.direct, seconds=15)
        assert [each.label for each in why.buttons] == ["Say what was wrong"]


async def test_while_the_database_is_away_people_wait_and_are_answered_once(
    slack: SlackStandIn, database_dsn: str, tmp_path: Path
) -> None:
    async with severed(database_dsn) as (relay, dsn), chatting(slack, dsn, tmp_path) as chat:
        chat.tell("Yes.")
        await chat.tells("Hello.")
        relay.cut()
        posts = [await chat.alice.dm(f"Question {each}") for each in range(3)]
        posts.append(await chat.alice.post(chat.general, f"{slack.mention} Hello."))
        await asyncio.sleep(1.0)
        assert len(chat.alice.direct.posts(by_bot=True)) == 1 and not chat.general.posts(by_bot=True)
        relay.mend()
        for post in posts:
            assert await chat.answered(post, seconds=20) == "Yes."
        assert len(chat.alice.direct.posts(by_bot=True)) == 4


async def test_where_no_manager_chose_that_it_listens_nothing_is_remembered_and_nothing_answered(
    slack: SlackStandIn, database_dsn: str, tmp_path: Path
) -> None:
    alice, ben = slack.person("Alice"), slack.person("Ben")
    general = slack.home.channel("general", alice, ben)
    async with running(slack, database_dsn, tmp_path, settings=settings_at(slack, listen=True)) as stage:
        model = stage.speak_with(lambda messages: ["At eight."])
        await ben.post(general, "The party begins at ten.")
        await slack.delivery.settled()
        await asyncio.sleep(0.3)
        asked = await alice.post(general, f"{slack.mention} When is the party?")
        await slack.reply(asked)
        assert "at ten" not in str(model.prompts), "no manager chose that it listens here"
        assert len(general.posts(by_bot=True)) == 1
