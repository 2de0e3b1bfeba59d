"""Reminders with others: an open line under which all may say "remind me too", and a second person who agreed to it.

Nobody is sent anything for somebody else's sake before they pressed a button themselves, but the one question whether
they agree, and that only in a place that both read.
"""

from dataclasses import replace

from adapters.errors import AdapterError, Refused
from adapters.outgoing import Button, Hearing, Outgoing, Pick, Source, Style
from adapters.port import Adapter
from adapters.types import Address, address_of, direct_with
from adapters.types import Audience as Heard
from bot.bridge import to_place
from bot.listing import one_line
from bot.naming import as_said, as_typed
from bot.reminder_orders.press import Act, Press, asked_in_form
from bot.reminders.language import put
from bot.reminders.lists import Showing
from bot.reminders.replies import COMMAND, capital, task_line, when_line
from bot.reminders.sentences import NO_LONGER
from bot.reminders.times import schedule_of
from bot.reply import Reply
from memory.errors import NotVisible
from memory.memory import Memory
from memory.reminder import Reminder, Standing
from memory.types import Account, Audience, PersonId, Viewer

CLOSED = "They take no direct messages from me, so I cannot ask them."
STRANGER = "I do not know them yet: they have to talk with me once before I can ask them."
ALONE = "Ask that in a place that you both can read, so that I know that you know each other."
ASKS = (
    "{name} asks you: may I tell you when one of their reminders was not confirmed, so that you can look after it? You"
    " are told nothing before you agree, and can take it back."
)
TYPED = "Say /reminder agree {number} or /reminder refuse {number}."
OPENLY = "That only works in a place that everybody of its space can read."


class ReminderCompany:
    """Acts on one reminder each; all raise `UserError`, and NotVisible for what is not there or not to be seen."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._held = memory.reminders

    def acts(self) -> dict[str, Act]:
        """What can be done, by its word."""
        return {
            "too": self._too,
            "untoo": self._untoo,
            "announce": self._announce,
            "ask": self._ask,
            "agree": self._agree,
            "refuse": self._refuse,
            "disagree": self._refuse,
        }

    async def announce(self, press: Press, reminder: Reminder) -> None:
        """Says openly what is to come, with what lets others join."""
        place = press.order.origin.place
        if place.audience is not Audience.PUBLIC:
            return
        await self._held.offer(reminder.person, reminder.id)
        name = as_said(one_line(press.order.author.name, 40))
        language, task = reminder.language, task_line(reminder.text)  # it is said to everybody there
        first = put(language, "{name} had me note this: {text}", name=name, text=task)
        text = f"{first}\n{capital(when_line(schedule_of(reminder), language))}."
        too = Button(put(language, "Remind me too"), COMMAND, f"too {reminder.id}")
        adapter = press.scene.adapter
        address, said = press.scene.command.address, as_typed(text, adapter.limits.commands)
        # With a key it is nobody's answer, so that everybody may press, and it stands there once.
        await adapter.send(Outgoing(address, said, buttons=(too,), plain=True, key=f"offer{reminder.id}"))

    async def _announce(self, press: Press) -> Reply:
        kept = await self._held.get(press.asking.person, press.reminder)
        place = press.order.origin.place
        if place.audience is not Audience.PUBLIC or kept.origin_key != place.key:
            raise press.fault(OPENLY)
        if kept.standing is not Standing.ACTIVE:
            raise press.fault("That one does not go on any more.")
        try:
            await self.announce(press, kept)
        except Refused as fault:
            raise press.fault("I may not write here.") from fault
        return Reply(press.say("I told everybody here; whoever wants can be reminded too."), replace=True)

    async def _too(self, press: Press) -> Reply:
        """Somebody else wants to be reminded as well, in direct."""
        asking = press.asking
        viewer = Viewer(asking.person, press.order.origin.place)
        kept = await self._held.follow(viewer, asking.platform, asking.handle, press.reminder)
        if kept.person == asking.person:
            return Reply(press.say("It is yours: you are reminded anyway."))
        off = (press.showing.button("No, not me", COMMAND, f"untoo {kept.id}"),) if press.controls else ()
        first = press.say("I will remind you too: {text}", text=task_line(kept.text))
        return Reply(f"{first}\n{capital(when_line(schedule_of(kept), press.asking.tongue))}.", off)

    async def _untoo(self, press: Press) -> Reply:
        if not await self._held.unfollow(press.asking.person, press.reminder):
            raise NotVisible("They do not follow it.")
        return Reply(press.say(NO_LONGER), replace=True)

    async def _ask(self, press: Press) -> Reply:
        """Asks a second person whether they may be told where nobody says that it is done."""
        kept = await self._held.get(press.asking.person, press.reminder)
        if kept.policy.again is None:
            raise press.fault('That is for reminders that repeat "until I say done".')
        if not press.rest:
            return _whom(press, kept)
        handle = _handle(press)
        companion = await self._person(press, handle)
        if companion == press.asking.person:
            raise press.fault("That has to be somebody else.")
        await self._held.ask_companion(kept.person, kept.id, (companion, press.asking.platform, handle))
        await self._send(press, companion, handle=handle, kept=kept)
        return Reply(press.say("I asked them. They are told only if they agree."))

    async def _person(self, press: Press, handle: str) -> PersonId:
        """Who has that account, if they are known and read the place too; raises `UserError`."""
        scene, platform = press.scene, press.asking.platform
        is_shared = press.order.origin.place.audience is not Audience.DIRECT
        if scene.adapter.limits.hearing is not Hearing.ALL:
            space = replace(address_of(press.order.origin.place.key), thread=None)
            if not is_shared or space.space is None or not await _reads(scene.adapter, handle, space):
                raise press.fault(ALONE)
        name = scene.names(Source.PEOPLE, [handle]).get(handle, press.rest).removeprefix("@")
        account = Account(platform, handle, name)
        if not await self._memory.knows(account):
            raise press.fault(STRANGER)
        return await self._memory.person(account, to_place(direct_with(platform, handle), Heard.DIRECT))

    async def _send(self, press: Press, companion: PersonId, *, handle: str, kept: Reminder) -> None:
        name, limits = as_said(one_line(press.order.author.name, 40)), press.scene.adapter.limits
        _, locale = await self._memory.outbox.called(companion)
        words = Showing(press.order.at, press.controls, locale or press.asking.locale)
        agree = words.button("I agree", COMMAND, f"agree {kept.id}", Style.PRIMARY)
        refuse = words.button("No", COMMAND, f"refuse {kept.id}")
        typed = "" if limits.private_replies else f" {words.say(TYPED, number=kept.id)}"
        address = direct_with(press.asking.platform, handle)
        text = as_typed(words.say(ASKS, name=name) + typed, limits.commands)
        asked = Outgoing(address, text, buttons=(agree, refuse), plain=True)
        try:
            await press.scene.adapter.send(asked)
        except Refused as fault:
            await self._held.ask_companion(kept.person, kept.id, None)
            raise press.fault(CLOSED) from fault
        except AdapterError:
            await self._held.ask_companion(kept.person, kept.id, None)
            raise

    async def _agree(self, press: Press) -> Reply:
        await self._answered(press, agreed=True)
        off = (press.showing.button("Take it back", COMMAND, f"refuse {press.reminder}"),) if press.controls else ()
        return Reply(press.say("I will tell you when it was not confirmed."), off, replace=True)

    async def _refuse(self, press: Press) -> Reply:
        await self._answered(press, agreed=False)
        return Reply(press.say("I do not tell you."), replace=True)

    async def _answered(self, press: Press, *, agreed: bool) -> None:
        if not await self._held.answer_companion(press.asking.person, press.reminder, agreed=agreed):
            raise NotVisible("They were not asked.")


async def _reads(adapter: Adapter, handle: str, address: Address) -> bool:
    """Whether somebody is known to read a place: of one that the bot is not in, it does not learn who does."""
    try:
        return await adapter.reads(handle, address)
    except Refused:
        return False


def _whom(press: Press, kept: Reminder) -> Reply:
    if press.controls and press.scene.lists:
        pick = Pick(press.say("Who is to be told"), COMMAND, f"ask {kept.id}", source=Source.PEOPLE)
        return Reply(press.say("Who shall be told if you do not say that it is done? They are asked first."), pick=pick)
    return asked_in_form(press, "A second person", argument=f"ask {kept.id}", label="Who is to be told")


def _handle(press: Press) -> str:
    """The account that was picked or typed; in a terminal people are called by name, in small letters."""
    typed = press.rest.split()[0].strip("<>").lstrip("@!")
    return typed.casefold() if press.scene.adapter.limits.hearing is Hearing.ALL else typed
