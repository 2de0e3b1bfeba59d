"""The program takes zones from the pinned package, whatever the machine's own files say of them."""

import json
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from tests.bot.program import run, surroundings

# What differs from the package before the program begins and once it has; a zone that it does not have is told last.
LOOK = """
import json, zoneinfo
from datetime import datetime
from importlib.resources import files
from bot.__main__ import main

DAYS = datetime(2027, 1, 15), datetime(2027, 7, 15)
DATA = files("tzdata") / "zoneinfo"
NAMES = (files("tzdata") / "zones").read_text().split()

def differing(known):
    def of_package(name):
        with (DATA / name).open("rb") as file:
            return zoneinfo.ZoneInfo.from_file(file)
    return sum(known(name).utcoffset(day) != of_package(name).utcoffset(day) for name in NAMES for day in DAYS)

before = differing(zoneinfo.ZoneInfo.no_cache)
code = main()
from bot.zones import zone_called
print(json.dumps([before, code, zoneinfo.TZPATH, differing(zoneinfo.ZoneInfo), zone_called("Atlantis")]))
"""


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """Zone files in which everybody lives by the clocks of Tokyo, and in a zone that the package does not have."""
    package, folder = files("tzdata"), tmp_path / "zoneinfo"
    tokyo = (package / "zoneinfo" / "Asia" / "Tokyo").read_bytes()
    for name in (*(package / "zones").read_text().split(), "Europe/Atlantis"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(tokyo)
    return folder


async def test_the_program_does_not_read_the_zone_files_of_the_machine(machine: Path, tmp_path: Path) -> None:
    around = surroundings("unused", tmp_path) | {"PYTHONTZPATH": str(machine)}
    ended = await run((sys.executable, "-c", LOOK, "slack-manifest"), around)
    assert ended.code == 0, ended.err
    before, code, path, differing, invented = json.loads(ended.out.splitlines()[-1])
    assert before > 1000, "the machine's files are read until the program begins"
    assert (code, path, differing, invented) == (0, [], 0, None)
