"""What is said around a model's words: to whom, what is wrong in plain words, what it claimed and nobody did."""

from dataclasses import replace

from adapters.outgoing import Hearing, Limits, Outgoing
from bot.context import Heard
from bot.errors import ModelError
from bot.naming import as_typed
from bot.reminders.hands import ReminderHands
from bot.reminders.talk import denial_of
from bot.reply import Reply
from bot.speech import Speech

UNABLE = "My language model does not answer just now, so I can only repeat what was said."
BROKE_OFF = "My language model broke off there. Ask me to go on."


async def begun(speech: Speech, hands: ReminderHands | None) -> bool:
    """Whether there are words of the model; where it did something instead, it need not say a word."""
    try:
        await speech.begin()
    except ModelError:
        if hands is None or not hands.replies:
            raise
        return False
    return True


def has_acted(hands: ReminderHands | None) -> bool:
    """Whether the model did something, so that no other answer would tell of it."""
    return hands is not None and bool(hands.acted or hands.replies)


def afterword(hands: ReminderHands | None, limits: Limits, shown: str) -> str:
    """What is added to an answer that claims what was not done: a model's word for a reminder is not enough."""
    denial = None if hands is not None and hands.acted else denial_of(shown)
    return "" if denial is None else as_typed(f"\n\n{denial}", limits.commands)


def plainly(problem: str, limits: Limits, *, sentence: str = UNABLE) -> str:
    """At a terminal, where the operator sits, what is wrong; elsewhere what it means for who asked."""
    return problem if limits.hearing is Hearing.ALL else sentence


def reply_to(heard: Heard, text: str) -> Outgoing:
    """Words to who asked, and a ping to nobody else."""
    message = heard.message
    return Outgoing(message.address, text, message.id, mentions=message.author.handle)


def own_reply(heard: Heard, reply: Reply, limits: Limits) -> Outgoing:
    """A reply of our own, with what stands under it; words of people in it are shown as they are."""
    outgoing = reply_to(heard, as_typed(reply.text, limits.commands))
    return replace(outgoing, buttons=reply.buttons, pick=reply.pick, plain=True)


def signed(heard: Heard, name: str) -> str:
    """What an answer begins with where several answer: another name for each would need more rights on platforms."""
    return f"**{name}:** " if heard.signs else ""
