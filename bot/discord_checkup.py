"""What the doctor asks Discord: whether it takes the bot as it is set up, and where to click if not."""

from collections.abc import AsyncIterator

from adapters.discord.application import look_up
from adapters.errors import AdapterError, Misconfigured
from bot.config import DiscordSettings
from bot.findings import Finding, failed, well

PAGES = "https://discord.com/developers/applications"


async def examine_discord(settings: DiscordSettings) -> AsyncIterator[Finding]:
    """The token, and the intents that settings need."""
    try:
        found = await look_up(settings.token, settings.api)
    except Misconfigured as fault:
        yield failed("Discord", f"{fault} Open {PAGES}, your application, Bot, Reset Token; set the new one.")
    except AdapterError as fault:
        yield failed("Discord", str(fault))
    else:
        yield well("Discord", f"the token is that of {found.name}")
        if settings.listen:
            yield _intent("Message Content", "listen", granted=found.listen, page=found.id)
        if settings.members:
            yield _intent("Server Members", "members", granted=found.members, page=found.id)


def _intent(name: str, key: str, *, granted: bool, page: str) -> Finding:
    """Whether Discord sends what a setting asks for; a bot that asks for more than was granted is not let in."""
    if granted:
        return well("Discord", f"the {name} Intent is on, as discord.{key} needs it")
    click = f"Open {PAGES}/{page}/bot, switch on {name} Intent under Privileged Gateway Intents, and save"
    return failed("Discord", f"discord.{key} needs the {name} Intent, which is off. {click}, or set {key} to false.")
