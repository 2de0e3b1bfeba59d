"""What seeing to a long answer costs: as much a word as a short one does, since nothing is looked at anew."""

import time

import pytest

from bot.safety import Review
from bot.tone.bounds import Aspect, Bounds, Limit
from bot.tone.dress import Dress
from bot.tone.matching import Matching
from bot.tone.mending import Mending
from bot.tone.presets import Shape
from bot.tone.tuning import Tuning

MATCHING = Matching(
    bounds=Bounds({Aspect.WORDS: Limit(most=40, hard=True), Aspect.EMOJI: Limit(most=0.0, hard=True)}),
    shape=Shape(paragraph_sentences=2),
    dress=Dress(
        small=True, contractions={"it is": "it's"}, greeting="Hey", mark="!", marks=0.5, emoji="🎉", pictures=0.3
    ),
)
SAID = {
    "sentences": "Take the one at nine. It is quick! Is that fine? Then go. ",
    "one sentence": "and then the train number 7 leaves the town, ",
    "code": "`a = b.c` is `d.e.f` in `g.h.i` and ",
    "abbreviations": "e.g. the 3. of them at approx. nine and ",
}
CALM = Limit(most=0.0, hard=True)
LONGER, AS_MUCH = 8, 20  # times: where all is read anew for each piece, it would be 64 times as much


def cost(text: str) -> float:
    """The least of a few rounds, in seconds of processor time."""
    rounds = []
    for _ in range(3):
        tuning, began = Tuning(Review("Rapport"), MATCHING), time.thread_time()
        for at in range(0, len(text), 4):
            tuning.feed(text[at : at + 4])
        tuning.finish()
        rounds.append(time.thread_time() - began)
    return min(rounds)


@pytest.mark.parametrize("kind", SAID)
def test_a_long_answer_costs_no_more_a_word_than_a_short_one(kind: str) -> None:
    once = SAID[kind] * 12
    assert cost(once * LONGER) < AS_MUCH * cost(once)


@pytest.mark.parametrize("said", ["! ", "a! ", "a. ", "🎉 "])
def test_a_whole_answer_of_marks_costs_no_more_a_mark_than_a_short_one(said: str) -> None:
    def mended(text: str) -> float:
        mending, began = Mending(Bounds({**MATCHING.bounds.limits, Aspect.EXCLAIMING: CALM})), time.thread_time()
        mending.feed(text)
        mending.finish()
        return time.thread_time() - began

    short, long = ((said * size)[:size] for size in (4_000, 64_000))
    assert min(mended(long) for _ in range(3)) < 32 * min(mended(short) for _ in range(3)), "it is 16 times as long"
