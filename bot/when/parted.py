"""Words that ask and stand apart, or ask only beside a time: "gib mir um 9 Bescheid", "tell me at 9 to go". Pure.

A language lists beginnings (`askopen`) and ends (`askclose`) by number; only both together ask, so that "er gab mir
Bescheid" and "bei mir" alone do not. `askweak` words want a time right after them and then something to do: "tell me
tomorrow what you found" asks for something else.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.when.compose import LEADING
from bot.when.meant import Meant
from bot.when.tokens import Token

_HALVES = {"askopen", "askclose", "asknot"}
_SMALL = {"comma", "dot", "filler", "ask"}


def paired(tokens: Sequence[Token]) -> list[Token]:
    """The tokens, where halves that belong together ask and others are words like any."""
    asking: set[int] = set()
    for at, token in enumerate(tokens):
        kind = token.keys.get("askopen")
        if kind is not None and (end := _end(tokens, at, kind)) is not None:
            asking |= {at, end}
    barred = {at + 1 for at, token in enumerate(tokens) if "asknot" in token.keys}
    return [_told(token, asks=at in asking, barred=at in barred) for at, token in enumerate(tokens)]


def _end(tokens: Sequence[Token], start: int, kind: float) -> int | None:
    """Where the other half stands; None where it does not, or a "not" stands between."""
    for at in range(start + 1, len(tokens)):
        if tokens[at].keys.get("askclose") == kind:
            return at
        if "asknot" in tokens[at].keys:
            return None
    return None


def _told(token: Token, *, asks: bool, barred: bool) -> Token:
    left = _HALVES | {"askweak"} if barred else _HALVES
    if token.keys.keys().isdisjoint(left):
        return token
    keys = {kind: value for kind, value in token.keys.items() if kind not in left}
    return replace(token, keys={**keys, "ask": 1.0} if asks else keys)


def beside_times(tokens: Sequence[Token], times: Sequence[Meant]) -> list[Token]:
    """The tokens, where weak words that lead to a time, and then to what is to be done, ask."""
    asking = {at for meant in times if (at := _leading(tokens, meant)) is not None and _ends(tokens, meant)}
    return [
        replace(token, keys={**token.keys, "ask": 1.0}) if at in asking else token for at, token in enumerate(tokens)
    ]


def _leading(tokens: Sequence[Token], meant: Meant) -> int | None:
    """Where the weak words stand that lead to it."""
    at = meant.first - 1
    while at >= 0 and LEADING & set(tokens[at].kinds) and "askweak" not in tokens[at].keys:
        at -= 1
    return at if at >= 0 and "askweak" in tokens[at].keys else None


def _ends(tokens: Sequence[Token], meant: Meant) -> bool:
    """Whether nothing follows it, or words that lead to what is to be done and begin no question."""
    after = next((each for each in tokens[meant.last + 1 :] if _SMALL.isdisjoint(each.keys)), None)
    return after is None or ("lead" in after.keys and "tell" not in after.keys)
