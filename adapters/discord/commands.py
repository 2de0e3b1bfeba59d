"""Commands as Discord knows them: built from the catalog, written only where they changed, read back when used.

Discord counts how often commands are made, and shows changed ones late; so what it lists is compared first.
"""

import hashlib
import json
import logging
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, cast

import discord
from discord.http import Route

from adapters.catalog import ENGLISH, MOST_SUGGESTED, Catalog, ChoiceSpec, CommandSpec, OptionSpec, Words
from adapters.discord.wording import Names, readable

if TYPE_CHECKING:  # cannot be imported at run time, in any order
    from discord.types.interactions import ApplicationCommandInteractionData, MessageApplicationCommandInteractionData

log = logging.getLogger(__name__)
CHAT, MENU, TEXT_OPTION = 1, 3, 3
SERVER, PERSON = 0, 1  # who installs the app
IN_SERVER, IN_DIRECT, ELSEWHERE = 0, 1, 2
LOCALES = {
    "de": ("de",),
    "es": ("es-ES", "es-419"),
    "fr": ("fr",),
    "ja": ("ja",),
    "pt": ("pt-BR",),
}
_COMPARED = frozenset(
    (
        "autocomplete",
        "choices",
        "contexts",
        "default_member_permissions",
        "description",
        "description_localizations",
        "integration_types",
        "name",
        "name_localizations",
        "options",
        "required",
        "type",
        "value",
        *(locale for locales in LOCALES.values() for locale in locales),
    )
)
_Plain = dict[str, object]


async def sync_commands(client: discord.Client, catalog: Catalog) -> bool:
    """Makes Discord offer these commands everywhere; False where it does already. Raises what discord.py does."""
    application = client.application_id
    if application is None:
        return False
    route = Route("GET", "/applications/{application_id}/commands", application_id=application)
    listed = cast(list[_Plain], await client.http.request(route, params={"with_localizations": "true"}))
    wanted = [payload(spec) for spec in catalog]
    if fingerprint(listed) == fingerprint(wanted):
        return False
    await client.http.bulk_upsert_global_commands(application, wanted)
    log.info("commands written", extra={"count": len(wanted)})
    return True


def payload(spec: CommandSpec) -> _Plain:
    """A command as Discord takes it; a manager's is for servers, all others for everywhere."""
    made: _Plain = {
        "type": MENU if spec.menu else CHAT,
        "integration_types": [SERVER] if spec.manager else [SERVER, PERSON],
        "contexts": [IN_SERVER] if spec.manager else [IN_SERVER, IN_DIRECT, ELSEWHERE],
        "default_member_permissions": str(discord.Permissions(manage_guild=True).value) if spec.manager else None,
        **_worded("name", spec.names),
    }
    if spec.menu:
        return made
    return {**made, **_worded("description", spec.descriptions), "options": [_option(each) for each in spec.options]}


def fingerprint(commands: Iterable[Mapping[str, object]]) -> str:
    """The same for what we would write and for how Discord lists it, with its own additions and omissions."""
    kept = sorted((_kept(each) for each in commands), key=lambda each: (str(each.get("type")), str(each.get("name"))))
    return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()


def ordered(data: "ApplicationCommandInteractionData", catalog: Catalog) -> tuple[str, str] | None:
    """The command's name and argument; None for one that the catalog does not hold (any more)."""
    menu = data.get("type") == MENU
    for spec in catalog:
        if spec.names[ENGLISH] == data["name"] and spec.menu is menu:
            return spec.name, _argument(spec, _entered(data))
    return None


def menu_target(data: "ApplicationCommandInteractionData") -> "discord.types.message.Message | None":
    """The message on which a menu was opened."""
    if data.get("type") != MENU:
        return None
    target = str(cast("MessageApplicationCommandInteractionData", data)["target_id"])
    return data.get("resolved", {}).get("messages", {}).get(target)


def suggestions(
    data: "ApplicationCommandInteractionData", catalog: Catalog
) -> "list[discord.app_commands.Choice[str | int | float]]":
    """What completes the option that is being typed."""
    focused = next((each for each in _options(data) if each.get("focused")), None)
    spec = next((each for each in catalog if each.names[ENGLISH] == data["name"] and not each.menu), None)
    if focused is None or spec is None:
        return []
    suggest = next((each.suggest for each in spec.options if each.names[ENGLISH] == focused["name"]), None)
    found = suggest(str(focused.get("value", ""))[:100]) if suggest is not None else ()
    return [discord.app_commands.Choice(name=each[:100], value=each) for each in found[:MOST_SUGGESTED]]


def _argument(spec: CommandSpec, entered: Mapping[str, str]) -> str:
    parts = [
        (option.prefix, entered[option.names[ENGLISH]].strip())
        for option in spec.options
        if entered.get(option.names[ENGLISH], "").strip()
    ]
    return " ".join(word for part in parts for word in part if word)


def _entered(data: "ApplicationCommandInteractionData") -> dict[str, str]:
    """What was entered, by option; whom a mention in it names, Discord does not say here."""
    return {str(each["name"]): readable(str(each.get("value", "")), Names()) for each in _options(data)}


def _options(data: "ApplicationCommandInteractionData") -> list[_Plain]:
    return cast(list[_Plain], data.get("options") or [])


def _option(option: OptionSpec) -> _Plain:
    made: _Plain = {
        "type": TEXT_OPTION,
        "required": option.required,
        **_worded("name", option.names),
        **_worded("description", option.descriptions),
    }
    if option.choices:
        return {**made, "choices": [_choice(each) for each in option.choices]}
    return {**made, "autocomplete": True} if option.suggest is not None else made


def _choice(choice: ChoiceSpec) -> _Plain:
    return {"value": choice.value, **_worded("name", choice.labels)}


def _worded(what: str, words: Words) -> _Plain:
    local = {
        locale: words[language] for language, locales in LOCALES.items() for locale in locales if language in words
    }
    return {what: words[ENGLISH], f"{what}_localizations": local}


def _kept(fields: Mapping[str, object]) -> _Plain:
    """The fields that are ours, without those that say nothing."""
    kept = {name: _plain(each) for name, each in fields.items() if name in _COMPARED}
    return {name: each for name, each in kept.items() if each not in (None, False, "", [], {})}


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return _kept(value)
    if isinstance(value, list) and all(isinstance(each, int) for each in value):
        return sorted(value)
    return [_plain(each) for each in value] if isinstance(value, list) else value
