"""Bringing the server up and down. It lives if it answers on its socket: a process id proves nothing.

The question on the socket is the first packet of PostgreSQL's own protocol; `pg_isready` asks the same, but takes a
process a question. A start is tried again for a while, since a killed server takes its time to go away.
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
from memory.errors import DatabaseUnreachable, MemoryFault
from memory.launch import launch
from memory.liveness import forget_stale, postmaster_pid, serves
from memory.patience import until
from memory.serverlog import Stretch, appending

_log = logging.getLogger(__name__)

_START_S = 30.0
_RECOVERY_S = 600.0  # giving up on a recovery would only have the next start begin it anew
_STOP_S = ((signal.SIGINT, 30.0), (signal.SIGQUIT, 10.0))  # fast, then immediate: recovered from at the next start
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
    reason: MemoryFault  # to be given if this one never answers: what the one before ended with

    def over(self) -> bool:
        return self.server.poll() is not None

    def may_be_repeated(self) -> bool:
        killed = (self.server.returncode or 0) < 0  # from outside, so no fault of the data
        return killed or self.log.says(*_PASSING)


async def bring_up(cluster: Cluster, *, sole_user: bool, progress: Callable[[str], None]) -> None:
    """Returns when a server answers, ours or one that ran; raises MemoryFault. Only while holding the start lock."""
    sockets = socket_folder(cluster)
    begun, attempt, limit = time.monotonic(), None, _START_S
    try:
        while (answer := await ask(sockets)) is not Answer.READY:
            waited = time.monotonic() - begun
            if waited > limit:
                raise attempt.reason if attempt else DatabaseUnreachable()
            if answer is Answer.NONE and (attempt is None or attempt.over()):
                attempt = await _start(cluster, sockets, before=attempt, sole_user=sole_user)
            elif answer is Answer.NOT_YET and limit == _START_S and waited > 1:
                progress("The database needs a moment, perhaps to recover from an unclean stop ...")
                limit = _RECOVERY_S
            await asyncio.sleep(_POLL_S if limit == _START_S else _RETRY_S)
    except BaseException:
        if attempt and not attempt.over():
            attempt.server.send_signal(signal.SIGINT)
        raise


async def _start(cluster: Cluster, sockets: Path, *, before: _Attempt | None, sole_user: bool) -> _Attempt:
    reason: MemoryFault = DatabaseUnreachable()
    if before is not None:
        reason = before.log.fault()
        if not before.may_be_repeated():
            raise reason
        await asyncio.sleep(_RETRY_S)
    if sole_user:
        forget_stale(cluster.data, sockets)
    with storage_faults(cluster.folder), appending(cluster.log) as log:
        server = launch(cluster, _command(cluster.data, sockets), log=log)
    # Whoever stops the server, it is our child and must be reaped at once: a zombie would block the next start.
    threading.Thread(target=server.wait, name="postgres-reaper", daemon=True).start()
    return _Attempt(server, log, reason)


def _command(data: Path, sockets: Path) -> list[str]:
    settings = _ARGUMENTS | {"port": str(PORT), "unix_socket_directories": f'"{sockets}"'}
    return ["postgres", "-D", str(data), *(f"--{name}={value}" for name, value in settings.items())]


async def shut_down(cluster: Cluster) -> None:
    """Stops the server, whoever started it, and returns when it is gone. Only while holding the start lock."""
    pid = postmaster_pid(cluster.data)
    if pid is None or await ask(socket_folder(cluster)) is Answer.NONE:
        return  # nothing runs, and the number may be a stranger's by now
    for number, seconds in _STOP_S:
        try:
            os.kill(pid, number)
            await until(lambda: not serves(pid, cluster.data), within_s=seconds)
        except ProcessLookupError:
            return
        except TimeoutError:
            _log.warning("embedded database ignores a signal", extra={"signal": int(number)})
        else:
            return
