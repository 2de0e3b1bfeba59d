"""Pairs of answers, and dialogues, in the formats in which TRL takes conversations. Pure.

A pair is a row of its type "preference", with an explicit prompt; a dialogue one of its type "language modeling". Each
row is of one person alone: their own lines and what we answered.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from bot.training.others import APART, Own
from memory.preference import Preference, rejected
from memory.types import TurnId

Message = Mapping[str, str]
Row = Mapping[str, Sequence[Message]]
BEFORE = 3  # exchanges that a prompt begins with


def pairs(preferences: Sequence[Preference], exchanges: Sequence[Own], hide: Callable[[str], str]) -> Iterator[Row]:
    """A row for each pair of which both answers may be given out, and the second was not rejected as well."""
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
        prompt = [*_talk(_leading(worse, exchanges, disliked)), ("user", worse.question)]
        yield {
            "prompt": _messages(prompt, hide),
            "chosen": _messages([("assistant", better.answer)], hide),
            "rejected": _messages([("assistant", worse.answer)], hide),
        }


def dialogues(exchanges: Sequence[Own], hide: Callable[[str], str]) -> Iterator[Row]:
    """A row for each talk of these; of what was answered twice, the last one."""
    kept = _kept(exchanges, frozenset())
    talk: list[Own] = []
    for each in kept:
        if talk and not _follows(each, talk[-1]):
            yield {"messages": _messages(_talk(talk), hide)}
            talk = []
        talk.append(each)
    if talk:
        yield {"messages": _messages(_talk(talk), hide)}


def _leading(exchange: Own, exchanges: Sequence[Own], disliked: frozenset[TurnId]) -> list[Own]:
    """What was said in the same talk before it."""
    before = [each for each in _kept(exchanges, disliked) if each.asked.place == exchange.asked.place]
    led: list[Own] = []
    after = exchange
    for each in reversed([each for each in before if each.asked.seq < exchange.asked.seq]):
        if len(led) == BEFORE or not _follows(after, each):
            break
        led.insert(0, each)
        after = each
    return led


def _kept(exchanges: Sequence[Own], disliked: frozenset[TurnId]) -> list[Own]:
    last = {each.asked: each for each in exchanges if each.turn not in disliked}
    return sorted(last.values(), key=lambda each: (each.asked.place, each.asked.seq))


def _follows(one: Own, other: Own) -> bool:
    return one.asked.place == other.asked.place and one.at - other.at <= APART


def _talk(exchanges: Sequence[Own]) -> list[tuple[str, str]]:
    return [said for each in exchanges for said in (("user", each.question), ("assistant", each.answer))]


def _messages(talk: Sequence[tuple[str, str]], hide: Callable[[str], str]) -> list[Message]:
    return [{"role": role, "content": hide(text)} for role, text in talk]
