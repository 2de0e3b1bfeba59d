"""Reads the files that came with a message, as far as the model can use them; the others are only named.

Size and declared type are checked before anything is fetched, and what was fetched is believed by its bytes only.
Nothing is ever fetched from a link.
"""

import asyncio
import logging
from collections.abc import Sequence

from adapters.errors import AdapterError, TooLarge
from adapters.port import Adapter
from adapters.types import Attachment
from bot.beside import MOST_NAMES, Files, TextFile, file_name
from bot.llm.types import Image

log = logging.getLogger(__name__)
MOST_IMAGES, LARGEST_IMAGE = 4, 5_000_000
MOST_TEXTS, LARGEST_TEXT = 3, 100_000
SECONDS = 20.0
IMAGES = ("image/png", "image/jpeg", "image/webp", "image/gif")
TEXTS = tuple(
    f"application/{kind}"
    for kind in ("json", "xml", "yaml", "x-yaml", "toml", "javascript", "x-javascript", "sql", "x-sh")
)
CODE = "py js ts jsx tsx java kt c h cpp hpp cs go rs rb php swift sh sql r lua pl scala toml yaml yml ini cfg conf"
CODE += " json jsonl csv tsv md txt log xml html css srt vtt tex diff patch"
_CODE = frozenset(CODE.split())
_CODED = ("application/octet-stream", "video/mp2t", "application/x-python-code")  # what code is often declared as
Read = Image | TextFile | str


async def read_files(adapter: Adapter, attachments: Sequence[Attachment], *, sees: bool) -> Files:
    """What a model that `sees` or does not can use of the files; a file that cannot be had is named."""
    wanted = _wanted(attachments, sees=sees)
    asked = [each for each in attachments if each in wanted]
    read = await asyncio.gather(*(_read(adapter, each) for each in asked))
    others = [each for each in attachments if each not in wanted]
    named = [*(each for each in read if isinstance(each, str)), *map(_named, others[:MOST_NAMES])]
    more = len(others) - MOST_NAMES
    return Files(
        tuple(each for each in read if isinstance(each, Image)),
        tuple(each for each in read if isinstance(each, TextFile)),
        (*named, f"{more} more") if more > 0 else tuple(named),
    )


def is_image(attachment: Attachment) -> bool:
    """Whether it is declared to be a picture that models know, of bearable size."""
    return attachment.media_type in IMAGES and 0 < attachment.size <= LARGEST_IMAGE


def is_text(attachment: Attachment) -> bool:
    """Whether it is declared to be text or code, of bearable size."""
    kind, ending = attachment.media_type, attachment.name.rpartition(".")[2].lower()
    declared = kind.startswith("text/") or kind in TEXTS or (kind in _CODED and ending in _CODE)
    return declared and 0 < attachment.size <= LARGEST_TEXT


def image_of(content: bytes) -> Image | None:
    """The picture that these bytes begin to be; None for anything else."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return Image("image/png", content)
    if content.startswith(b"\xff\xd8\xff"):
        return Image("image/jpeg", content)
    if content.startswith((b"GIF87a", b"GIF89a")):
        return Image("image/gif", content)
    return Image("image/webp", content) if content[:4] == b"RIFF" and content[8:12] == b"WEBP" else None


def text_of(content: bytes) -> str | None:
    """The bytes as text: UTF-8, UTF-16 where it says so, else Latin; None for what is none."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    if b"\0" in content:
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _wanted(attachments: Sequence[Attachment], *, sees: bool) -> frozenset[Attachment]:
    images = [each for each in attachments if is_image(each)][:MOST_IMAGES] if sees else []
    return frozenset([*images, *[each for each in attachments if is_text(each)][:MOST_TEXTS]])


async def _read(adapter: Adapter, attachment: Attachment) -> Read:
    """The file, or a line that names it."""
    picture = is_image(attachment)
    try:
        async with asyncio.timeout(SECONDS):
            content = await adapter.fetch(attachment, LARGEST_IMAGE if picture else LARGEST_TEXT)
    except TooLarge:
        return _named(attachment)
    except (AdapterError, TimeoutError) as fault:
        log.info("file not fetched", extra={"kind": type(fault).__name__})
        return f"{file_name(attachment.name)} (it could not be fetched)"
    if picture:
        return image_of(content) or f"{file_name(attachment.name)} (not readable as a picture)"
    text = text_of(content)
    return f"{file_name(attachment.name)} (not readable as text)" if text is None else TextFile(attachment.name, text)


def _named(attachment: Attachment) -> str:
    kind = file_name(attachment.media_type)
    size = f", {_size(attachment.size)}" if attachment.size else ""
    return f"{file_name(attachment.name)} ({kind}{size}; you cannot read it)"


def _size(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 1_000_000 else f"{max(1, size // 1000)} kB"
