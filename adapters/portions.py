"""How a message to send is divided on every platform: into several, or a beginning with the whole as a file. Pure."""

from adapters.errors import Refused, TooLarge
from adapters.outgoing import File, Outgoing
from adapters.text import split

WHOLE_NAME = "answer.md"
SEE_FILE = "\n\n(This is only the beginning: all of it is in the file.)"
IN_FILE = "(That was only the beginning: all of it is in the file.)"
NO_FILE = "(That was only the beginning: I could not attach the rest here.)"


def portions_of(
    outgoing: Outgoing, *, limit: int, most: int, largest: int, spoilers: bool = False
) -> tuple[list[str], tuple[File, ...]]:
    """The texts, one to `most`, each of at most `limit` characters, and the files, each of at most `largest` bytes.

    `spoilers` as in `split`. Raises `TooLarge`, and `Refused` for nothing.
    """
    files = outgoing.files
    if any(len(file.content) > largest for file in files):
        raise TooLarge()
    parts = [part for part in split(outgoing.text, limit, spoilers=spoilers) if part.strip()] or [""]
    if len(parts) > most:
        files = (File(WHOLE_NAME, outgoing.text.encode()), *files)
        parts = [split(outgoing.text, limit - len(SEE_FILE), spoilers=spoilers)[0] + SEE_FILE]
    if not (parts[0] or files):
        raise Refused("There is nothing to send.")
    return parts, files
