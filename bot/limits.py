"""How much a person and a space may have: answers and commands a minute, tokens a day. What is over it is told once.

Answers and commands are counted in this process, which costs nothing; tokens are read from the log of turns now and
then and counted on in between, so a day's limit holds over all processes but for what they spend within `READ_S`.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol, TypeVar

from bot.config import LimitSettings
from memory.feedback import Used
from memory.types import PersonId

READ_S = 300.0
TOLD_S = 60.0  # how long a limit that was told is not told again
MOST = 20_000
K = TypeVar("K")
V = TypeVar("V")
Now = Callable[[], datetime]


class Spending(Protocol):
    """Tells what was used."""

    async def used(self, person: PersonId, space: str | None, *, since: datetime) -> Used:
        """What the person used everywhere, and all of the space, since then."""


@dataclass(frozen=True, slots=True)
class Client:
    """Who is to be answered, in which space, under which limits."""

    person: PersonId
    space: str | None
    limits: LimitSettings


@dataclass(frozen=True, slots=True)
class Refusal:
    """There is no answer; `sentence` is empty where that was told already."""

    sentence: str = ""


@dataclass(frozen=True, slots=True)
class _Reading:
    """What was used when it was read, at a moment when so many tokens had been counted in this process."""

    used: Used
    day: datetime
    at: float
    person: int
    space: int


class Buckets:
    """Counts by key so many a minute: what was not used comes back little by little, up to a minute's worth."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._told: OrderedDict[str, float] = OrderedDict()

    def wait(self, key: str, per_minute: int) -> float:
        """The seconds until there is one more; 0 for now, and where there is no limit."""
        return max(0.0, (1 - self._level(key, per_minute)) * 60 / per_minute) if per_minute else 0.0

    def take(self, key: str, per_minute: int) -> None:
        """One was used."""
        if per_minute:
            _keep(self._levels, key, value=(self._level(key, per_minute) - 1, self._clock()))

    def refusal(self, key: str, sentence: str, *, wait: float) -> Refusal:
        """There is none for that many seconds, which is told where it was not told of late."""
        told = self._told.get(key)
        if told is not None and self._clock() < told:
            return Refusal()
        _keep(self._told, key, value=self._clock() + max(TOLD_S, wait))
        return Refusal(sentence)

    def _level(self, key: str, per_minute: int) -> float:
        level, at = self._levels.get(key, (float(per_minute), self._clock()))
        return min(float(per_minute), level + (self._clock() - at) * per_minute / 60)


class Pace:
    """Decides whose command is obeyed: each costs the database work, and a person may flood it with them. 0: all."""

    def __init__(self, per_minute: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_minute = per_minute
        self._buckets = Buckets(clock)

    def admit(self, who: str) -> Refusal | None:
        """None: obey the command, which is counted; `who` is a key of the person. Asks nobody and waits for nothing."""
        wait = self._buckets.wait(who, self._per_minute)
        if wait > 0:
            sentence = f"You have given me a lot of commands within a minute. {_on(wait)}"
            return self._buckets.refusal(who, sentence, wait=wait)
        self._buckets.take(who, self._per_minute)
        return None


class Allowances:
    """Decides who is answered. `spending` None: only answers a minute are counted."""

    def __init__(
        self, spending: Spending | None, *, clock: Callable[[], float] = time.monotonic, now: Now | None = None
    ) -> None:
        self._spending = spending
        self._clock = clock
        self._now = now or (lambda: datetime.now(UTC))
        self._buckets = Buckets(clock)
        self._counts: OrderedDict[str, int] = OrderedDict()
        self._read: OrderedDict[tuple[PersonId, str | None], _Reading] = OrderedDict()

    async def admit(self, client: Client) -> Refusal | None:
        """None: answer, which is counted. To be asked once for each message that wants an answer."""
        spent = await self._spent(client)
        if spent is not None:
            return spent
        limits, whose = client.limits, f"person {client.person}"  # nothing is waited for from here on
        wait = self._buckets.wait(whose, limits.person_answers_per_minute)
        if wait > 0:
            return self._buckets.refusal(whose, f"You have asked me a lot within a minute. {_on(wait)}", wait=wait)
        shared = f"space {client.space}"
        wait = self._buckets.wait(shared, limits.space_answers_per_minute) if client.space is not None else 0.0
        if wait > 0:
            return self._buckets.refusal(shared, f"I am asked a lot here just now. {_on(wait)}", wait=wait)
        self._buckets.take(whose, limits.person_answers_per_minute)
        if client.space is not None:
            self._buckets.take(shared, limits.space_answers_per_minute)
        return None

    def spend(self, client: Client, tokens: int) -> None:
        """An answer took so many tokens."""
        for key in (f"person {client.person}", f"space {client.space}"):
            _keep(self._counts, key, value=self._counts.get(key, 0) + tokens)

    async def _spent(self, client: Client) -> Refusal | None:
        limits = client.limits
        if not limits.person_tokens_per_day and not (limits.space_tokens_per_day and client.space):
            return None
        reading = await self._reading(client)
        if reading is None:
            return None
        rest = (reading.day + timedelta(days=1) - self._now()).total_seconds()
        person, space = self._counted(client)
        if 0 < limits.person_tokens_per_day <= reading.used.person.tokens + person - reading.person:
            return self._buckets.refusal(
                f"day {client.person}", f"That was all I may answer you in a day. {_on(rest)}", wait=rest
            )
        if client.space and 0 < limits.space_tokens_per_day <= reading.used.space.tokens + space - reading.space:
            return self._buckets.refusal(
                f"day {client.space}", f"That was all I may answer here in a day. {_on(rest)}", wait=rest
            )
        return None

    async def _reading(self, client: Client) -> _Reading | None:
        if self._spending is None:
            return None
        key, now, at = (client.person, client.space), self._now(), self._clock()
        day = now.replace(hour=0, minute=0, second=0, microsecond=0)
        known = self._read.get(key)
        if known is not None and known.day == day and at - known.at < READ_S:
            return known
        person, space = self._counted(client)
        used = await self._spending.used(client.person, client.space, since=day)
        read = _Reading(used, day, at, person, space)
        _keep(self._read, key, value=read)
        return read

    def _counted(self, client: Client) -> tuple[int, int]:
        return self._counts.get(f"person {client.person}", 0), self._counts.get(f"space {client.space}", 0)


def _on(seconds: float) -> str:
    """When it goes on."""
    if seconds < 90:
        return f"I go on in about {max(1, round(seconds))} second{'s' if round(seconds) > 1 else ''}."
    if seconds < 5400:
        return f"I go on in about {round(seconds / 60)} minutes."
    return f"I go on in about {round(seconds / 3600)} hours."


def _keep(kept: OrderedDict[K, V], key: K, *, value: V) -> None:
    kept[key] = value
    kept.move_to_end(key)
    if len(kept) > MOST:
        kept.popitem(last=False)
