"""One turn: recall, prompt, speech, and the log of what was used.

Everything that was said is a row before the model is asked, and our words are a row only as far as they were shown:
an answer that is broken off leaves exactly what the person saw.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import uuid4

from adapters.port import Adapter
from adapters.types import Message, Outgoing
from bot.errors import ContextTooLong, ModelError
from bot.fallback import verbatim
from bot.llm.tokens import approximate
from bot.llm.types import Deadlines
from bot.mind import Mind, Voice
from bot.notes import Notes, Shown, write_notes
from bot.persona import Persona
from bot.prompt import MESSAGE_TOKENS, Budget, Prompt, Scene, budget_for, compose, kept_from
from bot.safety import Review
from bot.speech import Speech
from bot.trace import TurnRecord
from bot.window import Window, Windows
from memory.memory import Memory
from memory.types import Audience, Fact, Line, Noted, Passage, Recall, Spot, Turn, Utterance, Viewer

LOADING = "The language model is still loading; I answer when it is ready (memory already works)."
LATE = "The language model is still loading, so I can only repeat what was said."
LINES = 120
LOADING_SECONDS = 180.0
SAVE_SECONDS = 10.0
Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Heard:
    """A message that has been noted: who asks where, and since when (monotonic seconds) the person waits."""

    viewer: Viewer
    message: Message
    noted: Noted
    since: float
    note_ms: float


@dataclass(slots=True)
class _Told:
    """What one turn has come to so far."""

    speech: Speech | None = None
    reply: str = ""
    message_id: str = ""
    problem: str = ""
    failed: bool = False
    recall: Recall = field(default_factory=lambda: Recall((), (), 0, 0.0))
    notes: Notes | None = None
    shown: Shown = field(default_factory=Shown)
    recall_ms: float = 0.0
    prompt_ms: float = 0.0


class Turns:
    """Answers messages, one turn each."""

    def __init__(self, memory: Memory, mind: Mind, *, persona: Persona, windows: Windows, clock: Clock) -> None:
        self._memory = memory
        self._mind = mind
        self._persona = persona
        self._windows = windows
        self._clock = clock

    async def answer(self, heard: Heard, adapter: Adapter) -> TurnRecord:
        """Answer, note our words, log the turn. Cancelled in the middle, it notes what was shown and goes on ending."""
        told = _Told()
        try:
            voice = await self._voice(heard, adapter)
            if voice is None:
                told.problem = LATE if self._mind.loading else self._mind.reason
                await self._repeat(heard, adapter, told)
            else:
                await self._speak(heard, adapter, told, voice=voice)
        finally:
            if told.speech is not None and not told.reply:
                told.reply = told.speech.shown.strip()
            async with asyncio.timeout(SAVE_SECONDS):
                record = await self._save(heard, told)
        return record

    async def _voice(self, heard: Heard, adapter: Adapter) -> Voice | None:
        if self._mind.loading:
            await adapter.send(Outgoing(heard.message.address, LOADING, heard.message.id))
        return await self._mind.settled(LOADING_SECONDS)

    async def _repeat(self, heard: Heard, adapter: Adapter, told: _Told) -> None:
        """Answer with what was said, word for word."""
        told.recall = await self._memory.recall(heard.viewer, heard.noted.text, skip=(heard.noted.spot,))
        told.notes = None
        text = verbatim(told.recall, told.problem)
        sent = await adapter.send(Outgoing(heard.message.address, text, heard.message.id))
        told.reply, told.message_id = text, sent.message_id

    async def _speak(self, heard: Heard, adapter: Adapter, told: _Told, *, voice: Voice) -> None:
        budget = budget_for(voice.model.context_length, slow=voice.slow)
        try:
            try:
                await self._attempt(heard, adapter, told, voice=voice, budget=budget)
            except ContextTooLong:
                budget = replace(budget, prompt=budget.prompt // 2, kept=budget.kept // 2)
                await self._attempt(heard, adapter, told, voice=voice, budget=budget)
        except ModelError as fault:
            told.problem, told.failed, told.speech = str(fault), True, None
            await self._repeat(heard, adapter, told)

    async def _attempt(self, heard: Heard, adapter: Adapter, told: _Told, *, voice: Voice, budget: Budget) -> None:
        """One try at the model; raises `ModelError` only while nothing has been shown."""
        prompt = await self._prompt(heard, told, budget)
        stream = voice.model.stream(
            prompt.messages,
            max_tokens=budget.reply,
            temperature=0.3 if voice.slow else 0.7,
            deadline=Deadlines(),
        )
        async with aclosing(stream) as pieces:
            speech = Speech(pieces, Review(self._persona.name))
            await speech.begin()
            told.speech = speech
            sent = await adapter.stream(Outgoing(heard.message.address, "", heard.message.id), speech.words())
        told.reply, told.message_id = speech.shown.strip(), sent.message_id
        if speech.fault is not None:
            told.problem, told.failed = str(speech.fault), True
            await adapter.send(Outgoing(heard.message.address, f"({speech.fault})"))

    async def _prompt(self, heard: Heard, told: _Told, budget: Budget) -> Prompt:
        """Recall and compose, within the place's window."""
        began, now = time.perf_counter(), self._clock()
        viewer, asked = heard.viewer, heard.noted.spot
        window = self._windows.get(viewer.place.key, now)
        if window is None:
            window = Window(_first(await self._memory.recent(viewer, LINES), budget), now)
            self._windows.put(viewer.place.key, window)
        lines, told.recall, profile = await asyncio.gather(
            self._memory.recent(viewer, LINES),
            self._memory.recall(viewer, heard.noted.text, budget=budget.recall, skip=window.spots(asked)),
            self._memory.profile(viewer),
        )
        told.recall_ms = _since(began)
        began = time.perf_counter()
        asker, told.shown = heard.message.author.name, window.shown
        told.notes = write_notes(asker, _within(profile, budget.profile), told.recall, shown=told.shown, now=now)
        notes = window.notes if told.notes is None else window.notes | {asked.seq: told.notes}
        scene = Scene(
            opening=self._persona.opening,
            group=viewer.place.audience is not Audience.DIRECT,
            lines=_with_asked(lines, heard),
            notes=notes,
            since=_moved(window.since, lines),
        )
        prompt = compose(scene, budget, approximate)
        window.keep(prompt.since, asked.seq, told.notes)
        told.prompt_ms = _since(began)
        return prompt

    async def _save(self, heard: Heard, told: _Told) -> TurnRecord:
        """Note our words and log the turn."""
        answered: Spot | None = None
        if told.reply:
            ours = Utterance(
                told.message_id or uuid4().hex, None, heard.viewer.place, told.reply, self._clock(), heard.message.id
            )
            answered = (await self._memory.note(ours)).spot
        record = _record(heard, told)
        passages = {each.spot for each in (*record.passages, *told.shown.passages)}
        await self._memory.log_turn(
            Turn(
                viewer=heard.viewer,
                asked=heard.noted.spot,
                answered=answered,
                facts=tuple(dict.fromkeys((*(fact.id for fact in record.facts), *told.shown.facts))),
                passages=tuple(sorted(passages, key=lambda spot: (spot.place, spot.seq))),
                model=record.model,
                prompt_tokens=record.prompt_tokens or 0,
                cached_tokens=record.cached_tokens or 0,
                first_word_ms=None if record.first_word_ms is None else round(record.first_word_ms),
                total_ms=round(record.total_ms),
            )
        )
        return record


def _first(lines: Sequence[Line], budget: Budget) -> int:
    """From which line a new window begins."""
    if not lines:
        return 1
    return lines[kept_from([approximate(line.text) + MESSAGE_TOKENS for line in lines], budget.kept)].spot.seq


def _moved(since: int, lines: Sequence[Line]) -> int:
    """`since`, or far ahead of it when the transcript read no longer reaches back that far."""
    if len(lines) < LINES or lines[0].spot.seq <= since:
        return since
    return lines[LINES // 2].spot.seq


def _with_asked(lines: Sequence[Line], heard: Heard) -> Sequence[Line]:
    """The transcript up to the message asked; what others said meanwhile belongs to their own turns."""
    asked = heard.noted.spot
    until = [line for line in lines if line.spot.seq < asked.seq]
    name = heard.message.author.name
    return [*until, Line(asked, heard.viewer.person, name, heard.noted.text, heard.message.sent_at)]


def _within(facts: Sequence[Fact], tokens: int) -> Sequence[Fact]:
    """As many of the first facts as fit."""
    kept: list[Fact] = []
    for fact in facts:
        tokens -= approximate(fact.text) + MESSAGE_TOKENS
        if tokens < 0:
            break
        kept.append(fact)
    return kept


def _facts(told: _Told) -> tuple[Fact, ...]:
    """What was recalled for this turn and what its notes told besides."""
    recalled = {each.item.id: each.item for each in told.recall.facts if isinstance(each.item, Fact)}
    return tuple((recalled | {fact.id: fact for fact in (told.notes.facts if told.notes else ())}).values())


def _since(began: float) -> float:
    return (time.perf_counter() - began) * 1000


def _record(heard: Heard, told: _Told) -> TurnRecord:
    speech = told.speech
    completed = speech.completed if speech else None
    return TurnRecord(
        who=heard.message.author.name,
        place=heard.viewer.place.title,
        text=heard.noted.text,
        reply=told.reply,
        facts=_facts(told),
        passages=tuple(each.item for each in told.recall.passages if isinstance(each.item, Passage)),
        model=completed.model if completed else None,
        prompt_tokens=completed.prompt_tokens if completed else None,
        cached_tokens=completed.cached_tokens if completed else None,
        note_ms=heard.note_ms,
        recall_ms=told.recall_ms,
        prompt_ms=told.prompt_ms,
        first_word_ms=speech.first_word_ms if speech else None,
        total_ms=_since(heard.since),
        redactions=heard.noted.redacted,
        problem=told.problem,
        failed=told.failed,
    )
