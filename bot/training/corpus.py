"""Pairs of answers, and dialogues, in the formats in which TRL takes conversations. Pure.

A pair is a row of its type "preference", with an explicit prompt; a dialogue one of its type "language modeling". Each
row is of one person alone: their own lines and what we answered, one right after the other. Where an exchange was left
out of a talk, another row begins, since an answer that follows on what is not there teaches to answer something else.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from bot.training.others import APART, Own
from memory.preference import Preference, rejected
from memory.types import Spot, TurnId

Message = Mapping[str, str]
Row = Mapping[str, Sequence[Message]]
BEFORE = 3  # exchanges that a prompt begins with


def pairs(
    preferences: Sequence[Preference], exchanges: Sequence[Own], asked: Iterable[Spot], hide: Callable[[str], str]
) -> Iterator[Row]:
    """A row for each pair of which both answers may be given out, and the second was not rejected as well.

    `asked`: where all questions stand, also those of which nothing is given out.
    """
    before = _before(asked)
    known, disliked = {each.turn: each for each in exchanges}, rejected(preferences)
    done: set[tuple[TurnId, TurnId]] = set()
    for each in preferences:
        chosen = each.chosen
        if chosen is None or chosen in disliked or {each.turn, chosen} - known.keys() or (each.turn, chosen) in done:
            continue
        worse, better = known[each.turn], known[chosen]
        if worse.answer.strip() == better.answer.strip():
            continue
        done.add((each.turn, chosen))
        prompt = [*_talk(_leading(worse, _kept(exchanges, disliked), before)), ("user", worse.question)]
        yield {
            "prompt": _messages(prompt, hide),
            "chosen": _messages([("assistant", better.answer)], hide),
            "rejected": _messages([("assistant", worse.answer)], hide),
        }


def dialogues(exchanges: Sequence[Own], asked: Iterable[Spot], hide: Callable[[str], str]) -> Iterator[Row]:
    """A row for each unbroken stretch of a talk of these; of what was answered twice, the last one."""
    before = _before(asked)
    talk: list[Own] = []
    for each in _kept(exchanges, frozenset()):
        if talk and not _follows(each, talk[-1], before):
            yield {"messages": _messages(_talk(talk), hide)}
            talk = []
        talk.append(each)
    if talk:
        yield {"messages": _messages(_talk(talk), hide)}


def _leading(exchange: Own, kept: Sequence[Own], before: Mapping[Spot, Spot]) -> list[Own]:
    """What was said in the same talk right before it."""
    led: list[Own] = []
    after, at = exchange, {each.asked: each for each in kept}
    while len(led) < BEFORE:
        each = at.get(before[after.asked]) if after.asked in before else None
        if each is None or not _follows(after, each, before):
            break
        led.insert(0, each)
        after = each
    return led


def _before(asked: Iterable[Spot]) -> Mapping[Spot, Spot]:
    """The question before each in the same place."""
    ordered = sorted(set(asked), key=lambda each: (each.place, each.seq))
    return {later: earlier for earlier, later in pairwise(ordered) if earlier.place == later.place}


def _kept(exchanges: Sequence[Own], disliked: frozenset[TurnId]) -> list[Own]:
    last = {each.asked: each for each in exchanges if each.turn not in disliked}
    return sorted(last.values(), key=lambda each: (each.asked.place, each.asked.seq))


def _follows(one: Own, other: Own, before: Mapping[Spot, Spot]) -> bool:
    return before.get(one.asked) == other.asked and one.at - other.at <= APART


def _talk(exchanges: Sequence[Own]) -> list[tuple[str, str]]:
    return [said for each in exchanges for said in (("user", each.question), ("assistant", each.answer))]


def _messages(talk: Sequence[tuple[str, str]], hide: Callable[[str], str]) -> list[Message]:
    return [{"role": role, "content": hide(text)} for role, text in talk]
