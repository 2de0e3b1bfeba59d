"""The time zone of this machine by its IANA name, which is the zone of whoever sits at its terminal.

Taken from TZ, else from where /etc/localtime links to; a machine that has neither is asked nothing further, since a
wrong zone is worse than none.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

LOCALTIME = Path("/etc/localtime")


def machine_zone(environment: Mapping[str, str], *, localtime: Path = LOCALTIME) -> str | None:
    """An IANA name that the installed zone data knows, or None."""
    named = environment.get("TZ", "").removeprefix(":")
    return _known(named) if named else _known(os.path.realpath(localtime))


def _known(text: str) -> str | None:
    """The name in `text`, a name or the path of a zone file."""
    name = text.rpartition("zoneinfo/")[2].removeprefix("posix/").removeprefix("right/")
    try:
        return ZoneInfo(name).key
    except (KeyError, ValueError, OSError):
        return None
