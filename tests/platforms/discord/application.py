"""The bot's application: what it is granted, how many shards it should have, and the commands that it offers."""

from collections.abc import Callable
from typing import cast

from simcord.backend import serializers

from tests.platforms.discord import touches
from tests.platforms.discord.gateway import Granted, flags
from tests.platforms.discord.requests import Read
from tests.platforms.discord.world import Payload, World

ME = ("/applications/@me", "/oauth2/applications/@me")
STARTS = 1000


class Application:
    """Answers what is asked about the application itself; `shards` is what Discord recommends.

    `personal`: whether people may install it for themselves.
    """

    def __init__(self, world: World, granted: Granted, *, gateway: Callable[[], str], shards: int = 1) -> None:
        self._world, self.granted, self._gateway = world, granted, gateway
        self.shards = shards
        self.personal = True

    @property
    def token(self) -> str:
        """The bot's token."""
        return self.granted.token

    def answer(self, asked: Read) -> Payload | None:
        """What simcord does not know; None for all else."""
        match asked.method, asked.path:
            case "GET", "/gateway":
                return {"url": self._gateway()}
            case "GET", "/gateway/bot":
                return {"url": self._gateway(), "shards": self.shards, "session_start_limit": self._starts()}
            case "GET", path if path in ME:
                return self._me()
            case _:
                return None

    def listed(self, asked: Read, found: object) -> object:
        """simcord's answer, with commands as Discord lists them."""
        if not asked.path.startswith("/applications/") or not asked.path.endswith("/commands"):
            return found
        localized = asked.method != "GET" or asked.query.get("with_localizations") in ("true", "1")
        return [touches.command(each, localized=localized) for each in cast(list[Payload], found)]

    def _starts(self) -> Payload:
        reset = int(self.granted.reset_seconds * 1000)
        return {"total": STARTS, "remaining": self.granted.starts, "reset_after": reset, "max_concurrency": 1}

    def _me(self) -> Payload:
        backend = self._world.backend
        bot = dict(serializers.user_payload(backend.bot_user))
        ways: Payload = {"0": {}, "1": {}} if self.personal else {"0": {}}
        return {
            "id": str(backend.application_id),
            "name": backend.bot_user.name,
            "icon": None,
            "description": "",
            "type": None,
            "bot": bot,
            "summary": "",
            "is_monetized": False,
            "is_verified": False,
            "is_discoverable": False,
            "hook": True,
            "storefront_available": False,
            "bot_public": True,
            "bot_require_code_grant": False,
            "integration_types_config": ways,
            "verify_key": "0" * 64,
            "flags": flags(self.granted),
            "approximate_guild_count": len(backend.guilds),
            "approximate_user_install_count": 0,
            "redirect_uris": [],
            "interactions_endpoint_url": None,
            "role_connections_verification_url": None,
            "event_webhooks_url": None,
            "event_webhooks_status": 1,
            "team": None,
            "owner": bot,
        }
