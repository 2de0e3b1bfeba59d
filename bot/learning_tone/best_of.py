"""Several answers are asked for side by side and the one is said that its person would most likely rather have.

Only where the operator allows it, as it costs as many calls as drafts and the words no longer flow while they are
written. Tools are offered to the first draft alone, so that nothing is done twice; where it used one, it is the answer.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable, Coroutine, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Protocol

from bot.errors import ModelError, ModelSaidNothing
from bot.llm.types import Ask, Completed
from memory.errors import MemoryFault
from memory.types import Viewer

log = logging.getLogger(__name__)
SECONDS = 20.0  # the other drafts may take; what did not come by then is done without
CHOOSING_SECONDS = 2.0
Pieces = AsyncGenerator[str | Completed, None]
Speak = Callable[[Ask], Pieces]


class Rewards(Protocol):
    """Knows which answer somebody would rather have, as `memory.preferences`."""

    async def best(self, viewer: Viewer, answers: Sequence[str]) -> int:
        """Which of them."""


@dataclass(frozen=True, slots=True)
class BestOf:
    """Speaks the best of `drafts` answers for that viewer; `acted` tells whether the first one did something.

    `wrongs` counts what is plainly wrong in an answer, as du to who wants Sie: liking comes after that.
    """

    rewards: Rewards
    viewer: Viewer
    drafts: int
    acted: Callable[[], bool] = lambda: False
    wrongs: Callable[[str], int] = lambda text: 0

    async def speak(self, first: Speak, other: Speak, ask: Ask) -> Pieces:
        """The words of the best draft, then one `Completed` that counts all; raises as `first` does."""
        if self.drafts <= 1:
            async with aclosing(first(ask)) as pieces:
                async for piece in pieces:
                    yield piece
            return
        rest = [_drafted(other, ask, seconds=SECONDS) for _ in range(self.drafts - 1)]
        found = await _all_of(_drafted(first, ask), *rest)
        drafts = [each for each in found if isinstance(each, Completed) and each.text.strip()]
        if self.acted():
            if isinstance(found[0], Completed):
                yield found[0].text
                yield _counted(found[0], drafts)
                return
            drafts = []
        if not drafts:
            raise found[0] if isinstance(found[0], ModelError) else ModelSaidNothing()
        found_wrong = [self.wrongs(each.text) for each in drafts]
        right = [each for each, wrong in zip(drafts, found_wrong, strict=True) if wrong == min(found_wrong)]
        chosen = right[await self._best([each.text for each in right])]
        yield chosen.text
        yield _counted(chosen, drafts)

    async def _best(self, answers: Sequence[str]) -> int:
        if len(answers) == 1:
            return 0
        try:
            async with asyncio.timeout(CHOOSING_SECONDS):
                return await self.rewards.best(self.viewer, answers)
        except (MemoryFault, TimeoutError) as fault:
            log.info("the first draft was taken", extra={"kind": type(fault).__name__})
            return 0


async def _all_of(*drafts: Coroutine[None, None, Completed | ModelError]) -> Sequence[Completed | ModelError]:
    """What came of each; where one fails in a way that nobody foresaw, the others do not go on for nobody."""
    drafting = [asyncio.ensure_future(each) for each in drafts]
    try:
        return await asyncio.gather(*drafting)
    finally:
        for each in drafting:
            each.cancel()


async def _drafted(speak: Speak, ask: Ask, *, seconds: float | None = None) -> Completed | ModelError:
    """One whole answer, or what went wrong; what was begun when its time was over is dropped."""
    said: list[str] = []
    end: Completed | None = None
    try:
        async with asyncio.timeout(seconds), aclosing(speak(ask)) as pieces:
            async for piece in pieces:
                if isinstance(piece, Completed):
                    end = piece
                else:
                    said.append(piece)
    except ModelError as fault:
        return fault
    except TimeoutError:
        return ModelSaidNothing()
    return ModelSaidNothing() if end is None else replace(end, text="".join(said))


def _counted(chosen: Completed, drafts: Sequence[Completed]) -> Completed:
    """The end of the chosen draft with the tokens of all that were written."""
    return replace(
        chosen,
        prompt_tokens=_sum([each.prompt_tokens for each in drafts]),
        cached_tokens=_sum([each.cached_tokens for each in drafts]),
        completion_tokens=_sum([each.completion_tokens for each in drafts]),
    )


def _sum(counts: Sequence[int | None]) -> int | None:
    known = [each for each in counts if each is not None]
    return sum(known) if known else None
