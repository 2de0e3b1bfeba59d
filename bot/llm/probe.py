"""Finds out at start-up what stands behind an address: which server, which models, how much context, what it can do.

The list of models is asked first, since every server has it; then the paths that only one kind of server has. No
text is generated: on a small machine that would cost seconds and throw a cached prompt out.
"""

import asyncio
from collections.abc import Iterable, Mapping
from typing import Any

from bot.errors import ModelError
from bot.llm.connection import Connection
from bot.llm.listing import absent, chatting, entries, has
from bot.llm.quirks import QUIRKS, UNKNOWN, Found, Json, Quirk
from bot.llm.sight import sees
from bot.llm.types import Abilities


async def probe(connection: Connection, *, seconds: float = 5.0) -> Abilities:
    """What an endpoint is and can do; the connection learns it too. Raises nothing: the problem is told in words."""
    try:
        listed = entries(await connection.get("/models", seconds=seconds))
    except ModelError as error:
        found = Abilities(connection.name, reachable=False, problem=str(error), vision=connection.vision)
        connection.learn(UNKNOWN, found)
        return found
    quirk, facts = await _recognise(connection, listed, seconds=seconds)
    found = _abilities(connection, quirk, facts=facts, listed=listed)
    connection.learn(quirk, found)
    return found


async def _recognise(connection: Connection, listed: list[Json], *, seconds: float) -> tuple[Quirk, dict[str, Any]]:
    owners = {str(entry.get("owned_by")) for entry in listed}
    hosted = [quirk for quirk in QUIRKS if connection.host in quirk.hosts]
    owned = [quirk for quirk in QUIRKS if owners & set(quirk.owners)]
    candidates = hosted or owned or [quirk for quirk in QUIRKS if quirk.native]
    facts = await _facts(connection, (quirk.native for quirk in candidates if quirk.native), seconds=seconds)
    telling = [quirk for quirk in candidates if _tells(quirk, facts)]
    quirk = next(iter(telling or hosted or owned), UNKNOWN)
    return quirk, facts | await _facts(connection, quirk.more, seconds=seconds)


def _tells(quirk: Quirk, facts: Mapping[str, Any]) -> bool:
    answer = facts.get(quirk.native)
    return isinstance(answer, Mapping) and quirk.tells(answer)


async def _facts(connection: Connection, paths: Iterable[str], *, seconds: float) -> dict[str, Any]:
    """What the server's own paths answer; those that fail are left out."""
    asked = list(paths)
    answers = await asyncio.gather(*(_fact(connection, path, seconds=seconds) for path in asked))
    return {path: answer for path, answer in zip(asked, answers, strict=True) if answer is not None}


async def _fact(connection: Connection, path: str, *, seconds: float) -> Any:
    try:
        if path.startswith("POST "):
            body = {"model": await connection.named_model()}
            return await connection.post(path.removeprefix("POST "), body, native=True, seconds=seconds)
        return await connection.get(path, native=True, seconds=seconds)
    except ModelError:
        return None


def _abilities(connection: Connection, quirk: Quirk, *, facts: Mapping[str, Any], listed: list[Json]) -> Abilities:
    models = tuple(entry["id"] for entry in listed)
    model = connection.model or chatting(models)
    entry = next((entry for entry in listed if entry["id"] == model), {})
    missing = model is None or not has(models, model)
    return Abilities(
        endpoint=connection.name,
        reachable=True,
        problem=str(absent(model, models)) if missing else "",
        server=quirk.server,
        version=quirk.version(facts),
        model=model,
        models=models,
        context_length=quirk.context(Found(facts, entry, model or "")),
        json_schema=quirk.json_schema,
        tools=quirk.tools,
        stream_usage=quirk.usage,
        tokenizer=quirk.tokenizer is not None,
        slots=quirk.slots(facts),
        vision=sees(facts, entry, model=model or "") if connection.vision is None else connection.vision,
    )
