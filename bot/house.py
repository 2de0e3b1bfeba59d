"""What operator and managers set about who answers: the rules of spaces, the personas, and what binds all of them."""

from dataclasses import dataclass, field

from adapters.types import Address
from bot.persona import Persona
from bot.personas import Personas
from bot.rules import SpaceRules
from bot.tone.layers import Operator
from memory.choices import Choices
from memory.types import Audience


@dataclass(frozen=True, slots=True)
class House:
    """The rules of spaces, who there is, and what the operator set for everybody."""

    rules: SpaceRules
    personas: Personas
    operator: Operator = field(default_factory=Operator)

    async def chosen(self, address: Address, audience: Audience, choices: Choices) -> str | None:
        """The key of who answers there; None: the usual one."""
        if audience is Audience.DIRECT:
            return choices.persona
        return (await self.rules.of(address)).persona

    async def speaker(self, address: Address, audience: Audience, choices: Choices) -> Persona:
        """Who answers there where nobody else is called by name."""
        return self.personas.shelf.get(await self.chosen(address, audience, choices)) or self.personas.usual
