"""What the model wrote becomes what we say: nothing of the prompt's own scaffolding, no name in front, no role tokens.

`neutral` does the opposite direction: text of people loses everything by which a chat template or our own fences
could be left. Both are about form only; what may be said is decided by what recall was allowed to give.
"""

import re

_FENCES = tuple(f"<{end}{name}" for name in ("notes", "wishes", "tone", "quoted", "files") for end in ("", "/"))
_MARKS = (*_FENCES, "<|", "<start_of_turn", "<end_of_turn", "[INST]", "[/INST]", "</s>")
_BEGINNINGS = frozenset(mark[:size].lower() for mark in _MARKS for size in range(1, len(mark) + 1))
_LONGEST = max(map(len, _MARKS))
_MARK = re.compile("|".join(map(re.escape, _MARKS)), re.IGNORECASE)
_ANGLED = re.compile(
    r"<(?=[|｜]|/?\s*(?:notes|wishes|tone|quoted|files|s|unk|bos|eos|pad|system|user|assistant|human|think\w*|thought|reasoning"
    r"|(?:start|end)_of_\w+|begin_of_\w+|im_\w+|tool_\w+|\w*_call|\w+_token)\b)",
    re.IGNORECASE,
)
_INST = re.compile(r"\[(/?)(INST|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_\w+)\]", re.IGNORECASE)
_BREAKS = re.compile("\r\n|[\u2028\u2029]")
_UNSEEN = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0d\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
_SMUGGLED = re.compile("[\u0000-\u0008\u000b-\u001f\u007f-\u009f\U000e0000-\U000e0fff]")
_JOINERS = re.compile("[\u200c\u200d\ufe0e\ufe0f]{3,}")  # emoji and scripts need one or two; a row of them is a code


def neutral(text: str) -> str:
    """Text of people as data: no role tokens, no fence of ours, nothing invisible that carries hidden words."""
    text = _BREAKS.sub("\n", text)
    text = _JOINERS.sub("", _UNSEEN.sub("", text))
    text = _INST.sub(r"(\1\2)", text)
    return _ANGLED.sub("‹", text).replace("|>", "|›")


def disarmed(text: str) -> str:
    """What learning reads, without role tokens and hidden words, yet quotes of it are still found in what was said."""
    text = _INST.sub(r"［\1\2］", _SMUGGLED.sub("", text))
    return _ANGLED.sub("＜", text).replace("|>", "|＞")  # wide signs, which count as the narrow ones in a quote


def neutral_name(name: str) -> str:
    """A display name as one short line that cannot pass for anything else."""
    return " ".join(neutral(name).replace(":", " ").split())[:40] or "someone"


class Review:
    """An incremental filter over the model's words; any cutting into pieces gives the same text."""

    def __init__(self, bot: str) -> None:
        self.text = ""
        self.stopped = False
        self._prefixes: tuple[str, ...] = (f"**{bot}:**".lower(), f"{bot}:".lower())
        self._begun = False
        self._held = ""

    def feed(self, piece: str) -> str:
        """Take the next piece, give back what may be shown; after a mark of the prompt nothing more is."""
        if self.stopped:
            return ""
        self._held += piece
        if not self._begun and not self._begin():
            return ""
        if found := _MARK.search(self._held):
            self.stopped = True
            return self._show(self._held[: found.start()].rstrip())
        ready = len(self._held[: len(self._held) - _unfinished(self._held)].rstrip())
        shown, self._held = self._held[:ready], self._held[ready:]
        return self._show(shown)

    def finish(self) -> str:
        """What was still held back at the end."""
        if self.stopped:
            return ""
        held, self._held = self._held, ""
        return self._show(held.rstrip() if self._begun else held.strip())

    def _begin(self) -> bool:
        """Whether the answer proper has begun, past white space and the bot's own name."""
        self._held = self._held.lstrip()
        start = self._held.lower()
        for prefix in self._prefixes:
            if start.startswith(prefix):
                self._held, self._prefixes = self._held[len(prefix) :], ()
                return self._begin()
        self._begun = bool(self._held) and not any(prefix.startswith(start) for prefix in self._prefixes)
        return self._begun

    def _show(self, shown: str) -> str:
        self.text += shown
        return shown


def _unfinished(text: str) -> int:
    """How many last characters may be the beginning of a mark."""
    tail = text[1 - _LONGEST :].lower()
    if "<" not in tail and "[" not in tail:
        return 0  # as hardly ever
    return next((size for size in range(len(tail), 0, -1) if tail[-size:] in _BEGINNINGS), 0)
