"""The audience rule a second time, in Python, stated from what people may read rather than from how rows are stored.

The database decides; this oracle decides nothing. It exists so that tests can hold the two against each other: a rule
that was written once only agrees with itself.
"""

from dataclasses import dataclass, replace

from memory.types import Audience, Kind, PersonId


@dataclass(frozen=True, slots=True)
class Standing:
    """A place as it is now; `person` is whom a direct place is with, `room` the channel around a thread.

    `shut`: the bot was put out of its space.
    """

    key: str
    space: str | None
    audience: Audience
    person: PersonId | None = None
    room: str | None = None
    shut: bool = False

    @property
    def around(self) -> str:
        """What its readers read all of: the channel that it is, or stands in."""
        return self.key if self.room is None else self.room


@dataclass(frozen=True, slots=True)
class Presence:
    """One account of a person, where it is a member now, and which of these places were closed when it came.

    A thread counts as the channel around it.
    """

    account: int
    places: frozenset[str]
    spaces: frozenset[str]
    closed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Asker:
    """A person with all their linked accounts; `across` is their permission to use each other's spaces in direct."""

    person: PersonId
    presences: tuple[Presence, ...]
    across: bool = False


@dataclass(frozen=True, slots=True)
class Grant:
    """A share: with a whole space, or with one place as open as it was then."""

    space: str | None
    place: Standing | None
    audience: Audience


@dataclass(frozen=True, slots=True)
class Rule:
    """A share of all that a person tells in direct of one kind, now and later."""

    person: PersonId
    kind: Kind
    grant: Grant


@dataclass(frozen=True, slots=True)
class Origin:
    """Where something was said, who could hear it then, and with whom its speaker shared it since.

    Of a fact also by whom, about whom and of which kind, by which a rule may share it; its words are shared by no rule.
    """

    place: Standing
    audience: Audience
    sensitive: bool
    grants: tuple[Grant, ...] = ()
    speaker: PersonId | None = None
    subject: PersonId | None = None
    kind: Kind = Kind.FACT


def may_use(origin: Origin, asker: Asker, reading: Standing | None, rules: tuple[Rule, ...] = ()) -> bool:
    """Whether everybody who can read an answer to `asker` at `reading` was entitled to hear `origin`."""
    if reading is None or not _stands_in(asker, reading):
        return False
    if by_kind := tuple(rule.grant for rule in rules if _covers(rule, origin)):
        origin = replace(origin, grants=origin.grants + by_kind)
    if reading.audience is Audience.DIRECT:
        return any(_heard_by(origin, presence, reading) for presence in _counting(asker, reading))
    return not origin.sensitive and _heard_at(origin, reading)


def _covers(rule: Rule, origin: Origin) -> bool:
    """What the person says of others was never theirs to share by the dozen, and nothing delicate goes unseen."""
    told_alone = origin.audience is Audience.DIRECT and origin.place.person == rule.person
    of_themselves = origin.speaker == origin.subject == rule.person
    return told_alone and of_themselves and origin.kind is rule.kind and not origin.sensitive


def _stands_in(asker: Asker, place: Standing) -> bool:
    match place.audience:
        case Audience.PUBLIC:
            return not place.shut
        case Audience.PRIVATE:
            return any(place.around in presence.places for presence in asker.presences)
        case Audience.DIRECT:
            return place.person == asker.person


def _counting(asker: Asker, direct: Standing) -> tuple[Presence, ...]:
    here = Presence(0, frozenset({direct.around}), frozenset())  # their own words here, whatever accounts they have
    there = tuple(each for each in asker.presences if asker.across or direct.around in each.places)
    return (here, *there)


def _heard_by(origin: Origin, presence: Presence, direct: Standing) -> bool:
    if origin.place.around == direct.around or _among(origin.place, presence):
        return True
    if origin.audience is Audience.PUBLIC and origin.place.space in presence.spaces:
        return True
    return any(
        grant.space in presence.spaces if grant.place is None else _among(grant.place, presence)
        for grant in origin.grants
    )


def _among(place: Standing, presence: Presence) -> bool:
    # Anybody may come into a place that is open now: only who came while it was closed heard what was said then.
    inside, since = place.around in presence.places, place.around in presence.closed
    return inside and (place.audience is not Audience.PUBLIC or since)


def _heard_at(origin: Origin, reading: Standing) -> bool:
    same_space = reading.space is not None and origin.place.space == reading.space
    if origin.audience is Audience.PUBLIC and same_space:
        return True
    if origin.place.around == reading.around and _as_open(origin.audience, reading.audience):
        return True
    return any(
        (grant.space is not None and grant.space == reading.space)
        or (
            grant.place is not None
            and grant.place.around == reading.around
            and _as_open(grant.audience, reading.audience)
        )
        for grant in origin.grants
    )


def _as_open(then: Audience, now: Audience) -> bool:
    order = (Audience.DIRECT, Audience.PRIVATE, Audience.PUBLIC)
    return order.index(then) >= order.index(now)
