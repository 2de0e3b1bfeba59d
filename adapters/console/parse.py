"""What a typed line means: a message, a command, or a change of who speaks and where. Pure.

One terminal plays several people in several places: `direct` is the speaker alone with the bot, `#name` a public place
of the console's one space, `&name` a closed one.
"""

import unicodedata
from dataclasses import dataclass

from adapters.types import Address, Audience, Author, direct_with

PLATFORM, SPACE = "console", "home"
LONGEST_NAME = 40
LONGEST_LINE = 1_000_000
_KEPT = "\t\n\u200c\u200d\u200e\u200f"  # joiners and direction marks are part of how some languages are written


@dataclass(frozen=True, slots=True)
class Said:
    """A message to the bot."""

    text: str


@dataclass(frozen=True, slots=True)
class Ordered:
    """A command: `name` in lower case without its slash, `argument` the rest."""

    name: str
    argument: str


@dataclass(frozen=True, slots=True)
class Directive:
    """A line of a script for the script itself, such as `@wait learned`."""

    words: str


def read_line(text: str) -> Said | Ordered | None:
    """The meaning of a line; None for an empty one. `//` at its start says a slash."""
    text = text.strip()
    if not text:
        return None
    if text.startswith("//"):
        return Said(text[1:])
    if not text.startswith("/"):
        return Said(text)
    name, _, argument = text[1:].partition(" ")
    return Ordered(name.lower(), argument.strip())


def read_script(line: str) -> Said | Ordered | Directive | None:
    """Like `read_line`, for a line of a script: `# ` starts a comment, `@wait` a directive."""
    stripped = line.strip()
    if stripped == "#" or stripped.startswith("# "):
        return None
    if stripped.startswith("@wait"):
        return Directive(stripped[1:])
    return read_line(line)


def plain(text: str) -> str:
    """`text` without anything that a terminal would obey: control, escape and direction-override characters."""
    return "".join(each for each in text.replace("\r\n", "\n") if each in _KEPT or not _commands_terminal(each))


def _commands_terminal(character: str) -> bool:
    return (
        unicodedata.category(character) in ("Cc", "Cs")
        or character in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    )


@dataclass(frozen=True, slots=True)
class Seat:
    """Who types, and where: what `/as` and `/in` change."""

    author: Author
    address: Address
    audience: Audience

    @property
    def prompt(self) -> str:
        """What stands before the cursor."""
        where = "" if self.audience is Audience.DIRECT else f" in {self.address.title}"
        return f"{self.author.name}{where}> "

    def named(self, name: str) -> "Seat":
        """The same place with another speaker; a direct place is always the speaker's own."""
        author = author_of(name, self.author.timezone)
        if self.audience is Audience.DIRECT:
            return home_of(author)
        return Seat(author, self.address, self.audience)

    def moved(self, place: str) -> "Seat":
        """The same speaker elsewhere. Raises `ValueError` with a sentence."""
        place = _clean(place)
        if place.lower() == "direct":
            return home_of(self.author)
        if len(place) < 2 or place[0] not in "#&":
            raise ValueError("A place is `direct`, a public `#name` or a private `&name`.")
        audience = Audience.PUBLIC if place[0] == "#" else Audience.PRIVATE
        return Seat(self.author, Address(PLATFORM, SPACE, place.lower(), title=place), audience)


def author_of(name: str, zone: str | None = None) -> Author:
    """The author called `name`; upper and lower case make no difference. Raises `ValueError` with a sentence.

    `zone` is that of the machine, an IANA name.
    """
    name = _clean(name)
    if not name:
        raise ValueError("A name is missing, as in `/as Ana`.")
    return Author(name.casefold(), name, timezone=zone)


def home_of(author: Author) -> Seat:
    """The author alone with the bot."""
    return Seat(author, direct_with(PLATFORM, author.handle), Audience.DIRECT)


def _clean(name: str) -> str:
    """One line, no controls, of bearable length."""
    return " ".join(plain(unicodedata.normalize("NFC", name)).split())[:LONGEST_NAME].strip()
