"""The model port: any OpenAI-compatible endpoint, and the only package that knows the `openai` library."""

from typing import TYPE_CHECKING

from bot.llm.quirks import usual_ports
from bot.llm.tokens import approximate, approximate_messages
from bot.llm.types import (
    Abilities,
    ChatMessage,
    Completed,
    Deadlines,
    Endpoint,
    ModelMessage,
    Tool,
    ToolCall,
    ToolRequest,
    ToolResult,
)

if TYPE_CHECKING:
    from bot.llm.models import Models

__all__ = [
    "Abilities",
    "ChatMessage",
    "Completed",
    "Deadlines",
    "Endpoint",
    "ModelMessage",
    "Models",
    "Tool",
    "ToolCall",
    "ToolRequest",
    "ToolResult",
    "approximate",
    "approximate_messages",
    "usual_ports",
]


def __getattr__(name: str) -> object:
    """`Models` on first use: the `openai` library takes a second to import, and the nouns do not need it."""
    if name != "Models":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from bot.llm.models import Models

    return Models
