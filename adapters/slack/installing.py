"""Which workspaces the bot is installed in, and the token for each: slack-sdk's installation store over our vault.

What is found holds nothing to renew its token with: this store alone renews, so that Bolt does not, beside it, in every
process. A person's own token is kept where Slack gives one; the bot asks for none.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from logging import Logger, getLogger
from typing import cast

from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore

from adapters.slack.grants import Grant, Unusable, bot_grants, grants_of, installation_from, write_grant
from adapters.slack.renewing import Renewal
from adapters.slack.vault import Kept, Vault

BOT = ""
log = getLogger(__name__)
MOST_POINTED = 10_000


class Installations(AsyncInstallationStore):
    """The installations of one app. A workspace is a team id, or an enterprise id where it is installed for all."""

    def __init__(self, vault: Vault, renewal: Renewal) -> None:
        self._vault = vault
        self._renewal = renewal
        self._pointed: set[tuple[str, str]] = set()

    @property
    def logger(self) -> Logger:
        """Where slack-sdk would log."""
        return log

    async def bot(self, workspace: str) -> Grant | None:
        """The bot's grant there, good now; None where it is not installed."""
        return await self._fresh(await self._vault.find(workspace, BOT))

    async def authorize(
        self, *, enterprise_id: str | None, team_id: str | None, is_enterprise_install: bool | None = False
    ) -> AuthorizeResult | None:
        """For whom an event is, without asking Slack; None where the bot is not installed.

        Slack waits for it, so the token is as it is kept: what is said with it later is said with that of `bot`.
        """
        found = await self._find(enterprise_id, team_id, whole=bool(is_enterprise_install))
        grant = self._kept(found)
        if grant is None:
            return None
        return AuthorizeResult(
            enterprise_id=grant.enterprise or None,
            team_id=team_id or grant.team or None,
            bot_user_id=grant.bot_user,
            bot_id=grant.bot,
            bot_token=grant.token,
            bot_scopes=list(grant.scopes),
        )

    async def keep(self, grants: tuple[Grant, ...], at: datetime) -> None:
        """Keep what Slack gave, each in place of what was there."""
        for grant in grants:
            await self._vault.keep(grant.workspace, grant.person or BOT, write_grant(grant), at=at)
            if grant.team and grant.enterprise and not (grant.person or grant.everywhere):
                # Of somebody to write to first, nothing but the enterprise may be known.
                await self._vault.point(grant.enterprise, grant.team, at=at)

    async def uninstalled(self, workspace: str, at: datetime) -> None:
        """Forget all that was installed there until then."""
        self._pointed = {each for each in self._pointed if workspace not in each}
        await self._vault.drop(workspace, until=at)

    async def granted(self, team: str, enterprise: str, at: datetime) -> None:
        """The workspace has what its enterprise has, unless it has something of its own."""
        await self._vault.point(team, enterprise, at=at)

    async def teams(self, enterprise: str) -> Sequence[str]:
        """The workspaces that have what their enterprise has, or had until it was uninstalled."""
        return await self._vault.pointing(enterprise)

    async def revoked(self, workspace: str, holder: str, at: datetime) -> None:
        """Forget the tokens of a person, or the bot's own with ''."""
        await self._vault.drop(workspace, holder, until=at)

    async def async_save(self, installation: Installation) -> None:
        """Keep what was given."""
        await self.keep(grants_of(installation), datetime.fromtimestamp(installation.installed_at, UTC))

    async def async_save_bot(self, bot: Bot) -> None:
        """Keep the bot's own."""
        await self.keep(bot_grants(bot), datetime.fromtimestamp(bot.installed_at, UTC))

    async def async_find_bot(
        self, *, enterprise_id: str | None, team_id: str | None, is_enterprise_install: bool | None = False
    ) -> Bot | None:
        """The bot's token in the workspace or enterprise."""
        found = await self._find(enterprise_id, team_id, whole=bool(is_enterprise_install))
        grant = await self._fresh(found)
        return (
            None
            if grant is None or found is None
            else installation_from(grant, at=found.installed_at.timestamp()).to_bot()
        )

    async def async_find_installation(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None = None,
        is_enterprise_install: bool | None = False,
    ) -> Installation | None:
        """The bot's token with that of the person, where `user_id` installed it or gave one."""
        whole = bool(is_enterprise_install)
        found = await self._find(enterprise_id, team_id, whole=whole)
        bot = await self._fresh(found)
        theirs = await self._find(enterprise_id, team_id, whole=whole, holder=user_id) if user_id else None
        own = await self._fresh(theirs)
        kept = found or theirs
        if kept is None or (bot is None and own is None):
            return None
        if user_id is not None and own is None and (bot is None or bot.installer != user_id):
            return None
        return installation_from(bot, own, at=kept.installed_at.timestamp())

    async def async_delete_bot(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        """The bot's token was revoked."""
        await self._drop(enterprise_id, team_id, BOT)

    async def async_delete_installation(
        self, *, enterprise_id: str | None, team_id: str | None, user_id: str | None = None
    ) -> None:
        """A person's token was revoked, or without one those of everybody."""
        await self._drop(enterprise_id, team_id, user_id)

    async def async_delete_all(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        """The app was removed."""
        await self._drop(enterprise_id, team_id, None)

    async def _fresh(self, kept: Kept | None) -> Grant | None:
        return None if kept is None or self._kept(kept) is None else await self._renewal.fresh(kept)

    def _kept(self, kept: Kept | None) -> Grant | None:
        try:
            return None if kept is None else self._renewal.kept(kept)
        except Unusable:
            log.warning("installation not usable", extra={"workspace": kept.workspace if kept else ""})
            return None

    async def _find(self, enterprise: str | None, team: str | None, *, whole: bool, holder: str = BOT) -> Kept | None:
        """The team's own first; that of its enterprise only where Slack says that it is for all of it."""
        found = await self._vault.find(team, holder) if team else None
        if found is None and enterprise and (whole or not team):
            found = await self._vault.find(enterprise, holder)
            if found is not None and found.workspace != enterprise:
                return None  # that of one of its workspaces
            if found is not None and team and holder == BOT:
                await self._point(team, enterprise)
        return found

    async def _point(self, team: str, enterprise: str) -> None:
        """So that what is sent there later, when no event says so, finds the enterprise's token."""
        if (team, enterprise) not in self._pointed and len(self._pointed) < MOST_POINTED:
            await self._vault.point(team, enterprise, at=datetime.now(UTC))
            self._pointed.add((team, enterprise))

    async def _drop(self, enterprise: str | None, team: str | None, holder: str | None) -> None:
        found = await self._vault.find(team, BOT) if team else None
        workspace = found.workspace if found is not None else team or enterprise
        if workspace:
            await self._vault.drop(workspace, holder, until=datetime.now(UTC))


Authorized = Callable[..., Awaitable[AuthorizeResult]]
Otherwise = Callable[[str], Awaitable[AuthorizeResult | None]]


async def _nobody(team: str) -> None:
    """No bot is anywhere but where it is installed."""


def authorized_by(store: Installations | None, otherwise: Otherwise = _nobody) -> Authorized:
    """For Bolt's `authorize`, `otherwise` for a team where it is not installed; Bolt takes None for nobody's."""
    return cast(Authorized, _Authorize(store, otherwise))


class _Authorize(AsyncAuthorize):
    """Whose token an event is answered with."""

    def __init__(self, store: Installations | None, otherwise: Otherwise) -> None:
        self._store = store
        self._otherwise = otherwise

    async def __call__(
        self,
        *,
        context: AsyncBoltContext,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
        actor_enterprise_id: str | None = None,
        actor_team_id: str | None = None,
        actor_user_id: str | None = None,
    ) -> AuthorizeResult | None:
        """None where the bot is not installed; Bolt says so then."""
        found = None
        if self._store is not None:
            found = await self._store.authorize(
                enterprise_id=enterprise_id, team_id=team_id, is_enterprise_install=context.is_enterprise_install
            )
        return found or await self._otherwise(team_id or "")
