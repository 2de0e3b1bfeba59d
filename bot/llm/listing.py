"""Reads /v1/models, which every server has and every server fills differently."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.errors import ModelNotFound, NotAnEndpoint

_OTHERS = re.compile(r"embed|bge-|minilm|rerank|whisper|tts|dall-e|moderation", re.IGNORECASE)
_SHOWN = 8


def entries(answer: object) -> list[Mapping[str, Any]]:
    """The entries of a list of models. Raises `NotAnEndpoint` for anything else."""
    data = answer.get("data") if isinstance(answer, Mapping) else None
    if not isinstance(data, list):
        raise NotAnEndpoint
    return [entry for entry in data if isinstance(entry, Mapping) and isinstance(entry.get("id"), str)]


def chatting(listed: Sequence[str]) -> str | None:
    """The first model that by its name can chat."""
    return next((model for model in listed if not _OTHERS.search(model)), None)


def has(listed: Sequence[str], model: str) -> bool:
    """Whether a server lists a model; a missing tag means the latest one."""
    return model in listed or f"{model}:latest" in listed


def absent(model: str | None, listed: Sequence[str]) -> ModelNotFound:
    """The error that names what there is instead."""
    if model is None:
        return ModelNotFound("The server lists no model that can chat. Load one there, or set the model's name.")
    shown = ", ".join(listed[:_SHOWN]) + (", …" if len(listed) > _SHOWN else "")
    there = f"It has: {shown}." if shown else "It has none."
    return ModelNotFound(f"The server does not have the model {model}. {there} Set the model's name to one it has.")
