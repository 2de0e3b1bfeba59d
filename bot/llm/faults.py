"""The one edge where foreign errors become ours; no text of a server goes into a message, it may quote the prompt.

What decides is the status, then the fields of the error object in the shapes that servers use, and only for a few
outcomes (too long, quota, loading) words in the server's message, because some say it nowhere else.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import openai

from bot.errors import (
    ContextTooLong,
    KeyRefused,
    ModelBroken,
    ModelBusy,
    ModelError,
    ModelGarbled,
    ModelLoading,
    ModelNotFound,
    ModelRefused,
    ModelRejected,
    ModelTooSlow,
    ModelUnreachable,
    NotAnEndpoint,
    QuotaSpent,
)
from bot.llm.retry import retry_after

FOREIGN = (openai.OpenAIError, TimeoutError, OSError, ValueError)
"""What the library and the decoding of a stream may raise."""

_TOO_LONG = re.compile(
    r"context.{0,12}(length|size|window)|maximum.{0,20}(context|length|tokens)|too many tokens|prompt is too long"
    r"|exceed_context_size|longer than the",
    re.IGNORECASE,
)
_FILTERED = re.compile(r"content[_ ](filter|policy)|ResponsibleAI|safety", re.IGNORECASE)
_QUOTA = re.compile(r"insufficient_quota|billing|credit", re.IGNORECASE)
_ABSENT = re.compile(r"model.{0,80}(not found|does not exist|not exist)|model_not_found", re.IGNORECASE | re.DOTALL)
_LIMIT = re.compile(r"context (?:length|size|window)\D{0,20}?(\d{3,8})|(\d{3,8})\D{0,20}(?:context|maximum)", re.I)
_ASKED = re.compile(r"(?:requested|resulted in|request|prompt)\D{0,20}?(\d{3,8}) tokens", re.IGNORECASE)


def fault(error: BaseException) -> ModelError:
    """Our error for a foreign one."""
    match error:
        case ModelError():
            return error
        case openai.APITimeoutError() | TimeoutError():
            return ModelTooSlow()
        case openai.APIConnectionError() | OSError():
            return ModelUnreachable()
        case openai.APIStatusError():
            wait = retry_after(error.response.headers, datetime.now(UTC))
            return by_status(error.status_code, error.body, wait=wait)
        case openai.APIResponseValidationError() | ValueError():
            return ModelGarbled()
        case openai.APIError():
            return from_body(error.body)
        case _:
            return ModelBroken()


def from_body(body: object) -> ModelError:
    """Our error for an error object that came inside a stream; its code stands in for the status."""
    code = _field(body, "code") or _field(body, "status") or _field(body, "status_code")
    digits = str(code) if str(code).isdigit() else {"rate_limit_exceeded": "429"}.get(str(code), "")
    status = int(digits[:3]) if digits else 0
    return by_status(status if 400 <= status <= 599 else 500, body)


def by_status(status: int, body: object, *, wait: float | None = None) -> ModelError:
    """Our error for an HTTP status and the body that came with it."""
    said = complaint(body)
    if status not in (401, 403, 429) and _is_too_long(body, said):
        return ContextTooLong(
            asked=_size(body, "n_prompt_tokens", words=_ASKED), limit=_size(body, "n_ctx", words=_LIMIT)
        )
    if status == 429:
        return QuotaSpent() if _QUOTA.search(said) else ModelBusy(retry_after=wait)
    if status == 408:
        return ModelTooSlow(retry_after=wait or 0.0)
    if status >= 500:
        loading = status == 503 and "loading" in said.lower()
        return ModelLoading() if loading else ModelBroken(retry_after=wait)
    if status < 400 or (status == 404 and "model" not in said.lower()):
        return NotAnEndpoint()
    return _by_client_status(status, said)


def _by_client_status(status: int, said: str) -> ModelError:
    match status:
        case 401 | 403:
            return KeyRefused()
        case 402:
            return QuotaSpent()
        case 404:
            return ModelNotFound()
        case _ if _FILTERED.search(said):
            return ModelRefused()
        case _ if _ABSENT.search(said):
            return ModelNotFound()
        case _:
            return ModelRejected()


def complaint(body: object) -> str:
    """All words of an error body in one string, whatever its shape; for deciding only, never for showing."""
    match body:
        case str():
            return body
        case Mapping():
            return " ".join(complaint(value) for value in body.values())
        case list():
            return " ".join(map(complaint, body))
        case _:
            return ""


def _is_too_long(body: object, said: str) -> bool:
    kind = f"{_field(body, 'type')} {_field(body, 'code')}"
    return "context_length_exceeded" in kind or "exceed_context_size" in kind or bool(_TOO_LONG.search(said))


def _size(body: object, field: str, *, words: re.Pattern[str]) -> int | None:
    told = _field(body, field)
    if isinstance(told, int):
        return told
    found = words.search(complaint(body))
    return int(next(filter(None, found.groups()))) if found else None


def _field(body: object, name: str) -> Any:
    if not isinstance(body, Mapping):
        return None
    if name in body:
        return body[name]
    return _field(body.get("error"), name)
