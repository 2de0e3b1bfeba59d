"""What was typed at the terminal, kept in a file; a disk that refuses costs the line, not the conversation."""

from contextlib import suppress

from prompt_toolkit.history import FileHistory


class Kept(FileHistory):
    """A history file that may fail."""

    def store_string(self, string: str) -> None:
        """Append one entry where the disk allows it."""
        with suppress(OSError):
            super().store_string(string)
