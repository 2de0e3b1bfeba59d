"""How well learning works with a real model: the chats of tests/memory/chats, through the real memory, judged alike.

    python -m tests.bench.extraction --base-url http://127.0.0.1:8080/v1 --key KEY --model NAME --language de --every 3

The model only proposes; what is counted is what stands in the database afterwards. A stored fact counts as false where
the chat does not want it, true or not, so precision is strict. `--reference` puts the answers a careful model would
give in the model's place: that checks our code, not a model. Every chat is learned in calls of its own, so calls per
utterance are more than in life, where up to ten lines wait for one call.
"""

import argparse
import asyncio
import json
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import asyncpg
from openai import AsyncOpenAI

from bot.packaged import LocalEmbedder
from memory.embedded import embedded_postgres
from memory.memory import Memory
from memory.ports import Extraction, Extractor
from memory.store.database import open_database
from memory.store.migrate import migrate
from memory.store.vectors import ensure_model
from tests.memory.chat_figures import Figures, judge
from tests.memory.chat_run import Stage, reference
from tests.memory.chatbook import Chat, Said, chats, languages

Answering = Callable[[Chat], Callable[[Sequence[Said]], Extractor]]
Kept = dict[str, list[object]]


@dataclass(slots=True)
class Cost:
    """What the model was asked for, over all chats."""

    seconds: list[float] = field(default_factory=list)
    prompt_tokens: list[int] = field(default_factory=list)
    cached_tokens: int = 0
    unreadable: int = 0

    def told(self, utterances: int) -> str:
        """Two lines for the report."""
        seconds, calls = sorted(self.seconds) or [0.0], len(self.seconds)
        tokens = self.prompt_tokens or [0]
        return (
            f"{calls} calls for {utterances} utterances ({calls / max(1, utterances):.2f} each), median "
            f"{seconds[len(seconds) // 2]:.1f} s, worst {seconds[-1]:.1f} s, {self.unreadable} answers not JSON\n"
            f"prompt tokens {sum(tokens) / len(tokens):.0f} a call, at most {max(tokens)}, "
            f"{self.cached_tokens / max(1, sum(tokens)):.0%} from cache"
        )


def asking(client: AsyncOpenAI, model: str, cost: Cost, kept: Kept) -> Answering:
    """Answers of the model behind `client`, kept under the chat's name."""

    def of(chat: Chat) -> Callable[[Sequence[Said]], Extractor]:
        answers = kept[f"{chat.language} {chat.name}"] = []

        async def extractor(extraction: Extraction, /) -> object:
            answers.append(await _call(client, model, extraction, cost))
            return answers[-1]

        return lambda _session: extractor

    return of


def repeating(kept: Kept) -> Answering:
    """The answers that were kept before, in the same order."""

    def of(chat: Chat) -> Callable[[Sequence[Said]], Extractor]:
        answers = iter(kept.get(f"{chat.language} {chat.name}", ()))

        async def extractor(_: Extraction, /) -> object:
            return next(answers, {"facts": []})

        return lambda _session: extractor

    return of


async def _call(client: AsyncOpenAI, model: str, extraction: Extraction, cost: Cost) -> object:
    examples = [m for e in extraction.examples for m in (("user", e.shown), ("assistant", e.answer))]
    messages = [("system", extraction.instructions), *examples, ("user", extraction.input)]
    began = time.perf_counter()
    answer = await client.chat.completions.create(
        model=model,
        messages=cast(Any, [{"role": role, "content": text} for role, text in messages]),
        temperature=0,
        max_tokens=extraction.max_tokens,
        response_format={
            "type": "json_schema",
            "json_schema": {"name": "facts", "schema": dict(extraction.schema)},
        },
    )
    cost.seconds.append(time.perf_counter() - began)
    if answer.usage:
        details = answer.usage.prompt_tokens_details
        cost.prompt_tokens.append(answer.usage.prompt_tokens)
        cost.cached_tokens += (details.cached_tokens or 0) if details else 0
    try:
        return json.loads(answer.choices[0].message.content or "")
    except ValueError:
        cost.unreadable += 1
        return None


@asynccontextmanager
async def _stage() -> AsyncIterator[Stage]:
    home = Path(await asyncio.to_thread(tempfile.mkdtemp, prefix="rapport-chats-"))
    home.chmod(0o711)
    try:
        async with embedded_postgres(home) as dsn, LocalEmbedder() as embedder:
            await migrate(dsn)
            async with open_database(dsn) as database:
                await ensure_model(database, embedder.name, embedder.dimensions)
                owner = await asyncpg.connect(dsn)
                try:
                    yield Stage(Memory(database, embedder, quiet=timedelta(0)), owner)
                finally:
                    await owner.close()
    finally:
        await asyncio.to_thread(shutil.rmtree, home)


async def measure(some: Sequence[Chat], answering: Answering) -> dict[str, Figures]:
    """The figures a language; each chat is reported as it is done."""
    figures: dict[str, Figures] = {}
    async with _stage() as stage:
        for chat in some:
            judged = judge(chat, await stage.play(chat, answering(chat), twice=False))
            figures.setdefault(chat.language, Figures()).add(judged)
            print("\n".join(judged.remarks) or f"ok   {chat.language} {chat.name}", flush=True)
    return figures


def _chosen(given: argparse.Namespace) -> list[Chat]:
    some = [chat for language in given.language or languages() for chat in chats(language)]
    return some[given.first :: given.every][: given.limit]


def _options() -> argparse.Namespace:
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("--base-url")
    options.add_argument("--key", default="none")
    options.add_argument("--model", default="local")
    options.add_argument("--language", action="append", choices=languages(), help="may be given several times")
    options.add_argument("--every", type=int, default=1, help="only every n-th chat")
    options.add_argument("--first", type=int, default=0, help="the chat to begin with, from 0")
    options.add_argument("--limit", type=int, help="at most so many chats")
    options.add_argument("--answers", type=Path, help="keep the model's answers here")
    options.add_argument("--replay", action="store_true", help="judge the answers kept in --answers again, no model")
    options.add_argument("--reference", action="store_true", help="the answers written by hand, no model")
    given = options.parse_args()
    if not (given.base_url or given.reference or (given.replay and given.answers)):
        options.error("a model (--base-url), --reference, or --replay with --answers")
    return given


def main() -> None:
    """Runs the chosen chats and prints the figures."""
    given, cost = _options(), Cost()
    kept: Kept = json.loads(given.answers.read_text()) if given.replay else {}
    if given.reference:
        answering: Answering = reference
    elif given.replay:
        answering = repeating(kept)
    else:
        client = AsyncOpenAI(base_url=given.base_url, api_key=given.key, timeout=300)
        answering = asking(client, given.model, cost, kept)
    some = _chosen(given)
    try:
        _report(asyncio.run(measure(some, answering)))
    finally:
        if given.answers and not given.replay:
            given.answers.write_text(json.dumps(kept, ensure_ascii=False, indent=1))
    print(cost.told(sum(line.speaker is not None for chat in some for line in chat.said)))


def _report(figures: dict[str, Figures]) -> None:
    total = Figures()
    for language, each in figures.items():
        total.add(each)
        print(f"{language}: {each}")
    print(f"all: {total}")


if __name__ == "__main__":
    main()
