"""How frames are pressed on their way to a client: as the client asked when it connected."""

import importlib
import zlib
from typing import Protocol, cast


class Compressor(Protocol):
    """What Python 3.14 has for zstd."""

    def compress(self, data: bytes, mode: int) -> bytes:
        """The pressed bytes, complete with the mode for a block."""
        ...


class Zlib:
    """One stream for all frames, flushed after each."""

    def __init__(self) -> None:
        self._stream = zlib.compressobj()

    def press(self, frame: bytes) -> bytes:
        """A frame's share of the stream."""
        return self._stream.compress(frame) + self._stream.flush(zlib.Z_SYNC_FLUSH)


class Zstd:
    """The same with zstd, which a client asks for where its Python knows it."""

    BLOCK = 1

    def __init__(self) -> None:
        # By name: Python before 3.14 has no such module, and its clients do not ask for it.
        self._stream = cast(Compressor, importlib.import_module("compression.zstd").ZstdCompressor())

    def press(self, frame: bytes) -> bytes:
        """A frame's share of the stream."""
        return self._stream.compress(frame, self.BLOCK)


def press_of(name: str | None) -> Zlib | Zstd | None:
    """What `compress=` in the address asks for."""
    match name:
        case "zlib-stream":
            return Zlib()
        case "zstd-stream":
            return Zstd()
        case _:
            return None
