"""Which persona answers: in a space the one that its managers chose, alone with somebody the one that they chose."""

import logging
from functools import lru_cache

from adapters.types import Audience, Message
from bot.errors import ConfigError
from bot.permissions import Rules
from bot.persona import Persona, installed_personas, load_persona
from memory.choices import Choices

log = logging.getLogger(__name__)


class Personas:
    """The installed personas by name; `usual` answers where none was chosen, or where that one is gone."""

    def __init__(self, usual: Persona) -> None:
        self.usual = usual

    def of(self, message: Message, choices: Choices, *, rules: Rules) -> Persona:
        """The persona that answers a message."""
        chosen = choices.persona if message.audience is Audience.DIRECT else rules.persona
        return (_installed(chosen) if chosen else None) or self.usual


@lru_cache(maxsize=64)
def _installed(name: str) -> Persona | None:
    """A persona that came with the bot, never a file that somebody names from a chat."""
    if name not in installed_personas():
        return None
    try:
        return load_persona(name)
    except ConfigError:
        log.warning("persona not usable")
        return None
