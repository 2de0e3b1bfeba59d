"""Who works in a data directory, and lock files whose server is gone.

A killed server may linger as a zombie until somebody reaps it, and its number may be given to another program; either
makes PostgreSQL refuse to start for good. Such a lock file is removed, but only where /proc (so on Linux only) shows
that no process works in the data directory.
"""

import os
from pathlib import Path

from memory.cluster import SOCKET

_PROC = Path("/proc")


def postmaster_pid(data: Path) -> int | None:
    """The process id in the lock file of the data directory, whatever it is worth; None if there is none."""
    return _pid(data / "postmaster.pid")


def _pid(file: Path) -> int | None:
    try:
        return int(file.read_text("ascii").split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return None


def forget_stale(data: Path, sockets: Path) -> None:
    """Removes lock files that PostgreSQL would respect though they are cut off or name a zombie or a stranger."""
    files = [data / "postmaster.pid", sockets / f"{SOCKET}.lock"]
    left = [file for file in files if file.exists() and _is_respected(_pid(file))]
    if not left or not _PROC.exists():
        return
    if not any(serves(int(each.name), data) for each in _PROC.iterdir() if each.name.isdecimal()):
        for file in left:
            file.unlink()


def _is_respected(pid: int | None) -> bool:
    return pid is None or (_PROC / str(pid)).exists()


def serves(pid: int, data: Path) -> bool:
    """Whether the process lives and works in the data directory, as every process of this server does."""
    if not _PROC.exists():
        return _exists(pid)
    place = _PROC / str(pid)
    try:
        return os.path.samestat((place / "cwd").stat(), data.stat())
    except PermissionError:
        return _seems_to_serve(place, data)
    except (FileNotFoundError, ProcessLookupError):
        return False


def _seems_to_serve(place: Path, data: Path) -> bool:
    """The same from what everybody may read: in containers, root may not look into the processes of others."""
    try:
        name, _, rest = (place / "stat").read_text("utf-8", "replace").partition("(")[2].rpartition(")")
        state, parent = rest.split()[:2]
        if name != "postgres" or state == "Z" or place.stat().st_uid != data.stat().st_uid:
            return False
        for each in (place, place.with_name(parent)):
            words = (each / "cmdline").read_bytes().split(b"\0")
            if b"-D" in words:  # a postmaster, which names its data directory
                return os.fsencode(data) in words
    except (FileNotFoundError, ProcessLookupError):
        return False
    return True  # left behind by a killed postmaster, perhaps ours


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
