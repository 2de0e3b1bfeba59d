"""What learning costs in calls of a model: python -m tests.bench.learning_cost DATA

LoCoMo's four development conversations are told to the real memory twice: quickly, so that lines gather, and so slowly
that each line has waited long enough when the next one comes. The model is a function that makes a fact of every third
line it may quote, in that line's own words, so that the prompts carry known facts as they do in life. Tokens are those
of the approximation in `bot.llm.tokens`, which is made to count rather too many.
"""

import argparse
import asyncio
import re
import shutil
import tempfile
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import numpy as np

from bot.llm.tokens import approximate
from bot.packaged import LocalEmbedder
from memory.embedded import embedded_postgres
from memory.learn import learn_next
from memory.memory import Memory, open_memory
from memory.ports import Embedder, Extraction
from memory.store.database import Database, open_database
from memory.types import Account, Audience, Place, Utterance
from tests.bench.sets import Conversation, load

LINE = re.compile(r"^(\d+) ([^:\n]+?)(?: \([^)\n]*\))*: (.+)$", re.MULTILINE)
SPOKEN = re.compile(r"[^.!?]{20,}[.!?]")
DUE = "UPDATE places SET learn_after = now() WHERE learn_after < now() + interval '1 hour'"


class Model:
    """Answers as said above, and remembers the tokens of each prompt."""

    def __init__(self) -> None:
        self.tokens: list[int] = []

    async def __call__(self, extraction: Extraction) -> object:
        shown = "".join(each.shown + each.answer for each in extraction.examples)
        self.tokens.append(approximate(extraction.instructions + shown + extraction.input))
        lines = [found.groups() for found in LINE.finditer(extraction.input)]
        return {"facts": [item for number, name, text in lines[::3] if (item := _item(number, name, text))]}


def _item(number: str, name: str, text: str) -> dict[str, object] | None:
    said = SPOKEN.search(text)
    quote = said.group().strip() if said else ""
    return {"line": int(number), "quote": quote, "fact": f"{name}: {quote}", "about": name} if quote else None


async def told(dsn: str, embedder: Embedder, conversations: Sequence[Conversation], *, slowly: bool) -> None:
    """Tells and learns all of them; prints what it cost."""
    model, spent, lines = Model(), 0.0, sum(len(each.turns) for each in conversations)
    async with open_memory(dsn, embedder, quiet=timedelta(seconds=20)) as memory, open_database(dsn) as database:
        for conversation in conversations:
            spent += await _one(memory, database, conversation, model=model, slowly=slowly)
        while await memory.embed_next():
            pass
    calls, (p50, most) = len(model.tokens), np.percentile(model.tokens, [50, 100])
    print(
        f"{'slowly' if slowly else 'quickly'}: {calls} calls for {lines} lines, {calls / lines:.3f} a line;"
        f" prompts {p50:.0f} tokens (p50), {most:.0f} (most); our own work {spent * 1000 / lines:.1f} ms a line"
    )


async def _one(memory: Memory, database: Database, conversation: Conversation, *, model: Model, slowly: bool) -> float:
    """Seconds of all but waiting."""
    started = time.perf_counter()
    place = Place(f"{conversation.name}{slowly}", None, Audience.PRIVATE)
    people = {name: await memory.person(Account("bench", name, name), place) for name in conversation.talkers}
    for number, turn in enumerate(conversation.turns, 1):
        await memory.note(Utterance(turn.id, people[turn.speaker], place, turn.text, turn.at))
        if slowly or number == len(conversation.turns):
            async with database.transaction() as connection:
                await connection.execute(DUE)
        while await learn_next(database, model, memory._embedder):
            pass
    return time.perf_counter() - started


async def main() -> None:
    """Both ways, each on a database of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    conversations = load("locomo", parser.parse_args().data)
    for slowly in (False, True):
        home = Path(tempfile.mkdtemp(prefix="rapport-bench-"))
        try:
            home.chmod(0o711)
            async with embedded_postgres(home) as dsn, LocalEmbedder() as embedder:
                await embedder.load()
                await told(dsn, embedder, conversations, slowly=slowly)
        finally:
            shutil.rmtree(home)


if __name__ == "__main__":
    asyncio.run(main())
