"""A small bot on discord.py that does a little of everything, so that the stand-in is tried by the real library."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import discord
from discord import app_commands

from tests.platforms.discord.server import DiscordStandIn

READY_SECONDS = 30.0


class Ask(discord.ui.Modal, title="Tell me"):
    """A form with one field."""

    word: discord.ui.TextInput["Ask"] = discord.ui.TextInput(label="Word", custom_id="word")

    async def on_submit(self, interaction: discord.Interaction) -> None:
        """Say it back."""
        await interaction.response.send_message(f"form: {self.word.value}")


class Panel(discord.ui.View):
    """A button, one that opens the form, and a list."""

    @discord.ui.button(label="Press", custom_id="press")
    async def press(self, interaction: discord.Interaction, button: discord.ui.Button["Panel"]) -> None:
        """Change the message and take the controls away."""
        await interaction.response.edit_message(content="pressed", view=None)

    @discord.ui.button(label="Form", custom_id="form")
    async def form(self, interaction: discord.Interaction, button: discord.ui.Button["Panel"]) -> None:
        """Open the form."""
        await interaction.response.send_modal(Ask())

    @discord.ui.select(custom_id="pick", options=[discord.SelectOption(label="One"), discord.SelectOption(label="Two")])
    async def pick(self, interaction: discord.Interaction, select: discord.ui.Select["Panel"]) -> None:
        """Say what was picked, to the person alone."""
        await interaction.response.defer()
        await interaction.followup.send(f"picked: {select.values[0]}", ephemeral=True)


class Probe(discord.AutoShardedClient):
    """Replies to what mentions it or is said in direct; keeps what it hears."""

    def __init__(self, intents: discord.Intents, shards: int | None = None, *, beats: float = 60.0) -> None:
        super().__init__(
            intents=intents,
            shard_count=shards,
            allowed_mentions=discord.AllowedMentions.none(),
            chunk_guilds_at_startup=False,
            guild_ready_timeout=0.1,
            heartbeat_timeout=beats,
            max_messages=None,  # else what is edited changes in what was heard
        )
        self.tree: app_commands.CommandTree[Probe] = app_commands.CommandTree(self)
        self.heard: list[tuple[str, str]] = []
        self.resumed = 0
        self.kept: Callable[[discord.Interaction], Awaitable[None]] | None = None
        commands(self.tree)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """No pause between shards: there is nobody here who asks for one."""

    async def on_shard_resumed(self, shard: int) -> None:
        """A session went on."""
        self.resumed += 1

    async def on_message(self, message: discord.Message) -> None:
        """Reply, edit and react."""
        if message.author.bot or self.user is None:
            return
        self.heard.append(("message", message.content))
        if message.guild is None or self.user.mentioned_in(message):
            await self._answer(message)

    async def _answer(self, message: discord.Message) -> None:
        file = await message.attachments[0].read() if message.attachments else b""
        async with message.channel.typing():
            sent = await message.reply(f"heard {len(message.content)} {file.decode()}".strip(), view=Panel())
        await sent.edit(content=f"{sent.content} and thought")
        await sent.add_reaction("👍")

    async def on_raw_message_edit(self, raw: discord.RawMessageUpdateEvent) -> None:
        """Keep it."""
        if raw.message.author != self.user:
            self.heard.append(("edited", raw.message.content))

    async def on_raw_message_delete(self, raw: discord.RawMessageDeleteEvent) -> None:
        """Keep it."""
        self.heard.append(("deleted", str(raw.message_id)))

    async def on_raw_reaction_add(self, raw: discord.RawReactionActionEvent) -> None:
        """Keep it."""
        if self.user is None or raw.user_id != self.user.id:
            self.heard.append(("reaction", raw.emoji.name))


def commands(tree: app_commands.CommandTree[Probe]) -> None:
    """The commands of the probe."""

    @tree.command(name="echo", description="Say it back")
    async def echo(interaction: discord.Interaction, word: str) -> None:
        await interaction.response.send_message(f"echo: {word}", ephemeral=True, view=Panel())

    @tree.command(name="later", description="Think first")
    async def later(interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True)
        await interaction.edit_original_response(content="now")
        await interaction.followup.send("and more", ephemeral=True)

    @tree.command(name="silent", description="Say nothing")
    async def silent(interaction: discord.Interaction) -> None:
        if isinstance(interaction.client, Probe) and interaction.client.kept is not None:
            await interaction.client.kept(interaction)

    @echo.autocomplete("word")
    async def words(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=f"{typed}!", value=typed)]

    @tree.context_menu(name="Look at this")
    async def look(interaction: discord.Interaction, message: discord.Message) -> None:
        await interaction.response.send_message(f"looked at {message.id}", ephemeral=True)


@asynccontextmanager
async def probing(
    stand_in: DiscordStandIn, intents: discord.Intents | None = None, *, shards: int | None = 1, beats: float = 60.0
) -> AsyncIterator[Probe]:
    """A probe that is connected."""
    asked = intents or discord.Intents(guilds=True, messages=True, reactions=True, message_content=True)
    probe = Probe(asked, shards, beats=beats)
    async with probe:
        await probe.login(stand_in.token)
        async with asyncio.TaskGroup() as group:
            task = group.create_task(probe.connect())
            async with asyncio.timeout(READY_SECONDS):
                await probe.wait_until_ready()
            try:
                yield probe
            finally:
                await probe.close()
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
