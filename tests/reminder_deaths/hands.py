"""Orders to the stand-ins in their process, in so many words and without an event loop."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

from tests.reminder_deaths.senders import Site
from tests.reminder_deaths.trouble import Trouble

ROOT = Path(__file__).parents[2]
SECONDS = 30.0
LATE_SECONDS = 3600.0


@dataclass(frozen=True, slots=True)
class Someone:
    """Somebody at a platform, and the channel of their conversation with the bot."""

    handle: str
    direct: str


@dataclass(frozen=True, slots=True)
class People:
    """Some who were never there before, and a channel that all of the space may read."""

    space: str
    room: str
    all: tuple[Someone, ...]

    @property
    def channels(self) -> tuple[str, ...]:
        """Everywhere that something may be said to them."""
        return (*(each.direct for each in self.all), self.room)


@dataclass(frozen=True, slots=True)
class Said:
    """A message of the bot as the platform has it; `ids` are those of its buttons.

    It came `at` a moment of the monotonic clock, sent `by` a process. `forgotten`: its key had been used before and was
    not known any more; None where a platform knows no keys.
    """

    id: str
    channel: str
    key: str
    text: str
    ids: tuple[str, ...]
    by: str = ""
    at: float = 0.0
    forgotten: bool | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """A history that was told to a process: of a channel, the messages `shown` since the `oldest`, which is a time."""

    by: str
    at: float
    channel: str
    oldest: float
    shown: tuple[str, ...]


class Hands:
    """At one platform."""

    def __init__(self, site: Site, address: str) -> None:
        self.site = site
        self._address = urlsplit(address)

    def people(self, count: int) -> People:
        """New ones."""
        made = cast(dict[str, object], self._do("people", count=count))
        people = [Someone(**each) for each in cast(list[dict[str, str]], made["people"])]
        return People(str(made["space"]), str(made["room"]), tuple(people))

    def order(self, trouble: Trouble, posts: Sequence[str], times: int) -> None:
        """It comes so many times."""
        self._do("order", trouble=trouble, posts=posts, times=times, seconds=LATE_SECONDS)

    def lift(self) -> None:
        """No trouble any more."""
        self._do("lift")

    def purge(self, channels: Sequence[str]) -> None:
        """What was said there is gone, as if it had been long ago."""
        self._do("purge", channels=channels)

    def said(self, channels: Sequence[str]) -> list[Said]:
        """All that the bot said there; what it had asked for before has been carried out."""
        found = cast(list[dict[str, object]], self._do("record", channels=channels))
        return [_said(each) for each in found]

    def looks(self) -> list[Look]:
        """The histories that were read since there were new people, where the platform can hold something back."""
        return [_look(each) for each in cast(list[dict[str, object]], self._do("looks"))]

    def _do(self, operation: str, **asked: object) -> object:
        connection = HTTPConnection(self._address.hostname or "", self._address.port, timeout=SECONDS)
        try:
            headers = {"Content-Type": "application/json"}
            connection.request("POST", f"/human/{operation}", json.dumps(asked), headers)
            answer = connection.getresponse()
            told = answer.read()
            if answer.status != 200:
                raise RuntimeError(f"{operation}: {told!r}")
            return cast(object, json.loads(told))
        finally:
            connection.close()


@contextmanager
def platforms() -> Iterator[dict[str, Hands]]:
    """The stand-ins, by name, in a process that ends with the block."""
    words = (sys.executable, "-m", "tests.reminder_deaths.platforms")
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout is not None
            seeds = cast(dict[str, dict[str, str]], json.loads(process.stdout.readline()))
            yield {name: Hands(Site(name, seed["api"], seed["token"]), seed["hands"]) for name, seed in seeds.items()}
        finally:
            process.kill()


def _said(told: dict[str, object]) -> Said:
    id, channel, key, text = (str(told[name]) for name in ("id", "channel", "key", "text"))
    forgotten = cast(bool | None, told["forgotten"])
    return Said(id, channel, key, text, _texts(told["ids"]), str(told["by"]), _seconds(told["at"]), forgotten)


def _look(told: dict[str, object]) -> Look:
    by, channel, shown = str(told["by"]), str(told["channel"]), _texts(told["shown"])
    return Look(by, _seconds(told["at"]), channel, _seconds(told["oldest"]), shown)


def _seconds(value: object) -> float:
    return float(str(value))


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(each) for each in value) if isinstance(value, list) else ()
