"""A pooler in transaction mode, as mean as it may be: every transaction gets another server connection than the last.

A client's own start-up makes one more server connection, which then belongs to everybody.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from urllib.parse import parse_qs, urlsplit, urlunsplit

Stream = tuple[asyncio.StreamReader, asyncio.StreamWriter]
_NO_TLS = 80877103
_KNOWN = {b"user", b"database", b"client_encoding"}  # PgBouncer refuses a client that sets anything else

_FIELDS = b"SFATAL\0C08P01\0Munsupported startup parameter: role\0\0"
_REFUSAL = b"E" + (4 + len(_FIELDS)).to_bytes(4) + _FIELDS


class Pooler:
    """Pools connections to the server at the Unix socket `path`."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._idle: asyncio.Queue[Stream] = asyncio.Queue()
        self.transactions = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One client, until it leaves."""
        with closing(writer):
            try:
                await self._start(reader, writer)
                request = asyncio.create_task(_message(reader))
                while (first := await request)[:1] != b"X":
                    self.transactions += 1
                    server = await self._idle.get()
                    request = await _lend(server, first, (reader, writer))
                    self._idle.put_nowait(server)
            except (asyncio.IncompleteReadError, ConnectionError):
                return

    async def _start(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while int.from_bytes((startup := await _sized(reader))[4:8]) == _NO_TLS:
            writer.write(b"N")
        settings = set(startup[8:].split(b"\0")[::2]) - {b""}
        if not settings <= _KNOWN:
            writer.write(_REFUSAL)
            raise ConnectionError
        server = await asyncio.open_unix_connection(self._path)
        server[1].write(startup)
        while (answer := await _message(server[0]))[:1] != b"Z":
            writer.write(answer)
            if answer[:1] == b"R" and int.from_bytes(answer[5:9]) in (3, 5, 10, 11):  # it waits for the client
                server[1].write(await _message(reader))
        writer.write(answer)
        self._idle.put_nowait(server)

    def close(self) -> None:
        """Leaves the server."""
        while not self._idle.empty():
            self._idle.get_nowait()[1].close()


async def _lend(server: Stream, first: bytes, client: Stream) -> "asyncio.Task[bytes]":
    """One transaction; what the client says after it."""
    server[1].write(first)
    answers = asyncio.create_task(_answers(server[0], client[1]))
    request = asyncio.create_task(_message(client[0]))
    while not answers.done():
        await asyncio.wait((answers, request), return_when=asyncio.FIRST_COMPLETED)
        if request.done() and not answers.done():
            server[1].write(request.result())
            request = asyncio.create_task(_message(client[0]))
    answers.result()
    return request


async def _answers(server: asyncio.StreamReader, client: asyncio.StreamWriter) -> None:
    answer = b""
    while answer[:1] != b"Z" or answer[5:6] != b"I":
        answer = await _message(server)
        client.write(answer)


async def _sized(reader: asyncio.StreamReader) -> bytes:
    size = await reader.readexactly(4)
    return size + await reader.readexactly(int.from_bytes(size) - 4)


async def _message(reader: asyncio.StreamReader) -> bytes:
    return await reader.readexactly(1) + await _sized(reader)


@asynccontextmanager
async def pooler(dsn: str) -> AsyncIterator[tuple[str, Pooler]]:
    """The DSN of a pooler in front of the server on the Unix socket of `dsn`, without our `pooler=` option."""
    parts = urlsplit(dsn)
    options = parse_qs(parts.query)
    between = Pooler(f"{options['host'][0]}/.s.PGSQL.{options['port'][0]}")
    server = await asyncio.start_server(between.serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    netloc = f"{parts.netloc.rpartition('@')[0]}@127.0.0.1:{port}"
    try:
        yield urlunsplit(parts._replace(netloc=netloc, query="")), between
    finally:
        server.close()
        between.close()
