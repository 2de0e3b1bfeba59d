"""One interaction, from its coming to its last answer.

Whoever answers within `watch`'s patience answers directly, which is the only way to show a form; else the person is
told that an answer is coming, and it follows. Whatever is said is for the asker alone: hidden where others read.
"""

import asyncio
import io
import logging
import time
from dataclasses import replace

import discord

from adapters.controls import with_opener
from adapters.discord.faults import REST_FAULTS
from adapters.discord.pieces import Piece, pieces_of
from adapters.discord.views import modal_of, view_of
from adapters.outgoing import Outgoing
from adapters.types import Audience, Command

log = logging.getLogger(__name__)
REQUEST_SECONDS = 20.0
ANSWERED = 40060


class Live:
    """One interaction; its steps go one after the other."""

    def __init__(self, interaction: discord.Interaction, command: Command) -> None:
        self._interaction = interaction
        self._command = command
        self._lock = asyncio.Lock()
        self._settled = asyncio.Event()
        self._thinking = False  # an answer is announced, and is to be put in its place
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
            if self._interaction.response.is_done():
                return
            self._thinking = self._interaction.message is None
            try:
                async with asyncio.timeout(REQUEST_SECONDS):
                    await self._interaction.response.defer(ephemeral=self._hidden, thinking=self._thinking)
            except REST_FAULTS:
                log.warning("interaction not acknowledged", extra={"interaction": self._command.id})

    def settle(self) -> None:
        """Nothing need be told any more."""
        self._settled.set()

    async def close(self) -> None:
        """Nobody answers any more: leaves nothing that says an answer is coming."""
        if not self._interaction.response.is_done():
            await self.acknowledge()
        if self._thinking:
            try:
                async with asyncio.timeout(REQUEST_SECONDS):
                    await self._interaction.delete_original_response()
            except REST_FAULTS:
                log.warning("interaction left open", extra={"interaction": self._command.id})

    async def answer(self, outgoing: Outgoing) -> str:
        """Gives the answer, or one more; the id of its first message, empty where Discord does not say it."""
        async with self._lock, asyncio.timeout(REQUEST_SECONDS):
            if outgoing.form is not None and not self._interaction.response.is_done():
                await self._interaction.response.send_modal(modal_of(outgoing.form))
                self._settled.set()
                return ""
            if outgoing.form is not None:
                outgoing = with_opener(outgoing, self._command)
            first, *rest = _parts(outgoing)
            sent = await self._first(first)
            self._settled.set()
            for part in rest:
                await self._follow(part)
            return sent

    async def _first(self, outgoing: Outgoing) -> str:
        if self._thinking:
            return await self._edit(outgoing)
        swaps = outgoing.replace and self._owns_message()
        if self._interaction.response.is_done():
            return await (self._edit(outgoing) if swaps else self._follow(outgoing))
        try:
            return await (self._swap(outgoing) if swaps else self._say(outgoing))
        except discord.HTTPException as fault:
            if fault.code != ANSWERED:
                raise
            return await self._follow(outgoing)

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
            content=outgoing.text, view=view_of(outgoing), attachments=_files(outgoing)
        )
        return str(self._interaction.message.id) if self._interaction.message is not None else ""

    async def _edit(self, outgoing: Outgoing) -> str:
        edited = await self._interaction.edit_original_response(
            content=outgoing.text, view=view_of(outgoing), attachments=_files(outgoing)
        )
        self._thinking = False
        return str(edited.id)

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
