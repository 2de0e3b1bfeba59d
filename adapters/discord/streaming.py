"""A reply that grows by edits; of one that is far too long the beginning stands there, and all of it is in a file."""

import logging
import time
from collections.abc import AsyncIterator, Sequence

from adapters.discord.pieces import LONGEST_TEXT, MOST_PARTS, Piece
from adapters.discord.posting import Posting
from adapters.discord.sending import Sending
from adapters.discord.views import view_of
from adapters.errors import AdapterError, Refused
from adapters.growing import LONGEST_ANSWER, Growing, following
from adapters.outgoing import File, Outgoing, Sent
from adapters.remainder import under

log = logging.getLogger(__name__)


async def stream(sending: Sending, outgoing: Outgoing, words: AsyncIterator[str]) -> Sent:
    """Send the words as they arrive; what only one person may read is sent when it is whole."""
    if outgoing.private:
        return await sending.whole(outgoing, words)
    channel = await sending.channel_of(outgoing.address)
    first = sending.first_piece(outgoing)
    posting = [Posting(sending, channel, first)]

    async def post(text: str) -> str:
        if not posting:
            posting.append(Posting(sending, channel, Piece("")))
        posted = await posting[0].once(text)
        posting.clear()
        return posted

    async def post_file(text: str, files: Sequence[File]) -> str:
        return await sending.post(channel, Piece(text, files=tuple(files)))

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
        ids += await under(growing.words, post_file)
    view = view_of(outgoing)
    if view is not None:
        try:
            await sending.show(channel, ids[-1], view)
        except AdapterError as fault:  # the answer stands there, and is no less said for that
            log.warning("no buttons under an answer", extra={"kind": type(fault).__name__})
    return Sent(outgoing.address, ids[0], tuple(ids[1:]))
