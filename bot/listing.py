"""What `/memory` and `/forget` show, numbered, and what those numbers mean afterwards."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo

from bot.days import short_day
from bot.errors import UserError
from bot.naming import as_said
from memory.types import Fact, Line, PersonId, Viewer

PEOPLE = 1024
PAGE = 8  # lines that one message of a chat platform holds well


@dataclass(frozen=True, slots=True)
class Listing:
    """Numbered items, and for whom and where they were shown."""

    viewer: Viewer
    items: tuple[Fact | Line, ...]

    def pick(self, numbers: Sequence[int]) -> tuple[Fact | Line, ...]:
        """The items with those numbers; raises `UserError`."""
        if not self.items:
            raise UserError("There is no list yet. Say /memory first.")
        if any(not 1 <= number <= len(self.items) for number in numbers):
            raise UserError(f"The list has the numbers 1 to {len(self.items)}.")
        return tuple(self.items[number - 1] for number in dict.fromkeys(numbers))

    def fact(self, number: int) -> Fact:
        """The fact with that number; raises `UserError`."""
        item = self.pick([number])[0]
        if not isinstance(item, Fact):
            raise UserError("That is a message, not a fact. Messages can only be forgotten.")
        return item

    def text(self, zone: tzinfo) -> str:
        """The items as numbered lines, dated in that zone."""
        return "\n".join(
            f"{at}. {item_line(item, self.viewer.person, zone=zone)}" for at, item in enumerate(self.items, 1)
        )

    def page(self, number: int, zone: tzinfo) -> str:
        """The same of one page, counted from 1, without the words that the facts rest on."""
        shown = enumerate(self.on_page(number), (number - 1) * PAGE + 1)
        return "\n".join(f"{at}. {short_line(item, zone)}" for at, item in shown)

    def on_page(self, number: int) -> tuple[Fact | Line, ...]:
        """The items of one page, counted from 1."""
        return self.items[(number - 1) * PAGE : number * PAGE]

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return -(-len(self.items) // PAGE)


class Listings:
    """The last list that each person saw."""

    def __init__(self) -> None:
        self._listings: OrderedDict[PersonId, Listing] = OrderedDict()

    def put(self, viewer: Viewer, items: Sequence[Fact | Line]) -> Listing:
        """Remember what is about to be shown."""
        listing = Listing(viewer, tuple(items))
        self._listings[viewer.person] = listing
        self._listings.move_to_end(viewer.person)
        while len(self._listings) > PEOPLE:
            self._listings.popitem(last=False)
        return listing

    def get(self, viewer: Viewer) -> Listing:
        """The last list of this person, empty when there was none."""
        return self._listings.get(viewer.person, Listing(viewer, ()))

    def drop(self, viewer: Viewer) -> None:
        """Its numbers mean nothing any more."""
        self._listings.pop(viewer.person, None)


def is_number(word: str) -> bool:
    """Whether the word can be a number of a list."""
    return word.isdecimal() and len(word) < 10


def item_line(item: Fact | Line, reader: PersonId, *, zone: tzinfo) -> str:
    """A fact as `fact_line` has it, or the reader's own line with its day."""
    if isinstance(item, Line):
        return f'you said: "{as_said(one_line(item.text))}" ({short_day(item.said_at, zone)})'
    return fact_line(item, reader, zone=zone)


def short_line(item: Fact | Line, zone: tzinfo) -> str:
    """What it says and since when, in at most about 200 characters."""
    if isinstance(item, Line):
        return f'you said: "{as_said(one_line(item.text, 150))}" ({short_day(item.said_at, zone)})'
    return f"{as_said(one_line(item.text, 150))} ({held(item, zone)})"


def fact_line(fact: Fact, reader: PersonId, *, zone: tzinfo) -> str:
    """A fact with since when it holds, and the words that it rests on."""
    who = "you said" if fact.speaker == reader else f"{as_said(fact.speaker_name)} said"
    quotes = "; ".join(
        f'{who} on {short_day(source.said_at, zone)}: "{as_said(one_line(source.quote))}"'
        for source in fact.sources[-2:]
    )
    return f"{as_said(one_line(fact.text))} ({held(fact, zone)}{'; ' + quotes if quotes else ''})"


def held(fact: Fact, zone: tzinfo) -> str:
    """Since when it holds, or from when to when."""
    when = f"since {short_day(fact.valid_from, zone)}"
    if fact.valid_until is not None:
        when = f"{short_day(fact.valid_from, zone)} to {short_day(fact.valid_until, zone)}"
    when += ", said with doubt" if fact.is_hedged else ""
    return when if fact.uncertain_since is None else f"{when}, may no longer hold"


def one_line(text: str, longest: int = 200) -> str:
    """Text without line breaks, cut to a bearable length."""
    whole = " ".join(text.split())
    return whole if len(whole) <= longest else whole[: longest - 1] + "…"
