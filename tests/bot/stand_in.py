"""A model server that can misbehave at the byte level: raw asyncio on loopback, one scripted reply for each request.

A script is a function of the request that writes bytes as it likes. Requests and disconnects are recorded. When the
scripts of a path run out its last one repeats.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

Send = Callable[[bytes], Awaitable[None]]
Script = Callable[["Request", Send], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it came."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: Any
    keep: bool = False


@dataclass(slots=True)
class StandIn:
    """`on(path, *scripts)` says what a path answers; unknown paths are 404 with an error object."""

    scripts: dict[str, list[Script]] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    gone: asyncio.Event = field(default_factory=asyncio.Event)
    connections: int = 0
    keep_alive: bool = False
    _server: asyncio.Server | None = None
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._server is not None
        self._server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._server.wait_closed()

    @property
    def port(self) -> int:
        """Where it listens."""
        assert self._server is not None
        return int(self._server.sockets[0].getsockname()[1])

    @property
    def url(self) -> str:
        """The base of the API."""
        return f"http://127.0.0.1:{self.port}/v1"

    def on(self, path: str, *scripts: Script) -> Self:
        """Set what a path answers, one script for each request in turn."""
        self.scripts[path] = list(scripts)
        return self

    def chat(self, *scripts: Script) -> Self:
        """What chat requests are answered."""
        return self.on("/v1/chat/completions", *scripts)

    def asked(self, path: str = "/v1/chat/completions") -> list[Any]:
        """The bodies of all requests to a path."""
        return [request.body for request in self.requests if request.path == path]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self.connections += 1
        try:
            while (request := await _read(reader, keep=self.keep_alive)) is not None:
                self.requests.append(request)
                if not await self._reply(request, reader, writer=writer):
                    break
        except (ConnectionError, asyncio.IncompleteReadError):
            self.gone.set()
        except asyncio.CancelledError:
            pass
        finally:
            self._tasks.discard(task)
            writer.close()

    async def _reply(self, request: Request, reader: asyncio.StreamReader, *, writer: asyncio.StreamWriter) -> bool:
        """Run the script while watching for the client to leave; whether the connection may be used again."""

        async def send(data: bytes) -> None:
            writer.write(data)
            await writer.drain()

        scripts = self.scripts.get(request.path, [status(404, {"error": {"message": "no such path"}})])
        script = scripts.pop(0) if len(scripts) > 1 else scripts[0]
        running = asyncio.ensure_future(script(request, send))
        watching = asyncio.ensure_future(reader.read(1))
        try:
            await asyncio.wait((running, watching), return_when=asyncio.FIRST_COMPLETED)
            if not running.done():
                self.gone.set()
                return False
            await running
            return self.keep_alive
        finally:
            for task in (running, watching):
                task.cancel()
            await asyncio.gather(running, watching, return_exceptions=True)


async def _read(reader: asyncio.StreamReader, *, keep: bool) -> Request | None:
    head = await reader.readuntil(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").strip().split("\r\n")
    method, path, _ = first.split(" ")
    headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
    raw = await reader.readexactly(int(headers.get("content-length", 0)))
    return Request(method, path, headers, json.loads(raw) if raw else None, keep)


# Scripts -------------------------------------------------------------------------------------------------------------


def status(code: int, body: object, *, headers: Mapping[str, str] | None = None) -> Script:
    """A whole answer; bytes and text as they are, the rest as JSON."""
    raw = body if isinstance(body, bytes) else body.encode() if isinstance(body, str) else json.dumps(body).encode()
    told = {"content-type": "application/json", "content-length": str(len(raw)), "connection": "close"}
    lines = "".join(f"{name}: {value}\r\n" for name, value in (told | dict(headers or {})).items())

    async def script(request: Request, send: Send) -> None:
        await send(f"HTTP/1.1 {code} Said\r\n{lines}\r\n".encode() + raw)

    return script


def sse(*parts: bytes | float, cut: bool = False) -> Script:
    """A stream of server-sent events: bytes are sent as one chunk each, numbers are pauses; `cut` drops the line."""

    async def script(request: Request, send: Send) -> None:
        head = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n"
        await send(head + (b"\r\n" if request.keep else b"connection: close\r\n\r\n"))
        for part in parts:
            if isinstance(part, bytes):
                await send(f"{len(part):x}\r\n".encode() + part + b"\r\n")
            else:
                await asyncio.sleep(part)
        if not cut:
            await send(b"0\r\n\r\n")

    return script


def hang_up() -> Script:
    """The line drops without a byte, as when a kept connection was closed in the meantime."""

    async def script(request: Request, send: Send) -> None:
        raise ConnectionResetError

    return script


def silence(seconds: float = 5.0) -> Script:
    """No byte at all."""

    async def script(request: Request, send: Send) -> None:
        await asyncio.sleep(seconds)

    return script


# Pieces of a stream --------------------------------------------------------------------------------------------------

DONE = b"data: [DONE]\n\n"


def event(chunk: object) -> bytes:
    """One server-sent event."""
    return f"data: {json.dumps(chunk, ensure_ascii=False)}\n\n".encode()


def piece(delta: Mapping[str, Any], finish: str | None = None) -> bytes:
    """A chunk with one choice."""
    return event({"model": "stand-in", "choices": [{"index": 0, "delta": dict(delta), "finish_reason": finish}]})


def word(text: str) -> bytes:
    """A chunk with some words."""
    return piece({"content": text})


def end(finish: str = "stop") -> bytes:
    """The chunk that says why it ended."""
    return piece({}, finish)


def says(*texts: str, finish: str = "stop", usage: object = None) -> Script:
    """A well-behaved answer."""
    told = [event({"choices": [], "usage": usage})] if usage else []
    return sse(*map(word, texts), end(finish), *told, DONE)


def model_list(*names: str, **fields: object) -> Script:
    """What /v1/models answers."""
    return status(200, {"object": "list", "data": [{"id": name, "object": "model", **fields} for name in names]})
