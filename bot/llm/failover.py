"""The order in which endpoints are tried, how often, and when a failure is final.

Rounds over all endpoints: whoever is well is asked, the next at once when one fails; between rounds there is a pause.
Within one call an endpoint that cannot do better (a refused key, a deadline) is not asked again.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from random import Random

from bot.errors import ModelCutOff, ModelError, ModelResting, ModelSaidNothing
from bot.llm.breaker import State
from bot.llm.connection import Connection
from bot.llm.retry import LONGEST_WAIT, ROUNDS, movable, pause, repeatable, telling, wanted
from bot.llm.shunning import Shunning
from bot.llm.types import Ask, Completed

log = logging.getLogger(__name__)

Sleep = Callable[[float], Awaitable[object]]
Pieces = AsyncGenerator[str | Completed, None]


class Failover:
    """Endpoints in order of preference."""

    def __init__(self, connections: Sequence[Connection], sleep: Sleep) -> None:
        self.connections = tuple(connections)
        self._sleep = sleep
        self._random = Random()
        self._shunning = Shunning()

    def active(self) -> tuple[Connection, ...]:
        """The endpoints that would be asked now; all of them where none is well."""
        well = tuple(one for one in self.connections if one.breaker.state is not State.OPEN)
        return well or self.connections

    async def answer(self, ask: Ask, *, repeat_words: bool) -> Pieces:
        """One answer from whoever gives it; with `repeat_words` a broken answer may begin again from its start."""
        call = _Call(ask)
        for round_ in range(ROUNDS):
            for connection in self.connections:
                if connection in call.spent or not connection.breaker.admit():
                    continue
                async with aclosing(self._attempt(connection, call)) as pieces:
                    async for piece in pieces:
                        yield piece
                if call.done:
                    return
                if call.said and not repeat_words:
                    raise ModelCutOff(partial="".join(call.said)) from call.error
                call.said.clear()
            await self._rest(call, round_)
        raise call.failure()

    async def _attempt(self, connection: Connection, call: "_Call") -> Pieces:
        """One endpoint's answer. A failure does not raise but stays in `call`, with the breaker told."""
        verdict = connection.breaker.withdrawn
        try:
            never = await self._shunning.barred(connection, call.ask.shunned)
            async with aclosing(connection.answer(call.ask, call.until, barred=never)) as pieces:
                async for piece in pieces:
                    if isinstance(piece, str):
                        call.said.append(piece)
                    else:
                        verdict, call.done = connection.breaker.succeeded, True
                    yield piece
        except ModelError as error:
            verdict = connection.breaker.failed if telling(error) else connection.breaker.succeeded
            self._shunning.forget(connection)
            call.failed(connection, error)
            log.warning("model attempt failed", extra={"endpoint": connection.name, "fault": type(error).__name__})
        finally:
            verdict()

    async def _rest(self, call: "_Call", round_: int) -> None:
        """Pause before the next round, or raise where waiting cannot help."""
        if call.error is None or all(connection in call.spent for connection in self.connections):
            raise call.failure()
        wait = pause(round_, call.asked, random=self._random)
        if round_ == ROUNDS - 1 or wait > LONGEST_WAIT or _now() + wait >= call.until:
            raise call.failure()
        call.asked = None
        await self._sleep(wait)


class _Call:
    """What one call went through."""

    def __init__(self, ask: Ask) -> None:
        self.ask = ask
        self.until = _now() + ask.deadlines.total
        self.said: list[str] = []
        self.spent: set[Connection] = set()
        self.error: ModelError | None = None
        self.done = False
        self.asked: float | None = None
        self._silent: set[Connection] = set()

    def failed(self, connection: Connection, error: ModelError) -> None:
        """Note a failure. Raises it where no endpoint could do better."""
        self.error = error
        if (asked := wanted(error)) is not None:
            self.asked = max(asked, self.asked or 0.0)
        if not movable(error):
            raise error
        twice_silent = isinstance(error, ModelSaidNothing) and connection in self._silent
        if isinstance(error, ModelSaidNothing):
            self._silent.add(connection)
        if twice_silent or not repeatable(error):
            self.spent.add(connection)

    def failure(self) -> ModelError:
        """What to raise when nobody answered."""
        return self.error or ModelResting()


def _now() -> float:
    return asyncio.get_running_loop().time()
