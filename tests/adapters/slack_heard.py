"""What is told of the garden, and the events that it leads to."""

import itertools
from collections.abc import Sequence

from adapters.slack.hearing import Hearing, Others, Payload
from adapters.slack.lifecycle import Lifecycle
from adapters.slack.threads import Threads
from adapters.types import Event, Opened
from tests.adapters.slack_garden import BOT, TEAM, Shape, account
from tests.adapters.slack_knowing import Stage

_numbers = itertools.count()
SAID: Shape = {"type": "message", "user": "U1", "text": f"<@{BOT}> hi", "ts": "10.5", "channel": "C1"}
OPEN: Shape = {"channel_type": "channel"}


def hearing_at(stage: Stage, *, listens: bool = False) -> Hearing:
    """It hears what is told of the garden."""

    async def nothing(*_: object) -> None:
        """Nobody looks at the bot."""

    stage.garden.has(account("U1"))
    others = Others(lambda *_: None, opened=nothing, greet=nothing, stopped=lambda *_: None)
    threads = Threads(stage.known.wire)
    return Hearing(stage.known, Lifecycle(stage.known), threads=threads, others=others, listens=listens)


def told(event: Shape, number: str | None = None) -> Payload:
    """An event as Slack posts it."""
    number = f"Ev{next(_numbers)}" if number is None else number
    return {"type": "event_callback", "team_id": TEAM, "event_id": number, "event": {**event, "event_ts": "20.5"}}


async def heard(hears: Hearing, *payloads: Payload) -> Sequence[Event]:
    """What these lead to, one after the other, but that the bot is in a workspace."""
    found: list[Event] = []

    async def deliver(event: Event) -> None:
        found.append(event)

    for each in payloads:
        await hears.event(each, deliver)
    return [each for each in found if not isinstance(each, Opened)]
