"""An approximate token count for when no tokenizer can be asked, or when there is no time to ask one.

Characters are counted by script, each with a rate a little above what a common vocabulary needed for chat lines in
fourteen scripts, because a prompt thought too long is trimmed while one thought too short is refused. It is off by up
to a half for a single line. Each message adds a few tokens for the template around it.
"""

import json
import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bot.llm.types import ChatMessage, ModelMessage, ToolRequest, ToolResult

MESSAGE_TOKENS = 5
"""What a chat template puts around one message."""

# (first code point after the range, hundredths of a token per character); whatever comes later is emoji mostly.
_RATES = (
    (0x21, 10),  # space and line ends, mostly part of the word behind them
    (0x30, 70),  # punctuation
    (0x3A, 100),  # digits
    (0x41, 70),
    (0x5B, 27),  # Latin letters
    (0x61, 70),
    (0x7B, 27),
    (0x80, 70),
    (0x370, 60),  # accented Latin
    (0x400, 100),  # Greek
    (0x590, 50),  # Cyrillic, Armenian
    (0x900, 55),  # Hebrew, Arabic, Syriac
    (0xE00, 105),  # Indic
    (0x1100, 90),  # Thai, Lao, Tibetan, Georgian
    (0x2000, 90),  # Hangul letters, Ethiopic, Khmer, Mongolian
    (0x3000, 100),  # symbols
    (0xFE00, 95),  # Chinese, Japanese, Korean
    (0x10000, 120),
)
_EMOJI = 220
# By code point, the last for all beyond: a prompt is counted in its whole length for each message.
_RATE = np.repeat(
    np.array([rate for _, rate in _RATES] + [_EMOJI], np.uint8),
    np.diff([bound for bound, _ in _RATES], prepend=0, append=_RATES[-1][0] + 1),
)
# Tokenizers differ by script: Latin, other alphabets, and from there on what takes about a token a character.
_BOUNDS = (0x370, 0x2000)
KINDS = len(_BOUNDS) + 1
_KIND = np.searchsorted(_BOUNDS, np.arange(len(_RATE)), side="right")


def approximate(text: str) -> int:
    """About how many tokens `text` takes; 0 only for no text."""
    return -(-int(_RATE.take(_points(text), mode="clip").sum()) // 100)


def by_kind(text: str) -> NDArray[np.float64]:
    """About how many tokens the characters of each kind of script take."""
    points = np.minimum(_points(text), len(_RATE) - 1)
    return np.bincount(_KIND[points], weights=_RATE[points] / 100, minlength=KINDS).astype(np.float64)


def rates(factors: NDArray[np.float64]) -> NDArray[np.float32]:
    """Tokens a character, by code point, where each kind of script takes so many times what is approximated."""
    return (_RATE * factors[_KIND] / 100).astype(np.float32)


def weighed(text: str, known: NDArray[np.float32]) -> int:
    """About how many tokens `text` takes at these rates."""
    return math.ceil(float(known.take(_points(text), mode="clip").sum()))


def _points(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def approximate_messages(messages: Sequence[ModelMessage]) -> int:
    """About how many tokens a conversation takes, with the template around each message."""
    return sum(MESSAGE_TOKENS + approximate(plain(message)) for message in messages)


def plain(message: ModelMessage) -> str:
    """The text of a message as a tokenizer sees it, without the template."""
    match message:
        case ChatMessage() | ToolResult():
            return message.text
        case ToolRequest():
            calls = [{"name": call.name, "arguments": call.arguments} for call in message.calls]
            return message.text + json.dumps(calls, ensure_ascii=False)
