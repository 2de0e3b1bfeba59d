"""What somebody says about how they want to be answered: "shorter please", "duz mich bitte nicht". Pure; no model.

A sentence counts where the whole of it is such a wish. What could as well be about a text that is being written
("shorter please") counts only where it is all that is said, or where it says that it is meant for good ("from now on");
where a text is asked for, only the latter. So wishes are missed rather than made up. Anything quoted, told of others or
asked about is none.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

from bot.tone.clauses import clauses
from bot.tone.drafts import asks_in_words
from bot.tone.unmarked import unmarked_looks
from bot.tone.wish_words import Lexicon, Reach, Wish, is_asked, lexicons, lexicons_of, without_swears
from memory.tone.pictures import without
from memory.tone.wished import LEAST, MOST, Dial, Preset, Wishes
from memory.wording import content, covered, words

_SMALL, _HAN = 4, re.compile("[\u4e00-\u9fff]")  # letters of words that are in any question
LONGEST, LONGEST_CLAUSE, MOST_CLAUSES = 600, 100, 8


@dataclass(frozen=True, slots=True)
class Turn:
    """A dial to be turned: to `value`, or where it is a `step`, by it."""

    dial: Dial
    value: int
    step: bool = False

    def after(self, before: int) -> int:
        """Where the dial stands afterwards; a step from the other side of the middle begins at the middle."""
        if not self.step:
            return self.value
        start = before if before * self.value >= 0 else 0
        return max(LEAST, min(MOST, start + self.value))


@dataclass(frozen=True, slots=True)
class Said:
    """What was said; `again`: that the last answer is wanted in other words; `reset`: that nothing is wished any more.

    `lasting`: all of it is a wish whatever went before; else it may be the answer to a question, see `answers`.
    `language`: in which the first wish was understood; '' for none.
    """

    turns: tuple[Turn, ...] = ()
    presets: tuple[tuple[Preset, bool], ...] = ()
    again: bool = False
    lasting: bool = True
    language: str = ""
    reset: bool = False

    def __bool__(self) -> bool:
        return self.changes_something or self.again

    @property
    def changes_something(self) -> bool:
        """Whether anything is to be kept or taken back."""
        return bool(self.turns or self.presets or self.reset)

    def changes(self, wishes: Wishes) -> tuple[tuple[Dial, int, int], ...]:
        """Each dial with where it stands and where it will."""
        held = [(each.dial, wishes.dials.get(each.dial, 0), each) for each in self.turns]
        return tuple((dial, before, turn.after(before)) for dial, before, turn in held)


NOTHING = Said()


@lru_cache(maxsize=64)  # asked for a message by who heeds wishes and by who learns from them
def said(text: str) -> Said:
    """The wishes in a message; nothing as a rule."""
    told = clauses(without(text)) if len(text) <= LONGEST else ()
    if not told or len(told) > MOST_CLAUSES:
        return NOTHING
    found = _said(told, lexicons_of)
    if found:
        return found
    plain = tuple(map(without_swears, told))
    return (_said(plain, lexicons_of) if plain != told else NOTHING) or _unmarked(plain)


Known = Callable[[str], Iterable[tuple[str, Lexicon]]]  # the languages that a clause may be of


def _unmarked(told: Sequence[str]) -> Said:
    """The wishes in clauses that were typed without accents or umlauts."""
    looks = (_said(each, partial(_only, language, known)) for each, language, known in unmarked_looks(told))
    return next((found for found in looks if found), NOTHING)


def _only(language: str, known: Lexicon, _: str) -> tuple[tuple[str, Lexicon], ...]:
    return ((language, known),)


def _said(told: Sequence[str], languages_of: Known) -> Said:
    """The wishes in clauses."""
    found = [wish for each in told if len(each) <= LONGEST_CLAUSE for wish in _wishes_in(each, told, languages_of)]
    wishes = [each.wish for each in found]
    turns = {each.dial: _turn(each.dial, each) for each in wishes if each.dial is not None}
    presets = {each.preset: each.on for each in wishes if each.preset is not None}
    return Said(
        tuple(turns.values()),
        tuple(presets.items()),
        any(each.again for each in wishes),
        all(each.reach > Reach.NOTHING for each in found),
        found[0].language if found else "",
        reset=any(each.reset for each in wishes),
    )


def answers(text: str, question: str) -> bool:
    """Whether a text that could be a wish rather answers what was asked before: "Longer or shorter?", "shorter"."""
    asked = clauses(question)[-1:]
    if not asked or not is_asked(asked[0]):
        return False
    telling = [each for each in content(text) if len(each) > _SMALL or _HAN.search(each)]
    return len(words(text)) == 1 or bool(covered(telling, words(asked[0])))


def _turn(dial: Dial, wish: Wish) -> Turn:
    return Turn(dial, wish.step, step=True) if wish.step is not None else Turn(dial, wish.to or 0)


@dataclass(frozen=True, slots=True)
class _Found:
    """A wish in a clause, what may be said beside it, and its language."""

    wish: Wish
    reach: Reach
    language: str


def _wishes_in(clause: str, told: Sequence[str], languages_of: Known) -> tuple[_Found, ...]:
    """The wishes that a clause is."""
    others = [each for each in told if each != clause]
    for language, known in languages_of(clause):
        read = known.read(clause)
        if read and (all(map(known.is_small, others)) or min(reach for _, reach in read) >= _needed(others)):
            return tuple(_Found(wish, reach, language) for wish, reach in read)
    return ()


def _needed(others: Sequence[str]) -> Reach:
    """How far a wish must reach to be one beside these clauses."""
    if any(map(asks_in_words, others)):
        return Reach.ANYTHING
    return Reach.QUESTIONS if any(map(is_asked, others)) else Reach.STATEMENTS


def languages() -> tuple[str, ...]:
    """The languages in which wishes are understood."""
    return tuple(sorted(lexicons()))
