"""Memory's extractor over the model port: one structured call, made only while nobody waits for a reply."""

from bot.errors import ModelError
from bot.llm.types import ChatMessage, Deadlines
from bot.mind import Mind
from bot.quiet import Quiet
from bot.safety import disarmed
from memory.errors import ExtractorUnavailable
from memory.ports import Extraction

SECONDS = 240.0


class ModelExtractor:
    """A `memory.ports.Extractor`; raises `ExtractorUnavailable` without a model, `ExtractorPreempted` for a reply."""

    def __init__(self, mind: Mind, quiet: Quiet) -> None:
        self._mind = mind
        self._quiet = quiet

    async def __call__(self, extraction: Extraction) -> object:
        """The decoded JSON object."""
        async with self._quiet.background():
            voice = self._mind.voice
            if voice is None:
                raise ExtractorUnavailable
            try:
                return await voice.model.structured(
                    _messages(extraction),
                    extraction.schema,
                    max_tokens=extraction.max_tokens,
                    deadline=Deadlines(first=SECONDS, total=SECONDS),
                )
            except ModelError as fault:
                raise ExtractorUnavailable from fault


def _messages(extraction: Extraction) -> list[ChatMessage]:
    """Instructions and examples first: they never change, so that a server can keep them read."""
    messages = [ChatMessage("system", extraction.instructions)]
    for example in extraction.examples:
        messages += [ChatMessage("user", example.shown), ChatMessage("assistant", example.answer)]
    return [*messages, ChatMessage("user", disarmed(extraction.input))]
