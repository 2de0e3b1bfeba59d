"""Vectors as they travel: halfvec is a float32 array here, varbit an array of booleans.

The bytes are written here because pgvector's own objects copy every vector twice more.
"""

import struct
from typing import TYPE_CHECKING

import asyncpg
import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from asyncpg.pool import PoolConnectionProxy


async def register_codecs(
    connection: "asyncpg.Connection[asyncpg.Record] | PoolConnectionProxy[asyncpg.Record]",
) -> None:
    """Teaches one connection halfvec and varbit."""
    await connection.set_type_codec(
        "halfvec", schema="public", encoder=halfvec_bytes, decoder=halfvec_array, format="binary"
    )
    await connection.set_type_codec(
        "varbit", schema="pg_catalog", encoder=varbit_bytes, decoder=varbit_array, format="binary"
    )


def halfvec_bytes(vector: NDArray[np.floating]) -> bytes:
    """The wire form of a vector of any float type."""
    return struct.pack(">HH", len(vector), 0) + np.asarray(vector).astype(">f2").tobytes()


def halfvec_array(data: bytes) -> NDArray[np.float32]:
    """A float32 vector from its wire form."""
    return np.frombuffer(data, ">f2", offset=4).astype(np.float32)


def varbit_bytes(bits: NDArray[np.bool_]) -> bytes:
    """The wire form of an array of booleans."""
    return struct.pack(">i", len(bits)) + np.packbits(np.asarray(bits, np.bool_)).tobytes()


def varbit_array(data: bytes) -> NDArray[np.bool_]:
    """An array of booleans from its wire form."""
    (length,) = struct.unpack_from(">i", data)
    return np.unpackbits(np.frombuffer(data, np.uint8, offset=4), count=length).astype(np.bool_)
