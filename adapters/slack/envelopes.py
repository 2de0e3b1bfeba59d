"""What stands around every event that Slack tells of. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from adapters.slack.payloads import inner, objects_in, text_in

LATEST = 1 << 37  # seconds; a time that no calendar has is no time


@dataclass(frozen=True, slots=True)
class Envelope:
    """An event, and through which workspace the bot was told of it; '' where that is a whole enterprise.

    `whole`: the bot is installed for all of the enterprise; `shared`: people from elsewhere are where it happened.
    """

    team: str
    enterprise: str
    event: Mapping[str, object]
    at: datetime
    whole: bool = False
    shared: bool = False

    @property
    def kind(self) -> str:
        """Slack's name for the event."""
        return text_in(self.event, "type")

    @property
    def channel(self) -> str:
        """The id of the conversation, '' where it is about none."""
        return text_in(self.event, "channel") or text_in(inner(self.event, "channel"), "id")


def envelope_of(payload: Mapping[str, object]) -> Envelope:
    """What Slack posted, taken apart."""
    whole = any(each.get("is_enterprise_install") is True for each in objects_in(payload, "authorizations"))
    at = payload.get("event_time")
    return Envelope(
        text_in(payload, "context_team_id") or text_in(payload, "team_id"),
        text_in(payload, "context_enterprise_id") or text_in(payload, "enterprise_id"),
        inner(payload, "event"),
        datetime.fromtimestamp(at, UTC) if isinstance(at, int) and 0 < at < LATEST else datetime.now(UTC),
        whole=whole,
        shared=payload.get("is_ext_shared_channel") is True,
    )
