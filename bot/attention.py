"""Decides whether a message gets an answer. Thin on purpose: what is overheard is remembered, not answered."""

from enum import StrEnum

from adapters.types import Audience, Message


class Attention(StrEnum):
    """Answer; listen (remember only); ignore (neither)."""

    ANSWER = "answer"
    LISTEN = "listen"
    IGNORE = "ignore"


def attend(message: Message) -> Attention:
    """What to do about a message."""
    if message.author.is_bot or not message.text.strip():
        return Attention.IGNORE
    if message.audience is Audience.DIRECT or message.addressed:
        return Attention.ANSWER
    return Attention.LISTEN
