"""Puts an answer together from its chunks: words out as they come, the whole at the end."""

from bot.errors import ModelBroken, ModelCutOff, ModelRefused, ModelSaidNothing
from bot.llm.faults import from_body
from bot.llm.quirks import Usage
from bot.llm.thoughts import Thoughts
from bot.llm.types import Completed, Finish, ToolCall
from bot.llm.wire import CallPiece, Delta

_FINISH: dict[str, Finish] = {
    "length": "length",
    "max_tokens": "length",
    "tool_calls": "tools",
    "function_call": "tools",
}


class Reader:
    """Collects one answer. `now` is in seconds; `opened` says that the answer begins inside a thought."""

    def __init__(self, started: float, *, opened: bool = False) -> None:
        self._started = started
        self._thoughts = Thoughts(opened=opened)
        self._apart = False
        self._first_word: float | None = None
        self._finish: str | None = None
        self._usage: Usage | None = None
        self._model = ""
        self._refused = False
        self._calls: dict[int, CallPiece] = {}

    @property
    def stray(self) -> bool:
        """Whether a thought ended that never began."""
        return self._thoughts.stray

    @property
    def thought(self) -> bool:
        """Whether a thought between tags was seen."""
        return self._thoughts.thought

    def take(self, delta: Delta, now: float) -> str:
        """The words that a chunk adds. Raises a `ModelError` where the chunk carries one."""
        if delta.error is not None:
            raise from_body(delta.error)
        self._finish = delta.finish or self._finish
        self._usage = delta.usage or self._usage
        self._model = delta.model or self._model
        self._refused = self._refused or delta.refusal
        for piece in delta.calls:
            self._join(piece)
        if delta.thought and not self._apart:
            # A server that sends reasoning in a field of its own leaves none in the text.
            self._apart, self._thoughts = True, self._thoughts.unopened()
        return self._noted(self._thoughts.feed(delta.words), now)

    def finish(self, now: float) -> str:
        """The last words, held until it was clear that they are words."""
        return self._noted(self._thoughts.finish(), now)

    def completed(self, now: float, *, endpoint: str) -> Completed:
        """The whole answer. Raises `ModelCutOff`, `ModelRefused`, `ModelSaidNothing` or `ModelBroken`."""
        text = self._thoughts.text.rstrip()
        self._judge(text)
        usage = self._usage or Usage(None, None, None)
        calls = tuple(ToolCall(piece.id or f"call_{n}", piece.name, piece.arguments) for n, piece in self._pieces())
        return Completed(
            text=text,
            model=self._model,
            finish="tools" if calls else _FINISH.get(self._finish or "", "stop"),
            prompt_tokens=usage.prompt,
            cached_tokens=usage.cached,
            completion_tokens=usage.completion,
            first_word_ms=None if self._first_word is None else 1000 * (self._first_word - self._started),
            total_ms=1000 * (now - self._started),
            tool_calls=calls,
            endpoint=endpoint,
        )

    def _judge(self, text: str) -> None:
        if self._refused or self._finish in ("content_filter", "refusal"):
            raise ModelRefused
        if self._finish is None:
            raise ModelCutOff
        if self._finish in ("error", "abort"):
            raise ModelBroken
        if not text.strip() and not self._calls:
            raise ModelSaidNothing

    def _pieces(self) -> list[tuple[int, CallPiece]]:
        return sorted(self._calls.items())

    def _join(self, piece: CallPiece) -> None:
        old = self._calls.get(piece.index, CallPiece(piece.index, "", "", ""))
        self._calls[piece.index] = CallPiece(
            piece.index, old.id or piece.id, old.name or piece.name, old.arguments + piece.arguments
        )

    def _noted(self, words: str, now: float) -> str:
        if words and self._first_word is None:
            self._first_word = now
        return words
