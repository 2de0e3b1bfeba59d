"""From a message to its answer: one at a time in a place, each message once, memory before everything else.

What must not wait does not: whether a message is for the bot at all is decided before its place's lock, and what
happens to it while it waits there is known when its turn comes.
"""

import asyncio
import logging
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial

from adapters.errors import Unclaimed
from adapters.outgoing import Hearing, Outgoing
from adapters.port import Adapter
from adapters.types import Audience, Command, Message
from bot.aside import own_reply
from bot.attention import Attention, attend
from bot.beside import said_in
from bot.bridge import place_of, to_account
from bot.context import Heard
from bot.delivering.waiting import WaitingReminders
from bot.errors import UserError
from bot.gate import Gate
from bot.heeding import Heeding, remarks_on
from bot.inbox import Inbox
from bot.learning_tone.again import NOTHING, asked_again, trying
from bot.learning_tone.preferring import Preferring
from bot.locks import Locks
from bot.patience import LONG_PATIENCE_SECONDS, PATIENCE_SECONDS, at_least, patient_until, patiently
from bot.pending import Case, Pending
from bot.personas import Personas
from bot.readers import Readers
from bot.trace import Trace
from bot.turn import Turns
from bot.usage import called
from bot.worker import Worker
from memory.choices import Choices
from memory.errors import MemoryFault
from memory.memory import Memory
from memory.types import Noted, Viewer

log = logging.getLogger(__name__)
KEEP_SECONDS = 4.0  # less than an adapter waits for what it broke off


@dataclass(frozen=True, slots=True)
class Means:
    """What serving needs beside memory, turns and worker."""

    gate: Gate
    pending: Pending
    readers: Readers
    personas: Personas
    inbox: Inbox
    waiting: WaitingReminders
    heeding: Heeding
    preferring: Preferring


class Serving:
    """Notes and answers messages."""

    def __init__(self, memory: Memory, turns: Turns, *, worker: Worker, means: Means) -> None:
        self._memory = memory
        self._turns = turns
        self._worker = worker
        self._gate, self._pending = means.gate, means.pending
        self._readers, self._personas = means.readers, means.personas
        self._inbox, self._reminders, self._heeding = means.inbox, means.waiting, means.heeding
        self._preferring, self._hearing, self._locks = means.preferring, Locks(), Locks()

    async def serve(self, message: Message, adapter: Adapter, *, trace: Trace) -> None:
        """Do what a message asks for; raises what goes wrong."""
        until = patient_until(message.sent_at, patience_of(adapter), now=datetime.now(UTC))
        if message.follows and not message.addressed:
            message = replace(message, addressed=await self._inbox.began(message.address, until=until))
        attention, rules = await patiently(partial(self._gate.attend, message, adapter.limits), until=until)
        if attention is Attention.IGNORE:
            return
        with self._pending.entered(message) as waiting:
            await self._take(Case(waiting, attention, rules, adapter, until), trace)

    async def _take(self, case: Case, trace: Trace) -> None:
        """Claim the message as soon as it is heard, so that it is known to wait, and act on it when its turn comes."""
        message, place, ours = case.waiting.message, case.waiting.message.address.key, None
        claimed = self._inbox.claimed(message, until=case.until, owed=case.owed, by=case.by)
        async with AsyncExitStack() as stack:
            try:
                async with self._hearing.of(place):  # what is claimed in turn comes to the place's lock in turn
                    ours = await stack.enter_async_context(claimed)
                if not ours:
                    return
                async with self._locks.of(place):
                    case = replace(case, until=at_least(case.until))  # it may have waited for another's answer, too
                    if not case.waiting.gone:
                        await (self._listen(case) if case.attention is Attention.LISTEN else self._answer(case, trace))
            except asyncio.CancelledError:
                await self._keep(case, ours=ours)
                raise

    async def _keep(self, case: Case, *, ours: bool | None) -> None:
        """Note what was not yet when the program was told to end: nobody hears it again.

        `ours`: whether it was claimed, None where that was broken off. What was being noted is noted again, which
        keeps it once; where that fails, too, who waits is told all the same.
        """
        if case.waiting.is_noted or case.attention is Attention.HELP:
            return
        try:
            async with asyncio.timeout(KEEP_SECONDS):
                if ours is None:
                    ours = await self._inbox.is_ours(case.waiting.message, owed=case.owed, by=case.by)
                if ours:
                    await self._listen(case)
        except (TimeoutError, MemoryFault) as fault:
            log.warning("not noted at the end", extra={"kind": type(fault).__name__})

    async def _listen(self, case: Case) -> None:
        """Note what was not said to us."""
        viewer = await self._viewer(case.waiting.message, case.until)
        if await self._note(viewer, case) is not None:
            self._worker.wake()

    async def _answer(self, case: Case, trace: Trace) -> None:
        since, asked = time.perf_counter(), case.waiting.message
        async with self._worker.quiet.reply():
            viewer = await self._viewer(asked, case.until)
            if await self._is_refused(viewer, case):
                return
            if case.attention is Attention.HELP:
                message, _ = await self._as_chosen(viewer, case)
                await case.adapter.send(called(message, case.adapter.limits))
                return
            noted = await self._note(viewer, case)
            if noted is None:
                return
            note_ms = (time.perf_counter() - since) * 1000
            self._worker.wake()
            if not noted.fresh:
                return
            message, choices = await self._as_chosen(viewer, case)
            for sentence in remarks_on(noted):
                await case.adapter.send(Outgoing(message.address, sentence))
            speaker, patience = self._personas.of(message, choices, rules=case.rules), patience_of(case.adapter)
            heard = Heard(viewer, message, noted, since, note_ms, speaker.persona, speaker.signs, patience=patience)
            if not case.waiting.stopped:
                async with case.waiting.answering():
                    await self._heed(heard, case, learning=choices.learning)
                    await self._speak(heard, case, trace=trace)
                await self._preferring.heard(viewer, noted)
                if choices.waiting:
                    await self._reminders.tell(viewer.person, message, case.adapter)

    async def again(self, command: Command, adapter: Adapter, *, trace: Trace) -> None:
        """Answer anew what was answered last to who gives the command there; raises as `Ordering.take` does.

        All may read that, so where it is broken off all may be told, too.
        """
        until = patient_until(command.sent_at, patience_of(adapter), now=datetime.now(UTC))
        async with self._inbox.claimed(command, until=until, owed=adapter.limits.hearing is not Hearing.ALL) as ours:
            if not ours:
                raise Unclaimed
            viewer = await self._viewer(command, until)
            question = await patiently(partial(self._memory.preferences.question, viewer), until=until)
            if question is None:
                raise UserError(NOTHING)
            if (told := trying(command, adapter.limits)) is not None:
                await adapter.send(told)
            message = asked_again(command, question)
            rules = await patiently(partial(self._gate.rules.of, message.address), until=until)
            with self._pending.entered(message) as waiting:
                waiting.take()
                waiting.noted()
                attention = attend(message, rules, hearing=adapter.limits.hearing)
                async with self._locks.of(message.address.key):
                    case = Case(waiting, attention, rules, adapter, at_least(until))
                    await self._answer_anew(Noted(question.spot, True, question.text), viewer, case, trace=trace)

    async def _answer_anew(self, noted: Noted, viewer: Viewer, case: Case, *, trace: Trace) -> None:
        since = time.perf_counter()
        async with self._worker.quiet.reply():
            if case.attention is not Attention.ANSWER or await self._is_refused(viewer, case):
                return
            message, choices = await self._as_chosen(viewer, case)
            speaker, patience = self._personas.of(message, choices, rules=case.rules), patience_of(case.adapter)
            heard = Heard(viewer, message, noted, since, 0.0, speaker.persona, speaker.signs, patience=patience)
            async with case.waiting.answering():
                await self._speak(heard, case, trace=trace)
        await self._preferring.again(viewer, noted.spot)

    async def _heed(self, heard: Heard, case: Case, *, learning: bool) -> None:
        """Keep what the message wishes of answers, and say so; in an emergency say first where help is."""
        adapts = (heard.persona or self._personas.usual).adapts
        heed = partial(self._heeding.heed, heard.viewer, heard.noted, message=heard.message, adapts=adapts)
        for reply in await patiently(partial(heed, learning=learning), until=case.until):
            await case.adapter.send(own_reply(heard, reply, case.adapter.limits))

    async def _speak(self, heard: Heard, case: Case, *, trace: Trace) -> None:
        if heard.message.audience is Audience.DIRECT and case.adapter.limits.hearing is not Hearing.ALL:
            person = heard.viewer.person
            sure = await patiently(partial(self._readers.sure, person, case.adapter), until=case.until)
            heard = replace(heard, only_here=not sure)
        waiting = case.waiting
        record = await self._turns.answer(heard, case.adapter, wanted=lambda: not waiting.gone)
        tokens = (record.prompt_tokens or 0) + (record.reply_tokens or 0)
        self._gate.spend(heard.viewer.person, heard.message, rules=case.rules, tokens=tokens)
        trace(record)

    async def _is_refused(self, viewer: Viewer, case: Case) -> bool:
        """Whether a limit is reached, which is told once."""
        if case.adapter.limits.hearing is Hearing.ALL:
            return False
        message = case.waiting.message
        refusal = await patiently(partial(self._gate.admit, viewer.person, message, rules=case.rules), until=case.until)
        if refusal is not None and refusal.sentence:
            help_line = self._heeding.help(message.text, message.author.locale)  # no limit holds that back
            told = f"{help_line}\n{refusal.sentence}".strip()
            await case.adapter.send(Outgoing(message.address, told, message.id))
        return refusal is not None

    async def _note(self, viewer: Viewer, case: Case) -> Noted | None:
        """Note the message as it reads now; None where it was deleted meanwhile."""
        message = case.waiting.take()
        if message is None:
            return None
        said = said_in(message, viewer)
        noted = await patiently(partial(self._memory.note, said), until=case.until)
        case.waiting.noted()
        return noted

    async def _viewer(self, said: Message | Command, until: float) -> Viewer:
        place, account = place_of(said), to_account(said.address.platform, said.author)
        return Viewer(await patiently(partial(self._memory.person, account, place), until=until), place)

    async def _as_chosen(self, viewer: Viewer, case: Case) -> tuple[Message, Choices]:
        """The message as its author wants to be seen: their own zone and language win over the platform's."""
        choices = await patiently(partial(self._memory.choices.of, viewer.person), until=case.until)
        message = case.waiting.message
        zone, locale = choices.zone or message.author.timezone, choices.locale or message.author.locale
        return replace(message, author=replace(message.author, timezone=zone, locale=locale)), choices


def patience_of(adapter: Adapter) -> float:
    """How long the database is waited for, in seconds: less where somebody sits and watches."""
    return PATIENCE_SECONDS if adapter.limits.hearing is Hearing.ALL else LONG_PATIENCE_SECONDS
