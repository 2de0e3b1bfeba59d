"""A model server for scenarios: chat answers repeat all that it was sent, learning notes each statement as it stands.

So whatever the program tells the model shows up in what the model was sent, and what is learned does not depend on the
skill of any model. It speaks real HTTP on loopback.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from tests.bot.stand_in import Request, Script, Send, StandIn, model_list, says, status

_LINE = re.compile(r"^(\d+) ([^:]+): (.*)$", re.MULTILINE)


def claims_of(prompt: str) -> list[dict[str, object]]:
    """A claim for each numbered line that states something, quoted whole."""
    asked = prompt.rsplit("Lines:\n", 1)[-1]
    return [
        {
            "line": int(number), "quote": text, "about": name, "fact": f"{name} said: {text}", "kind": "fact",
            "certainty": "said", "sensitive": "none", "relation": "none", "known": 0,
        }
        for number, name, text in _LINE.findall(asked) if not text.endswith("?")
    ]  # fmt: skip


@dataclass(slots=True)
class ReferenceModel:
    """`heard` holds the whole prompt of each chat request, `taught` of each learning request."""

    heard: list[str] = field(default_factory=list)
    taught: list[str] = field(default_factory=list)
    reply: Script = field(default_factory=lambda: says("I ", "heard ", "you."))
    learn: Callable[[str], list[dict[str, object]]] = claims_of
    before_learning: Script | None = None
    _server: StandIn = field(default_factory=StandIn)

    async def __aenter__(self) -> Self:
        await self._server.__aenter__()
        self._server.on("/v1/models", model_list("reference", max_model_len=32_000)).chat(self._answer)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._server.__aexit__(kind, error, trace)

    @property
    def url(self) -> str:
        """The base of the API."""
        return self._server.url

    async def _answer(self, request: Request, send: Send) -> None:
        prompt = "\n".join(str(message["content"]) for message in request.body["messages"])
        if "response_format" not in request.body:
            if request.body.get("stream"):
                self.heard.append(prompt)
            return await self.reply(request, send)
        if "about" not in json.dumps(request.body["response_format"]):  # the probe of what the server can do
            return await _whole({"ok": True})(request, send)
        self.taught.append(prompt)
        if self.before_learning is not None:
            await self.before_learning(request, send)
        await _whole({"facts": self.learn(prompt)})(request, send)


def _whole(answer: object) -> Script:
    message = {"role": "assistant", "content": json.dumps(answer)}
    body: dict[str, Any] = {
        "model": "reference",
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 10, "completion_tokens": 5},
    }
    return status(200, body)
