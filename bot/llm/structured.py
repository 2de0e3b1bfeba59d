"""Asks for a JSON object until one comes: by the server's schema support, in plainer ways, once with the fault told.

A server that takes a schema and then writes no JSON ignores it; from then on that endpoint is asked in a plainer way.
"""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.errors import ModelGarbled
from bot.llm.salvage import read_object, salvage
from bot.llm.types import Ask, ChatMessage, Completed

log = logging.getLogger(__name__)

_TRIES = 3
_ERROR_CHARACTERS = 600

Whole = Callable[[Ask], Awaitable[Completed]]
Validate = Callable[[object], object]


async def ask_object(
    ask: Ask, whole: Whole, *, ask_plainer: Callable[[str], bool], validate: Validate | None
) -> dict[str, object]:
    """The object. Raises `ModelGarbled` when no valid one came."""
    current, told = ask, False
    for _ in range(_TRIES):
        answer = await whole(current)
        found = _read(answer)
        fault = "That is no JSON object." if found is None else _fault(found, validate)
        if found is not None and fault is None:
            return found
        log.warning("structured answer unusable", extra={"endpoint": answer.endpoint, "json": found is not None})
        if found is None and answer.finish != "length" and ask_plainer(answer.endpoint):
            continue
        if told:
            break
        current, told = _telling(ask, answer, fault=fault or ""), True
    raise ModelGarbled("The language model did not give the JSON that was asked for. Use a model that can.")


def _read(answer: Completed) -> dict[str, object] | None:
    found = read_object(answer.text) if answer.finish != "length" else salvage(answer.text)
    return found if isinstance(found, dict) else None


def _fault(found: object, validate: Validate | None) -> str | None:
    try:
        if validate is not None:
            validate(found)
    except ValueError as error:
        return f"That does not fit: {str(error)[:_ERROR_CHARACTERS]}"
    return None


def _telling(ask: Ask, answer: Completed, *, fault: str) -> Ask:
    """The same request with the bad answer and what is wrong with it behind."""
    said = (
        ChatMessage("assistant", answer.text),
        ChatMessage("user", f"{fault}\nAnswer again with the JSON object only."),
    )
    return replace(ask, messages=ask.messages + said)
