"""The numbers that ranking reads and gives: packed columns from the database in, hits out. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from memory.types import Fact, Line, PersonId, Spot

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Postings:
    """Where the question's words stand: five arrays of one length; `term` counts the words from 0.

    `common` are the words that stand in so many lines that their postings were left out.
    """

    term: Ints
    place: Ints
    seq: Ints
    tf: Ints
    length: Ints
    common: Sequence[int] = ()

    def only(self, kept: NDArray[np.bool_]) -> "Postings":
        """Those that are kept."""
        return Postings(
            self.term[kept], self.place[kept], self.seq[kept], self.tf[kept], self.length[kept], self.common
        )


@dataclass(frozen=True, slots=True)
class Shown:
    """What the texts of lines show: the share that asks, 1 where one follows a question, and who speaks.

    Where it is not known, as of lines embedded by an older version, the share is NaN and the speaker 0.
    """

    asks: Floats
    follows: Floats
    speaker: Ints


@dataclass(frozen=True, slots=True)
class Nearest:
    """The lines nearest to the question: cosine of the line, and of the line among its neighbours.

    The last `timely` of them were looked for in the time that the question names, and may stand there twice; `shown` is
    of all others.
    """

    place: Ints
    seq: Ints
    line: Floats
    around: Floats
    shown: Shown
    timely: int = 0

    def joined(self, timely: "Nearest") -> "Nearest":
        """These, and those of the named time."""
        return Nearest(
            np.concatenate([self.place, timely.place]),
            np.concatenate([self.seq, timely.seq]),
            np.concatenate([self.line, timely.line]),
            np.concatenate([self.around, timely.around]),
            self.shown,
            timely.place.size,
        )


@dataclass(frozen=True, slots=True)
class NearFacts:
    """Facts with their cosine (nan: not embedded) and how many of the question's words they hold."""

    id: Ints
    similarity: Floats
    overlap: Floats


@dataclass(frozen=True, slots=True)
class Said:
    """Where a question's words were said; `documents` and `term_count` are those of every line that may be used."""

    words: int
    documents: int
    term_count: int
    postings: Postings


@dataclass(frozen=True, slots=True)
class Wishes:
    """For a question that seeks advice: the lines and facts nearest to what it looks for, with their cosines."""

    place: Ints
    seq: Ints
    cosine: Floats
    fact: Ints
    fact_cosine: Floats


@dataclass(frozen=True, slots=True)
class Signals:
    """The lines and facts that are near to a question of so many words; `wishes` where it seeks advice.

    `names` are those of the speakers of the nearest lines. `unread` are the lines that have no vectors yet, where all
    that have some were compared: any other is then the bot's own, or none. None where that is not known.
    """

    words: int
    nearest: Nearest
    facts: NearFacts
    wishes: Wishes | None = None
    names: Mapping[PersonId, str] = field(default_factory=dict)
    unread: frozenset[Spot] | None = None


class Hit(NamedTuple):  # made by the hundred for each question, which a dataclass takes four times as long for
    """One line with its fused score, its best cosine and the share of the question's rare words met around it.

    `before` is the share of the question that the line before it meets: if that one asks, this one may answer. `met` is
    the share that the line meets by itself. Where the `speaker` is known, what the text shows is in the score already;
    0 is the bot, or not known.
    """

    spot: Spot
    score: float
    similarity: float
    covered: float
    before: float = 0.0
    met: float = 0.0
    speaker: int = 0


@dataclass(frozen=True, slots=True)
class Believed:
    """A fact, and the lines in whose place it stands; True where nothing else that was learned from one still holds."""

    fact: Fact
    instead_of: Mapping[Spot, bool]


class PlacedLine(NamedTuple):
    """A line with the readable name of its place."""

    line: Line
    place: str
