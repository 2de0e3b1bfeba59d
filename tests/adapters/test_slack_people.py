"""Who people are at Slack: asked for once in a while, and known without it by their id alone."""

import pytest

from adapters.errors import Refused
from adapters.slack.people import KEPT_SECONDS, MISSED_SECONDS, MOST_NAMED, REMEMBERED, People
from adapters.slack.profiles import handle_of, profile_of, user_of
from adapters.types import Author
from tests.adapters.slack_garden import TEAM, account, guest, refused
from tests.adapters.slack_knowing import Stage


async def test_a_person_is_asked_for_once_and_has_name_zone_and_language(stage: Stage) -> None:
    stage.garden.has(account("U1"))
    first, again = [await stage.known.people.author(TEAM, "U1") for _ in range(2)]
    assert first == again == Author("T1:U1", "U1", timezone="Europe/Berlin", locale="de-DE")
    assert stage.garden.calls("users.info") == 1
    assert [sent for method, sent in stage.garden.asked if method == "users.info"] == [
        {"user": "U1", "include_locale": "true"}
    ]
    stage.clock.now += KEPT_SECONDS
    await stage.known.people.author(TEAM, "U1")
    assert stage.garden.calls("users.info") == 2


async def test_what_slack_said_before_it_told_of_a_change_is_not_kept(stage: Stage) -> None:
    people = stage.known.people
    stage.garden.has(account("U1"))
    stage.garden.before["users.info"] = lambda: people.changed(TEAM, guest("U1"))
    assert not (await people.profile(TEAM, "U1")).guest
    stage.garden.before.clear()
    stage.garden.has(guest("U1"))
    assert (await people.profile(TEAM, "U1")).guest


@pytest.mark.parametrize("flag", ["is_admin", "is_owner", "is_primary_owner"])
async def test_who_runs_the_workspace_manages_and_nobody_from_elsewhere(stage: Stage, flag: str) -> None:
    stage.garden.has(account("U1", **{flag: True}), account("U2", team_id="T2", **{flag: True}), account("U3"))
    assert [(await stage.known.people.author(TEAM, each)).manages for each in ("U1", "U2", "U3")] == [
        True,
        False,
        False,
    ]


async def test_people_from_elsewhere_have_a_handle_of_their_own_workspace(stage: Stage) -> None:
    elsewhere = {"enterprise_id": "E2", "teams": ["T7", "T8"]}
    stage.garden.has(
        account("U1", team_id="T2", is_stranger=True), account("U2", team_id="T7", enterprise_user=elsewhere)
    )
    assert (await stage.known.people.author(TEAM, "U1")).handle == "T2:U1"
    assert (await stage.known.people.author(TEAM, "U2")).handle == "E2:U2"


async def test_in_an_enterprise_people_are_the_same_in_all_workspaces(stage: Stage) -> None:
    stage.garden.enterprise = "E1"
    there = {"enterprise_id": "E1", "teams": ["T2"]}
    stage.garden.has(account("U1"), account("U2", team_id="E1"), account("U3", team_id="T2", enterprise_user=there))
    stage.garden.has(account("U4", enterprise_user={"enterprise_id": "E1", "teams": [TEAM, "T2"]}))
    people = stage.known.people
    assert [(await people.author(TEAM, each)).handle for each in ("U1", "U2", "U3", "U4")] == [
        *("E1:U1", "E1:U2", "E1:U3", "E1:U4")
    ]
    assert [(await people.profile(TEAM, each)).stranger for each in ("U1", "U2", "U3", "U4")] == [
        *(False, False, True, False)
    ]


@pytest.mark.parametrize(("status", "word"), [(200, "user_not_found"), (200, "missing_scope"), (500, "fatal_error")])
async def test_where_slack_does_not_tell_the_id_is_the_name(stage: Stage, status: int, word: str) -> None:
    stage.garden.faults["users.info"] = (status, refused(word))
    assert await stage.known.people.author(TEAM, "U1") == Author("T1:U1", "U1")
    assert await stage.known.people.author(TEAM, "U1") == Author("T1:U1", "U1")
    assert stage.garden.calls("users.info") == 1, "who could not be asked for is not asked for again at once"
    del stage.garden.faults["users.info"]
    stage.garden.has(account("U1"))
    stage.clock.now += MISSED_SECONDS
    assert (await stage.known.people.author(TEAM, "U1")).timezone == "Europe/Berlin"


async def test_what_was_known_before_serves_while_slack_is_away_but_gives_no_rights(stage: Stage) -> None:
    stage.garden.has(account("U1", is_admin=True))
    before = await stage.known.people.author(TEAM, "U1")
    stage.clock.now += KEPT_SECONDS
    stage.garden.faults["users.info"] = (503, {})
    now = await stage.known.people.author(TEAM, "U1")
    assert (before.manages, now.manages) == (True, False)
    assert (now.handle, now.name, now.timezone) == (before.handle, before.name, before.timezone)
    with pytest.raises(Refused):
        stage.garden.faults["users.info"] = (200, refused("user_not_found"))
        await stage.known.people.profile(TEAM, "U1", within=0.0)


async def test_names_are_of_whom_slack_tells_and_no_crowd_is_asked_for(stage: Stage) -> None:
    stage.garden.has(account("U1"), account("U2", profile={"display_name": " Bob\n<@U9> ", "real_name": "Robert"}))
    names = await stage.known.people.names(TEAM, ["U1", "U2", "U3", "U1"])
    assert names == {"U1": "U1", "U2": "Bob <@U9>"}
    stage.garden.has(account("U1", name="u1", real_name="Ada", profile={}))
    stage.known.people.changed(TEAM, {"id": "U1"})
    assert await stage.known.people.names(TEAM, ["U1"]) == {"U1": "Ada"}
    stage.garden.asked.clear()
    await stage.known.people.names(TEAM, [f"UX{number}" for number in range(100)])
    assert stage.garden.calls("users.info") == MOST_NAMED


async def test_a_change_is_known_at_once_in_every_workspace_that_it_is_about(stage: Stage) -> None:
    stage.garden.has(account("U1"))
    for team in (TEAM, "T2"):
        await stage.known.people.author(team, "U1")
    stage.garden.has(account("U1", profile={"display_name": "Ada"}))
    both = {"enterprise_id": "E1", "teams": [TEAM, "T2"]}
    stage.known.people.changed(TEAM, {"id": "U1", "enterprise_user": both})
    assert [(await stage.known.people.author(team, "U1")).name for team in (TEAM, "T2")] == ["Ada", "Ada"]


async def test_no_more_are_remembered_than_were_asked_to(stage: Stage) -> None:
    people = People(stage.known.wire, stage.clock, size=2)
    stage.garden.has(*(account(f"U{number}") for number in range(3)))
    for number in range(3):
        await people.author(TEAM, f"U{number}")
    await people.author(TEAM, "U2")
    assert stage.garden.calls("users.info") == 3
    await people.author(TEAM, "U0")
    assert stage.garden.calls("users.info") == 4
    assert REMEMBERED == 20_000


def test_a_profile_is_read_without_trust() -> None:
    assert profile_of({}, TEAM, "").stranger
    assert profile_of({"id": 7, "team_id": [], "profile": "x", "tz": 1}, TEAM, "").author == Author("T1:", "")
    assert profile_of({**account("U1"), "enterprise_user": {"teams": "T1"}}, TEAM, "").member
    assert not profile_of(guest("U1"), TEAM, "").member
    assert not profile_of(account("U1", is_ultra_restricted=True), TEAM, "").member
    assert not profile_of(account("U1", deleted=True), TEAM, "").member
    assert profile_of({**account("USLACKBOT"), "id": "USLACKBOT"}, TEAM, "").author.is_bot
    long = profile_of(account("U1", profile={"display_name": "x" * 500}), TEAM, "").author.name
    assert len(long) == 100


def test_a_handle_tells_its_two_parts() -> None:
    assert user_of(handle_of("E1", "U1")) == ("E1", "U1")
    assert user_of("U1") == ("U1", "")
