"""Commands, forms, buttons and lists, from the side of a person, with discord.py on the other."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import discord as library
import pytest
from simcord.backend.errors import SetupError

from tests.platforms.discord.people import Person
from tests.platforms.discord.places import Channel
from tests.platforms.discord.probe import Probe, probing
from tests.platforms.discord.server import DiscordStandIn


async def test_commands_are_offered_and_listed(discord: DiscordStandIn, general: Channel) -> None:
    async with probing(discord) as probe:
        first = await probe.tree.sync()
        again = await probe.tree.sync()
        assert {each.name for each in first} == {"echo", "later", "silent", "Look at this"}
        assert {each.id for each in first} == {each.id for each in again}
        here = library.Object(general.guild or 0)
        probe.tree.copy_global_to(guild=here)
        assert len(await probe.tree.sync(guild=here)) == 4
        listed = await probe.http.get_global_commands(probe.application_id or 0)
        assert all("version" in each and "name_localizations" not in each for each in listed)
        assert [each.get("options", "none") for each in listed if each["name"] == "later"] == ["none"]


async def test_an_answer_for_ones_own_eyes(discord: DiscordStandIn, alice: Person, general: Channel) -> None:
    async with _offering(discord) as probe:
        use = await alice.slash(general, "echo", word="hi")
        assert (use.text, use.private) == ("echo: hi", True)
        assert use.post is not None
        assert alice.sees(use.post)
        assert not discord.person("Bob").sees(use.post)
        completed = await alice.complete(general, "echo", "word", "ab")
        assert completed.choices == ("ab!",)
        assert probe.heard == []


async def test_an_answer_after_thinking(discord: DiscordStandIn, alice: Person) -> None:
    async with _offering(discord):
        use = await alice.slash(alice.direct, "later")
        await discord.log.until(lambda: bool(use.more))
        assert (use.text, use.private, [each.text for each in use.more]) == ("now", True, ["and more"])


async def test_a_menu_on_a_message(discord: DiscordStandIn, alice: Person, general: Channel) -> None:
    async with _offering(discord):
        said = await alice.send(general, "look")
        use = await alice.menu(said, "Look at this")
        assert use.text == f"looked at {said.id}"


async def test_buttons_lists_and_forms(discord: DiscordStandIn, alice: Person, general: Channel) -> None:
    async with _offering(discord):
        post = await discord.reply(await alice.send(general, f"{discord.mention} show"))
        await discord.log.until(lambda: general.posts(by_bot=True)[0].edited)
        picked = await alice.select(post, ["Two"])
        await discord.log.until(lambda: bool(picked.more))
        assert [(each.text, each.private) for each in picked.more] == [("picked: Two", True)]
        opened = await alice.click(post, "Form")
        assert opened.form is not None
        assert (opened.form.title, [each.label for each in opened.form.fields]) == ("Tell me", ["Word"])
        filled = await alice.submit(opened, {"word": "cake"})
        assert filled.text == "form: cake"
        pressed = await alice.click(post, custom_id="press")
        assert pressed.post is not None
        assert (pressed.post.id, pressed.text, pressed.post.controls) == (post.id, "pressed", ())
        with pytest.raises(SetupError):
            await alice.click(post, "Press")


async def test_what_nobody_answers_in_time(discord: DiscordStandIn, alice: Person, general: Channel) -> None:
    async with _offering(discord):
        use = await alice.slash(general, "silent", 0.2)
        assert not use.answered
        assert use.text == ""


async def test_an_interaction_that_is_too_old(discord: DiscordStandIn, alice: Person, general: Channel) -> None:
    seen: list[library.Interaction] = []

    async def keep(interaction: library.Interaction) -> None:
        seen.append(interaction)

    async with _offering(discord) as probe:
        probe.kept = keep
        await alice.slash(general, "silent", 0)
        await discord.log.until(lambda: bool(seen))
        discord.advance(4)
        with pytest.raises(library.NotFound) as late:
            await seen[0].response.send_message("late")
        assert late.value.code == 10062


async def test_a_command_that_is_not_offered(discord: DiscordStandIn, alice: Person, general: Channel) -> None:
    async with probing(discord):
        with pytest.raises(SetupError):
            await alice.slash(general, "echo", word="hi")


@asynccontextmanager
async def _offering(discord: DiscordStandIn) -> AsyncIterator[Probe]:
    async with probing(discord) as probe:
        await probe.tree.sync()
        yield probe
