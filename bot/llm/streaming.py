"""Takes chunks from a server one by one, each within its time, every failure mapped.

A server may answer a streaming request with one plain JSON document; that is one chunk. A web page is no answer.
"""

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator

import openai

from bot.errors import NotAnEndpoint
from bot.llm.faults import FOREIGN, fault
from bot.llm.wire import Delta, read_chunk

Stream = openai.AsyncStream[object]


async def chunks(stream: Stream) -> AsyncGenerator[object, None]:
    """The chunks of a response, by what its content type says it is."""
    kind = stream.response.headers.get("content-type", "")
    if kind.startswith("text/html"):
        raise NotAnEndpoint
    if kind.startswith("application/json"):
        yield json.loads(await stream.response.aread())
        return
    async for chunk in stream:
        yield chunk


async def next_delta(source: AsyncIterator[object], by: float) -> Delta | None:
    """What the next chunk says, or None at the end. `by` is in the event loop's time. Raises `ModelError`s."""
    try:
        async with asyncio.timeout_at(by):
            async for chunk in source:
                return read_chunk(chunk)
    except FOREIGN as error:
        raise fault(error) from error
    return None
