"""Commands, controls, forms and people's own pages over signed HTTP, each request to another process of the bot."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from adapters.slack.adapter import Slack
from adapters.slack.manifest import EVENTS_PATH
from adapters.slack.settings import Http, Settings
from adapters.slack.shared import Shared, shared_by
from adapters.types import Event
from bot.catalog import load_catalog
from tests.adapters.slack_installed import processes
from tests.bot.stage import Stage, staged
from tests.bot.test_told_twice import stored
from tests.platforms.slack.adapting import nothing_more
from tests.platforms.slack.hooks import Hook
from tests.platforms.slack.log import Delivered
from tests.platforms.slack.scene import Scene, scene_at
from tests.platforms.slack.server import HOST, SlackStandIn
from tests.platforms.slack.test_every_command import COMMANDS, typed

END_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Balanced:
    """Two processes, and who uses them."""

    scene: Scene
    adapters: tuple[Slack, ...]
    stages: tuple[Stage, ...]

    def to(self, number: int) -> None:
        """From now on requests go to that process."""
        self.scene.slack.post_to(self._address(number))

    def apart(self) -> None:
        """From now on mentions go to the second process, and everything else to the first."""
        slack = self.scene.slack
        slack.delivery.hook = Apart(self._address(0), slack.credentials.signing_secret, mentions=self._address(1))

    def _address(self, number: int) -> str:
        return f"http://{HOST}:{self.adapters[number].port}{EVENTS_PATH}"


@dataclass(slots=True, kw_only=True)
class Apart(Hook):
    """Posts mentions to another address."""

    mentions: str

    async def post(self, told: Delivered, seconds: float, *, reason: str = "") -> None:
        to = Hook(self.mentions if told.name == "app_mention" else self.address, self.secret)
        await to.post(told, seconds, reason=reason)


@pytest.fixture
async def balanced(slack: SlackStandIn, database_dsn: str, tmp_path: Path) -> AsyncIterator[Balanced]:
    scene = scene_at(slack)
    async with AsyncExitStack() as stack:
        found = await stack.enter_async_context(processes(database_dsn))
        shared = [shared_by(each.vault, each.passes, None) for each in found]
        made = [
            await stack.enter_async_context(_process(slack, each, dsn=database_dsn, folder=tmp_path)) for each in shared
        ]
        yield Balanced(scene, tuple(each for each, _ in made), tuple(each for _, each in made))


@asynccontextmanager
async def _process(
    slack: SlackStandIn, shared: Shared, *, dsn: str, folder: Path
) -> AsyncIterator[tuple[Slack, Stage]]:
    http = Http(HOST, 0, slack.credentials.signing_secret)
    adapter = Slack(Settings(slack.token, http=http, api=slack.api), load_catalog(), shared=shared)
    async with staged(dsn, folder) as stage:

        async def handle(event: Event) -> None:
            await stage.assembly.dispatch.handle(event, adapter, trace=stage.records.append)

        running = asyncio.ensure_future(adapter.run(handle))
        heeding = asyncio.ensure_future(stage.assembly.inbox.heed())
        try:
            await slack.log.until(lambda: running.done() or adapter.port is not None)
            yield adapter, stage
        finally:
            running.cancel()
            heeding.cancel()
            await asyncio.wait([running, heeding], timeout=END_SECONDS)


async def test_what_one_process_showed_another_changes(balanced: Balanced) -> None:
    scene = balanced.scene
    balanced.to(0)
    await scene.told(await scene.alice.slash(scene.general, "/rapport remember My bike is blue"), "Kept: ")
    listed = await scene.alice.slash(scene.general, "/rapport memory")
    shown = await scene.told(listed, "My bike is blue")
    balanced.to(1)
    await scene.alice.select(shown, shown.lists[0].options[0][0])
    asked = await scene.alice.click(await scene.told(listed, "you said on"), "Correct")
    await scene.slack.log.called("views.open")
    assert asked.form is not None
    balanced.to(0)
    empty = await scene.alice.submit(asked.form, {"text": " "})
    assert empty.errors == {"field": "There is nothing in it yet."}
    done = await scene.alice.submit(asked.form, {"text": "My bike is red"})
    assert done.answered and scene.alice.modal is None
    assert (await scene.told(listed, "Corrected: My bike is red")).private


async def test_a_page_that_one_process_showed_another_changes(balanced: Balanced) -> None:
    scene = balanced.scene
    balanced.to(0)
    await scene.told(await scene.alice.slash(scene.general, "/rapport remember My bike is blue"), "Kept: ")
    scene.alice.open_home()
    page = await scene.shows(scene.alice, "My bike is blue")
    balanced.to(1)
    await scene.alice.click(page, "Turn learning off")
    page = await scene.shows(scene.alice, "Learning is off")
    balanced.to(0)  # which published last what it does not know to be old
    await scene.alice.click(page, "Turn learning on")
    await scene.slack.log.until(lambda: scene.alice.home is not None and "Learning is off" not in scene.alice.home.text)
    page = await scene.shows(scene.alice, "I learn from what you say")
    assert "Turn learning off" in [each.label for each in page.buttons]


async def test_the_button_that_one_process_is_told_of_ends_the_answer_of_another(balanced: Balanced) -> None:
    slack, alice = balanced.scene.slack, balanced.scene.alice
    model = balanced.stages[0].speak_with(lambda messages: ["Once ", asyncio.Event(), "a time."])
    balanced.to(0)
    asked = await alice.dm("Tell me a story.")
    await slack.log.called("chat.startStream")
    balanced.to(1)
    alice.stop(asked)
    await slack.log.until(lambda: balanced.stages[0].quiet.is_quiet)
    await slack.log.until(lambda: alice.direct.session(asked)["status"] == "active")
    assert len(model.prompts) == 1
    (post,) = alice.direct.posts(by_bot=True, after=asked.ts)
    assert (post.text.strip(), post.stream) == ("Once", "completed")


async def test_a_mention_is_answered_once_though_one_process_knows_nothing_of_its_channel(balanced: Balanced) -> None:
    slack, alice, general = balanced.scene.slack, balanced.scene.alice, balanced.scene.general
    models = [each.speak_with(lambda messages: ["Here."]) for each in balanced.stages]
    balanced.to(0)
    first = await alice.post(general, f"{slack.mention} Are you there?")
    await slack.reply(first)
    for method in ("users.list", "conversations.members"):
        slack.faults.refuse(method, "missing_scope")
    balanced.apart()
    asked = await alice.post(general, f"{slack.mention} And now?")
    await slack.reply(asked)
    await nothing_more(slack)
    await slack.log.until(lambda: all(each.quiet.is_quiet for each in balanced.stages))
    assert sum(len(each.prompts) for each in models) == 2
    assert [post.text for post in general.posts(by_bot=True, thread=asked)] == ["Here."]
    balanced.to(1)
    assert (await slack.reply(await alice.post(general, "And still?", thread=first))).text == "Here."


async def test_whatever_is_used_and_told_to_both_processes_is_done_once(balanced: Balanced, database_dsn: str) -> None:
    scene, slack = balanced.scene, balanced.scene.slack
    scene.alice.user.admin = True
    balanced.to(0)
    uses = [await scene.alice.slash(scene.general, typed(each.name)) for each in COMMANDS]
    for use in uses:
        await scene.answered(use)
    scene.alice.open_home()
    page = await scene.shows(scene.alice, "I learn from what you say")
    await scene.alice.click(page, "Turn learning off")
    await scene.shows(scene.alice, "Learning is off")
    await scene.alice.shortcut(await scene.alice.dm("My boat is red"), "keep")
    await nothing_more(slack)
    once, said = await stored(database_dsn), [len(use.posts) for use in uses]
    told = list(slack.log.told)
    assert len(told) >= len(COMMANDS) + 4
    for number in (0, 1):
        balanced.to(number)
        for each in told:
            assert (await slack.delivery.again(each)).acknowledged is not None
        await nothing_more(slack)
    await slack.log.until(lambda: all(each.quiet.is_quiet for each in balanced.stages))
    assert await stored(database_dsn) == once
    assert [len(use.posts) for use in uses] == said
