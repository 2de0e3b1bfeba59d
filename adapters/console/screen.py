"""What appears in the terminal: our own sentences and the bot's words, stripped of anything a terminal would obey.

Written at once and in place. A reader that went away (`| head`) is an `Unreachable`, which ends the conversation.
"""

import os
import sys
from typing import TextIO

from adapters.console.parse import plain
from adapters.errors import Unreachable


class Screen:
    """Writes to a text stream, standard output by default."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stdout
        self._at_start = True
        self._gone = False

    def line(self, text: str = "") -> None:
        """A whole line, on a line of its own."""
        self.fresh()
        self.words(text + "\n")

    def words(self, text: str) -> None:
        """A piece of a line, shown at once."""
        shown = plain(text)
        if not shown:
            return
        self._put(shown)
        self._at_start = shown.endswith("\n")

    def fresh(self) -> None:
        """Go to the start of a line."""
        if not self._at_start:
            self._put("\n")
            self._at_start = True

    def typed(self) -> None:
        """The terminal itself went to a new line, as the person pressed enter."""
        self._at_start = True

    def _put(self, text: str) -> None:
        if self._gone:
            raise Unreachable("Nobody reads what is written any more.")
        try:
            self._stream.write(text)
            self._stream.flush()
        except UnicodeEncodeError:
            self._put(text.encode("ascii", "replace").decode("ascii"))
        except (OSError, ValueError) as fault:
            self._gone = True
            self._hush()
            raise Unreachable("Nobody reads what is written any more.") from fault

    def _hush(self) -> None:
        """Leave nothing in the stream's buffer, or the interpreter complains about it at its end."""
        if self._stream is sys.stdout:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, sys.stdout.fileno())
            os.close(nowhere)
