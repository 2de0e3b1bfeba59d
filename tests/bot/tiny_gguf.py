"""Writes the smallest model that llama.cpp loads: one layer of noise over a vocabulary of bytes. It babbles."""

import struct
from pathlib import Path
from typing import Any

import numpy as np

WIDTH = 32
_UINT32, _FLOAT32, _STRING, _ARRAY, _INT32 = 4, 6, 8, 9, 5
_CHAT = "{% for m in messages %}{{ m.role }}: {{ m.content }}\n{% endfor %}assistant: "


def _text(value: str) -> bytes:
    raw = value.encode()
    return struct.pack("<Q", len(raw)) + raw


def _value(kind: int, value: Any) -> bytes:
    if kind == _STRING:
        return _text(value)
    return struct.pack({_UINT32: "<I", _INT32: "<i", _FLOAT32: "<f"}[kind], value)


def _entry(key: str, kind: int, value: Any) -> bytes:
    if isinstance(value, list):
        body = struct.pack("<IIQ", _ARRAY, kind, len(value)) + b"".join(_value(kind, one) for one in value)
    else:
        body = struct.pack("<I", kind) + _value(kind, value)
    return _text(key) + body


def _entries(tokens: list[str]) -> list[bytes]:
    kinds = [2, 3, 3] + [6] * (len(tokens) - 3)
    numbers = {"context_length": 4096, "embedding_length": WIDTH, "block_count": 1, "feed_forward_length": WIDTH}
    numbers |= {"attention.head_count": 2, "rope.dimension_count": WIDTH // 2}
    return [
        _entry("general.architecture", _STRING, "llama"),
        *(_entry(f"llama.{key}", _UINT32, value) for key, value in numbers.items()),
        _entry("llama.attention.layer_norm_rms_epsilon", _FLOAT32, 1e-5),
        _entry("tokenizer.ggml.model", _STRING, "llama"),
        _entry("tokenizer.ggml.tokens", _STRING, tokens),
        _entry("tokenizer.ggml.scores", _FLOAT32, [0.0] * len(tokens)),
        _entry("tokenizer.ggml.token_type", _INT32, kinds),
        _entry("tokenizer.ggml.bos_token_id", _UINT32, 1),
        _entry("tokenizer.ggml.eos_token_id", _UINT32, 2),
        _entry("tokenizer.chat_template", _STRING, _CHAT),
    ]


def _shapes(vocabulary: int) -> dict[str, tuple[int, ...]]:
    square = ("attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down")
    return {
        "token_embd.weight": (WIDTH, vocabulary),
        "output_norm.weight": (WIDTH,),
        "output.weight": (WIDTH, vocabulary),
        **{f"blk.0.{name}.weight": (WIDTH, WIDTH) for name in square},
        **{f"blk.0.{name}.weight": (WIDTH,) for name in ("attn_norm", "ffn_norm")},
    }


def write_tiny_gguf(path: Path) -> Path:
    """The file at `path`, about 150 kB."""
    tokens = ["<unk>", "<s>", "</s>", *(f"<0x{byte:02X}>" for byte in range(256))]
    entries, shapes = _entries(tokens), _shapes(len(tokens))
    noise = np.random.default_rng(7)
    head = struct.pack("<4sIQQ", b"GGUF", 3, len(shapes), len(entries)) + b"".join(entries)
    data = b""
    for name, shape in shapes.items():
        head += _text(name) + struct.pack(f"<I{len(shape)}QIQ", len(shape), *shape, 0, len(data))
        data += noise.normal(0, 0.2, int(np.prod(shape))).astype("<f4").tobytes()
    path.write_bytes(head + bytes(-len(head) % 32) + data)
    return path
