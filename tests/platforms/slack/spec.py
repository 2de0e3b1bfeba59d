"""Takes what the judge needs from Slack's own published types.

`python -m tests.platforms.slack.spec FOLDER`, where in FOLDER was run:
`npm install @slack/types @slack/web-api ts-json-schema-generator`

Both packages of Slack's are under the MIT licence. Kept are the arguments and the answers of the methods that the
stand-in offers, and the events that it tells, as JSON Schema and without words.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import cast
from urllib.parse import unquote

from tests.platforms.licence import MIT
from tests.platforms.slack.wire import Payload, mapping

KEPT = Path(__file__).with_name("schemas.json")
METHODS = (
    *("agents.sessions.rename", "agents.sessions.setStatus", "apps.connections.open", "apps.uninstall"),
    *("assistant.threads.setStatus", "assistant.threads.setSuggestedPrompts", "assistant.threads.setTitle"),
    *("auth.revoke", "auth.test", "bots.info", "chat.appendStream", "chat.delete", "chat.getPermalink"),
    *("chat.postEphemeral", "chat.postMessage", "chat.startStream", "chat.stopStream", "chat.update"),
    *("conversations.history", "conversations.info", "conversations.join", "conversations.leave"),
    *("conversations.list", "conversations.members", "conversations.open", "conversations.replies"),
    *("files.completeUploadExternal", "files.delete", "files.getUploadURLExternal", "files.info"),
    *("oauth.v2.access", "reactions.add", "reactions.get", "reactions.remove", "team.info", "users.conversations"),
    *("users.info", "users.list", "users.lookupByEmail", "views.open", "views.publish", "views.push", "views.update"),
)
OTHERWISE = {"oauth.v2.access": "OAuthV2AccessArguments"}  # the answer is written Oauth
EVENTS = {
    "agent_session_stopped": "AgentSessionStoppedEvent",
    "app_home_opened": "AppHomeOpenedEvent",
    "app_mention": "AppMentionEvent",
    "app_uninstalled": "AppUninstalledEvent",
    "channel_archive": "ChannelArchiveEvent",
    "channel_deleted": "ChannelDeletedEvent",
    "channel_left": "ChannelLeftEvent",
    "channel_rename": "ChannelRenameEvent",
    "channel_shared": "ChannelSharedEvent",
    "channel_unarchive": "ChannelUnarchiveEvent",
    "channel_unshared": "ChannelUnsharedEvent",
    "group_archive": "GroupArchiveEvent",
    "group_deleted": "GroupDeletedEvent",
    "group_left": "GroupLeftEvent",
    "group_rename": "GroupRenameEvent",
    "group_unarchive": "GroupUnarchiveEvent",
    "member_joined_channel": "MemberJoinedChannelEvent",
    "member_left_channel": "MemberLeftChannelEvent",
    "message": "AllMessageEvents",
    "reaction_added": "ReactionAddedEvent",
    "reaction_removed": "ReactionRemovedEvent",
    "team_access_granted": "TeamAccessGrantedEvent",
    "team_access_revoked": "TeamAccessRevokedEvent",
    "team_join": "TeamJoinEvent",
    "tokens_revoked": "TokensRevokedEvent",
    "user_change": "UserChangeEvent",
}
WORDS = frozenset(("description", "$schema", "$comment", "examples"))
NOTICE = (
    "Generated from the npm packages @slack/types and @slack/web-api (github.com/slackapi/node-slack-sdk). "
    "MIT License. Copyright (c) 2014- Slack Technologies, LLC. "
) + MIT


class Gathering:
    """One document out of many: a definition that two of them have differently is kept under two names."""

    def __init__(self) -> None:
        self.definitions: Payload = {}

    def take(self, document: Payload, alias: str) -> Payload:
        """The root of a document, whose definitions are here now."""
        found = mapping(_plain(document.get("definitions")))
        root = mapping(found.pop(alias))
        renamed = {name: f"{name}.{alias}" for name in self._others(found)}
        for name, each in found.items():
            self.definitions[_named(renamed.get(name, name))] = _referring(each, renamed)
        return mapping(_referring(root, renamed))

    def _others(self, found: Payload) -> set[str]:
        """The names that stand for something else already, or for what refers to such a name."""
        others: set[str] = set()
        while (
            more := {
                name for name, each in found.items() if self._otherwise(name, each) or others & set(_referred(each))
            }
            - others
        ):
            others |= more
        return others

    def _otherwise(self, name: str, definition: object) -> bool:
        """Whether the name stands for something else already."""
        return self.definitions.get(_named(name), _referring(definition, {})) != _referring(definition, {})


def gathered(folder: Path) -> Payload:
    """What is kept of the packages in a folder."""
    gathering = Gathering()
    methods = {name: _one(folder, "@slack/web-api", _arguments(name), gathering) for name in METHODS}
    events = {name: _one(folder, "@slack/types", alias, gathering) for name, alias in EVENTS.items()}
    views = {"view": _one(folder, "@slack/types", "View", gathering)}
    answers = {name: _one(folder, "@slack/web-api", f"{_camel(name)}Response", gathering) for name in METHODS}
    return {
        "notice": NOTICE,
        "versions": {name: _version(folder, name) for name in ("@slack/types", "@slack/web-api")},
        "methods": methods,
        "events": events,
        "views": views,
        "answers": answers,
        "definitions": dict(sorted(gathering.definitions.items())),
    }


def _arguments(method: str) -> str:
    return OTHERWISE.get(method, f"{_camel(method)}Arguments")


def _camel(method: str) -> str:
    return "".join(part[0].upper() + part[1:] for part in method.split("."))


def _one(folder: Path, package: str, name: str, gathering: Gathering) -> Payload:
    alias = f"Asked{name}"
    source = folder / "asked.ts"
    source.write_text(f"import {{ {name} }} from '{package}';\nexport type {alias} = {name};\n", encoding="utf-8")
    (folder / "tsconfig.json").write_text(
        json.dumps(
            {
                "compilerOptions": {"strict": True, "skipLibCheck": True, "moduleResolution": "node"},
                "files": ["asked.ts"],
            }
        ),
        encoding="utf-8",
    )
    tool = folder / "node_modules" / ".bin" / "ts-json-schema-generator"
    asked = [str(tool), "--path", "asked.ts", "--tsconfig", "tsconfig.json", "--type", alias, "--no-type-check"]
    made = subprocess.run(asked, cwd=folder, check=True, capture_output=True, timeout=120)
    return gathering.take(cast(Payload, json.loads(made.stdout)), alias)


def _version(folder: Path, package: str) -> str:
    described = json.loads((folder / "node_modules" / package / "package.json").read_text(encoding="utf-8"))
    return str(described["version"])


def _plain(value: object, *, named: bool = False) -> object:
    """Without what is written for people; where the keys are names of things, all of them stay."""
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if not isinstance(value, dict):
        return value
    names = {"properties", "definitions"}
    return {
        key: _plain(each, named=not named and key in names)
        for key, each in value.items()
        if named or not (key in WORDS and isinstance(each, str | list))
    }


def _referring(value: object, renamed: dict[str, str]) -> object:
    if isinstance(value, list):
        return [_referring(each, renamed) for each in value]
    if not isinstance(value, dict):
        return value
    return {key: _target(each, renamed) if key == "$ref" else _referring(each, renamed) for key, each in value.items()}


def _referred(value: object) -> Iterator[str]:
    """The names of the definitions that something refers to."""
    if isinstance(value, list):
        for each in value:
            yield from _referred(each)
    elif isinstance(value, dict):
        for key, each in value.items():
            if key == "$ref":
                yield unquote(str(each)).rpartition("/definitions/")[2]
            else:
                yield from _referred(each)


def _target(reference: object, renamed: dict[str, str]) -> str:
    head, _, name = unquote(str(reference)).rpartition("/definitions/")
    return f"{head}/definitions/{_named(renamed.get(name, name))}"


def _named(definition: str) -> str:
    """A name without the signs that stand otherwise in an address."""
    return re.sub(r"[^\w.]+", "_", definition)


if __name__ == "__main__":
    KEPT.write_text(json.dumps(gathered(Path(sys.argv[1])), separators=(",", ":")) + "\n", encoding="utf-8")
