"""Drives one chat through the real memory on a real database: what was known is learned first, then what is said.

Each chat has people, a place and a space of its own, so hundreds share one database. What was known is said in the
place in the very words of the fact, and every speaker says something else after it, so that no old fact stands right
before the new lines.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import asyncpg

from memory.memory import Memory
from memory.ports import Extraction, Extractor
from memory.types import Account, Audience, PersonId, Place, Utterance
from tests.memory.chatbook import Chat, Held, Said

AGAIN = """
WITH back AS (
    UPDATE utterances SET learned_at = NULL
    WHERE place_id = (SELECT id FROM places WHERE key = $1) AND external_id = ANY ($2)
)
UPDATE places SET learn_after = now(), pending = cardinality($2::text[]) WHERE key = $1"""
DONE = "UPDATE places SET learn_after = NULL WHERE key = $1"  # what a model choked on must not meet the next chat
STORED = """
SELECT f.id, w.name AS speaker, f.subject_name AS about, f.kind, f.text, f.valid_from AS since,
       f.valid_until AS until, f.superseded_by AS closed_by, f.superseded_at IS NULL AS current, f.confidence,
       f.sensitivity, coalesce(f.uncertain_since <= now(), false) AS uncertain,
       (SELECT count(*) FROM fact_sources s WHERE s.tenant = f.tenant AND s.fact_id = f.id) AS sources
FROM facts f JOIN people w ON w.id = f.speaker_id WHERE f.speaker_id = ANY ($1) ORDER BY f.id"""


@dataclass(frozen=True, slots=True)
class Stored:
    """A fact as it stands in the database."""

    id: int
    speaker: str
    about: str
    kind: str
    text: str
    since: datetime
    until: datetime | None
    closed_by: int | None
    current: bool
    confidence: float
    sensitivity: str
    uncertain: bool
    sources: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a chat left: the facts `known` before, all facts `after`, and `again` after the same was learned twice."""

    known: tuple[Stored, ...]
    after: tuple[Stored, ...]
    again: tuple[Stored, ...]


@dataclass
class Stage:
    """A memory, its database as the owner sees it, and who stands where."""

    memory: Memory
    owner: "asyncpg.Connection[asyncpg.Record]"
    people: dict[str, PersonId] = field(default_factory=dict)

    async def play(self, chat: Chat, extractor: Callable[[Sequence[Said]], Extractor], *, twice: bool) -> Outcome:
        """Learns what was known, then each session; `twice` learns each session's lines again with the same answer."""
        self.people = {name: await self._enter(chat, name) for name in chat.people}
        for elsewhere in (*Audience, None):
            await self._hold(chat, [held for held in chat.known if held.elsewhere is elsewhere], elsewhere)
        known = after = again = await self._stored()
        for session in chat.sessions:
            await self._note(session, _place(chat))
            await self._learn(extractor(session))
            after = again = await self._stored()
            if twice:
                await self.owner.execute(AGAIN, _place(chat).key, [str(line.number) for line in session])
                await self._learn(extractor(session))
                again = await self._stored()
        await self.owner.execute(DONE, _place(chat).key)
        return Outcome(known, after, again)

    async def _enter(self, chat: Chat, name: str) -> PersonId:
        return await self.memory.person(Account("test", f"{chat.language} {chat.name} {name}", name), _place(chat))

    async def _hold(self, chat: Chat, held: Sequence[Held], elsewhere: Audience | None) -> None:
        """What is known of one place, said and learned there."""
        if not held:
            return
        place = _place(chat, elsewhere)
        for one in held:
            await self.memory.person(Account("test", f"{chat.language} {chat.name} {one.speaker}", one.speaker), place)
        told = [Said(-at, one.speaker, one.text, one.on) for at, one in enumerate(held, 1)]
        ends = [Said(-at - len(held), name, "ok then", held[-1].on) for at, name in enumerate(chat.people, 1)]
        await self._note((*told, *(ends if elsewhere is None else ())), place)
        answer = [
            {"line": at, "quote": h.text, "about": h.about, "fact": h.text, "kind": h.kind}
            for at, h in enumerate(held, 1)
        ]
        before = len(await self._stored())
        await self._learn(_always({"facts": answer}))
        assert len(await self._stored()) == before + len(held), f"{chat.name}: what should be known is not"

    async def _note(self, lines: Sequence[Said], place: Place) -> None:
        for line in lines:
            speaker = self.people[line.speaker] if line.speaker else None
            await self.memory.note(Utterance(str(line.number), speaker, place, line.text, line.at))

    async def _learn(self, extractor: Extractor) -> None:
        while await self.memory.learn_next(extractor):
            pass

    async def _stored(self) -> tuple[Stored, ...]:
        rows = await self.owner.fetch(STORED, list(self.people.values()))
        return tuple(Stored(**dict(row)) for row in rows)


def _place(chat: Chat, elsewhere: Audience | None = None) -> Place:
    name = f"{chat.language} {chat.name}"
    audience = elsewhere or chat.audience
    space = None if audience is Audience.DIRECT else name
    return Place(f"{name} {elsewhere or 'here'}", space, audience, "somewhere")


def _always(answer: object) -> Extractor:
    async def extractor(_: Extraction, /) -> object:
        return answer

    return extractor


def reference(chat: Chat) -> Callable[[Sequence[Said]], Extractor]:
    """An extractor that answers as the chat says, with the numbers that its call really shows."""

    def of(session: Sequence[Said]) -> Extractor:
        lines = {line.number: line for line in session}

        async def extractor(extraction: Extraction, /) -> object:
            shown = extraction.input.splitlines()
            return {"facts": [_numbered(item, chat, lines, shown) for item in chat.answer if item["line"] in lines]}

        return extractor

    return of


def _numbered(item: Any, chat: Chat, lines: dict[int, Said], shown: Sequence[str]) -> dict[str, object]:
    given: dict[str, object] = {"kind": "fact", **item}
    given["line"] = _number(r"(\d+)\W", " ".join(lines[item["line"]].text.split())[:150], shown) or 0
    for name in ("known", "depends"):
        if name in item:
            text = chat.known[item[name] - 1].text if isinstance(item[name], int) else item[name]
            given[name] = _number(r"\[(\d+)\]", text, shown) or 0
    return given


def _number(mark: str, text: str, shown: Sequence[str]) -> int | None:
    """The number of the shown line that holds `text`."""
    found = (re.match(mark, line) for line in reversed(shown) if text.casefold() in line.casefold())
    return next((int(match[1]) for match in found if match), None)
