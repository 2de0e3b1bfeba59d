"""What presets ask of an answer: a line each for the model, and what can be held against a rule. Pure.

They change the form of answers and never their content. People choose them; nothing about a person is read from that.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from memory.tone.wished import Preset


@dataclass(frozen=True, slots=True)
class Shape:
    """What rules see to: sentences a paragraph at most, None for as many as there are; answers are held to the words a
    sentence, which no rule can mend.

    `lists`: tables become lists. `numbered`: what is listed gets numbers, a step a line. `bare`: nothing that only
    decorates, which a screen reader would read out.
    """

    sentence_words: int | None = None
    paragraph_sentences: int | None = None
    lists: bool = False
    numbered: bool = False
    bare: bool = False

    def __bool__(self) -> bool:
        return self.paragraph_sentences is not None or self.lists or self.numbered or self.bare


ASKED: Mapping[Preset, str] = {
    Preset.LITERAL: (
        "Say literally and unambiguously what you mean: no irony, no hints, no figures of speech; name who, what, when"
        " and how many; give one answer and say when something is uncertain."
    ),
    Preset.STEPS: (
        "Say one thing at a time in short sentences. What is to be done comes as a numbered list in order, one action a"
        " line, the first action first."
    ),
    Preset.LOW_LOAD: (
        "Short common words, sentences of at most 15 words, paragraphs of at most two sentences, the most important"
        " thing first; lists rather than tables; no words in capitals or italics."
    ),
    Preset.NO_IDIOMS: "No idioms, proverbs, metaphors or slang: plain words with their usual meaning.",
    Preset.SCREEN_READER: (
        "The answer is read aloud by a screen reader: no tables, no drawings of characters, no emoji in place of words,"
        " no decoration; links and pictures are named in words, and lists say how many points follow."
    ),
    Preset.OWN_VOICE: (
        "When you help with a text of theirs, keep their voice: their words, sentence length, register and quirks;"
        " change only what they ask for or what is wrong, and say what you changed."
    ),
}
_SHAPES: Mapping[Preset, Shape] = {
    Preset.STEPS: Shape(sentence_words=20, paragraph_sentences=2, numbered=True),
    Preset.LOW_LOAD: Shape(sentence_words=15, paragraph_sentences=2, lists=True),
    Preset.SCREEN_READER: Shape(lists=True, bare=True),
}
NO_SHAPE = Shape()


def asked_of(presets: Collection[Preset]) -> str:
    """What the model is asked for, a line each; '' where nothing was chosen."""
    return "\n".join(f"- {ASKED[each]}" for each in Preset if each in presets)


def shape_of(presets: Collection[Preset]) -> Shape:
    """What rules see to, the strictest of all that were chosen."""
    chosen = [_SHAPES[each] for each in Preset if each in presets and each in _SHAPES]
    return Shape(
        _least([each.sentence_words for each in chosen]),
        _least([each.paragraph_sentences for each in chosen]),
        lists=any(each.lists for each in chosen),
        numbered=any(each.numbered for each in chosen),
        bare=any(each.bare for each in chosen),
    )


def _least(values: Collection[int | None]) -> int | None:
    return min((each for each in values if each is not None), default=None)
