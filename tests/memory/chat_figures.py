"""What a chat's outcome is worth: counts, and a remark for each thing that is not as the chat wants it."""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from datetime import timedelta

from memory.steps import CONFIDENCE
from memory.types import Certainty
from memory.wording import folded
from tests.memory.chat_run import Outcome, Stored
from tests.memory.chatbook import Chat, Reference, Wanted


@dataclass(slots=True)
class Figures:
    """Counts over chats."""

    chats: int = 0
    wanted: int = 0
    found: int = 0
    stored: int = 0
    right: int = 0
    to_close: int = 0
    closed: int = 0
    closings: int = 0
    to_stay: int = 0
    closed_wrongly: int = 0
    empty: int = 0
    junk: int = 0
    to_repeat: int = 0
    repeated: int = 0
    doubled: int = 0
    bounds: int = 0
    bounds_right: int = 0
    remarks: list[str] = field(default_factory=list)

    def add(self, other: "Figures") -> None:
        """Takes the other's counts in."""
        for one in fields(self):
            setattr(self, one.name, getattr(self, one.name) + getattr(other, one.name))

    @property
    def recall(self) -> float:
        """Share of the wanted facts that hold."""
        return _share(self.found, self.wanted)

    @property
    def precision(self) -> float:
        """Share of the stored facts that some wanted fact describes."""
        return _share(self.right, self.stored)

    @property
    def supersession(self) -> float:
        """Share of the wanted closings that were made, by the right fact."""
        return _share(self.closed, self.to_close)

    @property
    def clock(self) -> float:
        """Share of the dates on which a fact begins or ends that are right."""
        return _share(self.bounds_right, self.bounds)

    @property
    def wrong_invalidation(self) -> float:
        """Wrong closings, as a share of all closings made: the stricter of the two ways to count."""
        return self.closed_wrongly / max(1, self.closings)

    def __str__(self) -> str:
        return (
            f"{self.chats} chats: precision {self.precision:.3f} ({self.right}/{self.stored}), "
            f"recall {self.recall:.3f} ({self.found}/{self.wanted}), "
            f"supersession {self.supersession:.3f} ({self.closed}/{self.to_close}), wrong invalidation "
            f"{self.wrong_invalidation:.3f} ({self.closed_wrongly}/{self.closings}; {self.to_stay} had to stay), "
            f"junk {self.junk}/{self.empty}, repeated {self.repeated}/{self.to_repeat}, doubled {self.doubled}, "
            f"clock {self.clock:.3f} ({self.bounds_right}/{self.bounds})"
        )


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def judge(chat: Chat, outcome: Outcome) -> Figures:
    """The figures of one chat."""
    figures = Figures(chats=1)
    new = outcome.after[len(outcome.known) :]
    figures.remarks = [
        f"{chat.language} {chat.name}: {remark}"
        for judged in (_facts, _closings, _repeats, _emptiness, _replay)
        for remark in judged(chat, outcome, new, figures)
    ]
    return figures


def _fits(wanted: Wanted, fact: Stored) -> bool:
    text = folded(fact.text)
    return (
        all(any(folded(word) in text for word in alternatives) for alternatives in wanted.has)
        and wanted.by in (None, fact.speaker)
        and wanted.about in (None, fact.about)
        and (wanted.kind is None or fact.kind in wanted.kind.split("|"))
        and (wanted.sensitive is None or fact.sensitivity in wanted.sensitive.split("|"))
        and wanted.hedged in (None, fact.confidence < CONFIDENCE[Certainty.SAID])
        and wanted.uncertain in (None, fact.uncertain)
    )


def _facts(chat: Chat, outcome: Outcome, new: tuple[Stored, ...], figures: Figures) -> Iterator[str]:
    used: set[int] = set()
    for wanted in chat.want:
        fitting = [fact for fact in new if fact.current and _fits(wanted, fact)]
        used.update(fact.id for fact in fitting)
        if not wanted.optional:
            figures.wanted += 1
            figures.found += bool(fitting)
        if fitting:
            yield from _clock(wanted, fitting[0], outcome, figures)
        elif not wanted.optional:
            yield f"missed {wanted.has}"
    for fact in new:
        right = fact.id in used or any(_is(ref, fact, chat) for wanted in chat.want for ref in wanted.closes)
        figures.stored += 1
        figures.right += right
        if not right:
            yield f"not wanted: {fact.text!r} ({fact.kind}, {fact.sensitivity}, {fact.confidence:.1f})"


def _clock(wanted: Wanted, fact: Stored, outcome: Outcome, figures: Figures) -> Iterator[str]:
    """Where the fact only says that another is over, the day is when that one ended."""
    ended = [old.until for old in outcome.after if old.closed_by == fact.id]
    last = fact.until - timedelta(seconds=1) if fact.until else None  # in the database it is the first moment after
    for bound, days in ((wanted.since, (fact.since, *ended)), (wanted.until, (last,))):
        if bound:
            right = any(day is not None and f"{day:%Y-%m-%d}".startswith(bound) for day in days)
            figures.bounds += 1
            figures.bounds_right += right
            if not right:
                yield f"clock: {fact.text!r} from {fact.since:%Y-%m-%d} to {last and f'{last:%Y-%m-%d}'}, not {bound}"


def _is(reference: Reference, fact: Stored, chat: Chat) -> bool:
    if isinstance(reference, int):
        return fact.text == chat.known[reference - 1].text
    return folded(reference) in folded(fact.text)


def _closings(chat: Chat, outcome: Outcome, _new: tuple[Stored, ...], figures: Figures) -> Iterator[str]:
    facts = {fact.id: fact for fact in outcome.after}
    expected: set[int] = set()
    for wanted in chat.want:
        for reference in wanted.closes:
            old = [fact for fact in outcome.after if _is(reference, fact, chat)]
            expected.update(fact.id for fact in old)
            done = any(f.closed_by in facts and _fits(wanted, facts[f.closed_by]) for f in old if f.closed_by)
            if not wanted.optional:
                figures.to_close += 1
                figures.closed += done
            if not done and not wanted.optional:
                yield f"not closed: {reference!r}"
    excused = {fact.id for ref in chat.may_close for fact in outcome.after if _is(ref, fact, chat)}
    for fact in outcome.after:
        figures.closings += fact.closed_by is not None
        figures.to_stay += fact.id not in expected | excused
        if fact.closed_by is not None and fact.id not in expected | excused:
            figures.closed_wrongly += 1
            yield f"closed wrongly: {fact.text!r} by {facts[fact.closed_by].text!r}"


def _repeats(chat: Chat, outcome: Outcome, _new: tuple[Stored, ...], figures: Figures) -> Iterator[str]:
    for reference in chat.same:
        figures.to_repeat += 1
        repeated = any(_is(reference, fact, chat) and fact.sources > 1 and fact.current for fact in outcome.after)
        figures.repeated += repeated
        if not repeated:
            yield f"not reinforced: {reference!r}"


def _emptiness(chat: Chat, _outcome: Outcome, new: tuple[Stored, ...], figures: Figures) -> Iterator[str]:
    banned = [word for word in chat.never if any(folded(word) in folded(fact.text) for fact in new)]
    figures.empty += chat.is_empty
    figures.junk += bool(banned or (chat.is_empty and new))
    if banned:
        yield f"stored what must not be: {banned}"


def _replay(_chat: Chat, outcome: Outcome, _new: tuple[Stored, ...], figures: Figures) -> Iterator[str]:
    before = {(fact.id, fact.current, fact.sources) for fact in outcome.after}
    changed = [fact for fact in outcome.again if (fact.id, fact.current, fact.sources) not in before]
    figures.doubled += len(changed)
    if changed:
        yield f"learned twice: {[fact.text for fact in changed]}"
