"""What becomes of accounts, as the app is told of it."""

from tests.platforms.slack.people import Person
from tests.platforms.slack.places import Workspace
from tests.platforms.slack.server import SlackStandIn
from tests.platforms.slack.shapes import user_shape
from tests.platforms.slack.wire import Payload, mapping


def changed(slack: SlackStandIn, person: Person, *, told_to: Workspace | None = None) -> None:
    """The account is another than before, as their own workspace is told or another of the enterprise."""
    _tell(slack, "user_change", person, team=None if told_to is None else told_to.id)


def joined(slack: SlackStandIn, person: Person) -> None:
    """The account is new."""
    _tell(slack, "team_join", person)


def deactivated(slack: SlackStandIn, person: Person) -> None:
    """The account is used no more."""
    person.user.deleted = True
    changed(slack, person)


def _tell(slack: SlackStandIn, kind: str, person: Person, *, team: str | None = None) -> None:
    shape = user_shape(person.user, locale=True, enterprise=slack.world.teams[person.user.team].enterprise)
    shape["profile"] = {**mapping(shape["profile"]), "fields": {}}  # these stand in events alone
    event: Payload = {"type": kind, "user": shape, "cache_ts": 1, "event_ts": slack.world.ts()}
    slack.happenings.tell(slack.hands.installation(person.user), event, team=team or person.user.team)
