"""Zones as the program has them: from the pinned package only."""

import zoneinfo
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True, scope="package")
def pinned_zones() -> Iterator[None]:
    """As `bot.__main__` does it; undone for the tests after these."""
    zoneinfo.reset_tzpath(to=[])
    zoneinfo.ZoneInfo.clear_cache()
    yield
    zoneinfo.reset_tzpath()
