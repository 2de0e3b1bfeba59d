"""Checks what the stand-in answers against Slack's own published types of answers: an app must not read another Slack.

The types make every field one that may be missing, so what is found is a field of the wrong type and one that Slack
does not send. Where Slack's documents show what the types leave out, it is named here with the page.
"""

from collections.abc import Iterable, Iterator
from functools import cache

from jsonschema import Draft7Validator

from tests.platforms.slack.schemas import closest, known, strict
from tests.platforms.slack.wire import Payload, listed, mapping, text_of, without

ADDRESS = "response_url"  # no method, and without a type: it says only whether it went well
# docs.slack.dev/reference/methods: auth.revoke, and conversations.info of a conversation of two. A reply is the same
# message as it is in the history, whose types know these.
UNTYPED = {
    "auth.revoke": ("revoked",),
    "conversations.info": ("user", "priority"),
    "conversations.replies": ("client_msg_id", "subtype"),
}
ANYTHING: Payload = {"additionalProperties": False, "type": "object"}  # so written: an object that has any field
# The types know no null: docs.slack.dev/reference/methods/oauth.v2.access and views.open.
NULLS = frozenset(("enterprise", "team", "close", "submit", "previous_view_id"))


def misanswered(sent: Iterable[tuple[str, Payload]]) -> list[str]:
    """What was answered otherwise than Slack would, a line each; of each method and its answer."""
    return [f"{method} answered: {wrong}" for method, answer in sent for wrong in answer_errors(method, answer)]


def answer_errors(method: str, answer: Payload) -> Iterator[str]:
    """What is wrong with an answer."""
    yield from _outcome(answer)
    if method == ADDRESS:
        yield from (f"unknown: {each}" for each in answer if each not in ("ok", "error", "response_metadata"))
    elif method not in known()["answers"]:
        yield from () if answer.get("error") == "unknown_method" else ("no such method in the types",)
    else:
        blocks: list[object] = []
        yield from closest(_validator(method), _typed(method, mapping(_plain(answer, blocks))))
        for each in blocks:
            yield from closest(_block(), each)


def _outcome(answer: Payload) -> Iterator[str]:
    """Whether it says clearly that it went well, or why not."""
    error = text_of(answer.get("error"))
    if (answer.get("ok") is True) is bool(error):
        yield f"ok is {answer.get('ok')}, and the error is {error!r}"
    if error == "missing_scope" and not (answer.get("needed") and "provided" in answer):
        yield "the missing scope is not named"


def _typed(method: str, answer: Payload) -> Payload:
    """What the types know of an answer and of what it is about."""
    beside = UNTYPED.get(method, ())
    kept = without(answer, *beside)
    if "channel" in kept and beside:
        kept["channel"] = without(mapping(kept["channel"]), *beside)
    if "messages" in kept:
        kept["messages"] = [without(each, *beside) for each in listed(kept["messages"])]
    return kept


def _plain(value: object, blocks: list[object]) -> object:
    """As the types know it. Its blocks are put aside: these types know the oldest alone, those of requests know all."""
    if isinstance(value, list):
        return [_plain(each, blocks) for each in value]
    if not isinstance(value, dict):
        return value
    found = value.get("blocks")
    blocks.extend(found if isinstance(found, list) else [])
    kept = {key: each for key, each in value.items() if key != "blocks" and not (each is None and key in NULLS)}
    return {key: _plain(each, blocks) for key, each in kept.items()}


@cache
def _validator(method: str) -> Draft7Validator:
    return Draft7Validator({**known()["answers"][method], "definitions": _definitions()})


@cache
def _definitions() -> Payload:
    return {name: {"type": "object"} if each == ANYTHING else each for name, each in known()["definitions"].items()}


@cache
def _block() -> Draft7Validator:
    return strict(known()["definitions"]["KnownBlock"])
