"""What a message to send becomes at Slack: one message, several, or a beginning with the whole as a file. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from adapters.outgoing import File, Outgoing
from adapters.portions import portions_of
from adapters.slack.markup import LONGEST_TEXT, calling, fallback_of
from adapters.slack.profiles import user_of
from adapters.slack.views import Block, controls_of, text_blocks

LARGEST_FILE = 100 * 1024 * 1024
MOST_PARTS, MOST_FILES = 2, 10


@dataclass(frozen=True, slots=True)
class Piece:
    """One message to post; `plain`: shown as it is written, else it is Markdown that calls nobody but `calls`."""

    text: str
    plain: bool = False
    controls: tuple[Block, ...] = ()
    files: tuple[File, ...] = ()
    calls: str | None = None

    def said(self) -> Mapping[str, object]:
        """Its words and controls, as every method of Slack takes them that shows a message."""
        words = text_blocks(self.text) if self.plain else markdown(self.text)
        call = "" if self.calls is None else f"<@{self.calls}>"
        fallback = f"{call} {fallback_of(self.text)}".lstrip()
        return {"text": fallback, "blocks": [*markdown(call), *words, *self.controls]}


def markdown(text: str) -> list[Block]:
    """A message's Markdown, none where nothing would be seen of it."""
    return [{"type": "markdown", "text": text}] if text.strip() else []


def pieces_of(outgoing: Outgoing, whose: str = "") -> list[Piece]:
    """The messages to post, at least one; the last has the controls, for `whose` use, and the files.

    Raises `TooLarge`, and `Refused` for nothing.
    """
    if not outgoing.plain:
        outgoing = replace(outgoing, text=calling(outgoing.text, called(outgoing)))
    most = MOST_PARTS if outgoing.key is None else 1  # with a key it stands there whole or not at all
    texts, files = portions_of(outgoing, limit=LONGEST_TEXT, most=most, largest=LARGEST_FILE)
    pieces = [Piece(each, outgoing.plain) for each in texts]
    if outgoing.key is not None and not outgoing.address.channel.startswith("@"):
        pieces[0] = replace(pieces[0], calls=called(outgoing))  # nothing else shows whom it is for
    pieces[-1] = replace(pieces[-1], controls=tuple(controls_of(outgoing, whose=whose)), files=files[:MOST_FILES])
    rest = range(MOST_FILES, len(files), MOST_FILES)
    return pieces + [Piece("", files=files[start : start + MOST_FILES]) for start in rest]


def called(outgoing: Outgoing) -> str | None:
    """The account that the message may call."""
    return user_of(outgoing.mentions)[1] if outgoing.mentions else None
