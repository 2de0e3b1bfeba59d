"""From what Slack tells to events: which of them there are, where they stand, and in which order they go.

What happens in a conversation is read one after the other, so that no edit overtakes its message while a name is asked
for. Slack tells everything at least once, and a mention twice; here it is handed on once.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from weakref import WeakValueDictionary

from adapters.port import Handler
from adapters.recent import PASSING, Recent
from adapters.slack.deletions import Deletions
from adapters.slack.envelopes import Envelope, envelope_of
from adapters.slack.knowledge import Knowledge
from adapters.slack.lifecycle import KINDS, Lifecycle
from adapters.slack.patience import patiently
from adapters.slack.payloads import inner, text_in
from adapters.slack.reading import written_at
from adapters.slack.rooms import IM
from adapters.slack.spots import Spot, Where
from adapters.slack.threads import Threads
from adapters.slack.translate import (
    Shape,
    is_reworded,
    is_spoken,
    mentions,
    reaction_of,
    thread_of,
    time_of,
)
from adapters.slack.wire import Bot
from adapters.types import Audience, Author, Deleted, Edited, Event, Message, Stopped

OPENED_SECONDS = 5.0
HOME = "app_home_opened"
Payload = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Others:
    """Who has to do with what is told, too: `met` before a message is handed on, `opened` when the bot is looked at.

    `greet` likewise, where the conversation with it is; `stopped` tells what the button to stop means in a thread.
    """

    met: Callable[[Message, Spot], None]
    opened: Callable[[Payload, Handler], Awaitable[None]]
    greet: Callable[[Payload], Awaitable[None]]
    stopped: Callable[[Payload, Where, Author], Stopped | None]


class Hearing:
    """Turns what is told into events for `deliver`."""

    def __init__(
        self, known: Knowledge, lifecycle: Lifecycle, *, threads: Threads, others: Others, listens: bool = False
    ) -> None:
        self._known = known
        self._lifecycle = lifecycle
        self._threads = threads
        self._others = others
        self._deletions = Deletions(known, threads)
        self._listens = listens
        self._told: Recent[str, bool] = Recent(PASSING)
        self._said: Recent[tuple[str, str, str], bool] = Recent(PASSING)
        self._turns: WeakValueDictionary[tuple[str, str], asyncio.Lock] = WeakValueDictionary()

    async def event(self, payload: Payload, deliver: Handler) -> None:
        """Something happened."""
        told, number = envelope_of(payload), text_in(payload, "event_id")
        if number and self._told.get(number) is not None:
            return
        self._told.put(number, True)
        await self._lifecycle.admit(payload)
        opened = asyncio.Event()
        await asyncio.gather(
            self._met(payload, deliver, opened=opened), self._happened(told, payload, deliver=deliver, opened=opened)
        )

    async def _met(self, payload: Payload, deliver: Handler, *, opened: asyncio.Event) -> None:
        """Tell that the bot is in the workspace, where that is new."""
        try:
            await self._lifecycle.met(payload, deliver)
        finally:
            opened.set()

    async def _happened(self, told: Envelope, payload: Payload, *, deliver: Handler, opened: asyncio.Event) -> None:
        if told.kind in KINDS or text_in(told.event, "subtype") in KINDS:
            await self._lifecycle.happened(payload, deliver)
            return
        if told.kind == HOME:
            await self._others.greet(payload)
            await self._others.opened(payload, deliver)
            return
        async with self._turn(told):
            events = await self._read(told)
            with suppress(TimeoutError):  # what was known of a workspace is used again once it is opened
                async with asyncio.timeout(OPENED_SECONDS):
                    await opened.wait()
        for event in events:
            await deliver(event)
        for event in await self._deletions.late(told, events):
            await deliver(event)

    def _turn(self, told: Envelope) -> asyncio.Lock:
        """What holds back the next in the same conversation."""
        return self._turns.setdefault((told.team, told.channel), asyncio.Lock())

    async def _read(self, told: Envelope) -> Sequence[Event]:
        match told.kind, text_in(told.event, "subtype"):
            case "message", "message_changed":
                return await self._changed(told)
            case "message", "message_deleted":
                before = inner(told.event, "previous_message")
                return await self._deleted(told, {"ts": text_in(told.event, "deleted_ts"), **before})
            case (("message" | "app_mention"), _):
                return await self._message(told)
            case (("reaction_added" | "reaction_removed"), _):
                return await self._reaction(told)
            case "agent_session_stopped", _:
                return await self._stopped(told)
            case _:
                return ()

    async def _stopped(self, told: Envelope) -> Sequence[Event]:
        """Somebody wants no more of an answer."""
        user, thread = text_in(told.event, "user"), text_in(told.event, "thread_ts")
        if not (user and thread and told.channel):
            return ()
        where = await self._where(told, thread, user=user)
        stop = self._others.stopped(told.event, where, await self._known.people.author(told.team, user))
        return () if stop is None else (stop,)

    async def _message(self, told: Envelope) -> Sequence[Event]:
        """Somebody wrote."""
        bot, message = await self._bot(told.team), told.event
        at = (told.team, told.channel, text_in(message, "ts"))
        if not is_spoken(message, bot) or self._said.get(at) is not None:
            return ()
        self._said.put(at, True)
        thread, addressed = thread_of(message), self._is_addressed(told, bot)
        follows = thread is not None and not addressed  # another process may have been spoken to there
        if not (addressed or follows or self._listens):
            return ()
        if addressed:
            thread = thread or text_in(message, "ts")
            self._threads.join(told.team, told.channel, thread)
        where = await self._where(told, thread, user=text_in(message, "user"))
        heard = await self._written(message, where, bot=bot, addressed=addressed)
        if heard.author.is_bot:
            return ()
        self._others.met(heard, where.spot)
        return (replace(heard, follows=follows),)

    async def _changed(self, told: Envelope) -> Sequence[Event]:
        """A message is another than before: in each place where it may have been noted."""
        bot, message, before = await self._bot(told.team), inner(told.event, "message"), _before(told)
        if text_in(message, "subtype") == "tombstone":
            return await self._deleted(told, before)
        if not is_spoken(message, bot) or not is_reworded(message, before):
            return ()
        at = time_of(text_in(inner(message, "edited"), "ts") or text_in(told.event, "event_ts"))
        found: list[Event] = []
        for thread in self._deletions.threads(told, before, bot):
            where = await self._where(told, thread, user=text_in(message, "user"))
            found.append(Edited(await self._written(message, where, bot=bot, addressed=False), at))
        here = {each.address.key for each in found}
        return [*found, *(each for each in await self._gone(told, before) if each.address.key not in here)]

    async def _deleted(self, told: Envelope, message: Shape) -> Sequence[Deleted]:
        """A message is no more, and is not to be heard either where it is told late."""
        self._said.put((told.team, told.channel, text_in(message, "ts")), True)
        return await self._gone(told, message)

    async def _gone(self, told: Envelope, message: Shape) -> Sequence[Deleted]:
        """That it is gone, from each place where it may have been noted."""
        return await self._deletions.of(told, message, await self._bot(told.team))

    async def _reaction(self, told: Envelope) -> Sequence[Event]:
        """An emoji was put on a message of ours or taken from one."""
        bot, item, user = await self._bot(told.team), inner(told.event, "item"), text_in(told.event, "user")
        if text_in(told.event, "item_user") != bot.user or user in ("", bot.user):
            return ()
        spot = Spot(told.team, text_in(item, "channel"))
        where = await self._known.places.where(spot, shared=told.shared)
        if where.audience is not Audience.DIRECT:
            thread = await self._threads.found(spot, text_in(item, "ts"))
            where = Where(replace(where.address, thread=thread), where.audience, replace(spot, thread=thread))
        author = await self._known.people.author(told.team, user)
        return () if author.is_bot else (reaction_of(told.event, where, author),)

    def _is_addressed(self, told: Envelope, bot: Bot) -> bool:
        message, thread = told.event, thread_of(told.event)
        direct = text_in(message, "channel_type") == IM
        ours = thread is not None and text_in(message, "parent_user_id") == bot.user
        return direct or ours or mentions(message, bot) or self._threads.joined(told.team, told.channel, thread)

    async def _where(self, told: Envelope, thread: str | None, *, user: str | None = None) -> Where:
        kind = text_in(told.event, "channel_type") or None
        spot = Spot(told.team, told.channel, thread)
        return await self._known.places.where(spot, user=user, kind=kind, shared=told.shared)

    async def _written(self, message: Shape, where: Where, *, bot: Bot, addressed: bool) -> Message:
        return await written_at(message, where, known=self._known, bot=bot, addressed=addressed)

    async def _bot(self, team: str) -> Bot:
        """Who we are there; asked again after pauses where that cannot be learnt."""
        return await patiently(partial(self._known.wire.bot, team))


def _before(told: Envelope) -> Shape:
    """What was changed; where Slack does not say how it was, at least which one it is."""
    message = inner(told.event, "message")
    return {
        **{key: message[key] for key in ("ts", "thread_ts") if key in message},
        **inner(told.event, "previous_message"),
    }
