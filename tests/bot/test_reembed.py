"""Changing to another embedding model over the real program and real HTTP: refused, made anew, killed, resumed."""

import asyncio
import hashlib
import sys
from pathlib import Path

from memory.terms import tokenise
from tests.bot.program import COMMAND, run, surroundings
from tests.bot.stand_in import Request, Script, Send, StandIn, status

REFUSED = "The embedding model is not the one this memory was made with. Run `rapport reembed`, or set the old one.\n"


def embeds(size: int) -> Script:
    """Vectors of `size` numbers: texts that share words lie near to one another."""

    async def script(request: Request, send: Send) -> None:
        rows = [_of_words(text, size) for text in request.body["input"]]
        data = [{"index": at, "embedding": row} for at, row in enumerate(rows)]
        await status(200, {"object": "list", "data": data, "model": "e"})(request, send)

    return script


def _of_words(text: str, size: int) -> list[float]:
    words = [hashlib.shake_128(word.encode()).digest(size) for word in tokenise(text)] or [bytes(size)]
    return [sum(word[at] / 255 - 0.5 for word in words) + 0.01 for at in range(size)]


async def _never(request: Request, send: Send) -> None:
    await asyncio.sleep(60)


async def test_refused_made_anew_killed_resumed(database_dsn: str, tmp_path: Path) -> None:
    script = tmp_path / "script.txt"
    lines = [f"Thing {number} is a {number * 7919}" for number in range(80)]
    script.write_text("\n".join(["My cat is called Miso.", *lines, "@wait learned", ""]))
    async with StandIn() as old, StandIn() as new:
        old.on("/v1/embeddings", embeds(8))
        new.on("/v1/embeddings", embeds(12))
        bare = surroundings(database_dsn, tmp_path)
        before = bare | {"RAPPORT_EMBEDDINGS_URL": old.url, "RAPPORT_EMBEDDINGS_MODEL": "old"}
        after = bare | {"RAPPORT_EMBEDDINGS_URL": new.url, "RAPPORT_EMBEDDINGS_MODEL": "new"}
        assert (await run((*COMMAND, "--script", str(script)), before)).code == 0

        refused = await run(COMMAND, after, b"Hi\n")
        assert (refused.code, refused.err) == (1, REFUSED)
        doctor = await run((sys.executable, "-m", "bot", "doctor"), after)
        assert "memory was made with old with 8. Say: rapport reembed" in doctor.out

        new.on("/v1/embeddings", embeds(12), embeds(12), embeds(12), _never)
        reembed = (sys.executable, "-m", "bot", "reembed")
        child = await asyncio.create_subprocess_exec(*reembed, env=after, stderr=asyncio.subprocess.PIPE)
        assert child.stderr is not None
        assert b"Embedding everything with new" in await asyncio.wait_for(child.stderr.readline(), 20)
        async with asyncio.timeout(20):
            while len(new.asked("/v1/embeddings")) < 4:
                await asyncio.sleep(0.05)
        meanwhile = await run(COMMAND, before, b"What is my cat called?\n")
        assert 'Ana: "My cat is called Miso."' in meanwhile.out
        child.kill()
        await child.wait()

        asked = len(new.asked("/v1/embeddings"))
        new.on("/v1/embeddings", embeds(12))
        ended = await run(reembed, after)
        assert (ended.code, ended.out) == (0, "Memory is now made with new, 12 numbers a text.\n")
        assert len(new.asked("/v1/embeddings")) - asked > 0
        again = await run(COMMAND, after, b"What is my cat called?\n")
        assert again.code == 0
        assert 'Ana: "My cat is called Miso."' in again.out
        assert (await run(COMMAND, before, b"Hi\n")).err == REFUSED
