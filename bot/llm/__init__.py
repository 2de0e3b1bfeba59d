"""The model port: any OpenAI-compatible endpoint, and the only package that knows the `openai` library."""

from bot.llm.models import Models
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
]
