"""People at a platform for the bench, who talk and wait for answers, in the process of the platform's stand-in.

It says where it is in one line of JSON. Then each line that comes is an order, and one line with what came of it goes
back.
"""

import argparse
import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import asdict, dataclass, field
from itertools import islice

ANSWER_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Order:
    """Say the texts, by so many talkers at once, each after the answer to the last and a pause; direct or mixed."""

    texts: list[str]
    talkers: int = 1
    pause: float = 0.0
    seconds: float = 600.0


@dataclass(slots=True)
class Heard:
    """When each text was asked, and when a sign of work and the first words for it came: monotonic seconds."""

    asked: list[float] = field(default_factory=list)
    typed: list[float | None] = field(default_factory=list)
    posted: list[float] = field(default_factory=list)
    unanswered: int = 0
    calls: int = 0
    refused: int = 0
    began: float = 0.0
    ended: float = 0.0


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody somewhere; `say` gives the name by which the answer is known, `sign` that of a sign of work there.

    Without `sign` a sign of work has the name of what it is for.
    """

    say: Callable[[str], Awaitable[str]]
    handle: str
    direct: bool
    sign: str = ""


class People:
    """All seats; whoever watches the platform tells of each call, each sign and each answer."""

    def __init__(self, seats: Sequence[Seat]) -> None:
        self.seats = seats
        self._heard = Heard()
        self._signs: dict[str, float] = {}
        self._waiting: dict[str, asyncio.Future[float]] = {}

    def called(self) -> None:
        """The bot asked the platform for something."""
        self._heard.calls += 1

    def refused(self) -> None:
        """The platform would not do what the bot asked it for."""
        self._heard.refused += 1

    def signed(self, name: str, at: float) -> None:
        """The bot showed that it is at work."""
        self._signs.setdefault(name, at)

    def answered(self, name: str, at: float) -> None:
        """The first words of an answer came."""
        waiting = self._waiting.get(name)
        if waiting is not None and not waiting.done():
            waiting.set_result(at)

    async def carry_out(self, order: Order) -> Heard:
        """Let people talk until all is said or the time is over."""
        self._heard, texts = Heard(began=time.monotonic()), iter(order.texts)
        end = time.monotonic() + order.seconds
        async with asyncio.TaskGroup() as group:
            for seat in islice(self.seats, order.talkers):
                group.create_task(self._talk(seat, texts, pause=order.pause, end=end))
        self._heard.ended = time.monotonic()
        return self._heard

    async def _talk(self, seat: Seat, texts: Iterator[str], *, pause: float, end: float) -> None:
        for text in texts:
            if time.monotonic() >= end:
                return
            self._signs.pop(seat.sign, None)
            name = await seat.say(text)
            asked = time.monotonic()  # its frame waits for the loop, so it leaves after this
            answer = self._waiting[name] = asyncio.get_running_loop().create_future()
            try:
                posted = await asyncio.wait_for(answer, ANSWER_SECONDS)
            except TimeoutError:
                self._heard.unanswered += 1
                continue
            finally:
                del self._waiting[name]
            self._heard.asked.append(asked)
            self._heard.typed.append(self._signs.pop(seat.sign or name, None))
            self._heard.posted.append(posted)
            await asyncio.sleep(pause)


def name_of(number: int) -> str:
    """A name of letters: memory believes no fact with a figure that was not said."""
    return "Q" + "".join("aeioubcdfg"[int(digit)] for digit in f"{number:04}")


async def serve(
    people: People,
    stand_in: AbstractAsyncContextManager[object],
    ready: Callable[[], Awaitable[object]],
    seed: Callable[[], Mapping[str, str]],
) -> None:
    """Carry out orders until there are no more; `seed` is what the bot is told, `ready` waits until it is there."""
    async with stand_in:
        _say({"environment": dict(seed()), "people": [each.handle for each in people.seats]})
        await ready()
        async for order in _orders():
            _say(asdict(await people.carry_out(order)))


async def _orders() -> AsyncIterator[Order]:
    while line := await asyncio.to_thread(sys.stdin.readline):
        yield Order(**json.loads(line))


def asked_people(doc: str | None) -> int:
    """How many there are to be, from the arguments."""
    return int(arguments(doc).parse_args().people)


def arguments(doc: str | None) -> argparse.ArgumentParser:
    """What a world is told when it is started."""
    parser = argparse.ArgumentParser(description=doc)
    parser.add_argument("--people", type=int, default=400)
    return parser


def _say(told: Mapping[str, object]) -> None:
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()
