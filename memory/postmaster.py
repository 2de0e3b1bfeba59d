"""Bringing the server up and down. It lives if it answers on its socket: a process id proves nothing.

A killed server may linger as a zombie until somebody reaps it, and its number may be given to another program; either
makes PostgreSQL refuse to start. So we try for a while, and remove a stale pid file only where /proc shows that no
process works in the data directory. The question on the socket is the first packet of PostgreSQL's own protocol:
`pg_isready` asks the same, but takes a process a question.
"""

import asyncio
import logging
import os
import signal
import struct
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from memory.cluster import DATABASE, PORT, ROLE, SOCKET, Cluster, socket_folder, storage_faults
from memory.errors import DatabaseUnreachable
from memory.launch import launch
from memory.patience import until
from memory.serverlog import Stretch, appending

_log = logging.getLogger(__name__)

_START_S = 30.0
_RECOVERY_S = 600.0  # giving up on a recovery would only have the next start begin it anew
_STOP_S = ((signal.SIGINT, 30.0), (signal.SIGQUIT, 10.0))  # fast, then immediate: recovered from at the next start
_PROC = Path("/proc")  # Linux only
_POLL_S = 0.02
_RETRY_S = 0.3
_PASSING = ('" already exists', "pre-existing shared memory block")  # while a killed server is still going away
_ARGUMENTS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "logging_collector": "off",
    "log_destination": "stderr",
    # The log must not hold what people say: no statements, and no details, which quote rows.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}


class Answer(Enum):
    """What came back from the socket."""

    NONE = "none"
    NOT_YET = "not yet"
    READY = "ready"


async def ask(sockets: Path) -> Answer:
    """Asks the server for a login and looks at the first answer only."""
    words = f"user\0{ROLE}\0database\0{DATABASE}\0\0".encode()
    try:
        async with asyncio.timeout(5):
            reader, writer = await asyncio.open_unix_connection(sockets / SOCKET)
            try:
                writer.write(struct.pack("!ii", len(words) + 8, 3 << 16) + words)
                reply = await reader.read(512)
            finally:
                writer.close()
    except TimeoutError:
        return Answer.NOT_YET
    except OSError:
        return Answer.NONE
    return Answer.NOT_YET if not reply or b"C57P03\0" in reply else Answer.READY


@dataclass(frozen=True, slots=True)
class _Attempt:
    server: subprocess.Popen[bytes]
    log: Stretch

    def over(self) -> bool:
        return self.server.poll() is not None


async def bring_up(cluster: Cluster, *, sole_user: bool, progress: Callable[[str], None]) -> None:
    """Returns when a server answers, ours or one that ran; raises MemoryFault. Only while holding the start lock."""
    sockets = socket_folder(cluster)
    begun, attempt, limit = time.monotonic(), None, _START_S
    try:
        while (answer := await ask(sockets)) is not Answer.READY:
            if answer is Answer.NONE and (attempt is None or attempt.over()):
                if attempt is not None:
                    await _again(attempt)
                attempt = _start(cluster, sockets, sole_user=sole_user)
            elif answer is Answer.NOT_YET and limit == _START_S and time.monotonic() - begun > 1:
                progress("The database was not closed properly last time; recovering it ...")
                limit = _RECOVERY_S
            if time.monotonic() - begun > limit:
                raise attempt.log.fault() if attempt else DatabaseUnreachable()
            await asyncio.sleep(_POLL_S if limit == _START_S else _RETRY_S)
    except BaseException:
        if attempt and not attempt.over():
            attempt.server.send_signal(signal.SIGINT)
        raise


def _start(cluster: Cluster, sockets: Path, *, sole_user: bool) -> _Attempt:
    if sole_user:
        _forget_stale(cluster.data, sockets)
    settings = _ARGUMENTS | {"port": str(PORT), "unix_socket_directories": f'"{sockets}"'}
    arguments = [f"--{name}={value}" for name, value in settings.items()]
    with storage_faults(cluster.folder), appending(cluster.log) as log:
        server = launch(cluster, ["postgres", "-D", str(cluster.data), *arguments], log=log)
    # Whoever stops the server, it is our child and must be reaped at once: a zombie would block the next start.
    threading.Thread(target=server.wait, name="postgres-reaper", daemon=True).start()
    return _Attempt(server, log)


async def _again(attempt: _Attempt) -> None:
    if not attempt.log.says(*_PASSING):
        raise attempt.log.fault()
    await asyncio.sleep(_RETRY_S)


async def shut_down(cluster: Cluster) -> None:
    """Stops the server, whoever started it, and returns when it is gone. Only while holding the start lock."""
    pid = _pid(cluster.data / "postmaster.pid")
    if pid is None or not _serves(pid, cluster.data):
        return
    for number, seconds in _STOP_S:
        try:
            os.kill(pid, number)
            await until(lambda: not _serves(pid, cluster.data), within_s=seconds)
        except ProcessLookupError:
            return
        except TimeoutError:
            _log.warning("embedded database ignores a signal", extra={"signal": int(number)})
        else:
            return


def _pid(file: Path) -> int | None:
    try:
        return int(file.read_text("ascii").split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return None


def _forget_stale(data: Path, sockets: Path) -> None:
    """Removes lock files that PostgreSQL would respect though they are cut off or name a zombie or a stranger."""
    files = [data / "postmaster.pid", sockets / f"{SOCKET}.lock"]
    left = [file for file in files if file.exists() and _is_respected(_pid(file))]
    if not left or not _PROC.exists():
        return
    if not any(_serves(int(each.name), data) for each in _PROC.iterdir() if each.name.isdecimal()):
        for file in left:
            file.unlink()


def _is_respected(pid: int | None) -> bool:
    return pid is None or (_PROC / str(pid)).exists()


def _serves(pid: int, data: Path) -> bool:
    """Whether the process lives and works in the data directory, as every process of this server does."""
    if not _PROC.exists():
        return _exists(pid)
    place = _PROC / str(pid)
    try:
        return os.path.samestat((place / "cwd").stat(), data.stat())
    except PermissionError:  # root without the right to look: a server of this account might well be ours
        return place.stat().st_uid == data.stat().st_uid and (place / "comm").read_text() == "postgres\n"
    except OSError:
        return False


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
