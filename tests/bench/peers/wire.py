"""The driver's end of the line: one JSON object a line from standard input, one answer a line. It needs Python only.

Times are taken here, inside the peer's process, so that no pipe is in them. Whatever a library prints goes to standard
error, and every connection to anything but this machine is refused: a measurement tells nobody that it happens.
"""

import http.client
import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, Protocol, TextIO
from urllib.parse import urlsplit

LOOPBACK = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True, slots=True)
class Settings:
    """Where a driver finds what it may use; `dsn` is empty for a peer that needs no PostgreSQL."""

    embeddings: str
    model: str
    dimensions: int
    dsn: str
    folder: str


@dataclass(frozen=True, slots=True)
class Told:
    """One turn as peers are told it; `at` is ISO 8601."""

    id: str
    speaker: str
    text: str
    at: str
    bot: bool


class Engine(Protocol):
    """A memory behind a driver. Scopes never see each other's turns."""

    def ingest(self, scope: str, turns: Sequence[Told]) -> None: ...

    def search(self, scope: str, question: str, k: int) -> list[str]:
        """Ids of turns, best first, each once, at most k."""
        ...


def serve(make: Callable[[Settings], Engine], *packages: str) -> None:
    """Answers until standard input ends."""
    answers = _own_stdout()
    sys.addaudithook(stay_here)
    engine = make(Settings(**json.loads(sys.argv[1])))
    _say(answers, {"versions": {name: version(name) for name in packages}})
    for line in sys.stdin:
        asked = json.loads(line)
        started = time.perf_counter()
        found = _act(engine, asked)
        _say(answers, {"ms": (time.perf_counter() - started) * 1000, "ids": found})


def first(ids: Sequence[str], k: int) -> list[str]:
    """The first k different ids."""
    return list(dict.fromkeys(ids))[:k]


def ready_folder(settings: Settings) -> Path:
    """The driver's own folder, made if need be."""
    folder = Path(settings.folder)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


class Embeddings:
    """Asks the bench's endpoint for vectors over one connection, for peers that take a function."""

    def __init__(self, settings: Settings) -> None:
        self._model = settings.model
        self._path = urlsplit(settings.embeddings).path + "/embeddings"
        self._connection = http.client.HTTPConnection(urlsplit(settings.embeddings).netloc, timeout=60)

    def __call__(self, texts: Sequence[str]) -> list[list[float]]:
        body = json.dumps({"model": self._model, "input": list(texts), "encoding_format": "float"})
        self._connection.request("POST", self._path, body, {"Content-Type": "application/json"})
        data = json.loads(self._connection.getresponse().read())["data"]
        return [row["embedding"] for row in data]

    def close(self) -> None:
        """Ends the connection."""
        self._connection.close()


def _act(engine: Engine, asked: dict[str, Any]) -> list[str]:
    if "question" in asked:
        return engine.search(asked["scope"], asked["question"], asked["k"])
    engine.ingest(asked["scope"], [Told(**turn) for turn in asked["turns"]])
    return []


def _own_stdout() -> TextIO:
    ours = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return ours


def _say(answers: TextIO, said: object) -> None:
    answers.write(json.dumps(said) + "\n")
    answers.flush()


def stay_here(event: str, values: tuple[Any, ...]) -> None:
    if event == "socket.connect":
        host = values[1][0] if isinstance(values[1], tuple) else None
    elif event == "socket.getaddrinfo":
        host = values[0]
    else:
        return
    if host and (host.decode() if isinstance(host, bytes) else str(host)) not in LOOPBACK:
        raise PermissionError("a measurement speaks to this machine only")
