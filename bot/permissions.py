"""What the managers of a space set for it and its channels, with our meaning and our defaults. Pure.

Stored are plain values by channel and name, where no channel means the whole space. What is stored and cannot be read
counts as the stricter of what it could mean.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from adapters.types import Author
from bot.config import LimitSettings

ANSWER, LISTEN, PERSONA = "answer", "listen", "persona"  # of a channel; `ANSWER` and `PERSONA` of a space too
PERSONAS = "personas"  # keys of those who answer to their names, of a channel and of a space
ROLES, BLOCKED = "roles", "blocked"  # ids, of a space
PROPOSE = "propose"  # of a space
LIMITS = (
    "person_answers_per_minute",
    "space_answers_per_minute",
    "person_tokens_per_day",
    "space_tokens_per_day",
)
NOBODY = frozenset({""})  # a role that nobody has
Stored = Mapping[tuple[str, str], object]


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds in one channel.

    `answers`: whether the bot may answer there; `listens`: whether what is not addressed to it is remembered; `roles`:
    whose bearers may talk with it, none meaning everybody; `blocked`: handles of people it never answers. `proposes`:
    whether what people say there that they will do may be offered to them, alone, as a reminder. `personas` answer
    there to their names, beside `persona`, who answers all else.
    """

    answers: bool = True
    listens: bool = False
    roles: frozenset[str] = frozenset()
    blocked: frozenset[str] = frozenset()
    persona: str | None = None
    personas: tuple[str, ...] = ()
    proposes: bool = False
    limits: LimitSettings = field(default_factory=LimitSettings)

    def lets_talk(self, author: Author) -> bool:
        """Whether the bot may answer that person; who may change the rules may always talk."""
        if author.manages:
            return True
        return author.handle not in self.blocked and (not self.roles or not self.roles.isdisjoint(author.roles))


def rules_of(stored: Stored, channel: str, parent: str = "", *, limits: LimitSettings) -> Rules:
    """The rules of a channel of the space whose settings these are; `limits` hold where nothing is set.

    Whether and who answers follows `parent`, the channel that it is inside, where it is not set for it itself. Whether
    it is listened to does not: that was said in the parent, and not to those who write in a closed thread.
    """
    around = _flag(stored.get((parent, ANSWER)), absent=_flag(stored.get(("", ANSWER)), absent=True))
    personas = (_text(stored.get((each, PERSONA))) for each in (channel, parent, ""))
    named = (stored[each, PERSONAS] for each in (channel, parent, "") if (each, PERSONAS) in stored)
    return Rules(
        answers=_flag(stored.get((channel, ANSWER)), absent=around),
        listens=_flag(stored.get((channel, LISTEN)), absent=False),
        roles=_ids(stored.get(("", ROLES)), unreadable=NOBODY),
        blocked=_ids(stored.get(("", BLOCKED)), unreadable=frozenset()),
        persona=next(filter(None, personas), None),
        personas=_keys(next(named, None)),
        proposes=_flag(stored.get(("", PROPOSE)), absent=False),
        limits=replace(limits, **{name: _number(stored.get(("", name)), getattr(limits, name)) for name in LIMITS}),
    )


def chosen_channels(stored: Stored, name: str, *, value: bool = True) -> list[str]:
    """The channels for which `name` is set to `value`."""
    return sorted(channel for (channel, each), set_to in stored.items() if channel and each == name and set_to is value)


def _flag(value: object, *, absent: bool) -> bool:
    return absent if value is None else value is True


def _ids(value: object, *, unreadable: frozenset[str]) -> frozenset[str]:
    if value is None:
        return frozenset()
    readable = isinstance(value, list) and all(isinstance(each, str) for each in value)
    return frozenset(map(str, value)) if readable and isinstance(value, list) else unreadable


def _keys(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) and all(isinstance(each, str) for each in value) else ()


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _number(value: object, default: int) -> int:
    """A limit as set; what cannot be read, and what is stricter by default, is the default."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else default
