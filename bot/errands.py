"""The commands that end by themselves: doctor, migrate, reembed, export, export-training, fetch, invite, slack-manifest
and forget-account.
"""

import sys
from contextlib import AsyncExitStack
from pathlib import Path
from urllib.parse import urlsplit

from adapters.console.parse import author_of, home_of, plain
from adapters.discord.application import Application, look_up
from adapters.discord.invite import PERMISSIONS, application_id, personal_link, server_link
from adapters.errors import AdapterError, Misconfigured
from adapters.slack.manifest import manifest_text
from adapters.slack.permissions import SCOPES
from bot.arguments import Arguments
from bot.bridge import to_account, to_place
from bot.catalog import load_catalog
from bot.config import Settings
from bot.demo_weights import DemoModel, describe, fetch_weights, weights_path
from bot.doctor import examine
from bot.errors import ConfigError, UserError
from bot.exports import write_export
from bot.findings import Sign
from bot.folders import weights_folder
from bot.home import prepare_home
from bot.log import logging_to
from bot.progress import Progress
from bot.stores import companion_of, database_of, embedder_of
from bot.training.exporting import write_training
from memory.memory import open_memory
from memory.store.database import open_database
from memory.store.migrate import migrate
from memory.store.reembedding import reembed as reembed_all
from memory.types import Viewer

_PLATFORMS = "The platforms are discord, slack and console."
_HANDLES = {
    "discord": "There it is a number (with Developer Mode on: Copy User ID).",
    "slack": "There it is the workspace, or organisation, and the member, as in T0123:U0456.",
    "console": "There it is a name in small letters.",
}
_TOKEN = (
    "Copy it from https://discord.com/developers/applications (your application, Bot, Reset Token) into "
    "RAPPORT_DISCORD_TOKEN, or discord.token in the settings."
)
_INVITE = "Into a server (by somebody who may manage it); {name} asks for these permissions and no others:"
_INSTALL = "\nFor yourself, so that you have its commands wherever you are:"
_NOT_PERSONAL = (
    "This one is switched off: open https://discord.com/developers/applications/{page}/installation, tick User Install,"
    " and save."
)


async def run(settings: Settings, arguments: Arguments) -> int:
    """Do the errand; gives the exit code."""
    match arguments.action:
        case "doctor":
            return await doctor(settings)
        case "migrate":
            return await bring_up_to_date(settings)
        case "invite":
            return await invite(settings)
        case "slack-manifest":
            return slack_manifest(arguments.http)
        case "forget-account":
            return await forget_account(settings, arguments)
        case "export":
            return await export(settings, arguments.person or "")
        case "export-training":
            return await export_training(settings, arguments.file or Path("training"))
        case "fetch":
            return await fetch(DemoModel(settings.demo_model or "standard"))
        case _:
            return await reembed(settings)


async def doctor(settings: Settings) -> int:
    """A line for each part; 1 when one failed."""
    worst = 0
    async for finding in examine(settings):
        _tell(str(finding))
        worst = max(worst, int(finding.sign is Sign.FAILED))
    return worst


async def bring_up_to_date(settings: Settings) -> int:
    """Apply what is missing of the schema."""
    prepare_home(settings.home)
    async with database_of(settings, Progress(sys.stderr).say) as dsn:
        applied = await migrate(dsn)
    _tell("\n".join(f"applied {name}" for name in applied) or "The database is up to date.")
    return 0


async def export(settings: Settings, person: str) -> int:
    """Write all that is kept of a console person into a file."""
    try:
        seat = home_of(author_of(person))
    except ValueError as fault:
        raise ConfigError(str(fault)) from fault
    home, account = prepare_home(settings.home), to_account(seat.address.platform, seat.author)
    place = to_place(seat.address, seat.audience)
    async with AsyncExitStack() as stack:
        stack.enter_context(logging_to(home.folder))
        dsn = await stack.enter_async_context(database_of(settings, Progress(sys.stderr).say))
        memory = await stack.enter_async_context(open_memory(dsn, None))
        if not await memory.knows(account):
            raise UserError(f"I know nobody called {seat.author.name} here, so there is nothing to export.")
        viewer = Viewer(await memory.person(account, place), place)
        _tell(f"Written to {write_export(home.exports, await memory.export(viewer))}")
    return 0


async def export_training(settings: Settings, path: Path) -> int:
    """Write what people allow to train a model with, without what tells who they are as far as that is found."""
    async with AsyncExitStack() as stack:
        stack.enter_context(logging_to(prepare_home(settings.home).folder))
        dsn = await stack.enter_async_context(database_of(settings, Progress(sys.stderr).say))
        memory = await stack.enter_async_context(open_memory(dsn, None))
        done = await write_training(memory.preferences, memory.tones, path)
    pairs, dialogues = done.files
    _tell(f"Of {done.people} who allow it: {done.pairs} pairs in {pairs}, {done.dialogues} dialogues in {dialogues}.")
    _tell("Names, numbers and addresses are taken out as far as they are found. Read it before you give it to anybody.")
    return 0


async def forget_account(settings: Settings, arguments: Arguments) -> int:
    """Erase everything kept of an account, once somebody said yes; broken off, the running bot goes on with it."""
    platform, handle = arguments.platform or "", arguments.handle or ""
    if not arguments.yes and not _sure(f"Erase for good everything kept of {handle} at {platform}? Type yes: "):
        _tell("Nothing was erased.")
        return 1
    async with AsyncExitStack() as stack:
        stack.enter_context(logging_to(prepare_home(settings.home).folder))
        dsn = await stack.enter_async_context(database_of(settings, Progress(sys.stderr).say))
        memory = await stack.enter_async_context(open_memory(dsn, None))
        if not await memory.following.erase_account(platform, handle):
            raise UserError(f"I know no account {handle} at {platform}. {_HANDLES.get(platform, _PLATFORMS)}")
        facts = messages = replies = 0
        while (done := await memory.following.erase_next()) is not None:
            facts, messages, replies = facts + done.facts, messages + done.messages, replies + done.replies
    _tell(f"Erased for good: {facts} facts, {messages} messages, {replies} answers.")
    return 0


def _sure(question: str) -> bool:
    """Whether somebody types yes; with nobody at the terminal, nobody does."""
    sys.stderr.write(plain(question))
    sys.stderr.flush()
    return sys.stdin.readline().strip().casefold() == "yes"


async def reembed(settings: Settings) -> int:
    """Change the memory to the embedding model in the settings; may be broken off and goes on where it was."""
    home, progress = prepare_home(settings.home), Progress(sys.stderr)
    async with AsyncExitStack() as stack:
        stack.enter_context(logging_to(home.folder))
        dsn = await stack.enter_async_context(database_of(settings, progress.say))
        embedder = await stack.enter_async_context(embedder_of(settings))
        await migrate(dsn)
        database = await stack.enter_async_context(open_database(dsn))
        progress.say(f"Embedding everything with {embedder.name}; it may be broken off and goes on where it was.")
        companion = await stack.enter_async_context(companion_of(settings))
        await reembed_all(database, embedder, progress.counted, companion=companion)
        _tell(f"Memory is now made with {embedder.name}, {embedder.dimensions} numbers a text.")
    return 0


async def fetch(wanted: DemoModel) -> int:
    """Download the demo model's weights; says so and does nothing where they are there."""
    folder, progress = weights_folder(), Progress(sys.stderr)
    if wanted is DemoModel.NONE:
        return 0
    if weights_path(wanted, folder) is None:
        progress.say(f"Fetching the demo model once, into {folder}: {describe(wanted)}")
        await fetch_weights(wanted, folder, progress=progress.bytes)
    progress.say(f"The demo model is in {folder}.")
    return 0


async def invite(settings: Settings) -> int:
    """Print the links that bring the bot into Discord, and what each permission in them is for."""
    if settings.discord is None:
        raise ConfigError(f"There is no token of Discord's. {_TOKEN}")
    found: Application | None = None
    doubt = ""
    try:
        found = await look_up(settings.discord.token, settings.discord.api)
    except Misconfigured as fault:
        raise ConfigError(f"{fault} {_TOKEN}") from fault
    except AdapterError as fault:
        doubt = f"\n({fault} The application's number in the links is that of the token, unchecked.)"
    number = found.id if found else application_id(settings.discord.token)
    if number is None:
        raise ConfigError(f"The setting discord.token does not look like a token of Discord's. {_TOKEN}")
    asked = "\n".join(f"  {each.name}: {each.reason}" for each in PERMISSIONS)
    _tell(f"{_INVITE.format(name=found.name if found else 'the bot')}\n  {server_link(number)}\n\n{asked}")
    _tell(f"{_INSTALL}\n  {personal_link(number)}{doubt}")
    if found is not None and found.personal is False:
        _tell(f"  ({_NOT_PERSONAL.format(page=number)})")
    return 0


def slack_manifest(address: str | None) -> int:
    """Print the app manifest; what each scope in it is for goes where progress goes, so that the output is a file."""
    if address is not None:
        address = _base(address)
    sys.stdout.write(manifest_text(load_catalog(), address))
    asked = "\n".join(f"  {each.name}: {each.reason}" for each in SCOPES)
    sys.stderr.write(f"It asks for these scopes and no others:\n{asked}\n")
    return 0


def _base(address: str) -> str:
    parts = urlsplit(address)
    if parts.scheme != "https" or not parts.hostname or parts.path.strip("/") or parts.query or parts.fragment:
        raise ConfigError("The address should look like https://rapport.example.org: Slack wants https, and no path.")
    return address.rstrip("/")


def _tell(text: str) -> None:
    sys.stdout.write(f"{plain(text)}\n")
