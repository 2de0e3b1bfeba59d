"""Learns from a server's complaint how it wants to be asked.

A request that was rejected is sent again with one thing changed, and the change is kept for that endpoint. This is
what makes servers work that the table does not know, at the price of one rejected request for each difference.
"""

from dataclasses import replace

from bot.llm.wire import Dialect, Shape

_NAMES = {"max_tokens": "max_completion_tokens", "max_completion_tokens": "max_tokens"}
_DOWN = {Shape.SCHEMA: Shape.OBJECT, Shape.OBJECT: Shape.PLAIN}


def plainer(dialect: Dialect) -> Dialect | None:
    """The dialect with JSON asked for in the next plainer way, or None where it is the plainest."""
    shape = _DOWN.get(dialect.shape)
    return replace(dialect, shape=shape) if shape else None


def corrected(dialect: Dialect, said: str, *, structured: bool) -> Dialect | None:
    """The dialect after a complaint, or None where nothing is left to change. `said` is the server's text."""
    if "stream_options" in said and dialect.usage:
        return replace(dialect, usage=False)
    if "temperature" in said and dialect.temperature:
        return replace(dialect, temperature=False)
    if "logit_bias" in said and dialect.bias:
        return replace(dialect, bias=False)
    if dialect.max_tokens in said and (other := _NAMES[dialect.max_tokens]) in said:
        return replace(dialect, max_tokens=other)
    return plainer(dialect) if structured else None
