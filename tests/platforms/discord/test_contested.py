"""An interaction that two processes hear of: one of them acts on it, the other leaves what the person sees alone."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace

import pytest

from adapters.discord import connection
from adapters.discord.adapter import Discord
from adapters.errors import Unclaimed
from adapters.outgoing import Outgoing
from adapters.types import Event
from tests.platforms.answering import FORM, Answering, as_form, same, with_buttons
from tests.platforms.discord.interacting import Scene, in_public, shown
from tests.platforms.discord.posts import Use
from tests.platforms.discord.running import connected
from tests.platforms.discord.server import DiscordStandIn

EAGER = 0.2  # seconds after which the loser says that an answer is coming; the winner waits for its usual 1.5
# After how long the winner answers, and the loser knows that it lost: at once, or when it has announced an answer.
PAUSES = pytest.mark.parametrize(("wins", "loses"), [(0.4, 0.0), (2.0, 0.0), (0.4, 0.8), (2.0, 0.8)])
OVER = 1.0  # seconds after which nothing more comes


class Loser:
    """A handler that finds after a pause that another process acts on the event."""

    def __init__(self) -> None:
        self.pause = 0.0

    async def __call__(self, event: Event, adapter: Discord) -> None:
        await asyncio.sleep(self.pause)
        raise Unclaimed


@asynccontextmanager
async def contested(discord: DiscordStandIn, winner: Answering) -> AsyncIterator[Loser]:
    """The winner and a loser at one shard."""
    loser = Loser()
    async with connected(discord, loser) as adapter, connected(discord, winner):
        adapter._interactions._patience = EAGER
        yield loser


def elsewhere(scene: Scene, use: Use) -> list[str]:
    """What was said anywhere but in the one answer."""
    return [each.text for each in (*use.more, *scene.alice.direct.posts(by_bot=True))] + in_public(scene)


@PAUSES
async def test_a_command_is_answered_once(discord: DiscordStandIn, scene: Scene, wins: float, loses: float) -> None:
    winner = Answering([with_buttons], wins)
    async with contested(discord, winner) as loser:
        loser.pause = loses
        use = await scene.alice.slash(scene.general, "forget", what="x")
        await discord.log.until(lambda: use.text == "heard x")
        await asyncio.sleep(OVER)
        assert use.text == "heard x" and use.private and elsewhere(scene, use) == []
        assert [each.label for each in shown(use).buttons] == ["Again", "Correct"]


@PAUSES
async def test_a_button_is_answered_in_its_place(
    discord: DiscordStandIn, scene: Scene, wins: float, loses: float
) -> None:
    winner = Answering([with_buttons])
    async with contested(discord, winner) as loser:
        first = await scene.alice.slash(scene.general, "memory")
        winner.pause, loser.pause = wins, loses
        use = await scene.alice.click(shown(first), "Again")
        await discord.log.until(lambda: use.text == "heard again")
        await asyncio.sleep(OVER)
        assert shown(use).id == shown(first).id and elsewhere(scene, use) == []
        assert use.text == "heard again" and len(scene.general.posts(by_bot=True)) == 1


async def test_a_form_opens_and_what_is_sent_with_it_is_answered_once(discord: DiscordStandIn, scene: Scene) -> None:
    winner = Answering([as_form], 0.4)
    async with contested(discord, winner):
        use = await scene.alice.slash(scene.general, "forget", what="x")
        assert use.form is not None and use.form.title == FORM.title
        winner.answers = [same]
        sent = await scene.alice.submit(use, {"text": "new"})
        await discord.log.until(lambda: sent.text == "heard correct f1 new")
        await asyncio.sleep(OVER)
        assert sent.text == "heard correct f1 new" and sent.private and elsewhere(scene, sent) == []


@pytest.mark.parametrize("wins", [0.4, 2.0])
async def test_a_form_that_another_was_faster_than_is_behind_a_button(
    discord: DiscordStandIn, scene: Scene, wins: float
) -> None:
    winner = Answering([as_form], wins)
    async with contested(discord, winner) as loser:
        loser.pause = 0.8
        use = await scene.alice.slash(scene.general, "forget", what="x")
        await discord.log.until(lambda: bool(use.post and use.post.buttons))
        await asyncio.sleep(OVER)
        assert [each.label for each in shown(use).buttons] == ["Write"] and elsewhere(scene, use) == []
        winner.pause = loser.pause = 0.0
        assert (await scene.alice.click(shown(use), "Write")).form is not None


async def test_what_discord_carried_out_and_did_not_confirm_is_not_said_twice(
    discord: DiscordStandIn, scene: Scene
) -> None:
    async with connected(discord, Answering([same])):
        discord.faults.lose(path="/interactions/*")
        use = await scene.alice.slash(scene.general, "forget", what="x")
        await discord.log.until(lambda: len(discord.log.to("POST", "/interactions/*/callback")) == 2)
        await asyncio.sleep(OVER)
        assert use.text == "heard x" and elsewhere(scene, use) == []


async def test_what_another_has_said_meanwhile_stays(discord: DiscordStandIn, scene: Scene) -> None:
    def otherwise(outgoing: Outgoing) -> Outgoing:
        return replace(outgoing, text="something else")

    async with connected(discord, Answering([same])), connected(discord, Answering([otherwise], 0.3)):
        use = await scene.alice.slash(scene.general, "forget", what="x")
        await discord.log.until(lambda: bool(use.more))
        assert use.text == "heard x" and elsewhere(scene, use) == ["something else"]


async def test_who_is_told_to_end_leaves_what_comes_then_alone(discord: DiscordStandIn, scene: Scene) -> None:
    """What was taken is finished first, and until then Discord brings everything here, too."""
    async with AsyncExitStack() as going:
        await going.enter_async_context(connected(discord, Answering([same], 4.0)))
        taken = await scene.alice.slash(scene.general, "forget", what="x")
        ending = asyncio.ensure_future(going.aclose())
        await asyncio.sleep(0.1)
        late = await scene.alice.slash(scene.general, "forget", what="y", seconds=1.0)
        assert not late.answered, "of nobody there, Discord itself says so"
        await ending
        assert taken.text == "heard x" and not late.answered


async def test_what_is_broken_off_at_the_end_takes_back_nothing_that_another_said(
    discord: DiscordStandIn, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "FINISH_SECONDS", OVER)
    async with contested(discord, Answering([same], 0.4)) as loser:
        loser.pause = 60.0
        use = await scene.alice.slash(scene.general, "forget", what="x")
        await discord.log.until(lambda: use.text == "heard x")
    assert use.text == "heard x" and elsewhere(scene, use) == []
