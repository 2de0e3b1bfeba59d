"""What a message to send becomes at Discord: one message, several, or one with the whole as a file. Pure."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace

import discord
from discord.http import MultipartParameters, handle_message_parameters

from adapters.discord.dialect import moved_left
from adapters.outgoing import File, Outgoing
from adapters.portions import portions_of

LONGEST_TEXT = 2000  # characters a message, as Discord counts them
LARGEST_FILE = 10 * 1024 * 1024
MOST_PARTS, MOST_FILES = 5, 10
NOBODY = discord.AllowedMentions.none()


@dataclass(frozen=True, slots=True)
class Piece:
    """One message to post; `answers` is the message replied to, `pings` the person who may be pinged."""

    text: str
    answers: int | None = None
    pings: int | None = None
    replied: bool = False
    files: tuple[File, ...] = ()
    view: discord.ui.View | None = None

    def saying(self, text: str) -> "Piece":
        """The same with other text."""
        return replace(self, text=moved_left(text))

    def parameters(self, channel: int, nonce: int | str) -> MultipartParameters:
        """As discord.py sends it; files are made anew, since a try reads them."""
        reference = discord.utils.MISSING
        if self.answers is not None:
            reference = discord.MessageReference(
                message_id=self.answers, channel_id=channel, fail_if_not_exists=False
            ).to_message_reference_dict()
        return handle_message_parameters(
            self.text or discord.utils.MISSING,
            nonce=nonce,
            flags=discord.MessageFlags(suppress_embeds=True),
            files=[discord.File(io.BytesIO(file.content), file.name) for file in self.files] or discord.utils.MISSING,
            view=self.view or discord.utils.MISSING,
            allowed_mentions=self.mentions(),
            message_reference=reference,
        )

    def mentions(self) -> discord.AllowedMentions:
        """Who may be pinged by it."""
        if self.pings is None:
            return NOBODY
        users = [discord.Object(self.pings)]
        return discord.AllowedMentions(everyone=False, roles=False, users=users, replied_user=self.replied)


def pieces_of(outgoing: Outgoing, first: Piece, view: discord.ui.View | None = None) -> list[Piece]:
    """The messages to post, at least one; `first` is the one that answers. Raises `TooLarge`, `Refused` for nothing.

    The text of what has a key is in one, so that it stands there whole or not at all, whoever dies meanwhile.
    """
    most = MOST_PARTS if outgoing.key is None else 1
    parts, files = portions_of(outgoing, limit=LONGEST_TEXT, most=most, largest=LARGEST_FILE, spoilers=True)
    return _arranged(first, parts, files=files, view=view)


def _arranged(
    first: Piece, parts: Sequence[str], *, files: tuple[File, ...], view: discord.ui.View | None
) -> list[Piece]:
    """The first piece answers; the last with text has the controls and the first files, further files follow."""
    pieces = [first.saying(parts[0]), *(Piece("").saying(part) for part in parts[1:])]
    pieces[-1] = replace(pieces[-1], files=files[:MOST_FILES], view=view)
    rest = range(MOST_FILES, len(files), MOST_FILES)
    return pieces + [Piece("", files=files[start : start + MOST_FILES]) for start in rest]
