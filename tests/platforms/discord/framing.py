"""How frames are pressed on their way to a client: as the client asked when it connected."""

import importlib
import zlib
from typing import Protocol, cast

BLOCK = 1  # the mode of both zstd libraries that makes what was given complete for the reader


class Standard(Protocol):
    """What Python has from 3.14 on."""

    def compress(self, data: bytes, mode: int) -> bytes:
        """The pressed bytes."""
        ...


class Package(Protocol):
    """What the package has that discord.py takes before that, where it is installed."""

    def compress(self, data: bytes) -> bytes:
        """Pressed bytes, perhaps not all."""
        ...

    def flush(self, mode: int) -> bytes:
        """The rest."""
        ...


class Zlib:
    """One stream for all frames, flushed after each."""

    def __init__(self) -> None:
        self._stream = zlib.compressobj()

    def press(self, frame: bytes) -> bytes:
        """A frame's share of the stream."""
        return self._stream.compress(frame) + self._stream.flush(zlib.Z_SYNC_FLUSH)


class Zstd:
    """The same with Python's own zstd."""

    def __init__(self) -> None:
        self._stream = cast(Standard, importlib.import_module("compression.zstd").ZstdCompressor())

    def press(self, frame: bytes) -> bytes:
        """A frame's share of the stream."""
        return self._stream.compress(frame, BLOCK)


class PackagedZstd:
    """The same with the package."""

    def __init__(self) -> None:
        self._stream = cast(Package, importlib.import_module("zstandard").ZstdCompressor().compressobj())

    def press(self, frame: bytes) -> bytes:
        """A frame's share of the stream."""
        return self._stream.compress(frame) + self._stream.flush(BLOCK)


Press = Zlib | Zstd | PackagedZstd


def press_of(name: str | None) -> Press | None:
    """What `compress=` in the address asks for; a client asks for zstd only where one of the two is there."""
    match name:
        case "zlib-stream":
            return Zlib()
        case "zstd-stream":
            return Zstd() if _has("compression.zstd") else PackagedZstd()
        case _:
            return None


def _has(module: str) -> bool:
    try:
        importlib.import_module(module)
    except ModuleNotFoundError:
        return False
    return True
