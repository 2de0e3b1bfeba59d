"""A reply that grows by edits; of one that is far too long the beginning stands there, and all of it is in a file."""

import time
from collections.abc import AsyncIterator

from adapters.discord.pieces import LONGEST_TEXT, MOST_PARTS, Piece
from adapters.discord.sending import Sending
from adapters.discord.views import view_of
from adapters.errors import Refused
from adapters.growing import LONGEST_ANSWER, Growing, following
from adapters.outgoing import File, Outgoing, Sent
from adapters.portions import IN_FILE, WHOLE_NAME


async def stream(sending: Sending, outgoing: Outgoing, words: AsyncIterator[str]) -> Sent:
    """Send the words as they arrive; what only one person may read is sent when it is whole."""
    if outgoing.private:
        return await sending.whole(outgoing, words)
    channel = await sending.channel_of(outgoing.address)
    first = sending.first_piece(outgoing)
    pieces = [first]

    async def post(text: str) -> str:
        piece = pieces.pop() if pieces else Piece("")
        return await sending.post(channel, piece.saying(text))

    async def edit(message_id: str, text: str) -> None:
        await sending.edit(channel, message_id, first.saying(text))

    growing = Growing(
        post,
        edit,
        limit=LONGEST_TEXT,
        most=MOST_PARTS,
        longest=LONGEST_ANSWER,
        spoilers=True,
        clock=time.monotonic,
    )
    ids = await growing.tell(following(outgoing.text, words))
    if not ids:
        raise Refused("There is nothing to send.")
    if growing.cut:
        whole = File(WHOLE_NAME, growing.words.encode())
        ids.append(await sending.post(channel, Piece(IN_FILE, files=(whole,))))
    view = view_of(outgoing)
    if view is not None:
        await sending.show(channel, ids[-1], view)
    return Sent(outgoing.address, ids[0], tuple(ids[1:]))
