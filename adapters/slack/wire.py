"""The one way of calls to Slack's Web API: each with a deadline, the token of its workspace, faults in our words.

slack-sdk does the call, without its own retries: who asks decides what may be done twice. A method that Slack has
asked us to leave alone is not asked before the time is over, since asking makes that longer.
"""

import asyncio
import json
import logging
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.errors import AdapterError, RateLimited, Unreachable
from adapters.recent import Clock, Recent
from adapters.slack.faults import SPENT, fault_of, pause_in
from adapters.slack.grants import Grant
from adapters.slack.permissions import METHODS
from adapters.slack.tokens import Grants, Tokens

log = logging.getLogger(__name__)
logging.getLogger("slack_sdk").setLevel(logging.WARNING)  # its lines for developers hold what is sent
API = "https://slack.com/api/"
SECONDS, LONGEST_WAIT = 15.0, 30.0
RETRY_PAUSES = (1.0, 4.0)
MOST_RESTING = 10_000
# Slack reads the arguments of these only in a form.
FORMS = frozenset(
    (
        *("auth.test", "chat.getPermalink", "conversations.history", "conversations.info", "conversations.members"),
        *("conversations.replies", "users.info", "users.list", "files.getUploadURLExternal", "files.info"),
    )
)
# What slack-sdk raises over an answer that is none of Slack's, and over a session that was closed meanwhile.
GARBLED = (aiohttp.ClientError, SlackClientError, OSError, LookupError, TypeError, ValueError, AttributeError)
Answer = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Bot:
    """The bot in a workspace: `user` is its account there, `bot` its id as a bot; `enterprise` '' where there is none.

    `scopes` are what was granted to it, empty where that is not known.
    """

    team: str
    enterprise: str
    user: str
    bot: str
    scopes: frozenset[str] = frozenset()


class Wire:
    """Calls with the tokens of all workspaces. It may be used at once; after an `async with` nothing is reachable.

    `token` is the one token of the settings, `grants` finds that of each workspace; either or both.
    """

    def __init__(
        self,
        api: str | None = None,
        *,
        token: str | None = None,
        grants: Grants | None = None,
        clock: Clock = time.monotonic,
    ) -> None:
        self._clock = clock
        self._ended = False
        self._tokens = Tokens(self._look, token=token, grants=grants, clock=clock)
        self._client = AsyncWebClient(base_url=api or API, timeout=int(SECONDS), retry_handlers=[])
        self._resting: Recent[tuple[str, str, str], float] = Recent(MOST_RESTING, clock)

    async def __aenter__(self) -> Self:
        self._ended = False
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended = True
        session, self._client.session = self._client.session, None
        if session is not None:
            await session.close()

    @property
    def api(self) -> str:
        """The base address of the Web API."""
        return self._client.base_url

    async def bot(self, team: str) -> Bot:
        """Who we are in that workspace; raises `AdapterError`.

        With the one token that is of one workspace, that is who we are for people from elsewhere, too.
        """
        grant = await self._tokens.of(team)
        if not team or (self._tokens.sole and not grant.everywhere):
            team = grant.team
        return Bot(team, grant.enterprise, grant.bot_user, grant.bot, frozenset(grant.scopes))

    def own(self, team: str) -> Grant | None:
        """The one token where it may be that of the workspace; nobody is asked."""
        return self._tokens.own(team)

    async def token(self, team: str) -> str:
        """The token for that workspace, good now; raises `AdapterError`."""
        return (await self._tokens.of(team)).token

    async def check(self) -> None:
        """Raise `Misconfigured` where Slack takes the one token no more; where it cannot be asked, say nothing."""
        await self._tokens.check()

    def forget(self, team: str) -> None:
        """What is installed in that workspace may have changed."""
        self._tokens.forget(team)

    async def ask(self, team: str, method: str, sent: Mapping[str, object], *, seconds: float = SECONDS) -> Answer:
        """What Slack answers; what is None is not sent. Raises `AdapterError`."""
        if method not in METHODS:
            raise ValueError(f"{method} is not a method that the bot uses")
        # Posts are counted by channel, everything else by method.
        place = (team, method, str(sent.get("channel", "")) if method.startswith("chat.") else "")
        with self._left_alone(place):
            return await self._call(await self._tokens.of(team), method, sent, seconds=seconds)

    async def insist(self, team: str, method: str, sent: Mapping[str, object]) -> Answer:
        """The same, tried again where Slack could not be reached or asked for a short pause: what may be done twice."""
        for pause in RETRY_PAUSES:
            try:
                return await self.ask(team, method, sent)
            except Unreachable:
                log.info("call tried again", extra={"method": method, "pause_s": pause})
            except RateLimited as limited:
                if limited.retry_after > LONGEST_WAIT:
                    raise
                pause = limited.retry_after
            await asyncio.sleep(pause)
        return await self.ask(team, method, sent)

    async def socket(self, app_token: str) -> str:
        """Where the next socket of Socket Mode is opened; raises `AdapterError`."""
        answer = await self._call(Grant(app_token), "apps.connections.open", {}, seconds=SECONDS)
        return str(answer.get("url", ""))

    async def _look(self, grant: Grant) -> Answer:
        with self._left_alone(("", "auth.test", "")):
            return await self._call(grant, "auth.test", {}, seconds=SECONDS)

    async def _call(self, grant: Grant, method: str, sent: Mapping[str, object], *, seconds: float) -> Answer:
        if self._ended:
            raise Unreachable
        if self._client.session is None or self._client.session.closed:
            self._client.session = aiohttp.ClientSession()
        given = {key: value for key, value in sent.items() if value is not None}
        headers = {"Authorization": f"Bearer {grant.token}"}
        try:
            async with asyncio.timeout(seconds):
                if method in FORMS:
                    answer = await self._client.api_call(method, data=_form(given), headers=headers)
                else:
                    answer = await self._client.api_call(method, json=given, headers=headers)
        except SlackApiError as fault:
            raise self._fault(fault, method, grant) from None  # the cause would hold what was sent
        except GARBLED:
            raise Unreachable() from None
        return answer.data if isinstance(answer.data, Mapping) else {}

    def _fault(self, fault: SlackApiError, method: str, grant: Grant) -> AdapterError:
        status, data = getattr(fault.response, "status_code", 0), getattr(fault.response, "data", None)
        if status == 429:
            return RateLimited(pause_in(getattr(fault.response, "headers", {})))
        said: Answer = data if isinstance(data, Mapping) else {}
        word = said.get("error")
        if status >= 500 or not isinstance(word, str):
            return Unreachable()
        if word in SPENT:
            self._tokens.drop(grant.token)
        return fault_of(word, method, said, sole=self._tokens.sole or not grant.team)

    @contextmanager
    def _left_alone(self, place: tuple[str, str, str]) -> Iterator[None]:
        """Nothing is asked there before the time is over for which Slack asked for that."""
        until = self._resting.get(place)
        if until is not None and until > self._clock():
            raise RateLimited(until - self._clock())
        try:
            yield
        except RateLimited as limited:
            self._resting.put(place, self._clock() + limited.retry_after)
            raise


def _form(sent: Mapping[str, object]) -> dict[str, str]:
    return {key: value if isinstance(value, str) else json.dumps(value) for key, value in sent.items()}
