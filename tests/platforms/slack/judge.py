"""Checks calls against Slack's own published types, and against what those leave out.

A call that no real Slack would take, or that it would take in a way that nobody meant, is a violation.
"""

from collections.abc import Iterable, Iterator

from tests.platforms.slack.log import Call
from tests.platforms.slack.rules import broken


def violations(calls: Iterable[Call]) -> list[str]:
    """What is wrong with calls, a line each."""
    return [f"{call.method}: {each}" for call in calls for each in judged(call)]


def judged(call: Call) -> Iterator[str]:
    """What is wrong with a call."""
    yield from broken(call)
