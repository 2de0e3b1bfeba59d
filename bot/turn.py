"""One turn: prompt, speech, and the log of what was used.

Everything that was said is a row before the model is asked, and our words are a row only as far as they were shown:
an answer that is broken off leaves exactly what the person saw.
"""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack, aclosing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from uuid import uuid4

from adapters.errors import AdapterError
from adapters.outgoing import Hearing, Outgoing, Sent
from adapters.port import Adapter
from bot.aside import BROKE_OFF, afterword, begun, has_acted, own_reply, plainly, reply_to, signed
from bot.asking_reminders import AskingReminders
from bot.attachments import read_files
from bot.beside import Files, unseen
from bot.context import Context, Heard, Prepared, asked_at
from bot.days import zone_of
from bot.errors import ContextTooLong, ModelBroken, ModelError, ModelRejected
from bot.fallback import verbatim
from bot.known import said_here
from bot.learning_tone.best_of import BestOf
from bot.llm.tokens import tokens_of
from bot.llm.types import Ask, Deadlines
from bot.matched import matched_of
from bot.mind import Mind, Voice
from bot.patience import patiently
from bot.prompt import COUNTING, IMAGE_TOKENS, Budget, budget_for
from bot.reminders.hands import ReminderHands
from bot.reply import Reply
from bot.speech import Speech
from bot.told import Told, record_of, turn_of
from bot.tools import Tooling
from bot.trace import TurnRecord
from memory.grounding import asks
from memory.memory import Memory
from memory.types import Spot, Utterance

LOADING = "The language model is still loading; I answer when it is ready (memory already works)."
LATE = "The language model is still loading, so I can only repeat what was said."
SOON_SECONDS, LOADING_SECONDS = 6.0, 180.0
VERBATIM_TOKENS = 600  # of what was said, where that is the answer
SAVE_SECONDS = 10.0  # beside the patience


class Turns:
    """Answers messages, one turn each."""

    def __init__(self, memory: Memory, mind: Mind, *, context: Context, reminders: AskingReminders) -> None:
        self._memory = memory
        self._mind = mind
        self._context = context
        self._reminders = reminders
        self._tooling = Tooling()

    async def answer(self, heard: Heard, adapter: Adapter, *, wanted: Callable[[], bool] = lambda: True) -> TurnRecord:
        """Answer, note our words, log the turn; broken off in the middle, it notes what was shown.

        Nothing is noted where the answer is not `wanted` any more, since what it answers is gone.
        """
        told = Told()
        try:
            await self._answer(heard, adapter, told=told)
        except AdapterError:
            told.speech = None  # perhaps nobody has seen a word
            raise
        finally:
            if told.speech is not None and not told.reply:
                told.reply = told.speech.shown.strip()
            if wanted():
                async with asyncio.timeout(heard.patience + SAVE_SECONDS):
                    await self._save(heard, told)
        return record_of(heard, told)

    async def _answer(self, heard: Heard, adapter: Adapter, *, told: Told) -> None:
        if (reply := await self._reminded(heard, adapter)) is not None:
            return await self._tell(heard, adapter, told=told, reply=reply)
        voice = await self._voice(heard, adapter)
        if voice is not None:
            await self._speak(heard, adapter, told=told, voice=voice)
        else:
            told.problem = LATE if self._mind.loading else self._mind.reason
            await self._repeat(heard, adapter, told=told)

    async def _reminded(self, heard: Heard, adapter: Adapter) -> Reply | None:
        """The answer where a reminder was clearly asked for: no model is needed, nor waited for."""
        voice, controls = self._mind.voice, adapter.limits.private_replies
        model = voice is not None and self._takes_tools(voice)
        answer = partial(self._reminders.answer, heard, name=self._name(heard), controls=controls, model=model)
        return await patiently(answer, seconds=heard.patience)

    def _takes_tools(self, voice: Voice) -> bool:
        """A slow model is spared them: it would read their description for seconds, and use them for nothing."""
        return not voice.slow and self._tooling.takes(voice.model)

    def _name(self, heard: Heard) -> str:
        return (heard.persona or self._context.persona).name

    async def _tell(self, heard: Heard, adapter: Adapter, *, told: Told, reply: Reply) -> None:
        """Say something of our own, with what stands under it."""
        outgoing = own_reply(heard, reply, adapter.limits)
        sent = await adapter.send(outgoing)
        if told.reply:
            told.more.append((sent, outgoing.text))
        else:
            told.reply, told.sent = outgoing.text, sent

    async def _voice(self, heard: Heard, adapter: Adapter) -> Voice | None:
        if self._mind.loading:
            if adapter.limits.hearing is not Hearing.ALL:  # one's own answer says more than a word about waiting
                async with adapter.typing(heard.message.address):
                    await self._mind.settled(SOON_SECONDS)
            if self._mind.loading:
                await adapter.send(reply_to(heard, LOADING))
        return await self._mind.settled(LOADING_SECONDS)

    async def _repeat(self, heard: Heard, adapter: Adapter, *, told: Told) -> None:
        """Answer with what was said, word for word."""
        asked_now = asked_at(heard, datetime.now(UTC))
        find = partial(self._memory.find, heard.viewer, heard.noted.text, asked=asked_now)
        found = await patiently(find, seconds=heard.patience)
        recall = found.packed(VERBATIM_TOKENS, skip=(heard.noted.spot,))
        told.recall = said_here(recall, heard.noted.spot) if heard.only_here else recall
        zone, asked = zone_of(heard.message.author.timezone), asks(heard.noted.text)
        text = verbatim(told.recall, plainly(told.problem, adapter.limits), zone, asked=asked)
        sent = await adapter.send(reply_to(heard, text))
        told.reply, told.sent = text, sent

    async def _speak(self, heard: Heard, adapter: Adapter, *, told: Told, voice: Voice) -> None:
        hands, context = self._hands(heard, adapter, voice=voice), voice.model.context_length
        known = context and context - (tokens_of(hands.tools) if hands is not None else 0)
        budget = budget_for(known, slow=voice.slow, count=voice.model.count)
        try:
            async with AsyncExitStack() as waiting:
                await waiting.enter_async_context(adapter.typing(heard.message.address))
                files = await read_files(adapter, heard.message.attachments, sees=voice.sees)
                asking = _Asking(voice, budget, files, waiting, hands)
                await self._try(heard, adapter, told=told, asking=asking)
        except ModelError as fault:
            told.problem, told.failed, told.prepared = str(fault), True, None
            await self._repeat(heard, adapter, told=told)

    async def _try(self, heard: Heard, adapter: Adapter, *, told: Told, asking: "_Asking") -> None:
        """Answer, with less of the conversation or without pictures where the model does not take all of it."""
        try:
            return await self._attempt(heard, adapter, told=told, asking=asking)
        except ContextTooLong:
            budget = replace(asking.budget, prompt=asking.budget.prompt // 2, kept=asking.budget.kept // 2)
            asking = replace(asking, budget=budget)
        except (ModelRejected, ModelBroken):
            if not asking.files.images:
                raise
            asking = replace(asking, files=unseen(asking.files))
        await self._attempt(heard, adapter, told=told, asking=asking)

    async def _attempt(self, heard: Heard, adapter: Adapter, *, told: Told, asking: "_Asking") -> None:
        """One try at the model; raises `ModelError` only while nothing has been shown."""
        told.prepared = await self._prepared(heard, asking)
        temperature = 0.3 if asking.voice.slow else 0.7
        prompt, shunned = told.prepared.prompt.messages, told.prepared.matching.shunned
        ask = Ask(prompt, asking.budget.reply, temperature, Deadlines(), shunned=shunned)
        name, slow, count = self._name(heard), asking.voice.slow, asking.budget.count
        matched = matched_of(told.prepared.matching, name=name, slow=slow, count=count, hands=asking.hands)
        told.matched, drafts = matched, asking.voice.drafts
        first, other = (partial(self._tooling.speak, asking.voice.model, hands=each) for each in (asking.hands, None))
        acted, wrongs = partial(has_acted, asking.hands), matched.gate.wrongs
        best = partial(BestOf(self._memory.preferences, heard.viewer, drafts, acted, wrongs).speak, first, other)
        async with aclosing(matched.gate.speak(best, ask, again=first, drafts=drafts)) as pieces:
            last = partial(afterword, asking.hands, adapter.limits)
            speech = Speech(pieces, matched.tuning, sign=signed(heard, name), afterword=last)
            if await begun(speech, asking.hands):
                told.speech = speech
                await asking.waiting.aclose()
                sent = await adapter.stream(reply_to(heard, ""), speech.words())
                told.reply, told.sent = speech.shown.strip(), sent
        for reply in asking.hands.replies if asking.hands is not None else ():
            await self._tell(heard, adapter, told=told, reply=reply)
        if told.speech is not None and speech.fault is not None:
            told.problem, told.failed = str(speech.fault), True
            await adapter.send(
                Outgoing(heard.message.address, f"({plainly(str(speech.fault), adapter.limits, sentence=BROKE_OFF)})")
            )

    def _hands(self, heard: Heard, adapter: Adapter, *, voice: Voice) -> ReminderHands | None:
        """The tools of this turn, where its model takes any."""
        if not self._takes_tools(voice):
            return None
        return self._reminders.hands(heard, name=self._name(heard), controls=adapter.limits.private_replies)

    async def _prepared(self, heard: Heard, asking: "_Asking") -> Prepared:
        """The prompt; one that comes near to the context's end is counted by the server before it is sent."""
        budget, model = asking.budget, asking.voice.model
        prepare = partial(self._context.prepare, heard, files=asking.files)
        prepared = await patiently(partial(prepare, budget=budget), seconds=heard.patience)
        images = len(asking.files.images) * IMAGE_TOKENS
        tools = tokens_of(asking.hands.tools) if asking.hands is not None else 0
        room = (model.context_length or 0) - budget.reply - images - tools
        if room <= 0:
            return prepared
        words = [replace(each, images=()) for each in prepared.prompt.messages]  # no server counts pictures
        counted = await model.count_tokens(words, beyond=room)
        if counted <= room:
            return prepared
        share = room / counted * COUNTING
        smaller = int((prepared.prompt.tokens - images) * share) + images
        return await prepare(budget=replace(budget, prompt=smaller, kept=int(budget.kept * share)))

    async def _save(self, heard: Heard, told: Told) -> None:
        """Note our words and log the turn."""
        answered: Spot | None = None
        if told.reply:
            words = _ours(heard, told.sent, told.reply)
            answered = (await patiently(partial(self._memory.note, words), seconds=heard.patience)).spot
        for sent, text in told.more:
            words = _ours(heard, sent, text)
            await patiently(partial(self._memory.note, words), seconds=heard.patience)
        turn = turn_of(heard, record_of(heard, told), answered=answered)
        await patiently(partial(self._memory.log_turn, turn), seconds=heard.patience)
        if told.reply and told.prepared is not None and told.prepared.conflict is not None:
            asked = partial(self._memory.conflict_asked, heard.viewer, told.prepared.conflict)
            await patiently(asked, seconds=heard.patience)


def _ours(heard: Heard, sent: Sent | None, text: str) -> Utterance:
    """What we said; of what was broken off nobody knows where it stands."""
    ours, more = (sent.message_id, sent.more) if sent is not None else (uuid4().hex, ())
    return Utterance(ours, None, heard.viewer.place, text, datetime.now(UTC), heard.message.id, more)


@dataclass(frozen=True, slots=True)
class _Asking:
    """One question to the model; `waiting` is closed when its first words are there."""

    voice: Voice
    budget: Budget
    files: Files
    waiting: AsyncExitStack
    hands: ReminderHands | None = None
