"""Which persona answers: in a space the one that its managers chose or that is called, alone the one somebody chose."""

from dataclasses import dataclass

from adapters.types import Audience, Message
from bot.calling import called
from bot.permissions import Rules
from bot.persona import Persona
from bot.shelf import Shelf
from memory.choices import Choices


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who answers; `signs`: several answer in this place, so that the answer says whose it is."""

    persona: Persona
    signs: bool = False


class Personas:
    """The personas by key; `usual` answers where none was chosen, or where that one is gone.

    `usual_key` is the key under which a change of the usual one is found.
    """

    def __init__(self, usual: Persona, shelf: Shelf, *, usual_key: str = "") -> None:
        self.shelf = shelf
        self._usual, self._key = usual, usual_key

    @property
    def usual(self) -> Persona:
        """Who answers where none was chosen."""
        return self.shelf.get(self._key) or self._usual

    def names(self) -> frozenset[str]:
        """What any of them is called by: a name, or the key by which it was chosen."""
        kept = self.shelf.all()
        return frozenset({self.usual.name, *(each.name for each in kept.values()), *kept})

    def of(self, message: Message, choices: Choices, *, rules: Rules) -> Speaker:
        """Who answers a message."""
        if message.audience is Audience.DIRECT:
            return Speaker(self.shelf.get(choices.persona) or self.usual)
        first = self.shelf.get(rules.persona) or self.usual
        others = [each for key in rules.personas if (each := self.shelf.get(key)) is not None]
        if not others:
            return Speaker(first)
        here = {each.name: each for each in (*reversed(others), first)}
        name = called(message.text, {name: name for name in here}, addressed=True)
        return Speaker(here[name] if name is not None else first, signs=True)

    def calls(self, message: Message, rules: Rules) -> bool:
        """Whether somebody who answers here beside the first is called by name, so that the message is for us."""
        if not rules.personas or message.addressed or message.audience is Audience.DIRECT:
            return False
        keys = (*rules.personas, rules.persona)
        names = {each.name: each.name for key in keys if (each := self.shelf.get(key)) is not None}
        return called(message.text, names, addressed=False) is not None
