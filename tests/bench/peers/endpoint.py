"""The packaged embedder behind an OpenAI-compatible `/v1/embeddings` on loopback, so that all peers get our vectors.

The answer leaves in one write: headers and body apart would meet a delayed acknowledgement and cost 40 ms a question.
"""

import asyncio
import base64
import json
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Protocol

from memory.ports import Embedder, Vector

WAIT_S = 120.0


class _Texts(Protocol):
    def __call__(self, texts: list[str]) -> Vector: ...


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, embed: _Texts) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.embed = embed


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        texts = [asked["input"]] if isinstance(asked["input"], str) else list(asked["input"])
        vectors = self.server.embed(texts)
        body = json.dumps(_answer(asked, vectors)).encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        self.wfile.write(head.encode("ascii") + body)

    def log_message(self, format: str, *values: object) -> None:
        """Says nothing: texts have no place in a log."""


def _answer(asked: dict[str, Any], vectors: Vector) -> dict[str, Any]:
    packed = asked.get("encoding_format") == "base64"
    shown = [base64.b64encode(each.tobytes()).decode("ascii") if packed else each.tolist() for each in vectors]
    data = [{"object": "embedding", "index": at, "embedding": each} for at, each in enumerate(shown)]
    return {"object": "list", "model": asked["model"], "data": data, "usage": {"prompt_tokens": 0, "total_tokens": 0}}


@asynccontextmanager
async def endpoint(embedder: Embedder) -> AsyncIterator[str]:
    """The base URL, up to and with /v1, for as long as it is open."""
    loop = asyncio.get_running_loop()

    def embed(texts: list[str]) -> Vector:
        return asyncio.run_coroutine_threadsafe(embedder.embed(texts, urgent=len(texts) == 1), loop).result(WAIT_S)

    server = _Server(embed)
    thread = threading.Thread(target=server.serve_forever, name="embeddings", daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        await asyncio.to_thread(server.shutdown)
        server.server_close()
        thread.join(5)
