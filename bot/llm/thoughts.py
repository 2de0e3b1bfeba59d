"""Keeps a model's reasoning out of its answer, word by word.

Reasoning stands between tags at the answer's start; anywhere later such a tag is talk about tags and stays. Some
templates put the opening tag into the prompt, so that only the closing one is seen: `opened=True` then holds
everything back until it comes. Without that knowledge words before a stray closing tag have been spoken already;
`text` is right all the same, and `stray` tells the caller to expect it next time.
"""

import re

_NAMES = ("think", "thinking", "thought", "reasoning")
_OPENING = tuple(f"<{name}>" for name in _NAMES)
_CLOSING = tuple(f"</{name}>" for name in _NAMES)
_CLOSE = re.compile("|".join(_CLOSING), re.IGNORECASE | re.ASCII)
_LONGEST = max(map(len, _CLOSING))


class Thoughts:
    """An incremental filter: any cutting of the same text into pieces gives the same words."""

    def __init__(self, *, opened: bool = False) -> None:
        self.text = ""
        self.stray = False
        self.thought = False
        self._assumed = opened
        self._inside = opened
        self._speaking = False
        self._held = ""

    def unopened(self) -> "Thoughts":
        """Itself, or a fresh one that expects no thought where it only assumed one and has seen no text yet."""
        return Thoughts() if self._assumed and not self._held else self

    def feed(self, piece: str) -> str:
        """Take the next piece, give back the words that are certain to be answer."""
        self._held += piece
        words = ""
        while (step := self._step()) is not None:
            words += step
        return words

    def finish(self) -> str:
        """The words still held when the answer ends; an unclosed thought is dropped, an assumed one was the answer."""
        held, self._held = self._held, ""
        if self._inside and not self._assumed:
            return ""
        return self._say(held if self._speaking else held.lstrip())

    def _step(self) -> str | None:
        if self._inside:
            return self._skip()
        if not self._speaking:
            return self._begin()
        return self._speak()

    def _skip(self) -> str | None:
        found = _CLOSE.search(self._held)
        if found is None:
            if not self._assumed:
                self._held = self._held[1 - _LONGEST :]
            return None
        self._assumed, self._inside, self.thought = False, False, True
        self._held = self._held[found.end() :]
        return ""

    def _begin(self) -> str | None:
        self._held = self._held.lstrip()
        start = self._held[:_LONGEST].lower()
        for tag in _OPENING:
            if start.startswith(tag):
                self._held = self._held[len(tag) :]
                self._inside, self.thought = True, True
                return ""
        if any(tag.startswith(start) for tag in _OPENING):
            return None
        self._speaking = True
        return ""

    def _speak(self) -> str | None:
        found = None if self.thought else _CLOSE.search(self._held)
        if found is None:
            ready = len(self._held) - (0 if self.thought else _unfinished(self._held))
            words, self._held = self._held[:ready], self._held[ready:]
            return self._say(words) or None
        words = self._say(self._held[: found.start()])
        self._held = self._held[found.end() :]
        self.text, self.stray, self.thought, self._speaking = "", True, True, False
        return words

    def _say(self, words: str) -> str:
        self.text += words
        return words


def _unfinished(text: str) -> int:
    """How many last characters of `text` may be the beginning of a closing tag."""
    for size in range(min(len(text), _LONGEST - 1), 0, -1):
        tail = text[-size:].lower()
        if any(tag.startswith(tail) for tag in _CLOSING):
            return size
    return 0
