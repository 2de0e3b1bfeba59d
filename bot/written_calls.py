"""Tool calls that a model writes into its answer as text, where its server does not know its form of them.

Seen of small models and of servers without a parser for theirs: the bare object, in a fence, in `<tool_call>`, with
braces doubled by a template. Nobody should read that; it is held back for as long as it may be one, and counts as the
call that it is. An answer that is nothing but the tags of a call says nothing (`empty`), and is asked for again without
tools. One that begins otherwise is never held. It cost: only what stands at the beginning is seen.
"""

import json
import re
from collections.abc import Collection, Iterator

from bot.llm.salvage import read_object
from bot.llm.types import ToolCall

LONGEST = 2_000  # characters that are held
OPENERS = ("", "<tool_call>", "<function_call>", "[TOOL_CALLS]", "```json", "```")
TAGS = ("<tools>", "</tools>", "<tool_call>", "</tool_call>", "<function_call>", "</function_call>")
_TAGS = re.compile("|".join(TAGS))
_ONLY_TAGS = re.compile(rf"\s*(?:(?:{_TAGS.pattern})\s*)+")
_BRACES = re.compile(r"^[\[{]+")
_BETWEEN = re.compile(r"</(?:tool|function)_call>|^```$|(?<=\})\s*,?\s*(?=\{)", re.MULTILINE)


class WrittenCalls:
    """The words of one answer but for calls of the tools `names` that it is made of."""

    def __init__(self, names: Collection[str]) -> None:
        self._names = names
        self._held = ""
        self._holds = bool(names)
        self.empty = False

    def feed(self, words: str) -> str:
        """What of the answer so far may be shown now."""
        if not self._holds:
            return words
        self._held += words
        self._holds = len(self._held) <= LONGEST and self._may_be_call()
        return "" if self._holds else self._all()

    def finish(self) -> tuple[str, tuple[ToolCall, ...]]:
        """What is left to show, or the calls that it was."""
        calls = tuple(self._calls()) if self._holds else ()
        self.empty = self._holds and not calls and _ONLY_TAGS.fullmatch(self._held) is not None
        return ("", calls) if calls or self.empty else (self._all(), ())

    def _all(self) -> str:
        held, self._held = self._held, ""
        return held

    def _may_be_call(self) -> bool:
        bare = "".join(self._held.split())
        rest = _TAGS.sub("", bare)
        return any(tag.startswith(rest) for tag in TAGS) or any(self._goes_on(bare, opener) for opener in OPENERS)

    def _goes_on(self, bare: str, opener: str) -> bool:
        if not bare.startswith(opener):
            return opener.startswith(bare)
        rest = bare.removeprefix(opener)
        inner = _BRACES.sub("", rest)
        if inner == rest:  # no brace yet
            return not rest
        heads = [f'"name":"{name}"' for name in self._names]
        return any(inner.startswith(head) or head.startswith(inner) for head in heads)

    def _calls(self) -> Iterator[ToolCall]:
        for number, part in enumerate(_BETWEEN.split(self._held), 1):
            read = read_object(part) or {}
            name, arguments = read.get("name"), read.get("arguments", read.get("parameters", {}))
            if isinstance(name, str) and name in self._names:
                text = arguments if isinstance(arguments, str) else json.dumps(arguments, ensure_ascii=False)
                yield ToolCall(f"written-{number}", name, text)
