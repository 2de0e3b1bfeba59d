"""`/settings` on a platform that lists its own channels, roles and people: several at once, and by name."""

from collections.abc import AsyncIterator, Collection, Mapping
from pathlib import Path

import pytest

from adapters.errors import Refused, Unreachable
from adapters.outgoing import Hearing, Outgoing, Sent, Source
from adapters.types import Address
from bot.settings_channels import NO_CHANNEL, NO_LISTS
from bot.settings_command import NO_ROLE, NO_ROLES
from bot.settings_pages import LISTENS, LISTENS_NO_MORE
from tests.bot.platform import ADA, BEN, Guildlike, ordered
from tests.bot.stage import Stage, staged

NAMES = {
    Source.CHANNELS: {"1": "#hall", "2": "#cellar", "3": "#garden"},
    Source.ROLES: {"7": "@Moderators", "8": "@Elders"},
    Source.PEOPLE: {"102": "@Ben"},
    Source.CHOICES: {},
}


class Listing(Guildlike):
    """A platform with lists; in channels `mute` nothing can be said."""

    sources = frozenset(NAMES)

    def __init__(self, hearing: Hearing = Hearing.CHOSEN) -> None:
        super().__init__(hearing)
        self.mute: dict[str, Exception] = {}

    def called(self, space: Address, source: Source, *, ids: Collection[str]) -> Mapping[str, str]:
        return {each: NAMES[source][each] for each in ids if each in NAMES[source]} if space.space == "900" else {}

    async def send(self, outgoing: Outgoing) -> Sent:
        if not outgoing.private and outgoing.address.channel in self.mute:
            raise self.mute[outgoing.address.channel]
        return await super().send(outgoing)


@pytest.fixture
async def stage(database_dsn: str, tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(database_dsn, tmp_path, sheet=Listing()) as stage:
        yield stage


async def settings(stage: Stage, argument: str) -> Outgoing:
    await stage.give(ordered("settings", argument, ADA))
    return stage.sheet.out[-1]


async def stored(stage: Stage) -> set[tuple[str, str, str]]:
    return {(each.channel, each.name, str(each.value)) for each in await stage.memory.settings.of("discord/900")}


@pytest.mark.parametrize(
    ("argument", "source"),
    [
        ("channels those on", Source.CHANNELS),
        ("channels those off", Source.CHANNELS),
        ("listen those on", Source.CHANNELS),
        ("listen those off", Source.CHANNELS),
        ("roles add", Source.ROLES),
        ("block add", Source.PEOPLE),
    ],
)
async def test_what_is_asked_for_is_the_platforms_own_list(stage: Stage, argument: str, source: Source) -> None:
    shown = await settings(stage, argument)
    assert shown.pick is not None and shown.form is None
    assert (shown.pick.source, shown.pick.most, shown.pick.choices) == (source, 25, ())
    assert (shown.pick.command, shown.pick.argument) == ("settings", argument)
    assert await stored(stage) == set()


async def test_channels_are_set_together_and_named(stage: Stage) -> None:
    shown = await settings(stage, "channels those off 2 3")
    assert shown.text.startswith("From now on I do not answer in #cellar, #garden.\nAnswers: I answer in this channel")
    assert await stored(stage) == {("2", "answer", "False"), ("3", "answer", "False")}
    assert "in #garden." in (await settings(stage, "channels those on 3")).text
    assert await stored(stage) == {("2", "answer", "False"), ("3", "answer", "True")}


@pytest.mark.parametrize("argument", ["channels those off", "channels those on", "listen those on", "listen those off"])
async def test_a_channel_of_another_space_is_none_of_this_one_and_is_told_nothing(stage: Stage, argument: str) -> None:
    for ids in ("5", "2 5", "' OR 1", " ".join(["2"] * 26)):
        assert (await settings(stage, f"{argument} {ids}")).text == NO_CHANNEL
    assert all(each.private for each in stage.sheet.out)
    assert await stored(stage) == set()


async def test_listening_begins_only_where_it_could_be_said(stage: Stage) -> None:
    assert isinstance(stage.sheet, Listing)
    stage.sheet.mute = {"2": Refused(), "1": Unreachable()}
    shown = await settings(stage, "listen those on 1 2 3")
    assert shown.text.startswith(
        "From now on I listen in #garden. I cannot write in #hall, #cellar, so I cannot tell people, and do not listen"
    )
    assert [(each.address.channel, each.text) for each in stage.sheet.out if not each.private] == [("3", LISTENS)]
    assert await stored(stage) == {("3", "listen", "True")}
    assert (await settings(stage, "listen those on 3")).text.startswith("I listen there already.")
    assert stage.sheet.sent.count(LISTENS) == 1


async def test_listening_ends_also_where_that_cannot_be_said(stage: Stage) -> None:
    assert isinstance(stage.sheet, Listing)
    await settings(stage, "listen those on 2 3")
    stage.sheet.mute = {"2": Refused()}
    shown = await settings(stage, "listen those off 1 2 3")
    assert shown.text.startswith("I no longer listen in #cellar, #garden. I could not say so in #cellar.")
    assert stage.sheet.sent.count(LISTENS_NO_MORE) == 1
    assert await stored(stage) == set()


async def test_without_the_platforms_leave_no_picked_channel_is_listened_to(database_dsn: str, tmp_path: Path) -> None:
    async with staged(database_dsn, tmp_path, sheet=Listing(Hearing.ADDRESSED)) as stage:
        await settings(stage, "listen those on 2")
        assert (await stored(stage), LISTENS in stage.sheet.sent) == (set(), False)


async def test_roles_and_people_are_added_together_and_shown_by_name(stage: Stage) -> None:
    shown = await settings(stage, "roles add 8 7")
    assert shown.text.startswith("Added: @Elders, @Moderators.")
    shown = await settings(stage, "block add 102 999")
    assert "people with one of these roles: @Moderators, @Elders, but not @Ben, 999." in shown.text
    assert shown.pick is not None
    labels = [choice.label for choice in shown.pick.choices]
    assert labels[0] == "Remove the role @Moderators" and labels[2:] == [
        "Unblock the person @Ben",
        "Unblock the person 999",
    ]
    assert await stored(stage) == {("", "roles", "['7', '8']"), ("", "blocked", "['102', '999']")}


async def test_a_role_that_is_not_there_is_not_added(stage: Stage) -> None:
    assert (await settings(stage, "roles add 7 55")).text == NO_ROLE
    assert await stored(stage) == set()


async def test_a_long_list_is_cut_where_it_is_told(stage: Stage) -> None:
    shown = await settings(stage, "block add " + " ".join(map(str, range(200, 225))))
    assert "209 and 15 more" in shown.text and "210" not in shown.text
    assert "Unblock the person 224" in [each.label for each in shown.pick.choices] if shown.pick else False


async def test_lists_are_for_managers_alone(stage: Stage) -> None:
    await stage.give(ordered("settings", "channels those off 2", BEN))
    assert await stored(stage) == set()


async def test_a_platform_without_lists_offers_none(database_dsn: str, tmp_path: Path) -> None:
    async with staged(database_dsn, tmp_path, sheet=Guildlike(Hearing.CHOSEN)) as stage:
        for name in ("channels", "listen"):
            assert not [each for each in (await settings(stage, name)).buttons if "other channels" in each.label]
            for ids in ("", " 2"):
                assert (await settings(stage, f"{name} those on{ids}")).text == NO_LISTS
        assert (await settings(stage, "roles add")).form is not None
        assert await stored(stage) == set()


class Roleless(Listing):
    """A platform where people have no roles, and ids of people hold a colon."""

    sources = frozenset((Source.CHANNELS, Source.PEOPLE))


async def test_where_there_are_no_roles_none_are_offered(database_dsn: str, tmp_path: Path) -> None:
    async with staged(database_dsn, tmp_path, sheet=Roleless()) as stage:
        shown = await settings(stage, "roles")
        assert [each.label for each in shown.buttons] == ["Block a person", "Back to all settings"]
        for argument in ("roles add", "roles add 7", "roles clear"):
            assert (await settings(stage, argument)).text == NO_ROLES
        await settings(stage, "block add T1:U1")
        assert await stored(stage) == {("", "blocked", "['T1:U1']")}
        assert "everybody, but not T1:U1." in (await settings(stage, "roles")).text
