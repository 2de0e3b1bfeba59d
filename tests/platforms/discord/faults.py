"""Faults to order: what a request is answered instead of, before or after being carried out."""

import time
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

FOREVER = 1 << 60
NO_PERMISSION, NO_ACCESS, NOT_TO_THEM, NO_INTERACTION = 50013, 50001, 50007, 10062
MESSAGES = {
    NO_PERMISSION: "Missing Permissions",
    NO_ACCESS: "Missing Access",
    NOT_TO_THEM: "Cannot send messages to this user",
    NO_INTERACTION: "Unknown interaction",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request gets. `done`: it is carried out all the same, and only the answer is lost.

    `retry_after`: the seconds of a rate limit, `everywhere` of the global one. `cut`: the connection breaks instead.
    """

    status: int = 200
    code: int = 0
    message: str = ""
    retry_after: float | None = None
    everywhere: bool = False
    wait: float = 0.0
    done: bool = False
    cut: bool = False


@dataclass(slots=True)
class Fault:
    """An answer for the next `left` requests to a path, while it lasts."""

    answer: Answer
    method: str = "*"
    path: str = "*"
    left: int = FOREVER
    until: float = float("inf")

    def meets(self, method: str, path: str) -> bool:
        """Whether this request is answered so; that is counted."""
        if self.left <= 0 or not fnmatchcase(path, self.path) or self.method not in ("*", method):
            return False
        self.left -= 1
        return True


@dataclass(slots=True)
class Faults:
    """What is ordered, the oldest first. Paths have no version and may hold `*`; `seconds` is how long it lasts."""

    ordered: list[Fault] = field(default_factory=list)

    def order(
        self, answer: Answer, *, method: str = "*", path: str = "*", times: int = FOREVER, seconds: float | None = None
    ) -> Fault:
        """Order any answer."""
        until = float("inf") if seconds is None else time.monotonic() + seconds
        fault = Fault(answer, method, path, times, until)
        self.ordered.append(fault)
        return fault

    def fail(
        self, status: int = 503, *, path: str = "*", method: str = "*", times: int = 1, seconds: float | None = None
    ) -> Fault:
        """Errors of the server, for so many requests, or with `seconds` for as long."""
        count = FOREVER if seconds is not None else times
        return self.order(
            Answer(status, message="Server Error"), method=method, path=path, times=count, seconds=seconds
        )

    def lose(self, status: int = 502, *, path: str = "*", method: str = "POST", times: int = 1) -> Fault:
        """The request is carried out and then answered with an error, or with a broken connection for status 0."""
        answer = Answer(status, message="Server Error", done=True, cut=status == 0)
        return self.order(answer, method=method, path=path, times=times)

    def limit(
        self, retry_after: float, *, path: str = "*", method: str = "*", times: int = 1, everywhere: bool = False
    ) -> Fault:
        """Rate limits, of the route or everywhere."""
        answer = Answer(429, message="You are being rate limited.", retry_after=retry_after, everywhere=everywhere)
        return self.order(answer, method=method, path=path, times=times)

    def deny(self, path: str, code: int = NO_PERMISSION, *, method: str = "*", times: int = FOREVER) -> Fault:
        """Refusals with one of Discord's codes."""
        status = 404 if code == NO_INTERACTION else 403
        return self.order(Answer(status, code, MESSAGES.get(code, "Refused")), method=method, path=path, times=times)

    def slow(self, wait: float, *, path: str = "*", method: str = "*", times: int = FOREVER) -> Fault:
        """Answers that take so many seconds longer; what is ordered after it may still change them."""
        return self.order(Answer(wait=wait), method=method, path=path, times=times)

    def lift(self) -> None:
        """Nothing is ordered any more."""
        self.ordered.clear()

    def met(self, method: str, path: str) -> list[Answer]:
        """What a request gets: slowness, and the first answer that is one."""
        now = time.monotonic()
        self.ordered = [each for each in self.ordered if each.left > 0 and each.until > now]
        found: list[Answer] = []
        for fault in self.ordered:
            if fault.meets(method, path):
                found.append(fault.answer)
                if fault.answer.status != 200:
                    break
        return found
