"""An answer brought within its bounds by rules, as its words flow. Pure.

By rule go emoji, exclamation marks, a last full stop and length, and nothing else: T or V and formality are left to the
model. Only prose is mended, and points of lists where the person asked for it; any cutting into pieces gives the same
text, and never is nothing left.
"""

from dataclasses import replace

from bot.tone.bounds import Aspect, Bounds, Limit
from bot.tone.cutting import Cutting
from bot.tone.judging import Verdict
from bot.tone.marks import Marks
from bot.tone.scanning import Scanning, Stretch

EMOJI = "🙂"  # where some are wished for and none came
_PART = 256  # characters: each sentence that is over copies what comes behind it in its piece, which must not be all
_ANY = Limit()
_BY_MARKS = {Aspect.EMOJI, Aspect.EXCLAIMING, Aspect.STOP}


class Mending:
    """An incremental filter over the words of an answer."""

    def __init__(self, bounds: Bounds) -> None:
        limits = bounds.limits
        length, emoji = limits.get(Aspect.WORDS, _ANY), limits.get(Aspect.EMOJI, _ANY)
        self._scanning, self._cutting = Scanning(), Cutting(length.most) if length.hard else Cutting()
        self._marks = Marks(
            emoji=emoji.most,
            exclaiming=limits.get(Aspect.EXCLAIMING, _ANY).most,
            stop=Aspect.STOP not in limits,
            points=bounds.reach_points,
            spared=bounds.spared,
        )
        self._wanted = emoji.hard and emoji.least > 0
        self._active = bool(self._wanted or {*limits} & _BY_MARKS or length.hard)
        self._added, self._shown, self._raw = False, "", ""

    @property
    def mended(self) -> tuple[Aspect, ...]:
        """What was changed."""
        changed = {
            Aspect.WORDS: self._cutting.cut,
            Aspect.EMOJI: self._added or self._marks.dropped_emoji > 0,
            Aspect.EXCLAIMING: self._marks.dropped_exclamations > 0,
            Aspect.STOP: self._marks.dropped_stop,
        }
        return tuple(aspect for aspect, was in changed.items() if was)

    def feed(self, piece: str) -> str:
        """Take the next words, give back what may be shown."""
        if not self._active:
            return piece
        parts = (piece[at : at + _PART] for at in range(0, len(piece), _PART))
        return "".join([self._say(self._through(*self._scanning.feed(part)), raw=part) for part in parts])

    def finish(self) -> str:
        """What was still held back at the end."""
        if not self._active:
            return ""
        said = self._through(*self._scanning.finish())
        said += "".join(self._cutting.feed(each) for each in self._marks.finish()) + self._cutting.finish()
        if not (self._shown + said).strip():
            return self._raw.strip()
        return self._say(said) + self._addition(self._shown)

    def _through(self, *stretches: Stretch) -> str:
        said = ""
        for stretch in stretches:
            for each in self._marks.feed(stretch):
                said += self._cutting.feed(each)
        return said

    def _say(self, said: str, *, raw: str = "") -> str:
        if not self._shown.strip():
            self._raw += raw
        self._shown = (self._shown + said)[-40:]
        return said

    def _addition(self, shown: str) -> str:
        """An emoji behind the last sentence, where one was wished for and none came."""
        end = shown.rstrip()[-1:]
        if not self._wanted or self._marks.emoji or end not in ".!?…。！？":
            return ""
        self._added = True
        return EMOJI if end in "。！？" else f" {EMOJI}"


def mend(reply: str, verdict: Verdict, bounds: Bounds) -> str:
    """A whole reply with what rules can mend of what is broken; unchanged where nothing is."""
    broken = {aspect: limit for aspect, limit in bounds.limits.items() if aspect in verdict.broken}
    mending = Mending(replace(bounds, limits=broken))
    return mending.feed(reply) + mending.finish()
