"""Starts the demo model's server as a process of its own, or joins the one that runs, and lets go of it.

A process apart, because a model must not take the interpreter's lock, nor the conversation with it when it dies.
One server a set of weights and home folder: a second program finds port and key in a file only its user can read and
shares it. Whether a server lives is asked of the kernel, not of the port: it holds a lock from before its start
to its end. The price: flock, so Linux and macOS only.
"""

import asyncio
import fcntl
import json
import logging
import os
import secrets
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import asdict
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from bot.errors import ModelError
from bot.llm.types import Endpoint
from bot.model_server import LOG, SERVING, STARTING, STATE, USERS, Served
from memory.patience import until

log = logging.getLogger(__name__)

TURN_SECONDS = 20.0
LEAVE_SECONDS = 10.0
LOAD_SECONDS = 180.0
MOST_THREADS = 8
_POLL_SECONDS = 0.2
_PROBE_SECONDS = 5.0
_WATCH_SECONDS = 1.0


class LocalModelFailed(ModelError):
    """The built-in language model did not start."""


@asynccontextmanager
async def local_model(
    weights: Path, home: Path, *, threads: int | None = None, context: int = 8192
) -> AsyncIterator[Endpoint]:
    """The endpoint of a server that is started, or joined, at once; it may still be loading: see `wait_ready`."""
    folder = _folder(weights.stem, home)
    with _opened(folder / USERS) as users:
        served, child = await _join_or_start(folder, users, _plan(weights, threads, context))
        try:
            yield Endpoint(f"http://127.0.0.1:{served.port}/v1", model=weights.stem, key=served.key, name="demo model")
        finally:
            await _leave(users, child)


def _folder(name: str, home: Path) -> Path:
    """Where one server's state, locks and log lie; made when missing, closed to other users."""
    folder = home / "model-server" / name
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as fault:
        raise LocalModelFailed(f"{LocalModelFailed.__doc__} {folder}: {fault.strerror}.") from fault
    return folder


async def _join_or_start(folder: Path, users: int, plan: Served) -> "tuple[Served, subprocess.Popen[bytes] | None]":
    try:
        with _opened(folder / STARTING) as starting, _opened(folder / SERVING) as serving:
            await _take(starting, fcntl.LOCK_EX)
            await _take(users, fcntl.LOCK_SH)
            if _is_held(serving) and (served := _read_state(folder)):
                return served, None
            await _take(serving, fcntl.LOCK_EX)
            return plan, _start(folder, plan, serving)
    except OSError as fault:
        raise LocalModelFailed(f"{LocalModelFailed.__doc__} {folder}: {fault.strerror}.") from fault


def _plan(weights: Path, threads: int | None, context: int) -> Served:
    """A free port (taken again by the server a moment later) and a fresh key."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = int(probe.getsockname()[1])
    return Served(str(weights), port, secrets.token_urlsafe(32), threads or default_threads(), context)


def default_threads() -> int:
    """As many as we may use, at most `MOST_THREADS`: generation is bound by memory long before that."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(usable, MOST_THREADS))


def _read_state(folder: Path) -> Served | None:
    """What the server serves; None when it has just taken its leave."""
    try:
        return Served(**json.loads((folder / STATE).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except (ValueError, TypeError) as fault:
        raise LocalModelFailed(f"{LocalModelFailed.__doc__} {folder / STATE} is not as it was written.") from fault


def _start(folder: Path, served: Served, serving: int) -> "subprocess.Popen[bytes]":
    """Spawns the server, which inherits the lock that says it lives."""
    _write_private(folder / STATE, json.dumps(asdict(served)))
    with _opened(folder / LOG) as output:
        os.ftruncate(output, 0)
        log.info("local model starting", extra={"port": served.port, "threads": served.threads})
        # `subprocess`, not asyncio's, which kills its children with its loop: others may use the server after us.
        return subprocess.Popen(
            [sys.executable, "-m", "bot.model_server", str(folder)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            pass_fds=[serving],
            # It needs none of our tokens.
            env={name: value for name, value in os.environ.items() if not name.startswith("RAPPORT_")},
        )


def _write_private(path: Path, text: str) -> None:
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    fresh.replace(path)


async def _leave(users: int, child: "subprocess.Popen[bytes] | None") -> None:
    """Lets go; the server ends itself when we were the last. Our own child is waited for, so that no zombie stays."""
    last = _try_lock(users, fcntl.LOCK_EX)
    fcntl.flock(users, fcntl.LOCK_UN)
    if child is None or child.poll() is not None:
        return
    if not last:
        child.returncode = 0  # it lives on for others; Popen shall not mourn it
        return
    try:
        await until(lambda: child.poll() is not None, within_s=LEAVE_SECONDS)
    except TimeoutError:
        log.warning("local model did not end by itself")
    finally:
        if child.poll() is None:
            child.kill()
            child.wait(LEAVE_SECONDS)


async def wait_ready(endpoint: Endpoint, home: Path, *, within: float = LOAD_SECONDS) -> None:
    """Returns when the model is loaded. Raises `LocalModelFailed` with the server's last words when it will not be."""
    folder = home / "model-server" / (endpoint.model or "")
    try:
        async with asyncio.timeout(within):
            while not await asyncio.to_thread(_is_healthy, endpoint):
                if not _lives(folder):
                    raise LocalModelFailed(f"{LocalModelFailed.__doc__} {last_words(folder)}")
                await asyncio.sleep(_POLL_SECONDS)
    except TimeoutError as late:
        raise LocalModelFailed(f"The built-in language model did not load within {within:.0f} s.") from late


async def wait_gone(endpoint: Endpoint, home: Path) -> None:
    """Returns when the server has died, which the kernel tells at once by its lock."""
    folder = home / "model-server" / (endpoint.model or "")
    while True:
        await asyncio.sleep(_WATCH_SECONDS)
        if not _lives(folder):
            return


def _is_healthy(endpoint: Endpoint) -> bool:
    """Whether the model answers under our key: /health alone is open to all and 503 while loading."""
    port = int(endpoint.url.rpartition(":")[2].partition("/")[0])
    connection = HTTPConnection("127.0.0.1", port, timeout=_PROBE_SECONDS)
    try:
        connection.request("GET", "/props", headers={"Authorization": f"Bearer {endpoint.key}"})
        status = connection.getresponse().status
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
    return status == 200


def _lives(folder: Path) -> bool:
    with _opened(folder / SERVING) as serving:
        return _is_held(serving)


def _is_held(serving: int) -> bool:
    """Whether a server lives. Asked by a shared lock, so that two who ask do not take each other for a server."""
    return not _try_lock(serving, fcntl.LOCK_SH)


def last_words(folder: Path) -> str:
    """Why the server failed, for a person: the first error in its log, else the last line."""
    try:
        lines = (folder / LOG).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    errors = [line.partition(" E ")[2] for line in lines if " E " in line]
    return (errors[:1] or lines[-1:] or [""])[0].strip()[:300]


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


async def _take(descriptor: int, kind: int) -> None:
    try:
        await until(lambda: _try_lock(descriptor, kind), within_s=TURN_SECONDS)
    except TimeoutError as late:
        raise LocalModelFailed("Another program has been starting the built-in language model for too long.") from late


def _try_lock(descriptor: int, kind: int) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
