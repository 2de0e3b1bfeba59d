"""Reads a request: its body, as JSON or as a form with files."""

import io
import json
import re
from dataclasses import dataclass
from typing import cast

import discord
from aiohttp import BodyPartReader, web

from tests.platforms.discord.touches import Touches
from tests.platforms.discord.world import Payload

PREFIX = "/api/v10"


@dataclass(frozen=True, slots=True)
class Read:
    """A request without its transport; `files` are as simcord takes them, `caller` is the User-Agent."""

    method: str
    path: str
    query: dict[str, str]
    body: object
    files: list[discord.File]
    reason: str | None
    caller: str = ""


async def read(request: web.Request, touches: Touches) -> Read:
    """Read all of it; raises ValueError for a body that is no JSON."""
    body, files = await _form(request) if request.content_type == "multipart/form-data" else (None, [])
    if not files and body is None and request.can_read_body:
        text = touches.back(await request.text())
        body = json.loads(text) if text else None
    reason = request.headers.get("X-Audit-Log-Reason")
    path = request.path.removeprefix(PREFIX)
    caller = request.headers.get("User-Agent", "")
    return Read(request.method, path, dict(request.query), body, files, reason, caller)


async def _form(request: web.Request) -> tuple[object, list[discord.File]]:
    body: object = None
    plain: dict[str, str] = {}
    uploads: list[tuple[str, str, bytes]] = []
    async for part in await request.multipart():
        assert isinstance(part, BodyPartReader)
        content, name = bytes(await part.read()), part.name or ""
        if name == "payload_json":
            body = json.loads(content)
        elif part.filename:
            uploads.append((name, part.filename, content))
        else:
            plain[name] = content.decode()
    told = _descriptions(body)
    files = [
        discord.File(io.BytesIO(content), filename, description=told.get(re.sub(r"\D", "", name)))
        for name, filename, content in uploads
    ]
    return body if body is not None else plain or None, files


def _descriptions(body: object) -> dict[str, str | None]:
    """What is said about each file, by its number in the form."""
    if not isinstance(body, dict):
        return {}
    inner = body.get("data") if isinstance(body.get("data"), dict) else body
    listed = cast(Payload, inner).get("attachments")
    entries = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    return {str(each.get("id")): cast(str | None, each.get("description")) for each in entries}
