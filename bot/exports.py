"""Files written for a person where no platform could send one: new each time, and their owner's alone."""

import json
import os
from pathlib import Path
from uuid import uuid4

from bot.errors import UserError


def write_export(folder: Path, content: dict[str, object]) -> Path:
    """A new file with everything exported, readable by its owner only; raises `UserError`."""
    return _write(folder, "export", "json", json.dumps(content, ensure_ascii=False, indent=2).encode())


def write_calendar(folder: Path, content: bytes) -> Path:
    """A new calendar file, likewise."""
    return _write(folder, "reminders", "ics", content)


def _write(folder: Path, name: str, ending: str, content: bytes) -> Path:
    path = folder / f"{name}-{uuid4().hex[:12]}.{ending}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(content)
    except OSError as fault:
        path.unlink(missing_ok=True)  # half a file would pass for everything
        raise UserError(f"The file cannot be written in {folder}: {fault.strerror}.") from fault
    return path
