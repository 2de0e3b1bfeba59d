"""Lists from which one remembered thing is picked: to look at it, to forget it, to share it. Pure."""

from collections.abc import Sequence
from datetime import tzinfo

from adapters.outgoing import Choice, Pick
from bot.days import short_day
from bot.listing import held, one_line
from bot.tokens import token_of
from memory.types import Fact, Line

MOST = 25
LONGEST = 100


def pick_of(items: Sequence[Fact | Line], label: str, *, command: str, argument: str, zone: tzinfo) -> Pick | None:
    """A list of the first of the items, each once; None where there are none."""
    choices = {token_of(item): _choice(item, zone) for item in items}
    if not choices:
        return None
    return Pick(label, command, argument, tuple(choices.values())[:MOST])


def _choice(item: Fact | Line, zone: tzinfo) -> Choice:
    if isinstance(item, Line):
        return Choice(token_of(item), one_line(item.text, LONGEST), f"you said it on {short_day(item.said_at, zone)}")
    return Choice(token_of(item), one_line(item.text, LONGEST), held(item, zone))
