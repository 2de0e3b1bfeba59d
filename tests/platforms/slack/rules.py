"""What Slack asks for beside its own published types, and what this bot promises: it never calls a crowd.

From docs.slack.dev: reference/methods/chat.postMessage, chat.startStream and agents.sessions.setStatus, and
interactivity/handling-user-interaction for what an answer's address takes.
"""

import re
from collections.abc import Iterator

from tests.platforms.slack.blocks import broken_blocks, broken_view
from tests.platforms.slack.chat import items, parsed
from tests.platforms.slack.log import Call, Delivered
from tests.platforms.slack.wire import Payload, listed, text_of, truth

TEXT, MARKDOWN, TITLE, PROMPTS = 40_000, 12_000, 200, 4
LIMITS = {"markdown_text": MARKDOWN, "text": TEXT, "title": TITLE}
CROWD = re.compile(r"<!(?:channel|here|everyone|subteam)\b")
POSTING = ("chat.postMessage", "chat.postEphemeral", "chat.update", "response_url")
RESPONSE = frozenset(
    (
        *("text", "blocks", "attachments", "response_type", "replace_original", "delete_original", "thread_ts"),
        *("unfurl_links", "unfurl_media", "mrkdwn", "metadata"),
    )
)
WITHOUT_UNFURLING = ("chat.postMessage",)


def broken(call: Call) -> Iterator[str]:
    """The rules that a call breaks."""
    blocks = items(call.args.get("blocks"))
    for name, most in LIMITS.items():
        if len(text_of(call.args.get(name))) > most:
            yield f"{name} has {len(text_of(call.args[name]))} characters, {most} are allowed"
    yield from broken_blocks(blocks)
    if "view" in call.args:
        yield from broken_view(parsed(call.args["view"]))
    if call.method in POSTING:
        yield from _posting(call, blocks)
    if call.method == "response_url":
        yield from _respond(call)
    yield from _streaming(call)
    if call.method == "assistant.threads.setSuggestedPrompts" and len(items(call.args.get("prompts"))) > PROMPTS:
        yield f"more than {PROMPTS} prompts"


def broken_answer(told: Delivered) -> Iterator[str]:
    """The rules that the answer in an acknowledgement breaks."""
    answer = told.answer
    if answer.get("response_action") not in (None, "errors", "update", "push", "clear"):
        yield f"no such response_action: {answer['response_action']}"
    if "view" in answer:
        yield from broken_view(parsed(answer["view"]))
    if told.kind == "slash_commands" and answer:
        yield from _posting(Call("response_url", answer), items(answer.get("blocks")))


def _respond(call: Call) -> Iterator[str]:
    yield from (f"unknown in an answer: {each}" for each in call.args if each not in RESPONSE)
    if call.args.get("response_type") not in (None, "in_channel", "ephemeral"):
        yield f"no such response_type: {call.args['response_type']}"


def _posting(call: Call, blocks: list[Payload]) -> Iterator[str]:
    if blocks and not call.args.get("text"):
        yield "blocks without text: a notification would say nothing"
    if call.args.get("markdown_text") and (call.args.get("text") or blocks):
        yield "markdown_text beside text or blocks"
    if truth(call.args.get("link_names")) or call.args.get("parse") == "full":
        yield "names that are written would be called"
    if CROWD.search(_said(call, blocks)):
        yield "calls a crowd"
    for name in ("unfurl_links", "unfurl_media") if call.method in WITHOUT_UNFURLING else ():
        if name not in call.args or truth(call.args[name]):
            yield f"{name} is not false"


def _streaming(call: Call) -> Iterator[str]:
    if "chunks" not in call.args:
        return
    chunks = items(call.args["chunks"])
    for each in chunks:
        if len(text_of(each.get("text"))) > MARKDOWN:
            yield f"a chunk has more than {MARKDOWN} characters"
    if chunks and call.args.get("markdown_text"):
        yield "markdown_text beside chunks"


def _said(call: Call, blocks: list[Payload]) -> str:
    """All words that Slack reads marks in; `markdown_text` is read so too."""
    given = [text_of(call.args.get("text")), text_of(call.args.get("markdown_text"))]
    return "\n".join([*given, *(text_of(each.get("text")) for each in _texts(blocks))])


def _texts(parts: list[Payload]) -> Iterator[Payload]:
    for each in parts:
        if each.get("type") in ("mrkdwn", "markdown"):
            yield each
        inner = [value for value in each.values() if isinstance(value, dict)]
        lists = [part for value in each.values() for part in listed(value)]
        yield from _texts([*listed(inner), *lists])
