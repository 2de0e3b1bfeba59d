"""The machine's time zone, from TZ or the link, and none where neither tells."""

from pathlib import Path

import pytest

from adapters.console.parse import author_of, home_of
from adapters.console.zone import machine_zone


@pytest.mark.parametrize(
    ("named", "zone"),
    [
        ("Europe/Lisbon", "Europe/Lisbon"),
        (":Asia/Tokyo", "Asia/Tokyo"),
        ("/usr/share/zoneinfo/posix/America/New_York", "America/New_York"),
        ("../../etc/passwd", None),
        ("Nowhere/Land", None),
        ("<+03>-3", None),
    ],
)
def test_tz_is_believed_where_it_is_a_zone(tmp_path: Path, named: str, zone: str | None) -> None:
    assert machine_zone({"TZ": named}, localtime=tmp_path / "none") == zone


def test_else_the_link_tells(tmp_path: Path) -> None:
    link = tmp_path / "localtime"
    assert machine_zone({}, localtime=link) is None
    link.symlink_to("/var/db/timezone/zoneinfo/Pacific/Auckland")
    assert machine_zone({}, localtime=link) == "Pacific/Auckland"
    link.unlink()
    link.write_bytes(b"TZif2")
    assert machine_zone({"TZ": ""}, localtime=link) is None


def test_whoever_sits_here_is_in_this_zone() -> None:
    seat = home_of(author_of("Ana", "Asia/Tokyo"))
    assert seat.named("Ben").author.timezone == "Asia/Tokyo"
    assert seat.named("Ben").moved("#garden").author.timezone == "Asia/Tokyo"
