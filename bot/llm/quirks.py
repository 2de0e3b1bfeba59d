"""What is known of each server, in one table: how to tell it, where it says what, and what it cannot do.

Everything that depends on which server it is stands here and nowhere else. A server that is not in the table gets
`UNKNOWN`: asked in the plainest way, and its complaints teach the rest. A table ages; the complaints do not.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Json = Mapping[str, Any]
Facts = Mapping[str, Any]
"""What the server's own paths answered: path to decoded JSON."""


class Tokenizer(StrEnum):
    """Whose way of counting tokens a server offers."""

    LLAMA_CPP = "llama.cpp"
    VLLM = "vllm"
    SGLANG = "sglang"


@dataclass(frozen=True, slots=True)
class Quirk:
    """One server: its path `native` answers what `tells` accepts; the paths in `more` are asked once it is known."""

    server: str
    port: int | None
    native: str
    tells: Callable[[Json], bool]
    owners: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    context: Callable[["Found"], int | None] = lambda found: None
    version: Callable[[Facts], str] = lambda facts: ""
    slots: Callable[[Facts], int | None] = lambda facts: None
    # Whether it tells how far it has read. llama.cpp notices a closed connection only while it has something to send,
    # so without this a dropped request is read to its end (36 s for 900 tokens of the demo model).
    progress: bool = False
    json_schema: bool | None = True
    tools: bool | None = True
    usage: bool = True
    max_tokens: str = "max_tokens"
    tokenizer: Tokenizer | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What a context length is read from: the server's own answers, and the model's entry in /v1/models."""

    facts: Facts
    entry: Json
    model: str


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else None


def _dig(value: object, *keys: str) -> Any:
    for key in keys:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def _members(value: object) -> Iterable[tuple[str, Any]]:
    return value.items() if isinstance(value, Mapping) else ()


def _named(models: object, model: str) -> Json:
    """The entry of a model in any server's list of models, else an empty one."""
    for entry in models if isinstance(models, list) else ():
        if isinstance(entry, Mapping) and model in [entry.get(key) for key in ("id", "name", "model", "model_name")]:
            return entry
    return {}


def told_context(entry: Json) -> int | None:
    """The context length that an entry of /v1/models tells, under the names in use."""
    meta = entry.get("meta")
    places = [entry.get(name) for name in ("max_model_len", "context_length", "context_window", "max_context_length")]
    return next(filter(None, map(_whole, [*places, _dig(meta, "n_ctx"), _dig(meta, "n_ctx_train")])), None)


def _llama_context(found: Found) -> int | None:
    return _whole(_dig(found.facts.get("/props"), "default_generation_settings", "n_ctx")) or told_context(found.entry)


def _ollama_context(found: Found) -> int | None:
    """As loaded, else as set in the model file, else the default: Ollama cuts longer prompts without a word."""
    loaded = _whole(_named(_dig(found.facts.get("/api/ps"), "models"), found.model).get("context_length"))
    shown = found.facts.get("POST /api/show")
    parameter = re.search(r"^num_ctx\s+(\d+)", str(_dig(shown, "parameters") or ""), re.MULTILINE)
    info = _dig(shown, "model_info")
    trained = [size for key, size in _members(info) if key.endswith(".context_length") and _whole(size)]
    return loaded or (int(parameter.group(1)) if parameter else min([4096, *trained]))


def _studio_context(found: Found) -> int | None:
    entry = _named(_dig(found.facts.get("/api/v0/models"), "data"), found.model)
    return _whole(entry.get("loaded_context_length")) or _whole(entry.get("max_context_length"))


def _litellm_context(found: Found) -> int | None:
    info = _named(_dig(found.facts.get("/model/info"), "data"), found.model).get("model_info")
    return _whole(_dig(info, "max_input_tokens")) or _whole(_dig(info, "max_tokens"))


def _has(*keys: str) -> Callable[[Json], bool]:
    return lambda answer: all(key in answer for key in keys)


def _first_has(key: str) -> Callable[[Json], bool]:
    def tells(answer: Json) -> bool:
        data = answer.get("data")
        return bool(isinstance(data, list) and data and isinstance(data[0], Mapping) and key in data[0])

    return tells


QUIRKS = (
    Quirk(
        server="llama.cpp",
        port=8080,
        native="/props",
        tells=_has("default_generation_settings"),
        owners=("llamacpp",),
        context=_llama_context,
        version=lambda facts: str(_dig(facts.get("/props"), "build_info") or ""),
        slots=lambda facts: _whole(_dig(facts.get("/props"), "total_slots")),
        tokenizer=Tokenizer.LLAMA_CPP,
        progress=True,
    ),
    Quirk(
        server="Ollama",
        port=11434,
        native="/api/version",
        tells=_has("version"),
        owners=("library",),
        more=("/api/ps", "POST /api/show"),
        context=_ollama_context,
        version=lambda facts: str(_dig(facts.get("/api/version"), "version") or ""),
    ),
    Quirk(
        server="LM Studio",
        port=1234,
        native="/api/v0/models",
        tells=_first_has("state"),
        owners=("organization_owner",),
        context=_studio_context,
    ),
    Quirk(
        server="SGLang",
        port=30000,
        native="/get_model_info",
        tells=_has("model_path"),
        owners=("sglang",),
        context=lambda found: told_context(found.entry),
        tokenizer=Tokenizer.SGLANG,
    ),
    Quirk(
        server="vLLM",
        port=8000,
        native="/version",
        tells=_has("version"),
        owners=("vllm",),
        context=lambda found: told_context(found.entry),
        version=lambda facts: str(_dig(facts.get("/version"), "version") or ""),
        tools=None,  # only with --enable-auto-tool-choice
        tokenizer=Tokenizer.VLLM,
    ),
    Quirk(
        server="LiteLLM",
        port=4000,
        native="/model/info",
        tells=_first_has("litellm_params"),
        context=_litellm_context,
        json_schema=None,  # both depend on what stands behind it
        tools=None,
    ),
    Quirk(
        server="OpenAI",
        port=None,
        native="",
        tells=lambda answer: False,
        hosts=("api.openai.com",),
        max_tokens="max_completion_tokens",
    ),
)

UNKNOWN = Quirk(
    server="",
    port=None,
    native="",
    tells=lambda answer: False,
    context=lambda found: told_context(found.entry),
    json_schema=None,
    tools=None,
)


def usual_ports() -> tuple[int, ...]:
    """The ports on which the known servers listen unless told otherwise."""
    return tuple(quirk.port for quirk in QUIRKS if quirk.port is not None)


@dataclass(frozen=True, slots=True)
class Usage:
    """Token counts as told; `cached` of the prompt's tokens were not read again."""

    prompt: int | None
    cached: int | None
    completion: int | None


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _first(*values: object) -> int | None:
    return next((number for value in values if (number := _count(value)) is not None), None)


def read_usage(chunk: Json) -> Usage | None:
    """The token counts in a chunk: `usage` as OpenAI has it, or llama.cpp's `timings`."""
    usage, timings = chunk.get("usage"), chunk.get("timings")
    if not isinstance(usage, Mapping) and not isinstance(timings, Mapping):
        return None
    fresh, cached = _count(_dig(timings, "prompt_n")), _count(_dig(timings, "cache_n"))
    return Usage(
        prompt=_first(_dig(usage, "prompt_tokens"), None if fresh is None else fresh + (cached or 0)),
        cached=_first(
            _dig(usage, "prompt_tokens_details", "cached_tokens"), _dig(usage, "prompt_cache_hit_tokens"), cached
        ),
        completion=_first(_dig(usage, "completion_tokens"), _dig(timings, "predicted_n")),
    )
