"""Reads what a file server answers, never more than is wanted."""

import aiohttp

from adapters.errors import TooLarge

CHUNK = 64 * 1024


async def content_of(answer: aiohttp.ClientResponse, most: int) -> bytes:
    """The body; raises `TooLarge` once it is longer than `most` bytes."""
    content = bytearray()
    async for chunk in answer.content.iter_chunked(CHUNK):
        content += chunk
        if len(content) > most:
            raise TooLarge()
    return bytes(content)
