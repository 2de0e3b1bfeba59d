"""What the doctor asks Discord: whether it takes the bot as it is set up, and where to click if not."""

from collections.abc import AsyncIterator, Iterator, Sequence

from adapters.discord.application import look_up
from adapters.errors import AdapterError, Misconfigured
from bot.config import DiscordSettings
from bot.findings import Finding, failed, warning, well
from memory.store.checkup import Stood

PAGES = "https://discord.com/developers/applications"


async def examine_discord(settings: DiscordSettings, stood: Sequence[Stood] = ()) -> AsyncIterator[Finding]:
    """The token, and the intents that settings need; `stood`: with which applications the database was used so far."""
    try:
        found = await look_up(settings.token, settings.api)
    except Misconfigured as fault:
        yield failed("Discord", f"{fault} Open {PAGES}, your application, Bot, Reset Token; set the new one.")
    except AdapterError as fault:
        yield failed("Discord", str(fault))
    else:
        yield well("Discord", f"the token is that of {found.name}")
        for finding in _others(found.id, stood):
            yield finding
        if settings.listen:
            yield _intent("Message Content", "listen", granted=found.listen, page=found.id)
        if settings.members:
            yield _intent("Server Members", "members", granted=found.members, page=found.id)


def _others(own: str, stood: Sequence[Stood]) -> Iterator[Finding]:
    """Other applications whose servers this one does not see; before it was used here, every other one."""
    fresh = all(each.application != own for each in stood)
    for each in stood:
        if each.application == own or not (each.spaces or fresh):
            continue
        servers = f"{each.spaces} server{'' if each.spaces == 1 else 's'}"
        yield warning(
            "Discord",
            f"the token belongs to another application ({own}) than the one that used this database before "
            f"({each.application}), which alone is in {servers} known here. They are kept, and not answered in: "
            "a database serves one Discord application at a time. "
            f"If that is not meant, open {PAGES}/{each.application}/bot, Reset Token, and set the new one.",
        )


def _intent(name: str, key: str, *, granted: bool, page: str) -> Finding:
    """Whether Discord sends what a setting asks for; a bot that asks for more than was granted is not let in."""
    if granted:
        return well("Discord", f"the {name} Intent is on, as discord.{key} needs it")
    click = f"Open {PAGES}/{page}/bot, switch on {name} Intent under Privileged Gateway Intents, and save"
    return failed("Discord", f"discord.{key} needs the {name} Intent, which is off. {click}, or set {key} to false.")
