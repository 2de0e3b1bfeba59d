"""A question whose answer is wanted anew, as its message once more. Pure."""

from adapters.outgoing import Button, Limits, Outgoing
from adapters.types import Command, Message
from bot.reply import Reply, to_outgoing
from memory.preference import Question

COMMAND = "again"
NOTHING = "I have not answered you here within the last hour."
TRYING = "I answer that once more."
BUTTON = Button("Try again", COMMAND)


def asked_again(command: Command, question: Question) -> Message:
    """The message, said by who gives the command."""
    who = (command.address, command.audience, command.author)
    return Message(question.message, *who, question.text, question.said_at)


def trying(command: Command, limits: Limits) -> Outgoing | None:
    """What is said to the command itself, where a platform waits for that; the answer goes where all may read it."""
    return to_outgoing(Reply(TRYING), command, limits) if limits.private_replies else None
