"""What Slack tells of comings and goings: as events for the bot, and as what is known here no longer.

Everything may be told twice, late and in any order, and then ends as it would have otherwise.
"""

from collections.abc import Mapping, Sequence
from functools import partial

from adapters.port import Handler
from adapters.slack.departures import Departures
from adapters.slack.envelopes import Envelope, envelope_of
from adapters.slack.knowledge import Knowledge
from adapters.slack.patience import patiently
from adapters.slack.payloads import text_in
from adapters.slack.tenancy import Installed, Tenancy
from adapters.types import Change

CHANGED = (
    *("member_joined_channel", "channel_shared", "channel_unshared", "channel_archive", "group_archive"),
    *("channel_convert_to_private", "channel_convert_to_public"),  # messages that Slack itself writes
)
GONE, SENT_AWAY = ("channel_deleted", "group_deleted"), ("channel_left", "group_left")
ENDED, ACCESS = ("app_uninstalled", "tokens_revoked"), ("team_access_granted", "team_access_revoked")
PEOPLE = ("user_change", "team_join")
LEFT, RENAMED = "member_left_channel", "channel_id_changed"
KINDS = frozenset((*CHANGED, *GONE, *SENT_AWAY, *ENDED, *ACCESS, *PEOPLE, LEFT, RENAMED))


class Lifecycle:
    """Without `installed` there is the one token of the settings."""

    def __init__(self, known: Knowledge, installed: Installed | None = None) -> None:
        self._places = known.places
        self._departures = Departures(known)
        self._tenancy = Tenancy(known.wire, installed)

    async def admit(self, payload: Mapping[str, object]) -> None:
        """Anything is told: before it is read, so that the token of its workspace is found."""
        told = envelope_of(payload)
        if told.kind not in (*ENDED, *ACCESS):
            await self._tenancy.admit(told)

    async def met(self, payload: Mapping[str, object], deliver: Handler) -> None:
        """Something is told of a workspace, whatever it is: that the bot is in it is said once before."""
        told = envelope_of(payload)
        if told.kind not in (*ENDED, *ACCESS):
            for event in self._tenancy.met(told):
                await deliver(event)

    async def happened(self, payload: Mapping[str, object], deliver: Handler) -> None:
        """Something of `KINDS` is told, as the type of an event or the subtype of a message."""
        for event in await patiently(partial(self._led_to, envelope_of(payload))):
            await deliver(event)

    async def _led_to(self, told: Envelope) -> Sequence[Change]:
        kind = text_in(told.event, "subtype") or told.kind
        if kind in CHANGED:
            self._places.forget(told.team, told.channel)
        if kind in GONE:
            return await self._departures.closed(told, told.channel)
        if kind in SENT_AWAY:
            return await self._departures.sent_away(told)
        if kind == RENAMED:
            return await self._departures.closed(told, text_in(told.event, "old_channel_id"))
        if kind == LEFT:
            return await self._departures.left(told)
        if kind in PEOPLE:
            return await self._departures.changed(told)
        if kind in ENDED:
            return await self._tenancy.ended(told)
        return await self._tenancy.access(told) if kind in ACCESS else ()
