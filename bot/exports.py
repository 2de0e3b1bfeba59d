"""The file that holds everything kept of a person: new each time, and its owner's alone."""

import json
import os
from pathlib import Path
from uuid import uuid4

from bot.errors import UserError


def write_export(folder: Path, content: dict[str, object]) -> Path:
    """A new file with everything exported, readable by its owner only; raises `UserError`."""
    path = folder / f"export-{uuid4().hex[:12]}.json"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8") as file:
            json.dump(content, file, ensure_ascii=False, indent=2)
    except OSError as fault:
        path.unlink(missing_ok=True)  # half a file would pass for everything
        raise UserError(f"The file cannot be written in {folder}: {fault.strerror}.") from fault
    return path
