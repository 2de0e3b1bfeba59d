"""Reminders asked for in talk: what is clear is made at once without a model, the rest is left to one with tools."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from zoneinfo import ZoneInfo

from bot.context import Heard
from bot.days import zone_of
from bot.delivering.followed import FollowedReminders
from bot.delivering.heeding import heeded
from bot.reminders.hands import Occasion, ReminderHands
from bot.reminders.outcomes import Asking
from bot.reminders.reminding import Reminding
from bot.reminders.replies import told
from bot.reminders.spoken_times import Said
from bot.reminders.talk import Wanted, wanted_in
from bot.reminders.wish import NOWHERE, Missing, wish_of
from bot.reminders.wording import Wording
from bot.reply import Reply
from bot.when import Unsure, read
from memory.memory import Memory

EARLIER, LINES = timedelta(minutes=15), 12
LEFT_TO_MODELS = (Unsure.NO_TIME, Unsure.PAST, Missing.TASK)


class AskingReminders:
    """What talk does about reminders; `name` is that under which the bot is spoken to."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._reminding = Reminding(memory.reminders)
        self._held = FollowedReminders(memory, memory.tones)

    async def answer(self, heard: Heard, *, name: str, controls: bool, model: bool) -> Reply | None:
        """The answer where a reminder was clearly asked for, and is made or asked about; None: that is not so.

        `model`: one with tools is there, for what is not clear.
        """
        wanted = _wanted(heard, name)
        if wanted is None or (model and not wanted.alone):
            return None
        asking = asking_of(heard)
        wish = wish_of(wanted.text, asking.at, zone=asking.zone, languages=asking.languages)
        if model and wish.question in LEFT_TO_MODELS:
            return None
        if wish.question in (Unsure.NO_TIME, Missing.TASK) and not wanted.duty and not _names_time(wanted, asking):
            return None
        outcome = await self._reminding.make(asking, wanted.text)
        return told(outcome, replace(asking, wording=await self._wording(heard)), controls=controls)

    def hands(self, heard: Heard, *, name: str, controls: bool) -> ReminderHands:
        """The tools with which a model answers."""

        async def earlier() -> Sequence[Said]:
            return await self._earlier(heard)

        wanted = _wanted(heard, name)
        alone = wanted is not None and wanted.alone
        occasion = Occasion(asking_of(heard), heard.noted.text, earlier, alone, controls, partial(self._wording, heard))
        return ReminderHands(self._reminding, self._held, occasion)

    async def _wording(self, heard: Heard) -> Wording:
        """As they are answered there, which is at hand since their message was."""
        return await heeded(self._memory.tones, heard.viewer.person, heard.viewer.place)

    async def _earlier(self, heard: Heard) -> Sequence[Said]:
        """What the person said here shortly before, the last first."""
        lines = await self._memory.recent(heard.viewer, LINES)
        since = heard.message.sent_at - EARLIER
        theirs = [each for each in lines if each.speaker_id == heard.viewer.person and each.said_at >= since]
        return [Said(each.text, each.said_at) for each in reversed(theirs) if each.spot != heard.noted.spot]


def _wanted(heard: Heard, name: str) -> Wanted | None:
    """Words beside a file or to something pointed at are about that."""
    message = heard.message
    if message.attachments or message.quoted is not None:
        return None
    return wanted_in(heard.noted.text, (name,))


def _names_time(wanted: Wanted, asking: Asking) -> bool:
    zone = ZoneInfo(asking.zone or NOWHERE)
    return read(wanted.text, asking.at, zone, languages=asking.languages).question is not Unsure.NO_TIME


def asking_of(heard: Heard) -> Asking:
    """Who asks, as reminders are made for them."""
    message, zone = heard.message, zone_of(heard.message.author.timezone)
    return Asking(
        heard.viewer.person,
        message.address.platform,
        message.author.handle,
        heard.viewer.place,
        message.sent_at,
        f"{message.address.key}/{message.id}",
        zone.key if isinstance(zone, ZoneInfo) else None,
        message.author.locale,
        message.author.manages,
    )
