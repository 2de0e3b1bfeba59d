"""One interaction, from its coming to its last answer.

Whoever answers within `watch`'s patience answers directly, which is the only way to show a form; else the person is
told that an answer is coming, and it follows. Whatever is said is for the asker alone: hidden where others read.

All processes of a bot answer with one token, so another may have acknowledged the interaction before it knew whose it
is, and a response of ours may have been lost on its way back. Both look the same, and what stands there then decides.
"""

import asyncio
import io
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from enum import Enum, auto

import discord
from discord.http import handle_message_parameters
from discord.webhook.async_ import async_context

from adapters.controls import with_opener
from adapters.discord.pieces import NOBODY, Piece, pieces_of
from adapters.discord.views import modal_of, view_of
from adapters.discord.wire import FAULTS
from adapters.outgoing import Form, Outgoing
from adapters.types import Audience, Command

log = logging.getLogger(__name__)
REQUEST_SECONDS = 20.0
ALREADY = 40060


class State(Enum):
    """How far an interaction is, as this process knows."""

    NEW = auto()
    ANNOUNCED = auto()  # we said that an answer is coming, and it is to be put in that place
    FOREIGN = auto()  # somebody acknowledged it, and what stands there is not known
    ACKNOWLEDGED = auto()  # whatever comes now follows


class Live:
    """One interaction; its steps go one after the other."""

    def __init__(self, interaction: discord.Interaction, command: Command) -> None:
        self._interaction = interaction
        self._command = command
        self._lock = asyncio.Lock()
        self._settled = asyncio.Event()
        self._state = State.NEW
        self._hidden = command.audience is not Audience.DIRECT
        self.since = time.monotonic()

    @property
    def person(self) -> str:
        """The handle of who is to be answered."""
        return self._command.author.handle

    async def watch(self, patience: float) -> None:
        """Tells the person that an answer is coming when there is none after `patience` seconds."""
        try:
            await asyncio.wait_for(self._settled.wait(), patience)
        except TimeoutError:
            await self.acknowledge()

    async def acknowledge(self) -> None:
        """Says that an answer is coming, where nothing was said; a fault is only logged."""
        async with self._lock:
            if self._state is not State.NEW:
                return
            thinking = self._interaction.message is None
            try:
                async with asyncio.timeout(REQUEST_SECONDS):
                    with self._responding():
                        await self._interaction.response.defer(ephemeral=self._hidden, thinking=thinking)
                        self._state = State.ANNOUNCED if thinking else State.ACKNOWLEDGED
            except FAULTS:
                log.warning("interaction not acknowledged", extra={"interaction": self._command.id})

    def settle(self) -> None:
        """Nothing need be told any more."""
        self._settled.set()

    async def close(self) -> None:
        """Nobody answers any more: leaves nothing of ours that says an answer is coming."""
        await self.acknowledge()
        if self._state is State.ANNOUNCED:
            try:
                async with asyncio.timeout(REQUEST_SECONDS):
                    await self._interaction.delete_original_response()
            except FAULTS:
                log.warning("interaction left open", extra={"interaction": self._command.id})

    async def answer(self, outgoing: Outgoing) -> str:
        """Gives the answer, or one more; the id of its first message, empty where Discord does not say it."""
        async with self._lock, asyncio.timeout(REQUEST_SECONDS):
            if outgoing.form is not None:
                if self._state is State.NEW and await self._show(outgoing.form):
                    return ""
                outgoing = with_opener(outgoing, self._command)
            first, *rest = _parts(outgoing)
            sent = await self._first(first)
            self._state = State.ACKNOWLEDGED
            self._settled.set()
            for part in rest:
                await self._follow(part)
            return sent

    @contextmanager
    def _responding(self) -> Iterator[None]:
        """For the first response: takes note where Discord has one already, and goes on."""
        try:
            yield
        except discord.HTTPException as fault:
            if fault.code != ALREADY:
                raise
            log.info("interaction acknowledged already", extra={"interaction": self._command.id})
            self._state = State.FOREIGN

    async def _show(self, form: Form) -> bool:
        """Opens a form; False where it is too late for that."""
        shown = False
        with self._responding():
            await self._interaction.response.send_modal(modal_of(form))
            self._state, shown = State.ACKNOWLEDGED, True
            self._settled.set()
        return shown

    async def _first(self, outgoing: Outgoing) -> str:
        swaps = outgoing.replace and self._owns_message()
        if self._state is State.NEW:
            with self._responding():
                return await (self._swap(outgoing) if swaps else self._say(outgoing))
        if self._state is State.FOREIGN:
            return await self._join(outgoing, swaps=swaps)
        edits = swaps or self._state is State.ANNOUNCED
        return await (self._edit(outgoing) if edits else self._follow(outgoing))

    async def _join(self, outgoing: Outgoing, *, swaps: bool) -> str:
        """In the place of an announcement, or beside what was said; not again where it stands there already."""
        standing, pressed = await self._standing(), self._interaction.message
        if standing is None:
            return await self._follow(outgoing)
        if pressed is not None and standing.id == pressed.id:  # nothing was said yet, or what is to be replaced was
            return await (self._edit(outgoing) if swaps else self._follow(outgoing))
        if standing.flags.loading:
            return await self._edit(outgoing)
        return str(standing.id) if standing.content == outgoing.text else await self._follow(outgoing)

    async def _standing(self) -> discord.InteractionMessage | None:
        """The first answer as Discord has it, which after a press may be the message with the control."""
        try:
            return await self._interaction.original_response()
        except (discord.NotFound, discord.ClientException):
            return None

    def _owns_message(self) -> bool:
        """Whether the message with the control is read by nobody but the person."""
        message = self._interaction.message
        return message is not None and (not self._hidden or message.flags.ephemeral)

    async def _say(self, outgoing: Outgoing) -> str:
        said = await self._interaction.response.send_message(
            outgoing.text or discord.utils.MISSING,
            view=view_of(outgoing) or discord.utils.MISSING,
            files=_files(outgoing),
            ephemeral=self._hidden,
            suppress_embeds=True,
        )
        return str(said.message_id or "")

    async def _swap(self, outgoing: Outgoing) -> str:
        await self._interaction.response.edit_message(
            content=outgoing.text, view=view_of(outgoing), attachments=_files(outgoing), suppress_embeds=True
        )
        return str(self._interaction.message.id) if self._interaction.message is not None else ""

    async def _edit(self, outgoing: Outgoing) -> str:
        """As `edit_original_response` does, which cannot keep links from unfolding."""
        interaction = self._interaction
        with handle_message_parameters(
            outgoing.text,
            flags=discord.MessageFlags(suppress_embeds=True),
            view=view_of(outgoing),
            attachments=_files(outgoing),
            allowed_mentions=NOBODY,
        ) as parameters:
            edited = await async_context.get().edit_original_interaction_response(
                interaction.application_id,
                interaction.token,
                session=interaction._session,
                payload=parameters.payload,
                multipart=parameters.multipart,
                files=parameters.files,
            )
        return str(edited["id"])

    async def _follow(self, outgoing: Outgoing) -> str:
        followed = await self._interaction.followup.send(
            outgoing.text or discord.utils.MISSING,
            view=view_of(outgoing) or discord.utils.MISSING,
            files=_files(outgoing),
            ephemeral=self._hidden,
            suppress_embeds=True,
            wait=True,
        )
        return str(followed.id)


def _parts(outgoing: Outgoing) -> list[Outgoing]:
    """The messages of an answer; what stands under it comes with the last."""
    pieces = pieces_of(outgoing, Piece(""))
    bare = replace(outgoing, buttons=(), pick=None, files=())
    return [
        *(replace(bare, text=piece.text, files=piece.files) for piece in pieces[:-1]),
        replace(outgoing, text=pieces[-1].text, files=pieces[-1].files),
    ]


def _files(outgoing: Outgoing) -> list[discord.File]:
    return [discord.File(io.BytesIO(each.content), each.name) for each in outgoing.files]
