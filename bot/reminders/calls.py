"""What a model may ask for about reminders, as it is offered and as it is read."""

from pydantic import BaseModel, ConfigDict, Field

from bot.llm.types import Tool
from bot.reminders.wish import LONGEST

_WHAT = {"type": "string", "description": "What to remind of, in the person's language and words, without the time"}
_WHEN = {
    "type": "string",
    "description": (
        "When, copied word for word from what the person said, with all of 'every', 'until' and the like. Never a date"
        " or hour of your own. Empty if they said none"
    ),
}
_NUMBER = {"type": "integer", "description": "The number that list_reminders tells"}


def _tool(name: str, description: str, **parts: object) -> Tool:
    shape = {"type": "object", "properties": parts, "required": list(parts), "additionalProperties": False}
    return Tool(name, description, shape)


TOOLS = (
    _tool(
        "remind",
        "Make a reminder for the person who writes, only if they ask for one. Without it you cannot remind anybody, so"
        " never say that you will.",
        what=_WHAT,
        when=_WHEN,
    ),
    _tool("list_reminders", "The reminders of the person who writes."),
    _tool(
        "cancel_reminder",
        "Cancel a reminder of the person who writes, or with 0 all of them, only if they ask for it.",
        number=_NUMBER,
    ),
    _tool("move_reminder", "Change when a reminder of theirs comes, only if they ask.", number=_NUMBER, when=_WHEN),
)


class _Arguments(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


class Remind(_Arguments):
    """What to remind of, and when in the person's own words."""

    what: str = Field(max_length=LONGEST)
    when: str = Field(default="", max_length=LONGEST)


class Cancel(_Arguments):
    """Which one to take back; 0: all."""

    number: int = Field(ge=0, lt=10**18)


class Move(_Arguments):
    """Which one to move, and when to in the person's own words."""

    number: int = Field(ge=0, lt=10**18)
    when: str = Field(max_length=LONGEST)
