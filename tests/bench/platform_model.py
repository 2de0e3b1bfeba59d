"""A model for the bench, in a process of its own, that answers at once: python -m tests.bench.platform_model

A real endpoint on loopback. Chats get a sentence in pieces; requests for JSON get a fact of every third line that may
be quoted, in its own words. GET /figures tells how many there were and the milliseconds from the whole request to the
last byte of each chat.
"""

import asyncio
import json
import re
import sys
import time

from tests.bot.stand_in import DONE, Request, Send, StandIn, end, event, model_list, sse, status, word

ANSWER = ("That is good to know. ", "I would take the earlier one, ", "since you said that the other is further.")
USAGE = {"prompt_tokens": 1500, "completion_tokens": 24, "total_tokens": 1524}
CONTEXT = 32_768
LINE = re.compile(r"^(\d+) ([^:\n]+?)(?: \([^)\n]*\))*: (.+)$", re.MULTILINE)


class Model:
    """Answers, and counts what it answered."""

    def __init__(self) -> None:
        self.taken: list[float] = []
        self.learned = 0
        self.server = StandIn(keep_alive=True)
        self.server.on("/v1/models", model_list("bench", max_model_len=CONTEXT)).chat(self._answer)
        self.server.on("/figures", self._figures)
        self._chat = sse(b"".join(map(word, ANSWER)) + end() + event({"choices": [], "usage": USAGE}) + DONE)

    async def _answer(self, request: Request, send: Send) -> None:
        began = time.perf_counter()
        self.server.requests.clear()
        if "response_format" in request.body:
            self.learned += 1
            facts = json.dumps({"facts": facts_in(request.body["messages"][-1]["content"])})
            return await sse(word(facts) + end() + DONE)(request, send)
        await self._chat(request, send)
        self.taken.append((time.perf_counter() - began) * 1000)

    async def _figures(self, request: Request, send: Send) -> None:
        figures, self.taken = {"taken": self.taken, "learned": self.learned}, []
        await status(200, figures)(request, send)


def facts_in(shown: str) -> list[dict[str, object]]:
    """What is made of the lines of a batch."""
    lines = [found.groups() for found in LINE.finditer(shown)][::3]
    return [
        {"line": int(at), "quote": said, "about": who, "fact": f"{who}: {said}", "kind": "fact"}
        for at, who, said in lines
    ]


async def serve() -> None:
    """Serve until ended."""
    async with Model().server as server:
        sys.stdout.write(json.dumps({"url": server.url}) + "\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


if __name__ == "__main__":
    try:
        asyncio.run(serve())
    except KeyboardInterrupt:
        sys.exit(130)
