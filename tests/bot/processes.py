"""Processes of this machine by what they were started with."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path


def started_with(words: bytes) -> Iterator[int]:
    """The numbers of those whose command line holds the words; whatever else runs may end meanwhile."""
    for entry in Path("/proc").iterdir():
        with suppress(FileNotFoundError, ProcessLookupError):
            if entry.name.isdigit() and words in (entry / "cmdline").read_bytes():
                yield int(entry.name)
