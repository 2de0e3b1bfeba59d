"""The log file: ours with its fields, of libraries only faults, never what they carried."""

import json
import logging
from pathlib import Path

from bot.log import logging_to


def test_only_what_may_be_sent_for_help_is_kept(tmp_path: Path) -> None:
    with logging_to(tmp_path) as path:
        logging.getLogger("bot.turn").info("answered", extra={"turn": 7})
        logging.getLogger("httpx2").info("GET http://user:hunter2@host/v1")
        logging.getLogger("openai").debug("key hunter2")
        logging.getLogger("asyncio").error("broke on %s", "hunter2", extra={"carried": "hunter2"})
        try:
            raise ValueError("hunter2")
        except ValueError:
            logging.getLogger("memory.learn").exception("learning failed")
    text = path.read_text()
    assert "hunter2" not in text
    lines = [json.loads(line) for line in text.splitlines()]
    assert [(line["logger"], line["message"]) for line in lines] == [
        ("bot.turn", "answered"),
        ("asyncio", "a library reported a fault"),
        ("memory.learn", "learning failed"),
    ]
    assert lines[0]["turn"] == 7
    assert lines[2]["error"][0].startswith("ValueError at test_log.py:")
    assert path.stat().st_mode & 0o077 == 0


def test_a_library_does_not_even_make_the_lines_that_hold_addresses(tmp_path: Path) -> None:
    with logging_to(tmp_path):
        for name in ("openai", "httpx2", "httpcore2"):
            assert not logging.getLogger(name).isEnabledFor(logging.INFO)
