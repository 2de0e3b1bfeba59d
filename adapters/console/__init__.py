"""The terminal as a chat platform: first runs without any account, and scenarios that are plain text."""

from adapters.console.adapter import Console
from adapters.console.parse import Seat, home_of

__all__ = ["Console", "Seat", "home_of"]
