"""The manifest: equal to its copy in deploy, within Slack's limits, and asking for what the code uses and no more."""

import ast
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import cast

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.manifest import manifest, manifest_text
from adapters.slack.permissions import EVENTS, METHODS, ORGANISATION_EVENTS, SCOPES, missing_scopes
from adapters.slack.wire import FORMS
from bot.catalog import load_catalog
from tests.platforms.slack import scopes as slack

ROOT = Path(__file__).parents[2]
ADDRESS = "https://rapport.example.org"
TABLES = ("permissions.py", "manifest.py")  # and FORMS, how arguments travel: naming a method there calls none
# What one call of the library asks Slack.
SEVERAL = {"files_upload_v2": ("files.getUploadURLExternal", "files.completeUploadExternal")}
# Slack's own list of events that an app may get with its bot's token (docs.slack.dev/reference/events).
KNOWN_EVENTS = frozenset((Path(__file__).parent / "slack_events.txt").read_text("ascii").split())
NO_SUBSCRIPTION = {"url_verification", "app_rate_limited"}  # sent without being asked for


def test_the_copy_in_deploy_is_what_the_code_makes() -> None:
    copy = (ROOT / "deploy" / "slack-manifest.json").read_text("utf-8")
    assert copy == manifest_text(load_catalog()), "say: rapport slack-manifest > deploy/slack-manifest.json"


@pytest.mark.parametrize("address", [None, ADDRESS])
def test_it_keeps_to_the_lengths_that_slack_allows(address: str | None) -> None:
    made = json.loads(manifest_text(load_catalog(), address))
    shown, features = made["display_information"], made["features"]
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert 174 <= len(shown["long_description"]) <= 4000
    assert 0 < len(features["shortcuts"]) <= 10
    for shortcut in features["shortcuts"]:
        assert 0 < len(shortcut["name"]) <= 24
        assert 0 < len(shortcut["description"]) <= 150
        assert 0 < len(shortcut["callback_id"]) <= 255
    for command in features["slash_commands"]:
        assert re.fullmatch(r"/[a-z]{1,31}", command["command"])
        assert 0 < len(command["description"]) <= 2000
        assert 0 < len(command["usage_hint"]) <= 1000
    assert len(features["agent_view"]["agent_description"]) <= 300
    assert len(features["agent_view"]["suggested_prompts"]) <= 4
    assert len(made["settings"]["event_subscriptions"]["bot_events"]) <= 100


def test_over_a_socket_no_address_is_named_and_over_http_each_is() -> None:
    socket, http = (manifest_text(load_catalog(), address) for address in (None, ADDRESS))
    assert "http" not in socket
    assert json.loads(socket)["settings"]["socket_mode_enabled"] is True
    made = json.loads(http)
    settings = made["settings"]
    assert (settings["socket_mode_enabled"], settings["token_rotation_enabled"]) == (False, True)
    assert settings["event_subscriptions"]["request_url"] == f"{ADDRESS}/slack/events"
    assert settings["interactivity"]["request_url"] == f"{ADDRESS}/slack/events"
    assert made["features"]["slash_commands"][0]["url"] == f"{ADDRESS}/slack/events"
    assert made["oauth_config"]["redirect_urls"] == [f"{ADDRESS}/slack/oauth_redirect"]


def test_events_of_whole_organisations_are_asked_for_where_it_can_be_installed_in_one() -> None:
    alone, many = (
        json.loads(manifest_text(load_catalog(), address))["settings"]["event_subscriptions"]["bot_events"]
        for address in (None, ADDRESS)
    )
    assert many == list(EVENTS)
    assert set(EVENTS) - set(alone) == set(ORGANISATION_EVENTS)


def test_every_scope_has_a_reason() -> None:
    assert all(each.reason for each in SCOPES)
    assert len({each.name for each in SCOPES}) == len(SCOPES)


def without(scopes: Iterable[str]) -> list[str]:
    """What of all that the bot calls, hears and offers cannot be done with these scopes, by Slack's documents."""
    features = cast("dict[str, object]", manifest(load_catalog())["features"])
    return slack.lacking(scopes, called(), EVENTS, set(features) & set(slack.FEATURES))


def test_with_its_scopes_everything_can_be_done_and_without_any_of_them_something_cannot() -> None:
    asked = {each.name for each in SCOPES}
    assert without(asked) == []
    assert [each for each in asked if not without(asked - {each})] == [], "asked for in vain"


def test_what_the_bot_believes_a_method_or_an_event_takes_is_what_slack_says() -> None:
    for method, believed in METHODS.items():
        if method in slack.METHODS_BY_KIND:
            assert set(believed) == {f"{each}:{slack.METHODS_BY_KIND[method]}" for each in slack.FAMILIES.values()}
        else:
            assert bool(believed) == bool(slack.METHODS[method]) and set(believed) <= set(slack.METHODS[method])
    for event, believed in EVENTS.items():
        assert slack.lacking(believed, (), (event,), ()) == []
        assert [each for each in believed if not slack.lacking(set(believed) - {each}, (), (event,), ())] == [], event


def test_every_command_that_is_offered_is_in_the_manifest() -> None:
    features = cast("dict[str, list[dict[str, str]]]", manifest(load_catalog())["features"])
    hint = features["slash_commands"][0]["usage_hint"].split(" | ")
    assert hint == [each.names["en"] for each in load_catalog() if not each.menu]
    assert [each["callback_id"] for each in features["shortcuts"]] == [
        each.name for each in load_catalog() if each.menu
    ]


def trees() -> Iterator[ast.AST]:
    for path in sorted((ROOT / "adapters" / "slack").rglob("*.py")):
        if path.name not in TABLES:
            tree = ast.parse(path.read_text("utf-8"))
            tree.body = [each for each in tree.body if not is_table(each)]
            yield tree


def is_table(node: ast.stmt) -> bool:
    return isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "FORMS"


def called() -> set[str]:
    """The methods of the Web API that the adapter calls."""
    return {method for tree in trees() for method in methods_in(tree)}


def methods_in(tree: ast.AST) -> Iterator[str]:
    """Methods of the Web API that are called, by the library's name or by Slack's."""
    families = {method.partition(".")[0] for method in METHODS} | {"reactions", "team", "bots", "reminders", "pins"}
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(attr=name) if "_" in name and hasattr(AsyncWebClient, name) and name[0] != "_":
                if name.partition("_")[0] in families:
                    yield from SEVERAL.get(name, (name.replace("_", "."),))
            case ast.Constant(value=str(text)) if re.fullmatch(r"[a-z]+(\.[A-Za-z0-9]+){1,2}", text):
                if text.partition(".")[0] in families:
                    yield text


def events_in(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and node.value in KNOWN_EVENTS:
            yield node.value


def test_what_is_looked_for_in_the_code_would_be_found() -> None:
    tree = ast.parse('client.chat_postMessage(); call("users.info"); app.event("pin_added"); c.files_upload_v2()')
    assert set(methods_in(tree)) == {"chat.postMessage", "users.info", *SEVERAL["files_upload_v2"]}
    assert set(events_in(tree)) == {"pin_added"}


def test_the_methods_that_are_allowed_are_those_that_are_called() -> None:
    assert "oauth.v2.access" in called()
    assert called() == set(METHODS), "each is tried with faults, and takes its scopes: test_faults_calls"
    assert set(METHODS) >= FORMS


def test_every_event_that_the_adapter_takes_is_asked_for() -> None:
    taken = {event for tree in trees() for event in events_in(tree)} - NO_SUBSCRIPTION
    assert taken <= set(EVENTS)


def test_a_scope_that_was_not_granted_is_named() -> None:
    every = frozenset(each.name for each in SCOPES)
    assert missing_scopes(every | {"more"}) == ()
    assert [each.name for each in missing_scopes(every - {"users:read"})] == ["users:read"]
