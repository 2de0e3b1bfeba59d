"""What simcord's payloads lack, or have too much of, beside Discord's own; and addresses of files."""

import json
from collections.abc import Callable, Mapping

from simcord.backend.cdn import CDN_BASE

from tests.platforms.discord.world import Payload

FILES = "/cdn"
COMMAND_DEFAULTS: Payload = {"nsfw": False, "contexts": None, "integration_types": [0]}


class Touches:
    """Makes JSON as Discord would send it, with the addresses of this server; `nonces` by message id.

    `foreign` says of guilds whether they stand for a group, which has no guild.
    """

    def __init__(self, base: Callable[[], str], foreign: Mapping[int, bool]) -> None:
        self._base = base
        self._foreign = foreign
        self.nonces: dict[str, object] = {}

    def out(self, payload: object) -> str:
        """The text of a payload on its way out."""
        return json.dumps(self._touched(payload)).replace(CDN_BASE, self._base() + FILES)

    def back(self, text: str) -> str:
        """A request's text with the addresses that simcord knows."""
        return text.replace(self._base() + FILES, CDN_BASE)

    def _touched(self, payload: object) -> object:
        if isinstance(payload, list):
            return [self._touched(each) for each in payload]
        if not isinstance(payload, dict):
            return payload
        made = {name: self._touched(each) for name, each in payload.items()}
        if "username" in made and "discriminator" in made:
            made = {**made, "primary_guild": None, "clan": None, "collectibles": None}
        if "proxy_url" in made and made.get("description", "") is None:
            del made["description"]
        if self._foreign and self._is_group(made.get("guild_id")):
            del made["guild_id"]
        if "edited_timestamp" in made and "nonce" in made:
            del made["nonce"]
            return self._with_nonce(made)
        return made

    def _is_group(self, guild: object) -> bool:
        return isinstance(guild, str) and self._foreign.get(int(guild), False)

    def _with_nonce(self, message: Payload) -> Payload:
        nonce = self.nonces.get(str(message.get("id")))
        return message if nonce is None else {**message, "nonce": nonce}


def command(listed: Payload, *, localized: bool) -> Payload:
    """A command as Discord lists it: with a version and defaults, without what is empty."""
    made: Payload = {**COMMAND_DEFAULTS, **listed, "version": str(listed.get("version", listed["id"]))}
    made["options"] = [option(each) for each in _listed(made.get("options"))]
    if not made["options"]:
        del made["options"]
    words = ("name_localizations", "description_localizations")
    for name in words:
        made[name] = made.get(name) or None
        if not localized:
            del made[name]
    return made


def option(given: Payload) -> Payload:
    """An option as listed: what is false is left out."""
    return {name: each for name, each in given.items() if each is not False and each not in ([], {})}


def _listed(options: object) -> list[Payload]:
    return [each for each in options if isinstance(each, dict)] if isinstance(options, list) else []
