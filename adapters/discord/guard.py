"""Keeps one malformed event from ending the connection.

discord.py parses events where it reads them, and what a parser raises ends its client. Here each parser is wrapped:
what it could not read is left out and logged by the event's name. READY and RESUMED are not wrapped: without them the
connection is of no use, and is made anew.
"""

import logging
from collections.abc import Callable
from typing import TypeVar

log = logging.getLogger(__name__)
NEEDED = ("READY", "RESUMED")
Payload = TypeVar("Payload")


def guarded(event: str, parse: Callable[[Payload], None]) -> Callable[[Payload], None]:
    """`parse`, but never raising."""

    def parse_or_leave(payload: Payload) -> None:
        try:
            parse(payload)
        except Exception:
            log.exception("malformed event left out", extra={"event": event})

    return parse_or_leave


def guard(parsers: dict[str, Callable[[Payload], None]]) -> None:
    """Wrap every parser in place."""
    for event, parse in parsers.items():
        if event not in NEEDED:
            parsers[event] = guarded(event, parse)
