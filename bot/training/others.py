"""Whose words a talk holds: what somebody quotes, pastes or passes on of others is not theirs to give. Pure.

An answer to that repeats it, and so may all answers until the talk ends; so they all are left out. Rather too much than
too little: a question that quotes a whole sentence is no loss, somebody else's letter is one.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from memory.preference import Exchange
from memory.types import PlaceId, Spot, TurnId

APART = timedelta(minutes=30)  # what is further apart is another talk
_BLOCK = re.compile(r"^\s*(?:>|&gt;|\|\s)", re.MULTILINE)
_QUOTED = re.compile(r'[“„»«"](?=\S)([^“”„«»"\n]{12,}?)[”“»«"]|[「『]([^」』\n]{8,})[」』]')
_WORDS = 4  # quoted, from which they are a sentence rather than a name
_CLOCK = r"\d{1,2}[:.h]\d\d(?:[:.]\d\d)?(?:\s?[AaPp]\.?[Mm]\.?)?"
# Lines of other chats: with a time before or behind who speaks, or who speaks alone where several do.
_SPOKEN = re.compile(
    rf"^\s*(?:[\[(]?(?:[\d./-]{{6,10}},?\s)?{_CLOCK}[\])]?\s*[-–]?\s*<?[^\W\d][\w .'-]{{0,40}}[:>]\s*\S"
    rf"|<[^\W\d][\w .'-]{{0,40}}>\s+\S"
    rf"|[^\W\d][\w .'-]{{0,40}}\s*[\[(—–-]\s?(?:\w+ (?:at|um|à|a las|às) )?{_CLOCK}[\])]?)",
    re.MULTILINE,
)
_NAMED = re.compile(r"^\s*([^\W\d_][\w'-]{1,30}(?: [^\W\d_][\w'-]{1,30})?)\s?[:：]\s*\S", re.MULTILINE)
_MAIL = re.compile(
    r"^\s*(?:From|To|Sent|Von|An|Gesendet|De|Para|Enviado|Envoyé|À|Da|差出人|宛先)[:：] ?\S.*\n"
    r"|^\s*-{2,}\s*(?:Original|Forwarded|Ursprüngliche|Weitergeleitete|Message|Mensaje|Mensagem|Messaggio)\b"
    r"|^\s*(?:On|Am|Le|El|Em|Il)\s.{4,80}(?:wrote|schrieb|écrit|escribió|escreveu|scritto)\b.{0,60}:\s*$",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Own:
    """An exchange that may be given out."""

    turn: TurnId
    asked: Spot
    question: str
    answer: str
    at: datetime


def own_alone(exchanges: Sequence[Exchange]) -> Iterator[Own]:
    """Those of talks into which nothing was brought yet that may not be given out."""
    last: dict[PlaceId, Exchange] = {}
    brought: set[PlaceId] = set()
    for each in sorted(exchanges, key=lambda each: (each.asked.place, each.at)):
        place = each.asked.place
        if place in last and each.at - last[place].at > APART:
            brought.discard(place)
        last[place] = each
        if each.question is None or each.answer is None or holds_others(each.question):
            brought.add(place)
        elif place not in brought:
            yield Own(each.turn, each.asked, each.question, each.answer, each.at)


def holds_others(text: str) -> bool:
    """Whether a message holds what looks like somebody else's words."""
    if _BLOCK.search(text) or _SPOKEN.search(text) or _MAIL.search(text):
        return True
    if len({match[1] for match in _NAMED.finditer(text)}) > 1:
        return True
    quoted = (match[1] or match[2] for match in _QUOTED.finditer(text))
    return any(len(each.split()) >= _WORDS or (not each.isascii() and " " not in each) for each in quoted)
