"""Which failures are worth another try, where, and after how long. Pure: the caller sleeps.

Waits grow with full jitter, so that many callers do not come back at once; what a server asks for in Retry-After
is honoured up to a cap. A deadline that ran out is not tried again at the same endpoint: the second wait would be
as long as the first, with the person still waiting.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from random import Random

from bot.errors import (
    KeyRefused,
    ModelBroken,
    ModelBusy,
    ModelCutOff,
    ModelError,
    ModelGarbled,
    ModelLoading,
    ModelNotFound,
    ModelRejected,
    ModelSaidNothing,
    ModelTooSlow,
    ModelUnreachable,
    NotAnEndpoint,
    QuotaSpent,
)

ROUNDS = 3
LONGEST_WAIT = 30.0
_BASE, _CAP = 0.4, 8.0

_AGAIN = (ModelUnreachable, ModelBusy, ModelBroken, ModelGarbled, ModelCutOff, ModelSaidNothing, ModelLoading)
_ELSEWHERE = (*_AGAIN, ModelTooSlow, KeyRefused, QuotaSpent, ModelNotFound, NotAnEndpoint, ModelRejected)
_TELLING = (ModelUnreachable, ModelTooSlow, ModelBroken, ModelGarbled, ModelCutOff)


def repeatable(error: ModelError) -> bool:
    """Whether the same endpoint may do better a moment later."""
    if isinstance(error, ModelTooSlow):
        return error.retry_after is not None
    return isinstance(error, _AGAIN)


def movable(error: ModelError) -> bool:
    """Whether another endpoint may do better."""
    return isinstance(error, _ELSEWHERE)


def telling(error: ModelError) -> bool:
    """Whether the failure speaks against the endpoint's health, rather than against the request or the settings."""
    return isinstance(error, _TELLING)


def wanted(error: ModelError) -> float | None:
    """Seconds that the server asked to wait, if it did."""
    return error.retry_after if isinstance(error, ModelBusy | ModelBroken | ModelTooSlow) else None


def pause(round_: int, asked: float | None, *, random: Random) -> float:
    """Seconds to wait before the next round; what a server asked for, else growing with jitter."""
    jitter = random.uniform(0.0, min(_CAP, _BASE * 2**round_))
    return jitter if asked is None else asked + min(jitter, 0.2)


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds a server asks to wait, from Retry-After as seconds or as an HTTP date, or retry-after-ms."""
    if (thousandths := _number(headers.get("retry-after-ms"))) is not None:
        return max(0.0, thousandths / 1000)
    value = headers.get("retry-after")
    if value is None:
        return None
    seconds = _number(value)
    if seconds is None:
        seconds = _until(value, now)
    return None if seconds is None else max(0.0, seconds)


def _number(value: str | None) -> float | None:
    try:
        number = float(value) if value is not None else None
    except ValueError:
        return None
    return number if number is not None and number == number and abs(number) < 1e9 else None


def _until(value: str, now: datetime) -> float | None:
    try:
        then = parsedate_to_datetime(value)
    except ValueError:
        return None
    return ((then if then.tzinfo else then.replace(tzinfo=UTC)) - now).total_seconds()
