"""The nouns of the model port: what goes to a language model and what comes back.

Messages are a closed union, so that a translator to the wire can be checked for completeness. Nothing here knows
HTTP or any vendor.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Finish = Literal["stop", "length", "tools"]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a model answers. `model` None means the first one the server lists; `name` is what logs call it.

    `vision`: whether it can see, None where its server is to be asked.
    """

    url: str
    model: str | None = None
    key: str | None = field(default=None, repr=False)
    name: str = ""
    vision: bool | None = None


@dataclass(frozen=True, slots=True)
class ToolCall:
    """The model asks for a tool; `arguments` is the JSON text as the model wrote it, unchecked."""

    id: str
    name: str
    arguments: str


@dataclass(frozen=True, slots=True)
class Image:
    """A picture for a model that can see; `media_type` is one of image/png, image/jpeg, image/webp, image/gif."""

    media_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """One message of a conversation; `images` only from the user, and only for a model that can see."""

    role: Literal["system", "user", "assistant"]
    text: str
    images: tuple[Image, ...] = ()


@dataclass(frozen=True, slots=True)
class ToolRequest:
    """What the model said when it asked for tools; goes back to it before the results."""

    text: str
    calls: tuple[ToolCall, ...]


@dataclass(frozen=True, slots=True)
class ToolResult:
    """What a tool gave, for the call with that id."""

    call_id: str
    text: str


ModelMessage = ChatMessage | ToolRequest | ToolResult


@dataclass(frozen=True, slots=True)
class Tool:
    """A function the model may call; `parameters` is its JSON schema."""

    name: str
    description: str
    parameters: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Seconds: to the first token (thinking counts), between two tokens, and for the whole call with its retries."""

    first: float = 120.0
    between: float = 30.0
    total: float = 300.0


@dataclass(frozen=True, slots=True)
class Ask:
    """One request to a model. With `schema` the answer should be JSON of that shape.

    `shunned` are words in small letters that the model is kept from, where its server can do that.
    """

    messages: tuple[ModelMessage, ...]
    max_tokens: int
    temperature: float
    deadlines: Deadlines
    tools: tuple[Tool, ...] = ()
    schema: Mapping[str, Any] | None = None
    shunned: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Completed:
    """The end of an answer. Token counts are None where the server did not tell; `text` is free of reasoning."""

    text: str
    model: str
    finish: Finish
    prompt_tokens: int | None = None
    cached_tokens: int | None = None
    completion_tokens: int | None = None
    first_word_ms: float | None = None
    total_ms: float = 0.0
    tool_calls: tuple[ToolCall, ...] = ()
    endpoint: str = ""


@dataclass(frozen=True, slots=True)
class Abilities:
    """What a probe found at an endpoint; None where it could not be told. `problem` is a sentence for the operator."""

    endpoint: str
    reachable: bool
    problem: str = ""
    server: str = ""
    version: str = ""
    model: str | None = None
    models: tuple[str, ...] = ()
    context_length: int | None = None
    json_schema: bool | None = None
    tools: bool | None = None
    stream_usage: bool | None = None
    tokenizer: bool = False
    slots: int | None = None
    vision: bool | None = None
