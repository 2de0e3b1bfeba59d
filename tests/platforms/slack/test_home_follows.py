"""People's own pages follow what is deleted, left, learned and told elsewhere, whichever process does it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.types import direct_with
from bot.open_pages import Renewing
from memory.ports import Extraction
from memory.types import Account, Audience, PersonId, Place, Viewer
from tests.bot.stage import Stage, staged
from tests.memory.learning_world import item
from tests.platforms.programs import SECONDS
from tests.platforms.slack.accounts import deactivated
from tests.platforms.slack.chatting import running
from tests.platforms.slack.people import Person
from tests.platforms.slack.places import Channel
from tests.platforms.slack.posts import Post
from tests.platforms.slack.processes import Processes
from tests.platforms.slack.scene import Scene, kept
from tests.platforms.slack.server import SlackStandIn
from tests.platforms.slack.test_home import looked
from tests.scenarios.reference_model import ReferenceModel


@pytest.fixture
async def other(stage: Stage, database_dsn: str, tmp_path: Path) -> AsyncIterator[Stage]:
    """Another process on the same database, which is told nothing by Slack."""
    async with staged(database_dsn, tmp_path) as other:
        yield other


async def said(scene: Scene, text: str, channel: Channel | None = None, *, who: Person | None = None) -> Post:
    """What somebody said to the bot, once it is noted."""
    post = await (who or scene.alice).post(channel or scene.general, f"{scene.slack.mention} {text}")
    await scene.slack.reply(post)
    return post


async def learned(process: Stage, *facts: dict[str, object]) -> None:
    """These facts are learned from what was said last in a place."""

    async def extractor(extraction: Extraction) -> object:
        return {"facts": list(facts)}

    found = await process.memory.learn_next(extractor)
    assert found is not None and found.added == len(facts)


async def vanished(scene: Scene, words: str, person: Person | None = None) -> None:
    """Until somebody's page does not say that any more."""
    person = person or scene.alice
    await scene.slack.log.until(lambda: person.home is not None and words not in person.home.text)


def handle_of(person: Person) -> str:
    return f"{person.user.team}:{person.id}"


def alone_with(person: Person) -> Place:
    return Place(direct_with("slack", handle_of(person)).key, None, Audience.DIRECT, "direct")


async def person_of(process: Stage, person: Person) -> PersonId:
    """Who that is in memory."""
    return await process.memory.person(Account("slack", handle_of(person), person.user.name), alone_with(person))


async def test_a_page_follows_what_is_deleted_in_a_channel(scene: Scene, stage: Stage) -> None:
    told = await said(scene, "My bike is blue")
    await learned(stage, item(1, "My bike is blue", "Alice's bike is blue", "Alice"))
    await looked(scene, "bike is blue")
    await scene.alice.delete(told)
    await vanished(scene, "bike is blue")


async def test_a_page_follows_what_others_said_and_delete(scene: Scene, stage: Stage) -> None:
    await kept(scene, "My cat is grey")
    told = await said(scene, "Alice keeps bees", who=scene.bob)
    await learned(stage, item(1, "Alice keeps bees", "Alice keeps bees", "Alice"))
    await looked(scene, "keeps bees", scene.bob)
    await scene.bob.delete(told)
    await vanished(scene, "keeps bees", scene.bob)


@pytest.mark.parametrize("way", ["leaves", "sent away", "deleted"])
async def test_a_page_follows_who_leaves_a_channel_and_channels_that_end(scene: Scene, stage: Stage, way: str) -> None:
    secret = scene.slack.home.channel("secret", scene.alice, scene.bob, private=True)
    await said(scene, "Alice keeps bees", secret, who=scene.bob)
    await learned(stage, item(1, "Alice keeps bees", "Alice keeps bees", "Alice"))
    await said(scene, "My bike is blue", secret)
    await learned(stage, item(1, "My bike is blue", "Alice's bike is blue", "Alice"))
    await looked(scene, "bike is blue")
    match way:
        case "leaves":
            secret.leave(scene.alice)
        case "sent away":
            secret.remove_bot()
        case _:
            secret.delete(scene.bob)
    await vanished(scene, "bike is blue")


async def test_a_page_follows_who_leaves_the_workspace(scene: Scene, stage: Stage) -> None:
    await said(scene, "My bike is blue")
    await learned(stage, item(1, "My bike is blue", "Alice's bike is blue", "Alice"))
    await looked(scene, "bike is blue")
    deactivated(scene.slack, scene.alice)
    await vanished(scene, "bike is blue")


async def test_a_page_follows_what_is_learned_in_the_background(scene: Scene, stage: Stage, other: Stage) -> None:
    await said(scene, "My bike is blue")
    await looked(scene, "nothing about you here yet")
    await learned(other, item(1, "My bike is blue", "Alice's bike is blue", "Alice"))
    await scene.shows(scene.alice, "bike is blue")


async def test_a_page_follows_another_process(scene: Scene, stage: Stage, other: Stage) -> None:
    await said(scene, "My bike is blue")
    await learned(other, item(1, "My bike is blue", "Alice's bike is blue", "Alice"))
    await looked(scene, "bike is blue")
    person = await person_of(other, scene.alice)
    await other.memory.choices.set_learning(person, False)
    await scene.shows(scene.alice, "Learning is off")
    viewer = Viewer(person, alone_with(scene.alice))
    (fact,) = await other.memory.facts(viewer)
    await other.memory.correct(viewer, fact.id, "My bike is red")
    await scene.shows(scene.alice, "bike is red")
    await other.memory.following.erase_account("slack", handle_of(scene.alice))
    await scene.shows(scene.alice, "So far I remember nothing of you")


async def test_a_page_follows_reminders(scene: Scene, stage: Stage) -> None:
    await kept(scene, "My bike is blue")
    await looked(scene, "bike is blue")
    use = await scene.alice.slash(scene.general, "/rapport remind me in 2 seconds to water the plants")
    await scene.slack.log.until(lambda: bool(use.posts))
    await scene.shows(scene.alice, "water the plants")
    await vanished(scene, "water the plants")


async def test_who_was_a_stranger_sees_what_they_told_elsewhere(scene: Scene, stage: Stage, other: Stage) -> None:
    await looked(scene, "So far I remember nothing of you")
    await person_of(other, scene.alice)
    await scene.shows(scene.alice, "nothing about you here yet")


async def test_a_page_is_kept_true_by_whoever_showed_it_last(
    scene: Scene, stage: Stage, other: Stage, database_dsn: str, tmp_path: Path
) -> None:
    await kept(scene, *(f"My cat number {number} is grey" for number in range(10)))
    page = await looked(scene, "Page 1 of 2")
    async with running(scene.slack, database_dsn, tmp_path):
        await scene.slack.connected(2)
        for _ in range(3):  # over one socket or the other
            await scene.alice.click(page, "Next page")
            page = await scene.shows(scene.alice, "Page 2 of 2")
            await scene.alice.click(page, "Previous page")
            page = await scene.shows(scene.alice, "Page 1 of 2")
        await scene.alice.click(page, "Next page")
        await scene.shows(scene.alice, "Page 2 of 2")
        await scene.slack.log.quiet()
        before = len(scene.slack.log.to("views.publish"))
        await other.memory.choices.set_learning(await person_of(other, scene.alice), False)
        page = await scene.shows(scene.alice, "Learning is off")
        await scene.slack.log.quiet(2.0)
        assert "Page 2 of 2" in page.text and len(scene.slack.log.to("views.publish")) == before + 1


async def test_what_changes_together_is_shown_together(scene: Scene, stage: Stage, other: Stage) -> None:
    await kept(scene, "My bike is blue")
    await looked(scene, "bike is blue")
    await scene.slack.log.quiet()
    before = len(scene.slack.log.to("views.publish"))
    person = await person_of(other, scene.alice)
    for number in range(40):
        await other.memory.choices.set_learning(person, number % 2 == 1)
    await other.memory.choices.set_learning(person, False)
    await scene.shows(scene.alice, "Learning is off")
    assert len(scene.slack.log.to("views.publish")) <= before + 2


async def test_what_changes_nothing_on_a_page_is_not_sent(scene: Scene, stage: Stage, other: Stage) -> None:
    await kept(scene, "My bike is blue")
    page = await looked(scene, "bike is blue")
    await scene.alice.click(page, "Turn learning off")
    await scene.shows(scene.alice, "What I know already stays")
    await scene.slack.log.quiet(1.0)
    before = len(scene.slack.log.to("views.publish"))
    await other.memory.choices.set_zone(await person_of(other, scene.alice), "Europe/Paris")
    await scene.slack.log.quiet(2.0)
    assert len(scene.slack.log.to("views.publish")) == before
    assert scene.alice.home is not None and "What I know already stays" in scene.alice.home.text


async def test_where_slack_asks_for_a_long_pause_the_page_is_true_after_it(
    scene: Scene, stage: Stage, other: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.open_pages.RETRY_SECONDS", 1.0)
    monkeypatch.setattr("adapters.slack.wire.LONGEST_WAIT", 0.0)
    await kept(scene, "My bike is blue")
    await looked(scene, "bike is blue")
    scene.slack.faults.limit("views.publish", retry_after=2)
    await other.memory.choices.set_learning(await person_of(other, scene.alice), False)
    await scene.shows(scene.alice, "Learning is off")
    assert len(scene.slack.log.to("views.publish")) <= 4


async def test_of_what_nobody_looks_at_nobody_is_told(
    scene: Scene, stage: Stage, other: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    tell = Renewing.tell

    def telling(renewing: Renewing, handle: str) -> None:
        told.append(handle)
        tell(renewing, handle)

    monkeypatch.setattr(Renewing, "tell", telling)
    await kept(scene, "My bike is blue")
    await looked(scene, "nothing of you", scene.bob)
    await other.memory.choices.set_learning(await person_of(other, scene.alice), False)
    await other.memory.choices.set_learning(await person_of(other, scene.bob), False)
    await scene.shows(scene.bob, "Learning is off")
    assert set(told) == {handle_of(scene.bob)}


async def test_the_program_follows_another_process(
    slack: SlackStandIn, scene: Scene, database_dsn: str, tmp_path: Path
) -> None:
    async with ReferenceModel() as model, Processes(slack, database_dsn, tmp_path / "program", model) as programs:
        await programs.start()
        use = await scene.alice.slash(scene.general, "/rapport remember My bike is blue")
        await slack.log.until(lambda: "Kept: " in use.text, SECONDS)  # it may be loading still
        await looked(scene, "bike is blue")
        async with staged(database_dsn, tmp_path) as other:
            person = await person_of(other, scene.alice)
            await other.memory.choices.set_learning(person, False)
            await scene.shows(scene.alice, "Learning is off")
            await other.memory.following.erase_account("slack", handle_of(scene.alice))
            await scene.shows(scene.alice, "So far I remember nothing of you")
