"""Whether a model can see, from what its server tells. Pure. Nothing is concluded from a model's name."""

from collections.abc import Mapping
from typing import Any

Json = Mapping[str, Any]


def sees(facts: Json, entry: Json, *, model: str) -> bool | None:
    """What the server's own paths and the model's entry in /v1/models say; None where they say nothing."""
    told = (_llama_cpp(facts), _ollama(facts), _studio(facts, model), _litellm(facts, model), _listed(entry))
    return next((each for each in told if each is not None), None)


def _llama_cpp(facts: Json) -> bool | None:
    return _flag(_member(_member(facts, "/props"), "modalities"), "vision")


def _ollama(facts: Json) -> bool | None:
    return _holds(_member(_member(facts, "POST /api/show"), "capabilities"), "vision")


def _studio(facts: Json, model: str) -> bool | None:
    kind = _member(_named(_member(_member(facts, "/api/v0/models"), "data"), "id", model=model), "type")
    return kind == "vlm" if isinstance(kind, str) else None


def _litellm(facts: Json, model: str) -> bool | None:
    entry = _named(_member(_member(facts, "/model/info"), "data"), "model_name", model=model)
    return _flag(_member(entry, "model_info"), "supports_vision")


def _listed(entry: Json) -> bool | None:
    """As OpenRouter and others list it."""
    return _holds(_member(_member(entry, "architecture"), "input_modalities"), "image")


def _member(value: object, key: str) -> object:
    return value.get(key) if isinstance(value, Mapping) else None


def _flag(value: object, key: str) -> bool | None:
    found = _member(value, key)
    return found if isinstance(found, bool) else None


def _holds(value: object, wanted: str) -> bool | None:
    return wanted in value if isinstance(value, list) else None


def _named(entries: object, key: str, *, model: str) -> object:
    listed = entries if isinstance(entries, list) else []
    return next((each for each in listed if _member(each, key) == model), None)
