"""One turn: prompt, speech, and the log of what was used.

Everything that was said is a row before the model is asked, and our words are a row only as far as they were shown:
an answer that is broken off leaves exactly what the person saw.
"""

import asyncio
import time
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from uuid import uuid4

from adapters.outgoing import Outgoing
from adapters.port import Adapter
from bot.context import Context, Heard, Prepared, asked_at
from bot.days import zone_of
from bot.errors import ContextTooLong, ModelError
from bot.fallback import verbatim
from bot.llm.types import Deadlines
from bot.mind import Mind, Voice
from bot.patience import PATIENCE_SECONDS, patiently
from bot.prompt import COUNTING, Budget, budget_for
from bot.safety import Review
from bot.speech import Speech
from bot.trace import TurnRecord
from memory.grounding import asks
from memory.memory import Memory
from memory.recalled import Passage, Recall, Turn
from memory.types import Fact, Spot, Utterance

LOADING = "The language model is still loading; I answer when it is ready (memory already works)."
LATE = "The language model is still loading, so I can only repeat what was said."
LOADING_SECONDS = 180.0
VERBATIM_TOKENS = 600  # of what was said, where that is the answer
SAVE_SECONDS = PATIENCE_SECONDS + 10.0


@dataclass(slots=True)
class Told:
    """What a turn has come to so far; `recall` is set where the answer was word for word."""

    prepared: Prepared | None = None
    speech: Speech | None = None
    recall: Recall | None = None
    reply: str = ""
    message_id: str = ""
    problem: str = ""
    failed: bool = False


class Turns:
    """Answers messages, one turn each. `name` is the bot's."""

    def __init__(self, memory: Memory, mind: Mind, *, context: Context, name: str) -> None:
        self._memory = memory
        self._mind = mind
        self._context = context
        self._name = name

    async def answer(self, heard: Heard, adapter: Adapter) -> TurnRecord:
        """Answer, note our words, log the turn; broken off in the middle, it notes what was shown."""
        told = Told()
        try:
            voice = await self._voice(heard, adapter)
            if voice is None:
                told.problem = LATE if self._mind.loading else self._mind.reason
                await self._repeat(heard, adapter, told=told)
            else:
                await self._speak(heard, adapter, told=told, voice=voice)
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

    async def _repeat(self, heard: Heard, adapter: Adapter, *, told: Told) -> None:
        """Answer with what was said, word for word."""
        asked_now = asked_at(heard, datetime.now(UTC))
        found = await self._memory.find(heard.viewer, heard.noted.text, asked=asked_now)
        told.recall = found.packed(VERBATIM_TOKENS, skip=(heard.noted.spot,))
        zone, asked = zone_of(heard.message.author.timezone), asks(heard.noted.text)
        text = verbatim(told.recall, told.problem, zone, asked=asked)
        sent = await adapter.send(Outgoing(heard.message.address, text, heard.message.id))
        told.reply, told.message_id = text, sent.message_id

    async def _speak(self, heard: Heard, adapter: Adapter, *, told: Told, voice: Voice) -> None:
        budget = budget_for(voice.model.context_length, slow=voice.slow, count=voice.model.count)
        try:
            try:
                await self._attempt(heard, adapter, told=told, voice=voice, budget=budget)
            except ContextTooLong:
                budget = replace(budget, prompt=budget.prompt // 2, kept=budget.kept // 2)
                await self._attempt(heard, adapter, told=told, voice=voice, budget=budget)
        except ModelError as fault:
            told.problem, told.failed, told.prepared = str(fault), True, None
            await self._repeat(heard, adapter, told=told)

    async def _attempt(self, heard: Heard, adapter: Adapter, *, told: Told, voice: Voice, budget: Budget) -> None:
        """One try at the model; raises `ModelError` only while nothing has been shown."""
        told.prepared = await self._prepared(heard, voice, budget=budget)
        stream = voice.model.stream(
            told.prepared.prompt.messages,
            max_tokens=budget.reply,
            temperature=0.3 if voice.slow else 0.7,
            deadline=Deadlines(),
        )
        async with aclosing(stream) as pieces:
            speech = Speech(pieces, Review(self._name))
            await speech.begin()
            told.speech = speech
            sent = await adapter.stream(Outgoing(heard.message.address, "", heard.message.id), speech.words())
        told.reply, told.message_id = speech.shown.strip(), sent.message_id
        if speech.fault is not None:
            told.problem, told.failed = str(speech.fault), True
            await adapter.send(Outgoing(heard.message.address, f"({speech.fault})"))

    async def _prepared(self, heard: Heard, voice: Voice, *, budget: Budget) -> Prepared:
        """The prompt; one that comes near to the context's end is counted by the server before it is sent."""
        prepared = await self._context.prepare(heard, budget)
        room = (voice.model.context_length or 0) - budget.reply
        if room <= 0:
            return prepared
        counted = await voice.model.count_tokens(prepared.prompt.messages, beyond=room)
        if counted <= room:
            return prepared
        share = room / counted * COUNTING
        return await self._context.prepare(
            heard, replace(budget, prompt=int(prepared.prompt.tokens * share), kept=int(budget.kept * share))
        )

    async def _save(self, heard: Heard, told: Told) -> TurnRecord:
        """Note our words and log the turn."""
        answered: Spot | None = None
        if told.reply:
            ours = told.message_id or uuid4().hex
            now = datetime.now(UTC)
            words = Utterance(ours, None, heard.viewer.place, told.reply, now, heard.message.id)
            answered = (await patiently(partial(self._memory.note, words))).spot
        record = _record(heard, told)
        turn = _turn(heard, record, answered)
        await patiently(partial(self._memory.log_turn, turn))
        if told.reply and told.prepared is not None and told.prepared.conflict is not None:
            await patiently(partial(self._memory.conflict_asked, heard.viewer, told.prepared.conflict))
        return record


def _turn(heard: Heard, record: TurnRecord, answered: Spot | None) -> Turn:
    return Turn(
        viewer=heard.viewer,
        asked=heard.noted.spot,
        answered=answered,
        facts=tuple(fact.id for fact in record.facts),
        passages=tuple(dict.fromkeys(passage.spot for passage in record.passages)),
        model=record.model,
        prompt_tokens=record.prompt_tokens or 0,
        cached_tokens=record.cached_tokens or 0,
        reply_tokens=record.reply_tokens or 0,
        first_word_ms=None if record.first_word_ms is None else round(record.first_word_ms),
        total_ms=round(record.total_ms),
    )


def _record(heard: Heard, told: Told) -> TurnRecord:
    prepared, speech = told.prepared, told.speech
    completed = speech.completed if speech else None
    used = _used(prepared.recall if prepared else told.recall, prepared)
    return TurnRecord(
        who=heard.message.author.name,
        place=heard.viewer.place.title,
        text=heard.noted.text,
        reply=told.reply,
        facts=tuple({item.id: item for item in used if isinstance(item, Fact)}.values()),
        passages=tuple(item for item in used if isinstance(item, Passage)),
        model=completed.model if completed else None,
        prompt_tokens=completed.prompt_tokens if completed else None,
        cached_tokens=completed.cached_tokens if completed else None,
        reply_tokens=completed.completion_tokens if completed else None,
        note_ms=heard.note_ms,
        recall_ms=prepared.recall_ms if prepared else 0.0,
        prompt_ms=prepared.prompt_ms if prepared else 0.0,
        first_word_ms=speech.first_word_ms if speech else None,
        total_ms=(time.perf_counter() - heard.since) * 1000,
        redactions=heard.noted.redacted,
        problem=told.problem,
        failed=told.failed,
    )


def _used(recall: Recall | None, prepared: Prepared | None) -> list[Fact | Passage]:
    """All of memory that stood in the prompt, the newest notes first, as the answer may rest on any of it."""
    recalled = [each.item for each in (*recall.facts, *recall.passages)] if recall else []
    if prepared is None:
        return recalled
    noted = prepared.notes.facts if prepared.notes else ()
    return [*noted, *recalled, *prepared.shown.facts.values(), *prepared.shown.passages]
