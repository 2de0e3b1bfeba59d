"""Which messages are for the bot, and which of those it may answer now."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from adapters.outgoing import Hearing, Limits
from adapters.types import Message
from bot.attention import Attention, attend
from bot.limits import Allowances, Client, Refusal
from bot.loops import Loops
from bot.permissions import Rules
from bot.rules import SpaceRules, space_of
from memory.types import PersonId


@dataclass(frozen=True, slots=True)
class Gate:
    """Looks at rules, allowances and repetition, in this order; a terminal has none of them.

    `calls` tells whether somebody who answers under these rules is spoken to by name.
    """

    rules: SpaceRules
    allowances: Allowances
    loops: Loops
    calls: Callable[[Message, Rules], bool] = lambda message, rules: False

    async def attend(self, message: Message, limits: Limits) -> tuple[Attention, Rules]:
        """What to do about a message, and the rules under which."""
        rules = await self.rules.of(message.address)
        if self.calls(message, rules):
            message = replace(message, addressed=True)
        attention = attend(message, rules, hearing=limits.hearing)
        answers = attention is Attention.ANSWER and limits.hearing is not Hearing.ALL
        if answers and message.text.strip() and self.loops.is_loop(message):
            return Attention.IGNORE, rules
        return attention, rules

    async def admit(self, person: PersonId, message: Message, *, rules: Rules) -> Refusal | None:
        """None where the message may be answered now, which counts as an answer."""
        return await self.allowances.admit(_client(person, message, rules=rules))

    def spend(self, person: PersonId, message: Message, *, rules: Rules, tokens: int) -> None:
        """An answer to the message took so many tokens."""
        self.allowances.spend(_client(person, message, rules=rules), tokens)


def _client(person: PersonId, message: Message, *, rules: Rules) -> Client:
    return Client(person, None if message.address.space is None else space_of(message.address), rules.limits)
