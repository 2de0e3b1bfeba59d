"""The app manifest: what somebody pastes at api.slack.com/apps, made from what the code offers and uses.

Without an address the app speaks over Socket Mode, in one workspace. With one, Slack posts to that address, and the app
can be installed in many workspaces and whole organisations, with tokens that end after twelve hours.
"""

import json
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from adapters.catalog import ENGLISH, Catalog, CommandSpec
from adapters.slack.permissions import EVENTS, ORGANISATION_EVENTS, SCOPES

Json: TypeAlias = "Mapping[str, Json] | Sequence[Json] | str | bool | int"

NAME, COMMAND = "Rapport", "/rapport"
EVENTS_PATH, INSTALL_PATH, REDIRECT_PATH = "/slack/events", "/slack/install", "/slack/oauth_redirect"
LONGEST_SHORTCUT = 24  # characters, as Slack has it
DESCRIPTION = "Remembers what you tell it, and tells nothing to the wrong people."
LONG_DESCRIPTION = (
    "Rapport gets to know the people it talks with. It remembers what they tell it, keeps that true as life changes, "
    "and uses a fact only where everybody who reads the answer was entitled to hear it. Everybody can see, correct and "
    "erase what is remembered about them, or switch remembering off."
)
PROMPTS = (
    ("What do you know about me?", "What do you remember about me?"),
    ("Remember something", "Remember that I like short answers."),
    ("How does this work?", "What can you do, and what do you keep about me?"),
)
COMMAND_DESCRIPTION = "What I remember about you, and how you want to be answered"


def manifest(catalog: Catalog, address: str | None = None) -> Mapping[str, Json]:
    """The manifest; `address` is the base URL at which Slack reaches the bot, None: Socket Mode."""
    return {
        "_metadata": {"major_version": 1, "minor_version": 1},
        "display_information": {
            "name": NAME,
            "description": DESCRIPTION,
            "long_description": LONG_DESCRIPTION,
            "background_color": "#2a4d3e",
        },
        "features": _features(catalog, address),
        "oauth_config": {
            **({"redirect_urls": [address + REDIRECT_PATH]} if address else {}),
            "scopes": {"bot": [each.name for each in SCOPES]},
        },
        "settings": _settings(address),
    }


def manifest_text(catalog: Catalog, address: str | None = None) -> str:
    """The manifest as a file."""
    return json.dumps(manifest(catalog, address), indent=2, ensure_ascii=False) + "\n"


def _features(catalog: Catalog, address: str | None) -> Mapping[str, Json]:
    return {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": False},
        "agent_view": {
            "agent_description": DESCRIPTION,
            "suggested_prompts": [{"title": title, "message": message} for title, message in PROMPTS],
        },
        "bot_user": {"display_name": NAME, "always_online": True},
        "shortcuts": [_shortcut(each) for each in catalog if each.menu],
        "slash_commands": [
            {
                "command": COMMAND,
                **({"url": address + EVENTS_PATH} if address else {}),
                "description": COMMAND_DESCRIPTION,
                "usage_hint": " | ".join(each.names[ENGLISH] for each in catalog if not each.menu),
                "should_escape": True,  # mentions come with ids, which names alone would not tell
            }
        ],
    }


def _shortcut(spec: CommandSpec) -> Mapping[str, Json]:
    name = spec.names[ENGLISH]
    return {
        "name": _short(name),
        "type": "message",
        "callback_id": spec.name,
        "description": spec.descriptions[ENGLISH] or name,
    }


def _short(name: str) -> str:
    if len(name) <= LONGEST_SHORTCUT:
        return name
    return name[:LONGEST_SHORTCUT].rsplit(" ", 1)[0] + "…"


def _settings(address: str | None) -> Mapping[str, Json]:
    url: Mapping[str, Json] = {"request_url": address + EVENTS_PATH} if address else {}
    events = [each for each in EVENTS if address or each not in ORGANISATION_EVENTS]
    return {
        "event_subscriptions": {**url, "bot_events": events},
        "interactivity": {"is_enabled": True, **url},
        "org_deploy_enabled": address is not None,
        "socket_mode_enabled": address is None,
        "token_rotation_enabled": address is not None,
    }
