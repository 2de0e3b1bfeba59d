"""An approximate token count for when no tokenizer can be asked, or when there is no time to ask one.

Characters are counted by script, each with a rate a little above what a common vocabulary needed for chat lines in
fourteen scripts, because a prompt thought too long is trimmed while one thought too short is refused. It is off by up
to a half for a single line. Each message adds a few tokens for the template around it.
"""

import json
import math
from collections import OrderedDict
from collections.abc import Sequence

import numpy as np

from bot.llm.types import ChatMessage, ModelMessage, Tool, ToolRequest, ToolResult

REMEMBERED = 8_192  # counts
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
# By code point, the last for all beyond.
_RATE = np.repeat(
    np.array([rate for _, rate in _RATES] + [_EMOJI], np.uint8),
    np.diff([bound for bound, _ in _RATES], prepend=0, append=_RATES[-1][0] + 1),
)
# Tokenizers differ by script: Latin, other alphabets, and from there on what takes about a token a character.
_BOUNDS = (0x370, 0x2000)
KINDS = len(_BOUNDS) + 1
_known: OrderedDict[int, tuple[int, ...]] = OrderedDict()  # a plain one looks for its oldest entry ever longer
_KIND = np.searchsorted(_BOUNDS, np.arange(len(_RATE)), side="right")


def approximate(text: str) -> int:
    """About how many tokens `text` takes; 0 only for no text."""
    return -(-sum(by_kind(text)) // 100)


def by_kind(text: str) -> tuple[int, ...]:
    """About how many hundredths of a token the characters of each kind of script take.

    The lines of a conversation are counted again for each of its prompts, so counts are remembered; the texts are not.
    """
    key = hash(text)
    known = _known.get(key)
    if known is None:
        known = _known[key] = _by_kind(text)
        if len(_known) > REMEMBERED:
            _known.popitem(last=False)
    return known


def weighed(text: str, factors: Sequence[float]) -> int:
    """About how many tokens `text` takes where each kind of script takes so many times what is approximated."""
    return math.ceil(sum(each * factor for each, factor in zip(by_kind(text), factors, strict=True)) / 100)


def _by_kind(text: str) -> tuple[int, ...]:
    points = np.minimum(np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32), len(_RATE) - 1)
    return tuple(int(each) for each in np.bincount(_KIND[points], weights=_RATE[points], minlength=KINDS))


def approximate_messages(messages: Sequence[ModelMessage]) -> int:
    """About how many tokens a conversation takes, with the template around each message."""
    return sum(MESSAGE_TOKENS + approximate(plain(message)) for message in messages)


def tokens_of(tools: Sequence[Tool]) -> int:
    """About how many tokens of a prompt the description of these takes."""
    return sum(approximate(f"{each.name} {each.description} {json.dumps(dict(each.parameters))}") for each in tools)


def plain(message: ModelMessage) -> str:
    """The text of a message as a tokenizer sees it, without the template."""
    match message:
        case ChatMessage() | ToolResult():
            return message.text
        case ToolRequest():
            calls = [{"name": call.name, "arguments": call.arguments} for call in message.calls]
            return message.text + json.dumps(calls, ensure_ascii=False)
