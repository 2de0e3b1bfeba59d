"""What matching adds to an answer, in milliseconds of processor time: python -m tests.bench.tone_matching [--turns 400]

For a person who is known well and wishes something, the most that can be asked for: before the model is asked, what it
is told and held against; from its first token on, judging the first sentence and mending every piece; after the last
word, judging the whole for the record. Regenerating is the model's time and not in it. `added` gives the first two.
"""

import argparse
import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.safety import Review
from bot.tone.aims import FREE
from bot.tone.judging import judge
from bot.tone.matching import applied_of, matching_of
from bot.tone.tuning import Tuning
from memory.tone.addressee import Addressee
from memory.tone.measured import Feature, Gauge, Tone
from memory.tone.wished import Dial, Preset, Wishes

SAID = (
    "hey, which train do I take tomorrow?",
    "Wie komme ich denn morgen früh am besten nach Hause, wenn der Zug um acht ausfällt?",
    "I got a new bike!! it is red and fast and I love it",
    "¿Me puedes decir cuándo sale el tren? Gracias.",
)
REPLIES = (
    "You can take the one at nine! 🎉 It leaves from platform 3, and you are home by ten. Do you have a ticket?",
    "Sie können den Zug um neun nehmen! Er fährt von Gleis 3 ab. " * 6,
    "Nice!! 🚲 Where will you ride it first?\n\n- along the river\n- to `work`\n\nSee https://example.org/routes! " * 3,
    "Puedes tomar el de las nueve. ¡Buen viaje! 🙂",
)
PIECE = 4  # characters, about a token
KNOWN = Addressee(
    Wishes({Dial.LENGTH: -1, Dial.ADDRESS: 2, Dial.EMOJI: -2}, frozenset({Preset.LOW_LOAD})),
    Tone({feature: Gauge(0.3, 0.1, 80.0) for feature in Feature}),
)


@dataclass(frozen=True, slots=True)
class Cost:
    """Milliseconds before the model is asked, while it speaks, and after the last word."""

    before: float
    during: float
    after: float


def added(said: str, reply: str, addressee: Addressee = KNOWN) -> Cost:
    """What matching costs one answer."""
    began = time.thread_time()
    matching = matching_of(addressee, FREE, said)
    asked = time.thread_time()
    judge(reply[:160], matching.bounds)
    tuning = Tuning(Review("Rapport"), matching)
    shown = "".join(map(tuning.feed, _pieces(reply))) + tuning.finish()
    spoken = time.thread_time()
    applied_of(matching, shown, mended=tuning.mended, remade=())
    ended = time.thread_time()
    return Cost((asked - began) * 1000, (spoken - asked) * 1000 - _unmatched(reply), (ended - spoken) * 1000)


def _unmatched(reply: str) -> float:
    """What the review alone takes."""
    began, review = time.thread_time(), Review("Rapport")
    for piece in _pieces(reply):
        review.feed(piece)
    review.finish()
    return (time.thread_time() - began) * 1000


def _pieces(reply: str) -> Iterator[str]:
    return (reply[at : at + PIECE] for at in range(0, len(reply), PIECE))


def line(name: str, taken: Sequence[float]) -> str:
    """One line of the table: median, 95th percentile and the most."""
    ordered = sorted(taken)
    return f"{name:<24}{statistics.median(ordered):>9.3f}{ordered[int(len(ordered) * 0.95)]:>9.3f}{ordered[-1]:>9.3f}"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=400)
    turns = parser.parse_args().turns
    costs = [added(SAID[at % len(SAID)], REPLIES[at % len(REPLIES)]) for at in range(turns + 20)][20:]
    print(f"{'milliseconds':<24}{'p50':>9}{'p95':>9}{'most':>9}")
    print(line("before the model", [each.before for each in costs]))
    print(line("while it speaks", [each.during for each in costs]))
    print(line("both: what is added", [each.before + each.during for each in costs]))
    print(line("after the last word", [each.after for each in costs]))


if __name__ == "__main__":
    main()
