"""The log: JSON lines into a rotating file that only its owner reads; the terminal stays the conversation's.

Warnings that a person can act on are said by whoever notices them. What is logged is a constant message with ids as
fields, never what anybody said, so the file can be sent to somebody for help.
"""

import json
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

_STANDARD = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName"}
_OURS = ("bot", "memory", "adapters")
_TALKATIVE = ("openai", "httpx2", "httpcore2", "httpx", "httpcore", "asyncio")  # they log addresses, for one


class JsonLines(logging.Formatter):
    """One JSON object a record: time, level, logger, message, the extra fields, the kind of exception and where."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line. Exception texts are left out, as they may quote what people wrote."""
        fields: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if _is_ours(record):
            fields |= {key: value for key, value in record.__dict__.items() if key not in _STANDARD}
        if record.exc_info and record.exc_info[1] is not None:
            fields["error"] = _trail(record.exc_info[1])
        return json.dumps(fields, default=str, ensure_ascii=False)


@contextmanager
def logging_to(folder: Path) -> Iterator[Path]:
    """Log into `folder`/rapport.log for the time of the block; gives the file's path."""
    path = folder / "rapport.log"
    os.close(os.open(path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600))
    handler = RotatingFileHandler(path, maxBytes=2_000_000, backupCount=3, encoding="utf-8", delay=True)
    handler.setFormatter(JsonLines())
    handler.addFilter(_may_be_kept)
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.raiseExceptions = False  # a full disk must not fill the conversation with traces
    try:
        yield path
    finally:
        root.removeHandler(handler)
        root.setLevel(before)
        handler.close()


def _is_ours(record: logging.LogRecord) -> bool:
    return record.name.partition(".")[0] in _OURS


def _may_be_kept(record: logging.LogRecord) -> bool:
    """Libraries may log what they carry, so of theirs only faults are kept, and of those only which and where."""
    if _is_ours(record):
        return True
    if record.levelno < logging.ERROR:
        return False
    record.msg, record.args = "a library reported a fault", ()
    return True


def _trail(fault: BaseException) -> list[str]:
    """Kinds of the exception and its causes, each with the place that raised it."""
    trail: list[str] = []
    current: BaseException | None = fault
    while current is not None and len(trail) < 8:
        frame = current.__traceback__
        while frame is not None and frame.tb_next is not None:
            frame = frame.tb_next
        where = f" at {Path(frame.tb_frame.f_code.co_filename).name}:{frame.tb_lineno}" if frame else ""
        trail.append(type(current).__name__ + where)
        current = current.__cause__ or current.__context__
    return trail
