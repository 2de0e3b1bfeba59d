"""Decides whether a message gets an answer; what is overheard is remembered where that was chosen only. Pure."""

from enum import StrEnum

from adapters.outgoing import Hearing
from adapters.types import Audience, Message
from bot.permissions import Rules


class Attention(StrEnum):
    """Answer; help on (say how to go on, to who only called or cannot be read); listen (remember only); ignore."""

    ANSWER = "answer"
    HELP = "help"
    LISTEN = "listen"
    IGNORE = "ignore"


def attend(message: Message, rules: Rules, *, hearing: Hearing) -> Attention:
    """What to do about a message, under the rules of its channel."""
    said = bool(message.text.strip())
    if message.author.is_bot:
        return Attention.IGNORE
    asked = message.audience is Audience.DIRECT or message.addressed
    if asked and rules.answers and rules.lets_talk(message.author):
        brought = bool(message.attachments) or message.quoted is not None
        return Attention.ANSWER if (said or brought) and not message.withheld else Attention.HELP
    chosen = hearing is Hearing.CHOSEN and rules.listens and message.author.handle not in rules.blocked
    return Attention.LISTEN if said and (hearing is Hearing.ALL or chosen) else Attention.IGNORE
