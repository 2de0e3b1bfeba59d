"""Events of Slack's as it posts them, and what they lead to."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime

from adapters.port import Handler
from adapters.slack.lifecycle import Lifecycle
from adapters.types import Address, Event
from tests.adapters.slack_garden import TEAM, Shape

AT = 1_700_000_000
SPACE, HALL, OUTSIDE = Address("slack", TEAM, ""), Address("slack", TEAM, "C1"), Address("slack", None, "T1:C1")
BOTH = (HALL, OUTSIDE)


def when(seconds: int = AT) -> datetime:
    """That many seconds since 1970."""
    return datetime.fromtimestamp(seconds, UTC)


def payload(kind: str, *, at: int = AT, of: str | None = TEAM, org: str | None = None, **event: object) -> Shape:
    """An event as Slack posts it."""
    around: Shape = {"team_id": of, "enterprise_id": org, "event_time": at, "type": "event_callback"}
    return {**around, "event": {"type": kind, **event}, "authorizations": [{"is_enterprise_install": of is None}]}


async def told(lifecycle: Lifecycle, *payloads: Shape) -> Sequence[Event]:
    """What these lead to."""
    return await led_to(lifecycle.happened, *payloads)


async def met(lifecycle: Lifecycle, *payloads: Shape) -> Sequence[Event]:
    """What it leads to that anything at all is told."""
    return await led_to(lifecycle.met, *payloads)


async def led_to(happen: Callable[[Shape, Handler], Awaitable[None]], *payloads: Shape) -> Sequence[Event]:
    """What is delivered."""
    led: list[Event] = []

    async def deliver(event: Event) -> None:
        led.append(event)

    for each in payloads:
        await happen(each, deliver)
    return led
