"""The judge finds what Discord would not take, and what it would take in a way that nobody meant."""

import aiohttp
import pytest

from tests.platforms.discord.judge import violations
from tests.platforms.discord.log import Call
from tests.platforms.discord.server import DiscordStandIn
from tests.platforms.discord.spec import OPERATIONS, excerpt
from tests.platforms.discord.world import Payload

NOBODY: Payload = {"parse": []}
SEND, EDIT = "/channels/1/messages", "/channels/1/messages/2"
BUTTON: Payload = {"type": 2, "style": 1, "label": "Go", "custom_id": "go"}
ROW: Payload = {"type": 1, "components": [BUTTON]}
LONG_ID: Payload = {"type": 1, "components": [{**BUTTON, "custom_id": "x" * 101}]}
REFERENCE: Payload = {"$ref": "#/components/schemas/Inner"}
COMMAND: Payload = {"name": "memory", "description": "What is kept", "type": 1}


def _wrong(method: str, path: str, body: object = None, **more: str) -> list[str]:
    files = ("a.txt",) if more.pop("files", "") else ()
    return violations([Call(method, path, dict(more), body, files)])


@pytest.mark.parametrize(
    "body",
    [
        {"content": "x" * 2000, "allowed_mentions": NOBODY},
        {"content": "x", "allowed_mentions": {**NOBODY, "users": ["5"], "replied_user": True}},
        {"content": "x", "allowed_mentions": NOBODY, "message_reference": {"message_id": 123456789012345678}},
        {"content": "x", "allowed_mentions": NOBODY, "nonce": 5, "enforce_nonce": True, "flags": 4},
        {"components": [ROW] * 5, "allowed_mentions": NOBODY},
    ],
)
def test_a_message_that_is_right(body: Payload) -> None:
    assert _wrong("POST", SEND, body) == []


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ({"content": "x" * 2001, "allowed_mentions": NOBODY}, "more than 2000"),
        ({"content": "x" * 4001, "allowed_mentions": NOBODY}, "content: "),
        ({"content": "x"}, "allowed_mentions is missing"),
        ({"content": "x", "allowed_mentions": {"parse": ["everyone"]}}, "pings by what is written"),
        ({"allowed_mentions": NOBODY}, "empty message"),
        ({"components": [ROW] * 6, "allowed_mentions": NOBODY}, "rows"),
        ({"components": [{**ROW, "components": [BUTTON] * 6}], "allowed_mentions": NOBODY}, "components/0"),
        (
            {
                "components": [{"type": 1, "components": [{**BUTTON, "custom_id": "x" * 101}]}],
                "allowed_mentions": NOBODY,
            },
            "components/0",
        ),
        ({"content": "x", "allowed_mentions": NOBODY, "message_reference": {"message_id": "x1"}}, "message_reference"),
        ({"content": "x", "allowed_mentions": NOBODY, "contents": "y"}, "unknown field: contents"),
        ({"content": 5, "allowed_mentions": NOBODY}, "content: 5 is not"),
        (None, "a body is required"),
    ],
)
def test_a_message_that_is_wrong(body: Payload | None, why: str) -> None:
    found = _wrong("POST", SEND, body)
    assert any(why in each for each in found), found


def test_a_file_says_something() -> None:
    assert _wrong("POST", SEND, {"allowed_mentions": NOBODY}, files="yes") == []


def test_an_edit_may_change_little_and_pings_nobody() -> None:
    assert _wrong("PATCH", EDIT, {"components": [], "allowed_mentions": NOBODY}) == []
    assert _wrong("PATCH", EDIT, {"content": "x"}) != []


@pytest.mark.parametrize(
    ("method", "path", "why"),
    [
        ("GET", "/channels/abc", "is no id"),
        ("GET", "/users/01", "is no id"),
        ("POST", "/channels/1", "no such operation"),
        ("GET", "/nothing", "no such operation"),
        ("GET", "/gateway?", "no such operation"),
    ],
)
def test_an_address_that_is_wrong(method: str, path: str, why: str) -> None:
    assert [why in each for each in _wrong(method, path)] == [True]


def test_what_is_asked_for_beside_the_path() -> None:
    assert _wrong("GET", SEND, limit="5") == []
    assert _wrong("GET", SEND, first="5") != []


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"name": "Memory"}, "no name"),
        ({"name": "two words"}, "no name"),
        ({"name": "x" * 33}, "0/name"),
        ({"name_localizations": {"de": "Ge Dächtnis"}}, "no name"),
        ({"description": ""}, "no description"),
        ({"description": "x" * 101}, "0/description"),
        ({"options": [{"type": 3, "name": "Query", "description": "d"}]}, "no name"),
        ({"options": [{"type": 3, "name": f"o{n}", "description": "d"} for n in range(26)]}, "options"),
        ({"options": [{"type": 3, "name": "a", "description": "d"}] * 2}, "two options"),
        (
            {
                "options": [
                    {"type": 3, "name": "a", "description": "d"},
                    {"type": 3, "name": "b", "description": "d", "required": True},
                ]
            },
            "required follows",
        ),
    ],
)
def test_a_command_that_is_wrong(change: Payload, why: str) -> None:
    path = "/applications/1/commands"
    assert _wrong("PUT", path, [{**COMMAND, "default_member_permissions": "32"}]) == []
    found = _wrong("PUT", path, [{**COMMAND, **change}])
    assert any(why in each for each in found), found


def test_lists_of_commands_that_are_wrong() -> None:
    path = "/applications/1/commands"
    many = [{**COMMAND, "name": f"c{number}"} for number in range(101)]
    assert any("more than 100" in each for each in _wrong("PUT", path, many))
    assert any("twice" in each for each in _wrong("PUT", path, [COMMAND, COMMAND]))
    menus: list[Payload] = [{"type": 3, "name": f"Menu {number}"} for number in range(16)]
    assert any("more than 15" in each for each in _wrong("PUT", path, menus))
    assert any("has a description" in each for each in _wrong("PUT", path, [{**menus[0], "description": "d"}]))
    long = {**COMMAND, "options": [_wordy(number) for number in range(4)]}
    assert any("8000" in each for each in _wrong("PUT", path, [long]))


def _wordy(number: int) -> Payload:
    choices = [{"name": f"{each:02}" + "n" * 98, "value": "v"} for each in range(25)]
    return {"type": 3, "name": f"o{number}", "description": "d" * 100, "choices": choices}


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({"type": 5, "data": {"flags": 64}}, False),
        ({"type": 4, "data": {"content": "x", "allowed_mentions": NOBODY}}, False),
        ({"type": 4, "data": {"content": "x"}}, True),
        ({"type": 4, "data": {"allowed_mentions": NOBODY}}, True),
        ({"type": 7, "data": {"components": [], "allowed_mentions": NOBODY}}, False),
        ({"type": 8, "data": {"choices": [{"name": "a", "value": "b"}] * 26}}, True),
        ({"type": 99}, True),
        ({"type": 9, "data": {"custom_id": "x", "title": "y" * 46, "components": [ROW]}}, True),
    ],
)
def test_answers_to_interactions(body: Payload, wrong: bool) -> None:
    assert bool(_wrong("POST", "/interactions/1/token/callback", body)) is wrong


def test_the_excerpt_holds_what_its_operations_lead_to_and_no_more() -> None:
    schemas: Payload = {
        "Used": {
            "type": "object",
            "description": "words",
            "properties": {"title": REFERENCE},
        },
        "Inner": {"type": "string", "title": "Inner"},
        "Unused": {"type": "string"},
    }
    body = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Used"}}}, "required": True}
    operation: Payload = {"summary": "words", "parameters": [], "requestBody": body, "responses": {}}
    paths = {
        path: {method.lower(): operation for method, other in OPERATIONS if other == path} for _, path in OPERATIONS
    }
    found = excerpt({"paths": paths, "components": {"schemas": schemas}}, "7")
    kept = {
        "Inner": {"type": "string"},
        "Used": {"type": "object", "properties": {"title": REFERENCE}},
    }
    assert found["components"] == {"schemas": kept}
    assert found["build"] == "7"
    assert "words" not in str(found["paths"])


@pytest.mark.parametrize("kept", [0, 1, 1000])
async def test_a_violation_fails_the_test_that_made_it_however_little_is_kept(kept: int) -> None:
    with pytest.raises(AssertionError, match="allowed_mentions"):
        async with DiscordStandIn(kept=kept) as discord:
            await asked(discord, {"content": "@everyone"})
            await asked(discord, {"content": "x", "allowed_mentions": NOBODY})
            discord.log.calls.clear()


async def test_what_was_meant_to_be_wrong_is_forgiven_by_name_and_nothing_after_it() -> None:
    with pytest.raises(AssertionError, match="allowed_mentions"):
        async with DiscordStandIn() as discord:
            await asked(discord, {})
            assert any("an empty message" in each for each in discord.log.forgiven())
            await asked(discord, {"content": "x"})


async def test_what_a_test_raises_is_not_hidden_by_the_judge() -> None:
    with pytest.raises(ZeroDivisionError):
        async with DiscordStandIn() as discord:
            await asked(discord, {})
            raise ZeroDivisionError


async def asked(discord: DiscordStandIn, body: Payload) -> None:
    """A message is sent without any library."""
    headers = {"Authorization": f"Bot {discord.token}"}
    async with aiohttp.ClientSession(headers=headers) as session, session.post(discord.api + SEND, json=body):
        pass
