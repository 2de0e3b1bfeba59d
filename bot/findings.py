"""What the doctor finds: one line about each part."""

from dataclasses import dataclass
from enum import StrEnum


class Sign(StrEnum):
    """How a part is, in a word, as colours are not for everybody."""

    WELL = "ok"
    WARNING = "warning"
    FAILED = "FAILED"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: the part, how it is, what was found and what to do."""

    sign: Sign
    part: str
    text: str

    def __str__(self) -> str:
        return f"{self.sign:<8} {self.part}: {self.text}"


def well(part: str, text: str) -> Finding:
    """A part that is as it should be."""
    return Finding(Sign.WELL, part, text)


def warning(part: str, text: str) -> Finding:
    """A part that works, or that can be done without."""
    return Finding(Sign.WARNING, part, text)


def failed(part: str, text: str) -> Finding:
    """A part without which Rapport does not work."""
    return Finding(Sign.FAILED, part, text)
