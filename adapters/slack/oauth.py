"""Installing the bot in several workspaces: Bolt's OAuth flow with passes, pages and a store of our own.

The state is a pass that only we can make, tied to the browser by a cookie and good once among all processes, so an
address that somebody else got from Slack installs nothing.
"""

import asyncio
import logging
import time
from datetime import UTC, datetime, timedelta
from logging import Logger
from urllib.parse import urljoin

from slack_bolt.error import BoltError
from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions, AsyncFailureArgs, AsyncSuccessArgs
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore

from adapters.errors import AdapterError
from adapters.slack.access import Access
from adapters.slack.grants import Grant, installation_from
from adapters.slack.installing import Installations
from adapters.slack.manifest import INSTALL_PATH, NAME, REDIRECT_PATH
from adapters.slack.pages import failure_page, install_page, success_page
from adapters.slack.permissions import SCOPES, missing_scopes
from adapters.slack.vault import Passes

log = logging.getLogger(__name__)
LIFETIME = timedelta(minutes=10)
ASK_SECONDS = 15.0
GRANTS = "grants"
NOT_HERE = "unused"  # only `access` has it
HTML = "text/html; charset=utf-8"
SLACK, AUTHORIZE = "https://slack.com", "/oauth/v2/authorize"
_mute = logging.getLogger(f"{__name__}.bolt")
_mute.setLevel(logging.CRITICAL)  # its warnings hold codes of installations


class States(AsyncOAuthStateStore):
    """States as passes."""

    def __init__(self, passes: Passes) -> None:
        self._passes = passes

    @property
    def logger(self) -> Logger:
        """Where slack-sdk would log."""
        return log

    async def async_issue(self, *_: object, **__: object) -> str:
        """A new state; nothing is kept of it."""
        return self._passes.issue(LIFETIME)

    async def async_consume(self, state: str) -> bool:
        """True the first time for a state of ours that is still good."""
        return await self._passes.redeem(state)


class Flow(AsyncOAuthFlow):
    """Bolt's flow; what fails on the way is a page that says so."""

    def __init__(self, settings: AsyncOAuthSettings, access: Access, store: Installations) -> None:
        super().__init__(logger=_mute, settings=settings)
        self._access = access
        self._store = store

    async def build_install_page_html(self, url: str, request: AsyncBoltRequest) -> str:
        """The page with the link that begins."""
        return install_page(NAME, url)

    async def run_installation(self, code: str) -> Installation | None:
        """What Slack gives for the code, None where it gives no token of the bot's."""
        now = time.time()
        try:
            async with asyncio.timeout(ASK_SECONDS):
                bot, *own = await self._access.redeem(code, now)
        except (AdapterError, TimeoutError) as fault:
            log.warning("installation refused", extra={"kind": str(fault) or "timeout"})
            return None
        installation = installation_from(bot, *own, at=now)
        installation.set_custom_value(GRANTS, (bot, *own))
        return installation

    async def store_installation(self, request: AsyncBoltRequest, installation: Installation) -> None:
        """Keep it; raises `BoltError` where it cannot be kept."""
        grants: tuple[Grant, ...] = installation.get_custom_value(GRANTS) or ()
        try:
            await self._store.keep(grants, datetime.fromtimestamp(installation.installed_at, UTC))
        except AdapterError as fault:
            raise BoltError("not kept") from fault
        where = installation.team_id or installation.enterprise_id
        log.info("installed", extra={"workspace": where, "whole": installation.is_enterprise_install})


def flow_of(client_id: str, access: Access, *, store: Installations, passes: Passes, page: str) -> Flow:
    """The flow of the app with that id; `page` is where people agree."""
    settings = AsyncOAuthSettings(
        client_id=client_id,
        client_secret=NOT_HERE,
        scopes=[each.name for each in SCOPES],
        user_scopes=[],
        install_path=INSTALL_PATH,
        redirect_uri_path=REDIRECT_PATH,
        authorization_url=page,
        installation_store=store,
        state_store=States(passes),
        state_expiration_seconds=int(LIFETIME.total_seconds()),
        callback_options=AsyncCallbackOptions(success=_succeeded, failure=_failed),
        logger=_mute,
    )
    return Flow(settings, access, store)


def page_of(api: str | None) -> str:
    """Where people agree, at Slack's own server or at the one whose Web API is used instead."""
    return urljoin(api or SLACK, AUTHORIZE)


async def _succeeded(args: AsyncSuccessArgs) -> BoltResponse:
    given = args.installation
    missing = missing_scopes(frozenset(given.bot_scopes or ()))
    if missing:
        log.warning("scopes not granted", extra={"workspace": given.team_id, "scopes": [each.name for each in missing]})
    team = None if given.is_enterprise_install else given.team_id
    return _response(200, success_page(NAME, app=given.app_id or "", team=team, missing=missing), args)


async def _failed(args: AsyncFailureArgs) -> BoltResponse:
    return _response(args.suggested_status_code, failure_page(NAME, args.reason, again=INSTALL_PATH), args)


def _response(status: int, page: str, args: AsyncSuccessArgs | AsyncFailureArgs) -> BoltResponse:
    cookie = args.settings.state_utils.build_set_cookie_for_deletion()
    return BoltResponse(status=status, body=page, headers={"Content-Type": HTML, "Set-Cookie": [cookie]})
