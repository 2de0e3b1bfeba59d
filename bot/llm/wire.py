"""Two pure translators: our messages to the wire, and the wire's chunks to what they mean for us.

Chunks are read as plain JSON values and not through the library's types, because those believe whatever a server
sends; here every odd shape ends as a `ValueError` or is passed over. Requests differ between servers in a few
field names only: that is the `Dialect`.
"""

import base64
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.llm.quirks import Usage, read_usage
from bot.llm.types import Ask, ChatMessage, Image, ModelMessage, Tool, ToolRequest, ToolResult

NEVER = -100  # the bias by which servers bar a token


class Shape(StrEnum):
    """How JSON is asked for, best first."""

    SCHEMA = "json_schema"
    OBJECT = "json_object"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Dialect:
    """What a server wants its request to look like; learned from its table entry and from its complaints."""

    max_tokens: str = "max_tokens"
    temperature: bool = True
    usage: bool = True
    shape: Shape = Shape.SCHEMA
    progress: bool = False
    bias: bool = True


@dataclass(frozen=True, slots=True)
class CallPiece:
    """A part of a tool call; pieces with the same index belong together."""

    index: int
    id: str
    name: str
    arguments: str


@dataclass(frozen=True, slots=True)
class Delta:
    """What one chunk says."""

    words: str = ""
    thought: bool = False
    refusal: bool = False
    calls: tuple[CallPiece, ...] = ()
    finish: str | None = None
    usage: Usage | None = None
    model: str | None = None
    error: object = None


def request(ask: Ask, model: str, *, dialect: Dialect, barred: Collection[int] = ()) -> dict[str, Any]:
    """The body of a streaming chat request; `barred` tokens never come."""
    body: dict[str, Any] = {"model": model, "messages": messages(ask, dialect), "stream": True}
    body[dialect.max_tokens] = ask.max_tokens
    if dialect.temperature:
        body["temperature"] = ask.temperature
    if dialect.usage:
        body["stream_options"] = {"include_usage": True}
    if dialect.progress:
        body["return_progress"] = True
    if barred and dialect.bias:
        body["logit_bias"] = dict.fromkeys(map(str, barred), NEVER)
    if ask.tools:
        body["tools"] = [_tool(tool) for tool in ask.tools]
    if ask.schema is not None:
        body |= _format(ask.schema, dialect.shape)
    return body


def messages(ask: Ask, dialect: Dialect) -> list[dict[str, Any]]:
    """The conversation on the wire; where the server does not know schemas the last message carries it in words."""
    wire = [message_json(message) for message in ask.messages]
    if ask.schema is not None and dialect.shape is not Shape.SCHEMA and wire:
        shape = json.dumps(dict(ask.schema), ensure_ascii=False)
        wire[-1]["content"] += f"\n\nAnswer with one JSON object and nothing else. Its JSON schema: {shape}"
    return wire


def message_json(message: ModelMessage) -> dict[str, Any]:
    """One message on the wire."""
    match message:
        case ChatMessage(images=()):
            return {"role": message.role, "content": message.text}
        case ChatMessage():
            words = {"type": "text", "text": message.text}
            return {"role": message.role, "content": [words, *map(_image, message.images)]}
        case ToolRequest():
            calls = [
                {"id": call.id, "type": "function", "function": {"name": call.name, "arguments": call.arguments}}
                for call in message.calls
            ]
            return {"role": "assistant", "content": message.text, "tool_calls": calls}
        case ToolResult():
            return {"role": "tool", "tool_call_id": message.call_id, "content": message.text}


def _image(image: Image) -> dict[str, Any]:
    content = base64.b64encode(image.content).decode("ascii")
    return {"type": "image_url", "image_url": {"url": f"data:{image.media_type};base64,{content}"}}


def read_chunk(chunk: object) -> Delta:
    """What a chunk of the stream means. Raises `ValueError` for what is no chunk at all."""
    if not isinstance(chunk, Mapping):
        raise ValueError("a chunk that is no object")
    usage, model = read_usage(chunk), chunk.get("model")
    model = model if isinstance(model, str) else None
    choices = chunk.get("choices")
    if chunk.get("error") or (choices is None and usage is None and {"message", "detail", "code"} & chunk.keys()):
        return Delta(error=chunk)
    if not choices:
        return Delta(usage=usage, model=model)
    if not isinstance(choices, list) or not isinstance(choices[0], Mapping):
        raise ValueError("choices that are no list of objects")
    return _read_choice(choices[0], usage=usage, model=model)


def _read_choice(choice: Mapping[str, Any], *, usage: Usage | None, model: str | None) -> Delta:
    # Some servers answer a streaming request with one whole message.
    delta = choice.get("delta") or choice.get("message") or {}
    if not isinstance(delta, Mapping):
        raise ValueError("a delta that is no object")
    finish = choice.get("finish_reason")
    return Delta(
        words=_text(delta.get("content")),
        thought=bool(delta.get("reasoning_content") or delta.get("reasoning")),
        refusal=bool(delta.get("refusal")),
        calls=_read_calls(delta.get("tool_calls")),
        finish=finish if isinstance(finish, str) and finish else None,
        usage=usage,
        model=model,
    )


def _read_calls(calls: object) -> tuple[CallPiece, ...]:
    if calls is not None and not isinstance(calls, list):
        raise ValueError("tool calls that are no list")
    return tuple(map(_read_call, enumerate(calls or ())))


def _read_call(numbered: tuple[int, Any]) -> CallPiece:
    position, call = numbered
    function = call.get("function") if isinstance(call, Mapping) else None
    if not isinstance(function, Mapping):
        raise ValueError("a tool call without a function")
    index = call.get("index")
    index = index if isinstance(index, int) else position
    return CallPiece(index, _text(call.get("id")), _text(function.get("name")), _text(function.get("arguments")))


def _text(value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError("a text that is no string")
    return value


def _tool(tool: Tool) -> dict[str, Any]:
    function = {"name": tool.name, "description": tool.description, "parameters": dict(tool.parameters)}
    return {"type": "function", "function": function}


def _strict(schema: object) -> bool:
    """Whether OpenAI would take the schema as strict: every object closed, every member required."""
    if isinstance(schema, list):
        return all(map(_strict, schema))
    if not isinstance(schema, Mapping):
        return True
    members = schema.get("properties")
    closed = schema.get("additionalProperties") is False and set(schema.get("required", ())) == set(members or ())
    return (members is None or closed) and all(map(_strict, schema.values()))


def _format(schema: Mapping[str, Any], shape: Shape) -> dict[str, Any]:
    match shape:
        case Shape.SCHEMA:
            named = {"name": "answer", "schema": dict(schema), "strict": _strict(schema)}
            return {"response_format": {"type": "json_schema", "json_schema": named}}
        case Shape.OBJECT:
            return {"response_format": {"type": "json_object"}}
        case Shape.PLAIN:
            return {}
