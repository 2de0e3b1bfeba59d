"""Takes a question apart with one call of the model, where the settings allow it: each part is looked up by itself.

"What does the sister of the man I met in Oslo do?" is about two people, and one search finds the lines of neither well.
The call costs every question its time, so it is off by default, it has a deadline, and without an answer the question
is looked up as it is.
"""

import asyncio
import logging
from dataclasses import dataclass

from bot.errors import ModelError
from bot.llm.types import ChatMessage, Deadlines
from bot.mind import Mind
from bot.safety import neutral
from memory.wording import folded

log = logging.getLogger(__name__)
SECONDS = 4.0
MOST = 3
LONGEST_ASKED, LONGEST = 600, 200  # characters of the question, and of a part
_TOKENS = 160
_SCHEMA = {
    "type": "object",
    "properties": {"parts": {"type": "array", "items": {"type": "string"}, "maxItems": MOST}},
    "required": ["parts"],
    "additionalProperties": False,
}
_INSTRUCTIONS = (
    "You prepare a search in a chat history. Split the question into at most three short questions, each about one "
    "thing, in its language. Name people and things as the question does. Answer nothing, add nothing. Where the "
    "question is about one thing only, give an empty list."
)
_EXAMPLES = (
    (
        "What does the sister of the man I met in Oslo do?",
        '{"parts": ["Whom did I meet in Oslo?", "Who is the sister of that man?", "What is her job?"]}',
    ),
    ("Welche Städte haben Eva und ich besucht?", '{"parts": ["Wo war Eva?", "Wo war ich?"]}'),
    ("When is my dentist appointment?", '{"parts": []}'),
)


@dataclass(frozen=True, slots=True)
class SubQuestions:
    """Asks the model that answers now; `seconds` is how long a question may wait for its parts."""

    mind: Mind
    seconds: float = SECONDS

    async def __call__(self, text: str) -> tuple[str, ...]:
        """At most three parts of a question; none where there is no model, no time or nothing to take apart."""
        voice = self.mind.voice
        if voice is None:
            return ()
        deadline = Deadlines(first=self.seconds, total=self.seconds)
        try:
            async with asyncio.timeout(self.seconds):
                found = await voice.model.structured(_messages(text), _SCHEMA, max_tokens=_TOKENS, deadline=deadline)
        except (ModelError, TimeoutError) as fault:
            log.info("question not taken apart", extra={"kind": type(fault).__name__})
            return ()
        return _parts(found.get("parts"), text)


def _messages(text: str) -> list[ChatMessage]:
    """Instructions and examples first: they never change, so that a server can keep them read."""
    messages = [ChatMessage("system", _INSTRUCTIONS)]
    for question, parts in _EXAMPLES:
        messages += [ChatMessage("user", question), ChatMessage("assistant", parts)]
    return [*messages, ChatMessage("user", neutral(text[-LONGEST_ASKED:]))]


def _parts(found: object, text: str) -> tuple[str, ...]:
    """What can be looked up of what the model wrote."""
    if not isinstance(found, list):
        return ()
    written = (" ".join(each.split())[:LONGEST] for each in found if isinstance(each, str))
    fresh = {folded(each): each for each in written if each and folded(each) != folded(text)}
    return tuple(fresh.values())[:MOST]
