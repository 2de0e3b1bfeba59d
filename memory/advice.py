"""Questions that ask for advice, and the wishes that bear on them though they share no word with it. Pure.

"Which dishes should I try in Bangkok?" is to find "spicy food makes me ill", which is not near to it in meaning. So a
map from the vectors of such questions to those of the wishes behind them is fitted to pairs of our own (`asking/`),
by least squares drawn towards leaving the vector as it is (Hoerl and Kennard's ridge, with the identity in the place of
nothing). A second fit tells these questions from those that look something up and from statements, which are left
alone; a third tells those that ask for the talk itself ("sum up what we said"). All are made for the embedder in use
when the program starts; no word of any language is in the code.

A companion is a second embedder whose vectors stand beside the first one's; it may know fewer languages, and then gives
a vector of zeros.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib import resources
from io import BytesIO
from typing import Self

import numpy as np
from numpy.typing import NDArray

from memory.ports import Vector

Matrix = NDArray[np.float64]

SEEKS = 0.7  # how sure it must be that advice is sought, or that the talk is to be summed up
RIDGE = 5.0  # how strongly the maps are drawn towards the identity
STEEPNESS, STEPS = 3.0, 20  # of the fit of what seeks advice: scale of the vectors, Newton's steps
TRUSTED, EVERY = 0.9, 5  # of the texts that a trial fit has not seen, one in so many, it must tell apart so many
FEWEST = 20  # pairs that both embedders know, for a map of both


@dataclass(frozen=True, slots=True)
class Texts:
    """What is fitted to: wishes, the questions for advice they bear on, what is neither, and what sums up a talk."""

    wishes: Sequence[str]
    asks: Sequence[str]
    neither: Sequence[str]
    sums: Sequence[str]


def texts() -> Texts:
    """Our own pairs and questions, in a dozen languages."""
    folder = resources.files("memory") / "asking"
    pairs = [line.split("\t") for line in (folder / "wishes.tsv").read_text("utf-8").splitlines()]
    lookups, told, sums = (
        (folder / f"{name}.txt").read_text("utf-8").splitlines() for name in ("looking_up", "telling", "summing_up")
    )
    return Texts([wish for wish, _ in pairs], [asks for _, asks in pairs], lookups + told, sums)


def made_of(known: Texts, companion: str | None) -> str:
    """A digest of all that a fit depends on beside the embedder."""
    rules = (SEEKS, RIDGE, STEEPNESS, STEPS, TRUSTED, EVERY, FEWEST, companion)
    return sha256(repr((rules, known)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Sought:
    """What a question for advice looks for: a unit vector beside each line's own and, where there is a companion, two
    more, to be multiplied with a line's own vector and its companion's, whose sum is a cosine too."""

    vector: Vector
    joint: Vector | None = None
    companion: Vector | None = None


@dataclass(frozen=True, slots=True)
class _Map:
    """From a question to its wish: the middle of all questions is taken off, the rest goes through a matrix."""

    middle: Matrix
    matrix: Matrix

    @classmethod
    def fitted(cls, asks: Matrix, wishes: Matrix) -> Self:
        middle = asks.mean(axis=0)
        given, wanted = asks - middle, wishes - wishes.mean(axis=0)
        still = RIDGE * np.eye(asks.shape[1])
        return cls(middle, np.linalg.solve(given.T @ given + still, given.T @ wanted + still))

    def of(self, vector: Matrix) -> Matrix:
        found = (vector - self.middle) @ self.matrix
        return np.asarray(found / max(float(np.linalg.norm(found)), 1e-9))


@dataclass(frozen=True, slots=True)
class Advice:
    """Tells whether a question seeks advice, and what it then looks for; and whether it asks for the talk itself."""

    _weights: Matrix
    _single: _Map
    _joint: _Map | None
    _sums: Matrix | None = None

    @classmethod
    def fitted(
        cls, wishes: Vector, asks: Vector, neither: Vector, *, sums: Vector, beside: tuple[Vector, Vector] | None = None
    ) -> Self | None:
        """From the vectors of `texts()`, a row a text; `beside` are the companion's of wishes and asks.

        None where these vectors do not tell what seeks advice. A second of work: not for an event loop.
        """
        known, asked, told = (each.astype(np.float64) for each in (wishes, asks, sums))
        either = np.vstack([neither.astype(np.float64), known])
        others, rest = np.vstack([either, told]), np.vstack([either, asked])
        if _trial(asked, others) < TRUSTED:
            return None
        sums_up = _telling_apart(told, rest) if _trial(told, rest) >= TRUSTED else None
        return cls(_telling_apart(asked, others), _Map.fitted(asked, known), _both(known, asked, beside), sums_up)

    def packed(self) -> bytes:
        """All of it as bytes, for `unpacked`."""
        held = {"weights": self._weights, "middle": self._single.middle, "matrix": self._single.matrix}
        if self._joint is not None:
            held |= {"joint_middle": self._joint.middle, "joint_matrix": self._joint.matrix}
        if self._sums is not None:
            held["sums"] = self._sums
        file = BytesIO()
        for name, each in held.items():
            held[name] = each.astype(np.float32)
        np.savez(file, allow_pickle=False, **held)
        return file.getvalue()

    @classmethod
    def unpacked(cls, packed: bytes) -> Self:
        """The advice that was packed; raises ValueError, KeyError, OSError where it is something else."""
        with np.load(BytesIO(packed), allow_pickle=False) as held:
            joint = _Map(held["joint_middle"], held["joint_matrix"]) if "joint_middle" in held else None
            weights, single = held["weights"], _Map(held["middle"], held["matrix"])
            return cls(weights, single, joint, held.get("sums"))

    def sought_by(self, vector: Vector) -> bool:
        """Whether the text of that vector seeks advice."""
        return bool(_chance(self._weights, vector.astype(np.float64)[None])[0] >= SEEKS)

    def sums_up(self, vector: Vector) -> bool:
        """Whether the text of that vector asks for the talk itself."""
        return self._sums is not None and bool(_chance(self._sums, vector.astype(np.float64)[None])[0] >= SEEKS)

    def sought(self, vector: Vector, companion: Vector | None = None) -> Sought:
        """What a question looks for by whose text are both vectors."""
        asked = vector.astype(self._single.matrix.dtype)  # of 64 bits it would have a copy of the matrix made
        single = _single32(self._single.of(asked))
        if self._joint is None or companion is None or not companion.any():
            return Sought(single)
        both = self._joint.of(np.concatenate([asked, companion.astype(asked.dtype)])) / np.float32(np.sqrt(2))
        return Sought(single, _single32(both[: asked.size]), _single32(both[asked.size :]))


def _both(wishes: Matrix, asks: Matrix, beside: tuple[Vector, Vector] | None) -> _Map | None:
    if beside is None:
        return None
    known = beside[0].any(axis=1) & beside[1].any(axis=1)
    if np.count_nonzero(known) < FEWEST:
        return None
    return _Map.fitted(np.hstack([asks, beside[1]])[known], np.hstack([wishes, beside[0]])[known])


def _trial(asks: Matrix, others: Matrix) -> float:
    """The share told apart rightly, both kinds counting alike, of texts left out of the fit."""
    weights = _telling_apart(*(rows[np.arange(len(rows)) % EVERY != 0] for rows in (asks, others)))
    seeks, not_ = (np.mean(_chance(weights, rows[::EVERY]) >= SEEKS) for rows in (asks, others))
    return float(seeks + 1 - not_) / 2


def _telling_apart(asks: Matrix, others: Matrix) -> Matrix:
    """Weights and, last, their offset: a logistic fit in which both kinds count alike, by Newton's method."""
    rows = _scaled(np.vstack([asks, others]))
    seeks = np.repeat([1.0, 0.0], [len(asks), len(others)])
    share = np.repeat([0.5 / len(asks), 0.5 / len(others)], [len(asks), len(others)]) * len(rows)
    drawn = np.ones(rows.shape[1])
    drawn[-1] = 1e-6
    weights = np.zeros(rows.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (share * (chance - seeks)) + drawn * weights
        bend = (rows * (share * chance * (1 - chance))[:, None]).T @ rows + np.diag(drawn)
        weights = weights - np.linalg.solve(bend, slope)
    return np.asarray(weights)


def _chance(weights: Matrix, vectors: Matrix) -> Matrix:
    return np.asarray(1 / (1 + np.exp(-_scaled(vectors) @ weights)))


def _scaled(vectors: Matrix) -> Matrix:
    return np.hstack([vectors * STEEPNESS, np.ones((len(vectors), 1))])


def _single32(vector: Matrix) -> Vector:
    return np.asarray(vector, np.float32)
