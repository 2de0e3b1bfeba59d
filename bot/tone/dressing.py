"""An answer dressed in somebody's habits by rules, as its words flow. Pure.

Only prose is touched: code, links, what is quoted and lists stay byte for byte. A word or two are held, since what
contracts and what ends a sentence are known only with the next one; any cutting into pieces gives the same text.
"""

import re
from collections.abc import Collection

from bot.tone.borders import is_border
from bot.tone.drafts import is_salutation
from bot.tone.dress import NAKED, Dress
from bot.tone.exclaiming import goes_on, is_own
from bot.tone.pictures import EMOJI
from bot.tone.scanning import Kind, Scanning, Stretch
from memory.tone.lexicon import Kind as Sign
from memory.tone.lexicon import found_in, lexicon_of
from memory.tone.written import written

_TOKEN = re.compile(r"\S+\s+")
_WORD = re.compile(r"[^\W\d_]+")
_CLOSERS = r"[\"'”’»)\]*_]*"
_ENDED = re.compile(rf"[.!?…。！？]{_CLOSERS}$")
_STOP = re.compile(rf"(?<=[^\W\d_])\.(?={_CLOSERS}$)")
_PICTURE = re.compile(EMOJI)
_PICTURES = re.compile(rf"(?:[ \t]*{EMOJI})+[ \t]*$")
_GREETED = 4  # words: a greeting comes within them
_RECENT = 40  # characters behind that tell whether a sentence ended


class Dressing:
    """An incremental filter over an answer."""

    def __init__(self, dress: Dress = NAKED) -> None:
        self._dress = dress
        self._bare = not dress
        self._scanning = Scanning()
        self._opening: list[Stretch] | None = [] if dress.greeting else None
        self._held = ""  # of prose, the word that is not whole
        self._word = ""  # and the whole one before it, with the space behind
        self._recent = ""
        self._sentences = self._marks = self._pictures = 0
        self._prose = True  # what came last
        self._over = False

    def feed(self, piece: str) -> str:
        """Take the next piece, give back what may be shown."""
        return "".join(map(self._through, self._scanning.feed(piece))) if not self._bare else piece

    def finish(self) -> str:
        """What was still held back at the end; nothing when asked again."""
        if self._over or self._bare:
            return ""
        self._over = True
        said = "".join(map(self._through, self._scanning.finish()))
        said += self._opened() if self._opening is not None else ""
        said += self._whole(self._held) + self._said(self._word, last=True)
        return said + self._closing() if self._recent.strip() else said

    def _through(self, stretch: Stretch) -> str:
        if self._opening is None:
            return self._dressed(stretch)
        self._opening.append(stretch)
        text = "".join(each.text for each in self._opening)
        return self._opened() if stretch.kind is not Kind.PROSE or len(text.split()) > _GREETED else ""

    def _opened(self) -> str:
        """What was held to see whether it greets, with the greeting where it does not."""
        held, self._opening = self._opening or [], None
        words = "".join(each.text for each in held).split()[:_GREETED]
        greets = not words or _has(" ".join(words), Sign.GREETING) or is_salutation(words[0], " ".join(words[1:2]))
        greeting = "" if greets else self._greeting()
        self._recent = greeting
        return greeting + "".join(map(self._dressed, held))

    def _greeting(self) -> str:
        greeting, end = self._dress.greeting, "!" if self._dress.mark == "!" else "."
        return f"{greeting.lower() if self._dress.small else greeting}{end} "

    def _dressed(self, stretch: Stretch) -> str:
        self._prose = stretch.kind is Kind.PROSE
        if not self._prose:
            said = self._whole(self._held) + self._said(self._word)
            self._held = self._word = ""
            self._remember(stretch.text)
            return said + stretch.text
        self._held += stretch.text
        at = 0 if self._word else len(self._held) - len(self._held.lstrip())
        said = self._held[:at]
        self._remember(said)
        for found in _TOKEN.finditer(self._held, at):
            if found.end() == len(self._held):
                break  # perhaps more white space follows
            said += self._whole(found.group())
            at = found.end()
        self._held = self._held[at:]
        return said

    def _whole(self, token: str) -> str:
        """Take a whole word; the one before it may be said, or both become one."""
        if not token:
            return ""
        first, second = self._word, _WORD.match(token)
        if second is not None and first.endswith(" ") and _WORD.fullmatch(first[:-1]):
            short = self._dress.contractions.get(f"{first[:-1]} {second.group()}".lower())
            stays = token[second.end() :].isspace() or (short or "").endswith("n't")  # "as it is." has no short form
            if short is not None and stays:
                self._word = (short[0].upper() if first[0].isupper() else short[0]) + short[1:] + token[second.end() :]
                return ""
        self._word = token
        return self._said(first, following=token)

    def _said(self, token: str, *, following: str = "", last: bool = False) -> str:
        """A word as it is said; where it ends a sentence, with what they end one with."""
        word = token.rstrip()
        if not word:
            return token
        if self._begins_line() and is_salutation(word, following):
            self._dress = NAKED  # from here it is a letter
        self._pictures += bool(self._dress.emoji) and bool(_PICTURE.search(word))
        space = token[len(word) :]
        if self._dress.small and self._begins(word):
            word = _smaller(word, self._dress.titles)
        if _ENDED.search(word) and (last or "\n" in space or self._ends(word, following)):
            word = self._at_end(word, last=last, numbered=following[:1].isdigit())
            word = word if _PICTURE.match(following) else self._pictured(word)
        elif last and word[-1].isalpha():
            word = self._pictured(self._at_end(f"{word}.", last=True, stopped=False))
        self._remember(word + space)
        return word + space

    def _ends(self, word: str, following: str) -> bool:
        """Whether a sentence ends with the word, and not a formula or a name within it."""
        bare = word.rstrip("!")
        within = bare != word and (goes_on(following) or is_own(self._recent + bare))
        return not within and is_border(self._recent + word, following)

    def _begins_line(self) -> bool:
        recent = self._recent.rstrip(" \t")
        return not recent or recent[-1] == "\n"

    def _begins(self, word: str) -> bool:
        recent = _PICTURES.sub("", self._recent).rstrip(" \t")
        return not recent or recent[-1] == "\n" or (bool(_ENDED.search(recent)) and is_border(recent, word))

    def _at_end(self, word: str, *, last: bool, numbered: bool = False, stopped: bool = True) -> str:
        """The end of a sentence; one that is not `stopped` gets its mark, if it is due, and no stop."""
        self._sentences += 1
        dress = self._dress
        if _STOP.search(word) and not is_border(self._recent + word, ""):  # a letter of a formula, or short for more
            return word if stopped else _STOP.sub("", word)
        if "!" in word or "..." in word or "…" in word:
            self._marks += 1
        elif dress.mark and not numbered and self._marks + 1 <= dress.marks * self._sentences + 0.5:
            word, count = _STOP.subn(dress.mark, word)
            self._marks += count
        if last and (dress.stopless or not stopped):
            word = _STOP.sub("", word)
        return word

    def _pictured(self, word: str) -> str:
        dress = self._dress
        if not dress.emoji or self._pictures + 1 > dress.pictures * self._sentences + 0.5:
            return word
        self._pictures += 1
        return f"{word} {dress.emoji}"

    def _remember(self, text: str) -> None:
        self._recent = (self._recent + text)[-_RECENT:]

    def _closing(self) -> str:
        closing, recent = self._dress.closing, self._recent
        if not closing or _has(recent, Sign.CLOSING):
            return ""
        if not self._prose:
            gap = "\n" if recent[-1] == "\n" else "\n\n"
        else:
            gap = "" if recent[-1].isspace() else "\n" if recent[-1].isalnum() else " "
        return gap + (closing.lower() if self._dress.small else closing)


def _smaller(word: str, titles: Collection[str]) -> str:
    """With a small first letter, where it is a word that has no other capitals, and none that tells anything."""
    rest, own = word[1:], _WORD.match(word)
    told = own is not None and own.group() in titles
    return word if told or not rest or rest != rest.lower() or word[:2] in ("I'", "I’") else word[0].lower() + rest


def _has(text: str, sign: Sign) -> bool:
    """Whether a text has a word of that kind, in its own language."""
    read = written(text)
    return any(sign in each.kinds for each in found_in(read, lexicon_of(read.language)).hits)
