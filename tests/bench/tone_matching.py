"""What matching adds to an answer, in milliseconds of processor time: python -m tests.bench.tone_matching [--turns 240]

Every message and every answer is another one, of 1 to 300 words in seven languages, for somebody who is known well and
wishes something, the most that can be asked for: before the model is asked, what the message says of wishes and need,
what the model is told and held against; from its first token on, judging the first sentence and mending every piece;
after the last word, judging the whole for the record. `small`: the way of a small model, dressed by rules. `eased`:
who just told of anger, grief or need. The last rows are by the clock, with a model of so many tokens a second: what is
held at the gate comes later, its end does not. Regenerating is the model's time and not in it.
"""

import argparse
import asyncio
import statistics
import time
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bot.llm.types import Ask, ChatMessage, Completed, Deadlines
from bot.safety import Review
from bot.tone.aims import FREE
from bot.tone.bounds import UNBOUND, Bounds
from bot.tone.gate import Gate
from bot.tone.lingering import lingering
from bot.tone.matching import Matching, applied_of, matching_of
from bot.tone.preparing import prepare
from bot.tone.said import said as wishes_in
from bot.tone.tuning import Tuning
from memory.tone.addressee import Addressee
from memory.tone.measured import Feature, Gauge, Habit, Tone
from memory.tone.wished import Dial, Preset, Wishes
from memory.types import Line, PersonId, PlaceId, Spot
from tests.bench.tone_texts import messages, replies

PIECE = 4  # characters, about a token
AT, ANA, HALL = datetime(2026, 5, 4, tzinfo=UTC), PersonId(1), PlaceId(1)
_TONE = Tone(
    {feature: Gauge(0.3, 0.1, 80.0) for feature in Feature}
    | {Feature.GREETING: Gauge(0.9, 0.1, 80.0), Feature.CONTRACTIONS: Gauge(0.9, 0.1, 80.0)}
    | {Feature.EXCLAIMING: Gauge(0.6, 0.1, 80.0), Feature.CAPITALS: Gauge(0.1, 0.1, 80.0)}
    | {Feature.EMOJI: Gauge(0.9, 0.1, 80.0), Feature.ADDRESS: Gauge(0.9, 0.1, 80.0)},
    {Habit.LANGUAGE: {"de": 40.0}, Habit.GREETING: {"hallo": 30.0}, Habit.EMOJI: {"🎉": 20.0}},
)
WISHES = Wishes({Dial.LENGTH: -1, Dial.ADDRESS: 2, Dial.EMOJI: -2, Dial.FORMALITY: 1}, frozenset({Preset.LOW_LOAD}))
KNOWN = Addressee(WISHES, _TONE)
DRESSED = Addressee(tone=_TONE)
STATES = ("I am so angry right now!!", "My father died yesterday.", "Ich habe eine Panikattacke.", "Quiero suicidarme")
SPEEDS = (50, 200)  # tokens a second
WARM = 20


@dataclass(frozen=True, slots=True)
class Cost:
    """Milliseconds before the model is asked, while it speaks, of that the longest piece, and after the last word."""

    before: float
    during: float
    longest: float
    after: float

    @property
    def waited(self) -> float:
        """How much later the last word comes: what is done between pieces is done while the model writes the next."""
        return self.before + self.longest


def added(said: str, reply: str, addressee: Addressee = KNOWN, *, small: bool = False, state: str = "") -> Cost:
    """What matching costs one answer; `state` is what they said in the message before."""
    began = time.thread_time()
    wishes_in(said)
    lines = [Line(Spot(HALL, at), ANA, "Ana", each, AT) for at, each in enumerate([state or "Good.", "Well.", "Yes."])]
    held = lingering(lines, ANA, asked=Spot(HALL, 9), text=said, at=AT)
    matching = matching_of(addressee, FREE, said, small=small, held=held)
    asked = time.thread_time()
    tuning = Tuning(Review("Rapport"), matching)
    shown, taken = _spoken(tuning, reply)
    _, bare = _spoken(Review("Rapport"), reply)
    spoken = time.thread_time()
    applied_of(matching, shown, mended=tuning.mended, remade=())
    ended = time.thread_time()
    during = max(0.0, sum(taken) - sum(bare))
    return Cost((asked - began) * 1000, during, max(taken), (ended - spoken) * 1000)


def _spoken(through: Tuning | Review, reply: str) -> tuple[str, list[float]]:
    """What comes out, and the milliseconds of each piece and of the end."""
    shown, taken = "", list[float]()
    for piece in (*_pieces(reply), None):
        began = time.thread_time()
        shown += through.finish() if piece is None else through.feed(piece)
        taken.append((time.thread_time() - began) * 1000)
    return shown, taken


def _pieces(reply: str) -> Iterator[str]:
    return (reply[at : at + PIECE] for at in range(0, len(reply), PIECE))


async def gated(reply: str, bounds: Bounds, *, seconds: float = 0.0) -> tuple[float, float, float]:
    """Through the gate alone: milliseconds of processor time, and by the clock to the first word and to the last.

    The first draft is let through, as where nothing is wrong.
    """
    spent, first, began = 0.0, 0.0, time.perf_counter()

    async def speak(ask: Ask) -> AsyncGenerator[str | Completed, None]:
        for number, piece in enumerate(_pieces(reply), 1):
            if seconds:  # a server goes on writing while nobody takes its words
                await asyncio.sleep(max(0.0, began + number * seconds - time.perf_counter()))
            yield piece
        yield Completed(reply, "bench", "stop")

    gate = Gate(bounds, count=len, may=lambda: False)
    busy = time.thread_time()
    async with aclosing(gate.speak(speak, Ask((ChatMessage("user", "?"),), 9, 0.7, Deadlines()))) as words:
        async for _ in words:
            first = first or time.perf_counter() - began
    spent = (time.thread_time() - busy) * 1000
    return spent, first * 1000, (time.perf_counter() - began) * 1000


async def gate_costs(texts: Sequence[str], bounds: Bounds) -> list[float]:
    """Processor time that the gate adds to each text."""
    found = []
    for reply in texts:
        with_gate, without = (await gated(reply, bounds))[0], (await gated(reply, UNBOUND))[0]
        found.append(max(0.0, with_gate - without))
    return found


async def later(texts: Sequence[str], bounds: Bounds, *, speed: int) -> tuple[list[float], list[float]]:
    """By how much the first and the last word of each text come later; all texts at once."""
    pairs = [(gated(each, bounds, seconds=1 / speed), gated(each, UNBOUND, seconds=1 / speed)) for each in texts]
    done = await asyncio.gather(*(each for pair in pairs for each in pair))
    firsts = [max(0.0, one[1] - other[1]) for one, other in zip(done[::2], done[1::2], strict=True)]
    return firsts, [max(0.0, one[2] - other[2]) for one, other in zip(done[::2], done[1::2], strict=True)]


def line(name: str, taken: Sequence[float]) -> str:
    """One line of the table: median, 95th percentile and the most."""
    ordered = sorted(taken)
    return (
        f"| {name} | {statistics.median(ordered):.2f} | {ordered[int(len(ordered) * 0.95)]:.2f} | {ordered[-1]:.2f} |"
    )


def rows(name: str, costs: Sequence[Cost]) -> Iterator[str]:
    """The lines of one way of answering."""
    yield line(f"{name}: before the model", [each.before for each in costs])
    yield line(f"{name}: while it speaks, in all", [each.during for each in costs])
    yield line(f"{name}: its longest piece", [each.longest for each in costs])
    yield line(f"{name}: **the last word later**, before and that", [each.waited for each in costs])
    yield line(f"{name}: after the last word, for the record", [each.after for each in costs])


def report(turns: int) -> Iterator[str]:
    """All lines."""
    asyncio.run(prepare())  # as at a start
    said, answers = messages(turns + WARM), replies(turns)
    answers = [*answers[:: max(1, turns // WARM)][:WARM], *answers]
    pairs = list(zip(said, answers, strict=True))
    yield f"{turns} different answers of 1 to 300 words\n"
    yield "| milliseconds | p50 | p95 | most |\n| --- | --: | --: | --: |"
    yield from rows("told", [added(*pair) for pair in pairs][WARM:])
    yield from rows("small", [added(*pair, DRESSED, small=True) for pair in pairs][WARM:])
    eased = [added(*pair, state=STATES[at % len(STATES)]) for at, pair in enumerate(pairs)]
    yield from rows("eased", eased[WARM:])
    bounds: Matching = matching_of(replace(KNOWN, wishes=Wishes({Dial.ADDRESS: 2, Dial.FORMALITY: 2})), FREE, "Hm.")
    yield line("gate: judging what is held", asyncio.run(gate_costs(answers, bounds.bounds))[WARM:])
    for speed in SPEEDS:
        first, last = asyncio.run(later(answers[WARM :: max(1, turns // 12)], bounds.bounds, speed=speed))
        yield line(f"gate: the first word later, by the clock, {speed} tokens/s", first)
        yield line(f"gate: the last word later, by the clock, {speed} tokens/s", last)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=240)
    for each in report(parser.parse_args().turns):
        print(each, flush=True)


if __name__ == "__main__":
    main()
