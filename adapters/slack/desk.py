"""The way in for commands, shortcuts, controls, forms and people's own pages: what was meant, by whom and where.

Slack has its acknowledgement before anything is done here. What cannot be meant is answered here; what cannot be read
costs a log line.
"""

import asyncio
import logging
from collections.abc import Mapping
from datetime import UTC, datetime

from adapters.controls import GONE, NOT_YOURS, meant
from adapters.errors import AdapterError
from adapters.port import Handler
from adapters.slack.askers import Askers
from adapters.slack.commands import Commands
from adapters.slack.controls import Answers
from adapters.slack.directory import Directory
from adapters.slack.envelopes import envelope_of
from adapters.slack.knowledge import Knowledge
from adapters.slack.manifest import COMMAND
from adapters.slack.payloads import inner, objects_in, text_in
from adapters.slack.reading import names_at, written_at
from adapters.slack.spots import Spot, Where
from adapters.slack.uses import VIEW, Payload, Used, Uses
from adapters.slack.views import FIELD, entered_in, filled, is_list, picked_in, whose_of
from adapters.slack.wording import mentioned, readable
from adapters.types import Command, Deleted, Edited, Event, Message

log = logging.getLogger(__name__)
HOME = "home"
UNKNOWN = GONE.format(command=f"{COMMAND} ")
EMPTY = "There is nothing in it yet."
USERS, CHANNELS = "users_select", "conversations_select"


class Desk:
    """Takes what people use, once it was acknowledged; `deliver` hands it on and returns when it is answered."""

    def __init__(
        self, known: Knowledge, answers: Answers, *, commands: Commands, askers: Askers, names: Directory
    ) -> None:
        self._known = known
        self._uses = Uses(known, names, homes=answers.homes)
        self._answers = answers
        self._commands = commands
        self._askers = askers
        self._names = names

    async def command(self, payload: Payload, deliver: Handler) -> None:
        """`/rapport` with whatever stands after it."""
        used = await self._uses.typed(payload)
        if used is None:
            return
        text = await self._typed(text_in(payload, "text"), used.where)
        found = self._commands.ordered(text, used.author.locale)
        if found is None:
            await self._say(used, self._commands.unknown(text, used.author.locale))
        else:
            await self._take(used, found, deliver=deliver)

    async def shortcut(self, payload: Payload, deliver: Handler) -> None:
        """An entry in the menu of a message."""
        used, name = await self._uses.menu(payload), text_in(payload, "callback_id")
        if used is None:
            return
        if not self._commands.is_menu(name):
            await self._say(used, UNKNOWN)
        else:
            await self._take(
                used, (name, ""), deliver=deliver, about=await self._about(inner(payload, "message"), used.where)
            )

    async def action(self, payload: Payload, deliver: Handler) -> None:
        """A press of a button, or a pick from a list."""
        used = await self._uses.pressed(payload)
        if used is None:
            return
        for action in objects_in(payload, "actions")[:1]:
            whose = whose_of(text_in(action, "block_id"))
            picked = await self._picked(action, used.where)
            found = meant(text_in(action, "action_id"), " ".join(picked))
            if whose not in ("", used.origin.user):
                await self._say(used, NOT_YOURS)
            elif found is None:
                await self._say(used, UNKNOWN)
            elif picked or not is_list(action):
                await self._take(used, found, deliver=deliver)

    async def submitted(self, payload: Payload, deliver: Handler) -> Mapping[str, str] | None:
        """A form that was sent; gives what is wrong with it by block, in time to be acknowledged with."""
        view = inner(payload, VIEW)
        needed = any(each.get("optional") is not True for each in objects_in(view, "blocks"))
        if needed and not entered_in(view):
            return {FIELD: EMPTY}
        used, found = await self._uses.sent(payload), filled(view)
        if used is None or found is None:
            return None
        wrong = await self._take(used, found, deliver=deliver, filled=True)
        return {FIELD: wrong} if wrong else None

    async def home_opened(self, payload: Payload, deliver: Handler) -> None:
        """Somebody looks at the bot; only at their own page is there something to show here."""
        told = envelope_of(payload)
        user = text_in(told.event, "user")
        if text_in(told.event, "tab") != HOME or not user:
            return
        try:
            author = await self._known.people.author(told.team, user)
        except AdapterError as fault:
            log.warning("page not shown", extra={"team": told.team, "kind": type(fault).__name__})
            return
        self._answers.homes.met(told.team, author, view=inner(told.event, VIEW), user=user)
        await self._answers.refresh(author.handle, deliver, looked=True)

    async def followed(self, event: Event, deliver: Handler) -> None:
        """Something happened elsewhere that may show on the page of whom it is about, if they look at it."""
        handle = ""
        if isinstance(event, Message | Edited):
            handle = (event if isinstance(event, Message) else event.message).author.handle
        elif isinstance(event, Deleted) and event.address.channel.startswith("@"):
            handle = event.address.channel.removeprefix("@")
        if handle:
            await self._answers.refresh(handle, deliver)

    async def _typed(self, text: str, where: Where) -> str:
        """What was typed, as a person would read it there."""
        people, channels = set(mentioned(text, "@")), set(mentioned(text, "#"))
        names = await names_at(where, known=self._known, people=people, channels=channels)
        return readable(text, names)

    async def _about(self, message: Payload, where: Where) -> Message:
        """The message on which a menu was opened."""
        bot = await self._known.wire.bot(where.spot.team)
        return await written_at(message, where, known=self._known, bot=bot, addressed=False)

    async def _picked(self, action: Payload, where: Where) -> tuple[str, ...]:
        """What was picked, as settings name it; of what is picked from Slack's own lists, names are learnt."""
        picked, kind, team = picked_in(action), text_in(action, "type"), where.spot.team
        if kind.endswith(CHANNELS):
            for place in await asyncio.gather(*(self._known.places.where(Spot(team, each)) for each in picked)):
                self._names.met_channel(place)
        elif kind.endswith(USERS):
            authors = await asyncio.gather(*(self._known.people.author(team, each) for each in picked))
            for author in authors:
                self._names.met(author)
            return tuple(author.handle for author in authors)
        return picked

    async def _take(
        self,
        used: Used,
        meaning: tuple[str, str],
        *,
        deliver: Handler,
        about: Message | None = None,
        filled: bool = False,
    ) -> str:
        """Have the command answered, and the person's page made anew where it does not show the answer itself.

        Gives what is to be said in the form that was `filled`, if anything.
        """
        command = self._command(used, meaning, about=about)
        live = await self._answers.take(used.origin, command, deliver=deliver, filled=filled)
        if used.origin.showing is None or live.stale:
            await self._answers.refresh(used.author.handle, deliver)
        return live.wrong

    async def _say(self, used: Used, text: str) -> None:
        """Answer without asking anybody; what cannot be said costs a log line."""
        try:
            await self._answers.say(used.origin, self._command(used, ("", "")), text=text)
        except AdapterError as fault:
            log.info("use not answered", extra={"event": used.id, "kind": type(fault).__name__})

    def _command(self, used: Used, meaning: tuple[str, str], *, about: Message | None = None) -> Command:
        command = Command(
            used.id,
            used.where.address,
            used.where.audience,
            used.author,
            *meaning,
            datetime.now(UTC),
            about=about,
            control=used.control,
            showing=used.origin.showing,
            member=used.member,
        )
        if used.origin.spot.channel:  # what is done on somebody's own page is answered there, or anew in direct
            self._askers.met(command, used.origin.spot)
        return command
