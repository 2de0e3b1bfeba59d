"""Bolt's app: it tells what Slack sends apart, acknowledges it at once, and gives it to whom it concerns.

An acknowledged event is never told again, so what goes wrong afterwards ends here, in the log. Bolt's own lines hold
what was sent and are not written.
"""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from adapters.errors import AdapterError
from adapters.slack.installing import Authorized, Otherwise
from adapters.slack.wire import Wire

log = logging.getLogger(__name__)
_mute = logging.getLogger(f"{__name__}.bolt")
_mute.setLevel(logging.CRITICAL + 1)
ANY = re.compile("")
FILLED_SECONDS = 2.5  # of three in which a form is to be acknowledged
NOT_USED = "unused"  # whether Slack sent it is looked at before Bolt gets it
Payload = Mapping[str, object]
Errors = Mapping[str, str]
Taking = Callable[[], AbstractContextManager[None]]


@dataclass(frozen=True, slots=True)
class Ears:
    """Whom what comes concerns; `submitted` gives what is wrong with what was filled in, by block."""

    event: Callable[[Payload], Awaitable[object]]
    command: Callable[[Payload], Awaitable[object]]
    shortcut: Callable[[Payload], Awaitable[object]]
    action: Callable[[Payload], Awaitable[object]]
    submitted: Callable[[Payload], Awaitable[Errors | None]]


def app_of(ears: Ears, authorize: Authorized, *, taking: Taking = nullcontext) -> AsyncApp:
    """The app; nothing of it is read from the environment that was not given here.

    Within `taking` each thing is acknowledged and taken.
    """
    app = AsyncApp(
        logger=_mute,
        name=_mute.name,  # its listeners get a logger by that name, as mute as this
        signing_secret=NOT_USED,
        client=AsyncWebClient(logger=_mute),
        authorize=authorize,
        request_verification_enabled=False,
        ignoring_self_events_enabled=False,
        ssl_check_enabled=False,
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
    )
    app.event(ANY)(_after(ears.event, taking))
    app.command(ANY)(_after(ears.command, taking))
    app.shortcut(ANY)(_after(ears.shortcut, taking))
    app.action(ANY)(_after(ears.action, taking))
    app.view_submission(ANY)(_filled(ears.submitted, taking))
    app.view_closed(ANY)(_after(_nothing, taking))
    return app


def sole(wire: Wire) -> Otherwise:
    """The bot of the one token of the settings, as far as is known at once: Slack waits for it."""

    async def found(team: str) -> AuthorizeResult | None:
        grant = wire.own(team)
        if grant is None:
            return None
        return AuthorizeResult(
            enterprise_id=grant.enterprise or None,
            team_id=grant.team or None,
            bot_user_id=grant.bot_user or None,
            bot_id=grant.bot or None,
            bot_token=grant.token,
        )

    return found


async def _nothing(payload: Payload) -> None:
    """What needs no answer."""


def _after(take: Callable[[Payload], Awaitable[object]], taking: Taking) -> Callable[..., Awaitable[None]]:
    """A listener that acknowledges, and then lets it be taken."""

    async def listen(body: Payload, ack: AsyncAck) -> None:
        with taking():
            await ack()
            await _surely(take, body)

    return listen


def _filled(take: Callable[[Payload], Awaitable[Errors | None]], taking: Taking) -> Callable[..., Awaitable[None]]:
    """A listener that acknowledges with what is wrong with a form, or in time that nothing is."""

    async def listen(body: Payload, ack: AsyncAck) -> None:
        wrong: asyncio.Future[Errors | None] = asyncio.get_running_loop().create_future()

        async def told() -> None:
            found = await _surely(take, body)
            if not wrong.done():
                wrong.set_result(found)

        async def acknowledged() -> None:
            try:
                errors = await asyncio.wait_for(wrong, FILLED_SECONDS)
            except TimeoutError:
                errors = None
            await (ack(response_action="errors", errors=dict(errors)) if errors else ack())

        with taking():
            await asyncio.gather(told(), acknowledged())

    return listen


async def _surely(take: Callable[[Payload], Awaitable[Errors | object | None]], body: Payload) -> Errors | None:
    try:
        found = await take(body)
    except AdapterError as fault:
        log.error("what Slack sent was not taken", extra={"kind": str(body.get("type"))[:60], "why": str(fault)})
        return None
    except Exception:
        log.exception("what Slack sent was not taken", extra={"kind": str(body.get("type"))[:60]})
        return None
    return found if isinstance(found, Mapping) else None
