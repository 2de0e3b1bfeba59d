"""A table as a list, for whoever cannot see columns: each row a point, each cell with the name of its column. Pure."""

import re
from collections.abc import Sequence

_SEPARATOR = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_BAR = re.compile(r"(?<!\\)\|")


def list_of(lines: Sequence[str]) -> str:
    """The lines of a table as a list; as they are where they are none."""
    if len(lines) < 2 or not _SEPARATOR.match(lines[1].rstrip("\n")):
        return "".join(lines)
    names, rows = _cells(lines[0]), [_cells(each) for each in lines[2:]]
    points = [_point(names, row) for row in rows] or ["; ".join(each for each in names if each)]
    last = "\n" if lines[-1].endswith("\n") else ""
    return "\n".join(f"- {each}" for each in points if each) + last


def _cells(line: str) -> list[str]:
    bare = line.strip().removeprefix("|")
    if bare.endswith("|") and not bare.endswith("\\|"):
        bare = bare[:-1]
    return [each.strip().replace("\\|", "|") for each in _BAR.split(bare)]


def _point(names: Sequence[str], row: Sequence[str]) -> str:
    named = [*names, *[""] * (len(row) - len(names))]
    return "; ".join(f"{name}: {cell}" if name else cell for name, cell in zip(named, row, strict=False) if cell)
