"""Making the embedded database: in a temporary folder, renamed when complete.

A start that is cut short thus leaves nothing half made, only a `new-…` folder of ours that the next start removes.
It costs a second once; no step after the rename has to be repeatable.
"""

import asyncio
import os
import secrets
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from memory.cluster import DATABASE, ROLE, Cluster, closed_to, give, storage_faults
from memory.errors import ClusterUnusable
from memory.launch import launch
from memory.patience import until
from memory.serverlog import Stretch, appending

_DEADLINE_S = 180.0
_OURS = "new-"

# Written into postgresql.conf once; the operator may change them there.
_SETTINGS = {
    "shared_buffers": "128MB",
    "max_connections": "50",
    "max_wal_size": "512MB",
    "fsync": "on",
    "jit": "off",  # compiling costs more than our short queries
    "max_parallel_workers_per_gather": "0",
    # A parallel index build wants more shared memory than the 64 MB that containers have by default.
    "max_parallel_maintenance_workers": "0",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
}


async def prepare(cluster: Cluster, progress: Callable[[str], None]) -> Cluster:
    """The cluster with programs within reach and a complete data directory; only while holding the start lock."""
    with storage_faults(cluster.folder):
        _sweep(cluster.folder)
        if cluster.account is not None and closed_to(cluster.account, cluster.programs / "postgres"):
            cluster = await asyncio.to_thread(_with_own_programs, cluster, progress)
        found, wanted = _data_version(cluster.data), cluster.version.partition(".")[0]
        if found is None:
            progress("Creating the database (once, about 50 MB) ...")
            await _create(cluster)
        elif found != wanted:
            raise ClusterUnusable(
                f"The data in {cluster.data} is of PostgreSQL {found}, but this Rapport brings PostgreSQL {wanted}. "
                "Go back to the Rapport that made it, or choose another folder with RAPPORT_HOME."
            )
        elif not cluster.password.exists():
            raise ClusterUnusable(f"{cluster.password} is missing. Bring it back from a backup of the data folder.")
    return cluster


def _data_version(data: Path) -> str | None:
    try:
        return (data / "PG_VERSION").read_text("ascii", "replace").strip()
    except FileNotFoundError:
        if data.is_dir() and any(data.iterdir()):
            raise ClusterUnusable(f"{data} holds files but no database. Move it away and start again.") from None
        return None


def _sweep(folder: Path) -> None:
    for left in folder.glob(f"{_OURS}*"):
        shutil.rmtree(left, ignore_errors=True)


@contextmanager
def _new(folder: Path) -> Iterator[Path]:
    place = Path(tempfile.mkdtemp(prefix=_OURS, dir=folder))
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _with_own_programs(cluster: Cluster, progress: Callable[[str], None]) -> Cluster:
    own = cluster.folder / cluster.version
    if not own.exists():
        progress("Copying the database server to where it may run (once, about 40 MB) ...")
        with _new(cluster.folder) as place:
            _copy(cluster.programs.parents[1], place / "copy")
            (place / "copy").rename(own)
    return replace(cluster, programs=own / Path(*cluster.programs.parts[-3:]))


def _copy(package: Path, target: Path) -> None:
    # The programs look for their libraries beside the package, by a path relative to themselves.
    for source in (package, package.with_name(f"{package.name}.libs")):
        if source.exists():
            shutil.copytree(source, target / source.name, ignore=shutil.ignore_patterns("*.py", "*.pyc"))
    for path in (target, *target.rglob("*")):
        path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)


async def _create(cluster: Cluster) -> None:
    if not cluster.password.exists():
        with _new(cluster.folder) as place:
            _write_secret(place / "password", secrets.token_urlsafe(24))
            (place / "password").rename(cluster.password)
    with _new(cluster.folder) as place, appending(cluster.log) as log:
        _write_secret(place / "password", cluster.password.read_text("ascii"))
        (place / "sql").write_text(f"CREATE DATABASE {DATABASE}\n", "ascii")
        for path in (place, place / "password"):
            give(path, cluster.account)
        data = place / "data"
        await _run(cluster, _initdb(data, place / "password"), log=log)
        # Alone, without its listener, the server takes SQL from its input: no second start for one statement.
        single = ["postgres", "--single", "-D", str(data), "-c", "exit_on_error=on", "postgres"]
        await _run(cluster, single, log=log, given=place / "sql")
        data.rename(cluster.data)
    _flush(cluster.folder)


def _flush(folder: Path) -> None:
    """Puts the rename on the disk, before the first row that counts on it."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write_secret(file: Path, text: str) -> None:
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())


def _initdb(data: Path, password: Path) -> list[str]:
    # Built without ICU; the built-in provider sorts alike on every machine and never changes with the system.
    locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    login = [f"--username={ROLE}", "--auth=scram-sha-256", f"--pwfile={password}"]
    settings = [f"--set={name}={value}" for name, value in _SETTINGS.items()]
    return ["initdb", "-D", str(data), *login, *locale, *settings]


async def _run(cluster: Cluster, command: list[str], *, log: Stretch, given: Path | None = None) -> None:
    process = launch(cluster, command, log=log, given=given)
    try:
        await until(lambda: process.poll() is not None, within_s=_DEADLINE_S)
    except TimeoutError as fault:
        raise ClusterUnusable(f"Creating the database took more than {_DEADLINE_S:.0f} s and was given up.") from fault
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)  # initdb has a server of its own running
            process.wait(10)
    if process.returncode != 0:
        raise log.fault()
