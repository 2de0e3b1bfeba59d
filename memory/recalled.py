"""What an answer rests on: passages and facts as they were recalled, and the turn that used them."""

from dataclasses import dataclass

from memory.types import Fact, FactId, Line, Spot, Viewer

# What matches less is not told unasked either. Of LoCoMo's questions half of those without an answer lie below, and an
# eighth of those that have one: so what little was found is told all the same, beside the word of doubt.
FITS = 0.2


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of transcript around one matched line, in time order."""

    spot: Spot
    place: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Recalled:
    """One recalled item with its score and the reason it was chosen, in words a person can read."""

    item: Fact | Passage
    score: float
    why: str


@dataclass(frozen=True, slots=True)
class Recall:
    """What may be used in an answer, in time order, within the token budget; `confidence` is the best match, 0 to 1.

    `advises`: it was found for a question that seeks advice.
    """

    facts: tuple[Recalled, ...]
    passages: tuple[Recalled, ...]
    tokens: int
    confidence: float
    advises: bool = False

    @property
    def fits(self) -> bool:
        """False where nothing remembered is about what was asked: then say that you do not know."""
        return self.confidence >= FITS


@dataclass(frozen=True, slots=True)
class Turn:
    """What was answered, from what, by whom: enough to explain it later without keeping the prompt.

    `brought`: something else than their own words stood beside the question, as a quoted message or a file.
    """

    viewer: Viewer
    asked: Spot
    answered: Spot | None
    facts: tuple[FactId, ...]
    passages: tuple[Spot, ...]
    model: str | None
    prompt_tokens: int = 0
    cached_tokens: int = 0
    first_word_ms: int | None = None
    total_ms: int | None = None
    reply_tokens: int = 0
    brought: bool = False
