"""Faults to order: what a call is answered instead of, before or after being carried out."""

import time
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from tests.platforms.slack.wire import Payload

FOREVER = 1 << 60


@dataclass(frozen=True, slots=True)
class Answer:
    """What a call gets. `done`: it is carried out all the same, and only the answer is lost.

    `error` is Slack's code in an answer with status 200; `cut`: the connection breaks instead.
    """

    status: int = 200
    error: str = ""
    more: Payload = field(default_factory=dict)
    retry_after: float | None = None
    wait: float = 0.0
    done: bool = False
    cut: bool = False

    @property
    def final(self) -> bool:
        """Whether nothing that was ordered later changes it."""
        return self.status != 200 or bool(self.error) or self.cut


@dataclass(slots=True)
class Fault:
    """An answer for the next `left` calls of a method, while it lasts."""

    answer: Answer
    method: str = "*"
    left: int = FOREVER
    until: float = float("inf")


@dataclass(slots=True)
class Faults:
    """What is ordered, the oldest first. Methods may hold `*`; `seconds` is how long it lasts."""

    ordered: list[Fault] = field(default_factory=list)

    def order(self, method: str, answer: Answer, *, times: int = FOREVER, seconds: float | None = None) -> Fault:
        """Order any answer."""
        until = float("inf") if seconds is None else time.monotonic() + seconds
        fault = Fault(answer, method, times, until)
        self.ordered.append(fault)
        return fault

    def limit(self, method: str = "*", retry_after: float = 1, *, times: int = 1) -> Fault:
        """Answers with 429 and Retry-After."""
        return self.order(method, Answer(429, "ratelimited", retry_after=retry_after), times=times)

    def fail(self, method: str = "*", status: int = 503, *, times: int = 1, seconds: float | None = None) -> Fault:
        """Errors of the server, for so many calls, or with `seconds` for as long."""
        return self.order(method, Answer(status), times=times if seconds is None else FOREVER, seconds=seconds)

    def refuse(self, method: str, error: str, *, times: int = FOREVER, more: Payload | None = None) -> Fault:
        """Refusals with one of Slack's codes."""
        if error == "missing_scope":
            return self.need(method, "chat:write", times=times)  # Slack always says which
        return self.order(method, Answer(error=error, more=more or {}), times=times)

    def need(self, method: str, scope: str, *, times: int = FOREVER) -> Fault:
        """A scope that the app was not given."""
        more: Payload = {"needed": scope, "provided": "chat:write"}
        return self.order(method, Answer(error="missing_scope", more=more), times=times)

    def expire(self, method: str = "*", *, times: int = FOREVER) -> Fault:
        """The token is too old."""
        return self.refuse(method, "token_expired", times=times)

    def lose(self, method: str, status: int = 502, *, times: int = 1) -> Fault:
        """The call is carried out and then answered with an error, or with a broken connection for status 0."""
        return self.order(method, Answer(status, done=True, cut=status == 0), times=times)

    def slow(self, method: str, wait: float, *, times: int = FOREVER) -> Fault:
        """Answers that take so many seconds longer; what is ordered after it may still change them."""
        return self.order(method, Answer(wait=wait), times=times)

    def lift(self) -> None:
        """Nothing is ordered any more."""
        self.ordered.clear()

    def met(self, method: str) -> list[Answer]:
        """What a call gets: slowness, and the first answer that is one; that is counted."""
        now = time.monotonic()
        self.ordered = [each for each in self.ordered if each.left > 0 and each.until > now]
        found: list[Answer] = []
        for fault in self.ordered:
            if fnmatchcase(method, fault.method):
                fault.left -= 1
                found.append(fault.answer)
                if fault.answer.final:
                    break
        return found
