import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from bot.heap import give_back, hold_little, trimming

PIECES, SIZE = 60_000, 2_000
glibc_only = pytest.mark.skipif(trimming() is None or sys.platform != "linux", reason="only glibc keeps what is free")
EVERY = 200  # piece that stays, so that the free ones lie between


def resident() -> int:
    """Bytes of this process in memory."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * 4096


@glibc_only
async def test_what_is_free_between_what_stays_goes_back_to_the_system() -> None:
    pieces = [bytes(SIZE) for _ in range(PIECES)]
    full = resident()
    stays = pieces[::EVERY]
    del pieces
    task = asyncio.ensure_future(give_back(every=0.01))
    try:
        async with asyncio.timeout(20):
            while full - resident() < PIECES * SIZE * 0.8:
                await asyncio.sleep(0.01)
    finally:
        task.cancel()
    assert len(stays) == PIECES / EVERY


LARGE_PIECES = """
import sys
from bot.heap import LARGE, hold_little
from tests.bot.test_heap import resident

if sys.argv[1] == "little":
    hold_little()
for _ in range(2):  # once one is given back, glibc takes as large a piece for small
    before, stays, pieces = resident(), [], []
    for number in range(20):
        pieces.append(b"x" * (LARGE + 65536 * number))
        stays.append(bytes(2000))
    full = resident()
    del pieces
print((full - resident()) / (full - before))
"""


@glibc_only
def test_large_pieces_go_back_as_soon_as_they_are_free() -> None:
    back = {}
    for how in ("little", "much"):
        told = subprocess.run([sys.executable, "-c", LARGE_PIECES, how], capture_output=True, text=True, check=True)
        back[how] = float(told.stdout)
    assert back["little"] > 0.95 > back["much"]


async def test_where_there_is_no_such_call_nothing_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.heap.ctypes.CDLL", lambda _: object())
    assert trimming() is None
    hold_little()
    async with asyncio.timeout(5):
        await give_back()
