"""What became of a run, by what the platform has and what the database believes of it. Pure."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from tests.reminder_deaths.evidence import Evidence
from tests.reminder_deaths.hands import Said
from tests.reminder_deaths.owner import Belief, Send
from tests.reminder_deaths.plans import Story
from tests.reminder_deaths.scenes import Expected, Scene, expected
from tests.reminder_deaths.trouble import Trouble


@dataclass(frozen=True, slots=True)
class Verdict:
    """`lost` and `doubled` messages; `wrong`: what else is not as it must be, in words; `excused`: why others that came
    again could not be excluded.
    """

    lost: int
    doubled: int
    wrong: tuple[str, ...]
    excused: tuple[str, ...] = ()


def verdict(scene: Scene, said: Sequence[Said], belief: Belief, *, evidence: Evidence, now: datetime) -> Verdict:
    """Of a run that has come to its end."""
    counts = [(each, _count(said, each)) for each in expected(scene)]
    lost = sum(max(each.count - count, 0) for each, count in counts)
    doubled = max(sum(count - each.count for each, count in counts if count > each.count), _twice(said))
    wrong = [*_strays(scene, said), *_beliefs(scene, said, belief, now=now)]
    excused = tuple(evidence.excused(said)[:doubled])
    return Verdict(lost, doubled - len(excused), tuple(wrong), excused)


def _count(said: Sequence[Said], wanted: Expected) -> int:
    return sum(wanted.channel in (each.channel, "") and wanted.text in each.text for each in said)


def _twice(said: Sequence[Said]) -> int:
    """How many came again under a key that was there."""
    return sum(count - 1 for count in Counter((each.channel, each.key) for each in said).values())


def _strays(scene: Scene, said: Sequence[Said]) -> Iterator[str]:
    wanted = {each.channel for each in expected(scene)}
    for each in said:
        if not wanted & {each.channel, ""}:
            yield "a message where none belongs"
        if not each.key:
            yield "a message without a key"
    if scene.plan.trouble is Trouble.CLOSED and scene.plan.story is not Story.PLACE:
        room = scene.people.room
        yield from (
            "the content where others read" for each in said if each.channel == room and scene.mark in each.text
        )


def _beliefs(scene: Scene, said: Sequence[Said], belief: Belief, *, now: datetime) -> Iterator[str]:
    shown = {each.id for each in said}
    ahead = [at for _, at, state in belief.occurrences if state == "due" and at > now]
    for each in belief.sends:
        yield from _send(each, shown, ahead, now=now)
    if scene.repeats and len(ahead) != 1:
        yield f"{len(ahead)} times ahead of one that goes on"
    if scene.repeats and "active" not in belief.standings:
        yield "one that goes on has ended"
    if not scene.repeats and (ahead or "active" in belief.standings):
        yield "one that was delivered has not ended"
    past = Counter(state for _, at, state in belief.occurrences if at <= now)
    if past["due"] or past["failed"]:
        yield f"times that are past: {dict(past)}"


def _send(send: Send, shown: set[str], ahead: Sequence[datetime], *, now: datetime) -> Iterator[str]:
    if send.claimed:
        yield "still claimed"
    if send.state == "waiting":
        if send.attempts or not ahead or send.ready_at is None or send.ready_at <= now:
            yield f"still waiting after {send.attempts} tries"
    elif send.state == "sent":
        if send.message_id not in shown:
            yield "believed sent, with a message that is not there"
    elif send.state != "cancelled":
        yield f"an outbox row that is {send.state}"
