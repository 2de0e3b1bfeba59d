"""A simple model of what is told of one person: what is believed, when, of which time. Days count from today."""

from dataclasses import dataclass, field

from memory.types import FactId


@dataclass(frozen=True, slots=True)
class Tell:
    """Somebody says of Ana that something holds; `instead` is the how manieth fact it ends, or tells more exactly."""

    text: str
    since: int
    until: int | None = None
    who: str = "ana"
    instead: int | None = None
    exactly: bool = False


@dataclass(frozen=True, slots=True)
class Forget:
    """The how manieth fact is forgotten."""

    which: int


@dataclass(slots=True)
class Kept:
    """A fact of the model; `begins` and `ends` are its beginnings and ends by when each came to be known."""

    id: FactId
    text: str
    who: str
    begins: list[tuple[int, int]]
    recorded: int
    ends: list[tuple[int, int | None]]
    replaced: bool = False
    told_by_another: int | None = None  # from when on
    by: FactId | None = None  # what took its place
    closings: dict[FactId, tuple[int, int | None]] = field(default_factory=dict)  # which end ahead each told, and else

    @property
    def since(self) -> int:
        return self.begins[-1][1]

    def end(self, known: int) -> int | None:
        return [end for at, end in self.ends if at <= known][-1]

    def touches(self, since: int, until: int | None, known: int) -> bool:
        end = self.end(known)
        return (end is None or since < end) and (until is None or self.since < until)

    def shown(self, held: float, known: int) -> bool:
        if known < self.recorded or (self.told_by_another is not None and self.told_by_another <= known):
            return False
        end = self.end(known)
        since = [begin for at, begin in self.begins if at <= known][-1]
        return since <= held and (end is None or held < end)


@dataclass(slots=True)
class Model:
    """What is believed, by the number of the event that told it."""

    facts: list[Kept] = field(default_factory=list)

    def standing(self, told: Tell) -> list[Kept]:
        same = [each for each in self.facts if (each.text, each.who) == (told.text, told.who) and not each.replaced]
        return sorted(same, key=lambda each: each.since)

    def tell(self, told: Tell, at: int, new: FactId, old: Kept | None) -> None:
        same = self.said_again(told, at) or self.said_anew(told, at, new)
        if old is None or old is same or old.replaced:
            return
        old.by, end = same.id, old.end(at)
        if told.exactly:
            old.replaced, old.told_by_another = True, at
            before = [f.end(at) for f in self.standing(told) if f.since < same.since]
            since = max([old.since, *(end for end in before if end is not None)])
            same.begins.append((at, min(same.since, since)))
            own = same.end(at)
            same.ends.append((at, end if own is None else own))
            return
        if told.since > max(0, old.since):
            old.closings[same.id] = (told.since, old.closings[same.id][1] if same.id in old.closings else end)
        old.ends.append((at, max(old.since, told.since if end is None else min(end, told.since))))
        old.replaced = told.since < 0 or told.since <= old.since

    def said_anew(self, told: Tell, at: int, new: FactId) -> Kept:
        for over in self.standing(told):
            end = over.end(at)
            if end is not None and end < 0 and end <= told.since:
                over.replaced, over.by = True, new
        self.facts.append(same := Kept(new, told.text, told.who, [(at, told.since)], at, [(at, told.until)]))
        return same

    def said_again(self, told: Tell, at: int) -> Kept | None:
        """What was said before of the time that is told, with the dates that it has now."""
        met = [each for each in self.standing(told) if each.touches(told.since, told.until, at)]
        if not met:
            return None
        same = next((each for each in met if each.since <= told.since), met[0])
        end, begun = same.end(at), same.since
        same.begins.append((at, told.since if told.since > 0 < begun else min(begun, told.since)))
        new = told.until if end is None or told.until is not None or told.since > 0 or end < 0 else end
        if new != end:
            same.ends.append((at, new))
            same.by = None
        for other in self.standing(told):
            if other is not same and other.since >= begun and other.touches(same.since, new, at):
                other.replaced = True
                other.ends.append((at, other.since))
        for replaced in self.facts:  # what it took the place of held until it began, or until it holds again
            ends, again = replaced.end(at), self.again(replaced, at)
            if replaced.by == same.id and ends == min([begun, *again]) > replaced.since and begun != same.since:
                replaced.ends.append((at, moved := max(replaced.since, min([same.since, *again]))))
                replaced.replaced = moved < 0
            if same.id in replaced.closings and replaced.closings[same.id][0] == begun:
                replaced.closings[same.id] = (same.since, replaced.closings[same.id][1])
        return same

    def again(self, fact: Kept, at: int) -> list[int]:
        """When others that say the same begin, after it."""
        same = [f for f in self.standing(Tell(fact.text, 0, who=fact.who)) if f is not fact and f.since >= fact.since]
        return [f.since for f in same if f.end(at) != f.since]

    def reopen(self, fact: Kept, gone: FactId, at: int) -> None:
        """What is forgotten ends nothing that still holds, and nothing tells of the end that it had."""
        fact.by = None if fact.by == gone else fact.by
        if gone not in fact.closings:
            return
        told, otherwise = fact.closings.pop(gone)
        end = min([told, *(again := self.again(fact, at))])
        if fact.replaced or fact.end(at) != end or end < 0:
            return
        nearest = sorted((other, by) for by, (other, _) in fact.closings.items())
        fact.by = nearest[0][1] if nearest else None
        ends = [each for each in (otherwise, *(other for other, _ in nearest), *again) if each is not None]
        fact.ends = [(when, min(ends, default=None) if e == end else e) for when, e in fact.ends]
