"""The words of one answer through all that may change them: the review, bounds, a dress, the shape of presets."""

from typing import Protocol

from bot.tone.bounds import Aspect
from bot.tone.dressing import Dressing
from bot.tone.matching import Matching
from bot.tone.mending import Mending
from bot.tone.shaping import Shaping


class Filter(Protocol):
    """An incremental filter over words."""

    @property
    def stopped(self) -> bool:
        """Whether the answer is at its end."""

    def feed(self, piece: str) -> str:
        """Take the next piece, give back what may be shown."""

    def finish(self) -> str:
        """What was still held back at the end."""


class Tuning:
    """A filter behind the `review`; where nothing is matched it is the review alone."""

    def __init__(self, review: Filter, matching: Matching) -> None:
        self._review = review
        self._mending, self._dressing = Mending(matching.bounds), Dressing(matching.dress)
        self._shaping = Shaping(matching.shape)

    @property
    def stopped(self) -> bool:
        """Whether the review has ended the answer."""
        return self._review.stopped

    @property
    def mended(self) -> tuple[Aspect, ...]:
        """What was changed."""
        return self._mending.mended

    def feed(self, piece: str) -> str:
        """Take the next piece, give back what may be shown."""
        return self._shaping.feed(self._dressing.feed(self._mending.feed(self._review.feed(piece))))

    def finish(self) -> str:
        """What was still held back at the end."""
        said = self._mending.feed(self._review.finish()) + self._mending.finish()
        said = self._dressing.feed(said) + self._dressing.finish()
        return self._shaping.feed(said) + self._shaping.finish()
