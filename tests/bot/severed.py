"""A way to the database that can be cut, so that it is away for as long as a test wants."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from urllib.parse import parse_qsl, urlsplit, urlunsplit


class Severed:
    """A TCP relay on loopback; while it is `cut`, connections end and new ones are refused."""

    def __init__(self, socket: str) -> None:
        self._socket = socket
        self._writers: set[asyncio.StreamWriter] = set()
        self._is_cut = False

    def cut(self) -> None:
        """The database is away."""
        self._is_cut = True
        for writer in self._writers:
            writer.transport.abort()

    def mend(self) -> None:
        """The database is back."""
        self._is_cut = False

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Relay one connection to its end."""
        if self._is_cut:
            writer.transport.abort()
            return
        there, back = await asyncio.open_unix_connection(self._socket)
        self._writers |= {writer, back}
        try:
            await asyncio.gather(_copy(reader, back), _copy(there, writer))
        finally:
            self._writers -= {writer, back}
            back.transport.abort()
            writer.transport.abort()


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError, OSError):
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()
    writer.transport.abort()


@asynccontextmanager
async def severed(dsn: str) -> AsyncIterator[tuple[Severed, str]]:
    """A relay to that database, and the DSN that leads through it."""
    parts = urlsplit(dsn)
    asked = dict(parse_qsl(parts.query))
    relay = Severed(f"{asked['host']}/.s.PGSQL.{asked['port']}")
    async with await asyncio.start_server(relay.serve, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        netloc = f"{parts.netloc.rpartition('@')[0]}@127.0.0.1:{port}"
        yield relay, urlunsplit(parts._replace(netloc=netloc, query=""))
        relay.cut()
