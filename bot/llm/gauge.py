"""How far the approximate token count is off for one endpoint's tokenizer, learned from what its answers tell.

Every streamed answer says how many tokens its prompt had, so this costs no request. A factor for each kind of script
is fitted by least squares, drawn towards one and forgetting slowly, as an address may get another model. Counts that
no tokenizer could give are passed over: some servers tell only what they did not have in their cache.
"""

from collections.abc import Sequence

import numpy as np

from bot.llm.tokens import KINDS, MESSAGE_TOKENS, approximate, by_kind, plain, weighed
from bot.llm.types import ModelMessage

_DRAWN = 0.1  # towards one, as much as a tenth of a prompt of that kind
_KEPT = 0.95  # of what was learned with each new prompt
_LEAST, _MOST = 0.4, 2.5  # times the approximation; what lies outside is no count of the whole prompt
_FEWEST = 50  # approximate tokens; a shorter prompt is mostly template


class Gauge:
    """Counts tokens of a text without asking anybody."""

    def __init__(self) -> None:
        self._square = np.zeros((KINDS, KINDS))
        self._towards = np.zeros(KINDS)
        self._factors: tuple[float, ...] | None = None

    @property
    def doubt(self) -> float:
        """How many times what is counted there may be in truth."""
        return 2.0 if self._factors is None else 1.15

    def learn(self, messages: Sequence[ModelMessage], told: int) -> None:
        """The conversation had `told` tokens, its template included."""
        parts = np.sum([by_kind(plain(each)) for each in messages], axis=0) / 100
        whole, counted = float(parts.sum()), told - MESSAGE_TOKENS * len(messages)
        if whole < _FEWEST or not _LEAST <= counted / whole <= _MOST:
            return
        shares = parts / whole
        self._square = _KEPT * self._square + np.outer(shares, shares)
        self._towards = _KEPT * self._towards + shares * (counted / whole)
        factors = np.linalg.solve(self._square + _DRAWN * np.eye(KINDS), self._towards + _DRAWN)
        self._factors = tuple(np.clip(factors, _LEAST, _MOST).tolist())

    def count(self, text: str) -> int:
        """About how many tokens `text` takes here."""
        return approximate(text) if self._factors is None else weighed(text, self._factors)

    def count_messages(self, messages: Sequence[ModelMessage]) -> int:
        """About how many tokens a conversation takes, with the template around each message."""
        return sum(MESSAGE_TOKENS + self.count(plain(message)) for message in messages)
