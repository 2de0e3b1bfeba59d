"""Frames come out as they went in, each complete when it arrives, with whatever the client's Python asks for."""

import importlib.util
import zlib

import pytest
from discord.utils import _ActiveDecompressionContext

from tests.platforms.discord.framing import PackagedZstd, Zlib, Zstd, press_of

FRAMES = ("one", "two " * 1000, "ä", "")


def test_zlib() -> None:
    press, reader = Zlib(), zlib.decompressobj()
    assert [reader.decompress(press.press(each.encode())).decode() for each in FRAMES] == list(FRAMES)


def test_what_the_library_asks_for() -> None:
    press, reader = press_of(_ActiveDecompressionContext.COMPRESSION_TYPE), _ActiveDecompressionContext()
    assert press is not None
    assert [reader.decompress(press.press(each.encode())) for each in FRAMES[:3]] == list(FRAMES[:3])


@pytest.mark.parametrize(("kind", "module"), [(Zstd, "compression"), (PackagedZstd, "zstandard")])
def test_zstd(kind: type[Zstd] | type[PackagedZstd], module: str) -> None:
    if importlib.util.find_spec(module) is None:
        with pytest.raises(ModuleNotFoundError):
            kind()
        return
    press = kind()
    assert press.press(b"one") != press.press(b"one"), "one stream, which remembers"


def test_a_client_that_asks_for_nothing() -> None:
    assert press_of(None) is None
