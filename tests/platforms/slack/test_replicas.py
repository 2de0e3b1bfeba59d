"""Two programs behind a balancer, in two workspaces: all is answered once, nothing crosses, and one is enough."""

import base64
import os
from contextlib import AsyncExitStack
from pathlib import Path

from tests.platforms.slack.hosting import SECONDS, balancing, install, running
from tests.platforms.slack.places import Channel
from tests.platforms.slack.posts import Post
from tests.platforms.slack.server import SlackStandIn
from tests.scenarios.reference_model import ReferenceModel

WORKSPACES = ("Garden", "Harbour")


def answers(channel: Channel, post: Post) -> int:
    """How often the bot answered there."""
    return len(channel.posts(by_bot=True, thread=post))


async def test_two_programs_serve_two_workspaces(slack: SlackStandIn, database_dsn: str, tmp_path: Path) -> None:
    garden, harbour = (slack.workspace(name) for name in WORKSPACES)
    alice, bob = slack.person("Alice", at=garden), slack.person("Bob", at=harbour)
    alice.user.admin = True
    key = {"RAPPORT_SECRET_KEY": base64.b64encode(os.urandom(32)).decode()}
    async with AsyncExitStack() as stack:
        model = await stack.enter_async_context(ReferenceModel())
        programs = []
        for name in ("one", "two"):
            (home := tmp_path / name).mkdir()
            programs.append(await stack.enter_async_context(running(slack, database_dsn, home, model=model, more=key)))
        balancer = await stack.enter_async_context(balancing(*(each.address for each in programs)))
        for person in (alice, bob):
            assert "Rapport is installed" in await install(slack, balancer.address, person)
        slack.post_to(f"{balancer.address}/slack/events")
        slack.delivery.copies = 2  # one for each program
        lawn, shed = (garden.channel(name, alice) for name in ("lawn", "shed"))
        pier = harbour.channel("pier", bob)
        told = await alice.post(lawn, f"{garden.mention} The gate code is 4711.")
        await slack.reply(told, seconds=SECONDS)
        for person, place, mention in ((bob, pier, harbour.mention), (alice, shed, garden.mention)):
            asked = await person.post(place, f"{mention} What is the gate code?")
            await slack.reply(asked, seconds=SECONDS)
            assert ("4711" in model.heard[-1]) == (person is alice)
            assert answers(place, asked) == 1
        assert (await alice.slash(shed, "/rapport help")).answered
        await slack.delivery.settled()
        assert (answers(lawn, told), len(model.heard)) == (1, 3), "what was told twice was answered once"
        assert min(balancer.given[each.address] for each in programs) > 5
        balancer.behind.remove(programs[0].address)
        await programs[0].end()
        later = await bob.dm("Are you still there?")
        assert (await slack.reply(later, seconds=SECONDS)).text
        used = await alice.slash(lawn, "/rapport settings channels all off")
        await slack.log.until(lambda: "only in chosen channels" in used.text)
        unanswered = await alice.post(shed, f"{garden.mention} Do you hear me?")
        elsewhere = await bob.post(pier, f"{harbour.mention} Do you hear me?")
        await slack.reply(elsewhere, seconds=SECONDS)
        assert answers(shed, unanswered) == 0, "what is set in one workspace is set there alone"
