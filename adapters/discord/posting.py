"""One message that is to stand there once, however often it has to be tried. As Slack's, but here Discord knows it."""

import secrets

from adapters.discord.pieces import Piece
from adapters.discord.sending import Sending


class Posting:
    """A message in `channel`; `piece` tells whom it answers."""

    def __init__(self, sending: Sending, channel: int, piece: Piece) -> None:
        self._sending = sending
        self._channel = channel
        self._piece = piece
        self._nonce = str(secrets.randbits(62))
        self._first = ""
        self._id = ""

    async def once(self, text: str) -> str:
        """Try once; gives its id. After an `AdapterError` it may be tried again, also with more words.

        The first words are posted again and then changed: to the nonce of a message that stands there already Discord
        gives that one, as it is.
        """
        if not self._id:
            self._first = self._first or text
            self._id = await self._sending.post(self._channel, self._piece.saying(self._first), self._nonce)
        if text != self._first:
            await self._sending.edit(self._channel, self._id, self._piece.saying(text))
        return self._id
