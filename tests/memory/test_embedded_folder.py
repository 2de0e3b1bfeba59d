"""The embedded PostgreSQL and its folder: who may enter, what is said when it does not fit."""

import asyncio
import errno
import os
import pwd
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from memory.cluster import locate, storage_faults
from memory.embedded import embedded_postgres
from memory.errors import ClusterUnusable, DiskFull, MemoryFault, ReadOnlyStorage
from memory.initdb import prepare
from memory.patience import until
from memory.postmaster import bring_up, shut_down
from memory.serverlog import appending
from tests.memory.other_process import other_process

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root is another user for the server")
NOBODY = pwd.getpwnam("nobody").pw_uid


async def fault_of(home: Path) -> MemoryFault:
    with pytest.raises(MemoryFault) as caught:
        async with embedded_postgres(home):
            pass
    return caught.value


@contextmanager
def changed(file: Path, text: str) -> Iterator[None]:
    before = file.read_text()
    file.write_text(text)
    try:
        yield
    finally:
        file.write_text(before)


async def test_data_of_another_version_is_left_alone(used_home: Path) -> None:
    with changed(used_home / "postgres" / "data" / "PG_VERSION", "17\n"):
        fault = await fault_of(used_home)
    assert isinstance(fault, ClusterUnusable)
    assert "PostgreSQL 17" in str(fault) and "PostgreSQL 18" in str(fault)


async def test_foreign_files_are_left_alone(server_home: Path) -> None:
    precious = server_home / "postgres" / "data" / "thesis.txt"
    precious.parent.mkdir(parents=True)
    precious.write_text("years of work")
    assert isinstance(await fault_of(server_home), ClusterUnusable)
    assert precious.read_text() == "years of work"


async def test_a_lost_password_is_named(used_home: Path) -> None:
    password = used_home / "postgres" / "password"
    aside = password.rename(password.with_suffix(".aside"))
    try:
        fault = await fault_of(used_home)
    finally:
        aside.rename(password)
    assert isinstance(fault, ClusterUnusable) and str(password) in str(fault)


@pytest.mark.parametrize("name", ["long" * 40, 'comma, "quote" and space'], ids=["long", "odd"])
async def test_a_home_whose_name_no_socket_can_bear(used_home: Path, name: str) -> None:
    home = used_home / name
    home.mkdir(mode=0o711)
    (used_home / "postgres").rename(home / "postgres")
    try:
        async with embedded_postgres(home) as dsn:
            sockets = parse_qs(urlsplit(dsn).query)["host"][0]
            assert not sockets.startswith(str(home))
            assert stat.S_IMODE(os.stat(sockets).st_mode) == 0o700
    finally:
        (home / "postgres").rename(used_home / "postgres")
    os.rmdir(sockets)


async def test_a_socket_folder_open_to_others_is_refused(used_home: Path) -> None:
    sockets = used_home / "postgres" / "run"
    sockets.chmod(0o777)
    try:
        assert isinstance(await fault_of(used_home), ReadOnlyStorage)
    finally:
        sockets.chmod(0o700)


async def test_a_home_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    fault = await fault_of(tmp_path / "file" / "home")
    assert isinstance(fault, ReadOnlyStorage) and "RAPPORT_HOME" in str(fault)


@as_root
async def test_a_home_behind_a_closed_door_is_refused_and_the_door_stays_closed(server_home: Path) -> None:
    door = server_home / "door"
    door.mkdir(mode=0o700)
    fault = await fault_of(door / "home")
    assert isinstance(fault, ReadOnlyStorage)
    assert str(door) in str(fault) and "RAPPORT_HOME" in str(fault)
    assert stat.S_IMODE(door.stat().st_mode) == 0o700
    assert not list(door.iterdir())


def test_folders_are_made_for_the_server_whatever_the_umask(server_home: Path) -> None:
    before = os.umask(0o077)
    try:
        locate(server_home / "new" / "home")
    finally:
        os.umask(before)
    made = [server_home / "new", server_home / "new" / "home", server_home / "new" / "home" / "postgres"]
    assert {stat.S_IMODE(each.stat().st_mode) for each in made} == {0o711 if os.geteuid() == 0 else 0o700}


@as_root
async def test_programs_behind_a_closed_door_are_copied_once_and_run(used_home: Path, server_home: Path) -> None:
    server_home.chmod(0o700)
    cluster = locate(used_home)
    (server_home / "packages").symlink_to(cluster.programs.parents[2])
    hidden = replace(cluster, programs=server_home / "packages" / Path(*cluster.programs.parts[-3:]))
    told: list[str] = []
    try:
        ready = await prepare(hidden, told.append)
        assert await prepare(hidden, told.append) == ready
        assert ready.programs.is_relative_to(used_home)
        await bring_up(ready, sole_user=True, progress=told.append)
        await shut_down(ready)
    finally:
        shutil.rmtree(used_home / "postgres" / cluster.version)
    assert len(told) == 1 and "Copying" in told[0]


@as_root
async def test_an_ordinary_user_needs_no_rights(server_home: Path) -> None:
    os.chown(server_home, NOBODY, NOBODY)
    async with other_process(server_home, NOBODY) as other:
        assert "Creating" in await other.says()
        assert await other.says() == "READY"
        assert (server_home / "postgres" / "data").stat().st_uid == NOBODY
        await other.leave()


@as_root
async def test_an_ordinary_user_in_a_folder_of_root(server_home: Path) -> None:
    async with other_process(server_home, NOBODY) as other:
        assert (await other.says()).startswith("ReadOnlyStorage:")


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_named(number: int) -> None:
    with pytest.raises(DiskFull), storage_faults(Path("home")):
        raise OSError(number, os.strerror(number))


def test_a_full_disk_is_read_from_the_log(tmp_path: Path) -> None:
    with appending(tmp_path / "log") as log:
        os.write(log.descriptor, b"FATAL:  could not write lock file: No space left on device\n")
        os.write(log.descriptor, b"LOG:  database system is shut down\n")
        assert isinstance(log.fault(), DiskFull)


async def test_a_start_that_is_given_up_leaves_no_server(server_home: Path) -> None:
    async def use() -> None:
        async with embedded_postgres(server_home):
            await asyncio.sleep(60)

    task = asyncio.create_task(use(), name="use")
    await until(lambda: any((server_home / "postgres").glob("new-*/data/global")), within_s=30)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not list((server_home / "postgres").glob("new-*"))
