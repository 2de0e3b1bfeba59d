"""Counts tokens with the server's own tokenizer where it has one.

Counts are cached, since a prompt is mostly the last prompt. A server that fails to count is not an error: the caller
approximates, and the next call asks again.
"""

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

from bot.errors import ModelError
from bot.llm.connection import Connection
from bot.llm.quirks import Tokenizer
from bot.llm.tokens import MESSAGE_TOKENS, plain
from bot.llm.types import ModelMessage
from bot.llm.wire import message_json

_SECONDS = 2.0
_KEPT = 256

Messages = tuple[ModelMessage, ...]


class Counts:
    """Token counts by endpoint and conversation, the last ones kept."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[str, Messages], int] = OrderedDict()

    async def count(self, connection: Connection, messages: Messages) -> int | None:
        """Tokens of a conversation with its template; None where the server does not tell."""
        key = (connection.name, messages)
        if key in self._known:
            self._known.move_to_end(key)
            return self._known[key]
        told = await _told(connection, messages)
        if told is None:
            return None
        self._known[key] = told
        if len(self._known) > _KEPT:
            self._known.popitem(last=False)
        return told


async def tokens_in(connection: Connection, text: str) -> tuple[int, ...] | None:
    """The ids of a text's tokens; None where the server does not tell."""
    match connection.quirk.tokenizer:
        case Tokenizer.LLAMA_CPP:
            body: Mapping[str, Any] = {"content": text, "add_special": False}
        case Tokenizer.VLLM | Tokenizer.SGLANG:
            body = {"model": await connection.named_model(), "prompt": text, "add_special_tokens": False}
        case None:
            return None
    tokens = _field(await _post(connection, "/tokenize", body=body), "tokens")
    known = isinstance(tokens, list) and all(isinstance(each, int) for each in tokens)
    return tuple(tokens) if known else None


async def _told(connection: Connection, messages: Messages) -> int | None:
    if not messages:
        return 0
    try:
        match connection.quirk.tokenizer:
            case Tokenizer.LLAMA_CPP:
                return await _llama_cpp(connection, messages)
            case Tokenizer.VLLM:
                return await _vllm(connection, messages)
            case Tokenizer.SGLANG:
                return await _sglang(connection, messages)
            case None:
                return None
    except ModelError:
        return None


async def _llama_cpp(connection: Connection, messages: Messages) -> int | None:
    wire = {"messages": [message_json(message) for message in messages]}
    prompt = _field(await _post(connection, "/apply-template", body=wire), "prompt")
    body = {"content": prompt, "add_special": True, "parse_special": True}
    tokens = _field(await _post(connection, "/tokenize", body=body), "tokens")
    return len(tokens) if isinstance(tokens, list) else None


async def _vllm(connection: Connection, messages: Messages) -> int | None:
    wire = [message_json(message) for message in messages]
    body = {"model": await connection.named_model(), "messages": wire, "add_generation_prompt": True}
    return _whole(_field(await _post(connection, "/tokenize", body=body), "count"))


async def _sglang(connection: Connection, messages: Messages) -> int | None:
    """SGLang counts plain text only; the template is approximated."""
    text = "\n".join(map(plain, messages))
    count = _whole(_field(await _post(connection, "/tokenize", body={"prompt": text}), "count"))
    return None if count is None else count + MESSAGE_TOKENS * len(messages)


async def _post(connection: Connection, path: str, *, body: object) -> Any:
    return await connection.post(path, body, native=True, seconds=_SECONDS)


def _field(answer: object, name: str) -> Any:
    return answer.get(name) if isinstance(answer, Mapping) else None


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) else None
