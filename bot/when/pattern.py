"""Rules over tokens. A pattern is words for kinds with the signs of regular expressions, compiled to one over tokens.

`number +colon m=number` is a number, a colon and a number without spaces, the second to be asked for as `m`. Each rule
rewrites what it finds, leftmost first; rules run in order, so a text is read in time that grows with its length.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.when.lexicon import Lexicon
from bot.when.made import Made, Number, Ordinal
from bot.when.tokens import Token

MOST_TOKENS = 160
_TERM = re.compile(r"(?:(?P<name>[a-z]+)=)?(?P<plus>\+?)(?P<kind>[a-z]+(?:/[a-z]+)*|\.)")
M = TypeVar("M")


@dataclass(frozen=True, slots=True)
class Scene:
    """What a rule may know: the wall time of now, the zone, the words, and how dates are written."""

    now: datetime
    zone: ZoneInfo
    words: Lexicon
    month_first: bool | None
    week_starts_sunday: bool
    foreign: bool = False  # the asker named other languages than the one that is read

    @property
    def today(self) -> date:
        """The day of now."""
        return self.now.date()


@dataclass(frozen=True, slots=True)
class Found:
    """The tokens of a match and those with a name."""

    tokens: Sequence[Token]
    named: Mapping[str, Sequence[Token]]
    before: Token | None
    rest: Sequence[Token]  # the next few after it

    @property
    def after(self) -> Token | None:
        """The token after it."""
        return self.rest[0] if self.rest else None

    def precedes(self, *kinds: str) -> bool:
        """Whether the next token is of one of these kinds."""
        return self.after is not None and not set(kinds).isdisjoint(self.after.kinds)

    def follows(self, *kinds: str) -> bool:
        """Whether the token before is of one of these kinds."""
        return self.before is not None and not set(kinds).isdisjoint(self.before.kinds)

    def goes_on(self, *kinds: str) -> bool:
        """Whether a sign of one of these kinds and something more follow without a space."""
        return self.precedes(*kinds) and len(self.rest) > 1 and self.rest[0].glued and self.rest[1].glued

    def includes(self, *kinds: str) -> bool:
        """Whether a word of one of these kinds is in the match."""
        return any(not token.keys.keys().isdisjoint(kinds) for token in self.tokens)

    def number(self, name: str) -> Number:
        """The number or ordinal there, as a number: an ordinal has no width."""
        made = self.named[name][0].made
        return Number(made.value) if isinstance(made, Ordinal) else self.made(name, Number)

    def has(self, name: str) -> bool:
        """Whether the named part is there."""
        return bool(self.named.get(name))

    def made(self, name: str, kind: type[M]) -> M:
        """What a rule made there; a mistake of ours if it is of another kind."""
        made = self.named[name][0].made
        if not isinstance(made, kind):
            raise TypeError(name)
        return made

    def all(self, name: str, kind: type[M]) -> list[M]:
        """All that rules made within the named part."""
        return [token.made for token in self.named.get(name, ()) if isinstance(token.made, kind)]

    def key(self, name: str, kind: str) -> int:
        """The value of the named word as that kind."""
        return int(self.named[name][0].keys[kind])

    def keys(self, name: str, kind: str) -> list[int]:
        """The values of all words of that kind within the named part."""
        return [int(token.keys[kind]) for token in self.named.get(name, ()) if kind in token.keys]


Action = Callable[[Found, Scene], Made | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern and what it builds; None builds nothing there."""

    pattern: re.Pattern[str]
    action: Action


@dataclass(slots=True)
class Stage:
    """Rules in the order in which they run."""

    rules: list[Rule] = field(default_factory=list)

    def rule(self, *patterns: str) -> Callable[[Action], Action]:
        """Adds a rule for each of the patterns."""

        def added(action: Action) -> Action:
            self.rules += [Rule(compiled(pattern), action) for pattern in patterns]
            return action

        return added

    def run(self, tokens: list[Token], scene: Scene) -> list[Token]:
        """The tokens with what the rules built in place of what they read."""
        for rule in self.rules:
            tokens = _rewritten(rule, tokens, scene)
        return tokens


def compiled(pattern: str) -> re.Pattern[str]:
    """The regular expression over shown tokens; a name may stand in several branches."""
    count = iter(range(1000))

    def term(found: re.Match[str]) -> str:
        kind = found["kind"]
        inner = "[^\0]*" if kind == "." else f"[^\0]*;(?:{kind.replace('/', '|')});[^\0]*"
        start = r"\+" if found["plus"] else ""
        name = f"?P<{found['name']}_{next(count)}>" if found["name"] else "?:"
        return f"({name}{start}{inner}\0)"

    return re.compile(_TERM.sub(term, pattern).replace(" ", "").replace("\0", " "))


def _rewritten(rule: Rule, tokens: list[Token], scene: Scene) -> list[Token]:
    shown = "".join(token.shown for token in tokens)
    found = rule.pattern.search(shown)
    if found is None:
        return tokens
    begins = {}
    place = 0
    for at, token in enumerate(tokens):
        begins[place] = at
        place += len(token.shown)
    begins[place] = len(tokens)
    return _replaced(rule, tokens, scene, _Text(shown, begins))


@dataclass(frozen=True, slots=True)
class _Text:
    shown: str
    begins: dict[int, int]  # character to token


def _replaced(rule: Rule, tokens: list[Token], scene: Scene, text: _Text) -> list[Token]:
    made: list[Token] = []
    at = place = 0
    while (found := rule.pattern.search(text.shown, place)) is not None:
        start = text.begins.get(found.start())
        end = text.begins[found.end()]
        built = None if start is None or start == end else rule.action(_found(found, tokens, text.begins), scene)
        if start is None or built is None:
            place = text.shown.index(" ", found.start()) + 1
            continue
        whole = tokens[start:end]
        made += tokens[at:start]
        made.append(Token(whole[0].start, whole[-1].end, "", whole[0].glued, made=built))
        at, place = end, found.end()
    return made + tokens[at:]


def _found(found: re.Match[str], tokens: list[Token], begins: dict[int, int]) -> Found:
    named = {
        name.partition("_")[0]: tokens[begins[found.start(name)] : begins[found.end(name)]]
        for name, value in found.groupdict().items()
        if value is not None
    }
    start, end = begins[found.start()], begins[found.end()]
    return Found(
        tokens[start:end],
        named,
        tokens[start - 1] if start else None,
        tokens[end : end + 4],
    )
