"""A token of Slack's with what came with it, as it is kept: a shape of our own, so that no update of a library changes
what lies in the database.
"""

from dataclasses import dataclass, field, replace

from pydantic import TypeAdapter, ValidationError
from slack_sdk.oauth.installation_store import Bot, Installation

from adapters.errors import AdapterError


class Unusable(AdapterError):
    """What is kept of an installation cannot be read."""


@dataclass(frozen=True, slots=True)
class Grant:
    """The bot's token, or where `person` is set that person's; ids are '' where there are none.

    `expires_at` is in seconds since 1970, None: never. `everywhere`: for all workspaces of the enterprise.
    """

    token: str = field(repr=False)
    refresh: str | None = field(default=None, repr=False)
    expires_at: int | None = None
    scopes: tuple[str, ...] = ()
    app: str = ""
    enterprise: str = ""
    team: str = ""
    everywhere: bool = False
    bot: str = ""
    bot_user: str = ""
    person: str = ""
    installer: str = ""

    @property
    def workspace(self) -> str:
        """What it is kept for: the team, or the enterprise where it is for all of it."""
        return self.enterprise if self.everywhere or not self.team else self.team


_KEPT = TypeAdapter(Grant)


def write_grant(grant: Grant) -> str:
    """As it is kept, before it is sealed."""
    return _KEPT.dump_json(grant).decode()


def read_grant(content: str) -> Grant:
    """What `write_grant` wrote; raises `Unusable`."""
    try:
        return _KEPT.validate_json(content)
    except ValidationError:
        raise Unusable() from None  # the complaint would hold the token


def grants_of(installation: Installation) -> tuple[Grant, ...]:
    """The bot's grant and its installer's own, as far as they were given."""
    return (*bot_grants(installation), *_own(installation))


def bot_grants(given: Installation | Bot) -> tuple[Grant, ...]:
    """The bot's grant, or none."""
    if not given.bot_token:
        return ()
    installer = given.user_id if isinstance(given, Installation) else ""
    grant = Grant(
        given.bot_token,
        given.bot_refresh_token,
        given.bot_token_expires_at,
        tuple(given.bot_scopes or ()),
        bot=given.bot_id or "",
        bot_user=given.bot_user_id or "",
        installer=installer or "",
    )
    return (_placed(grant, given),)


def _own(given: Installation) -> tuple[Grant, ...]:
    if not given.user_token or not given.user_id:
        return ()
    scopes = tuple(given.user_scopes or ())
    grant = Grant(given.user_token, given.user_refresh_token, given.user_token_expires_at, scopes, person=given.user_id)
    return (_placed(grant, given),)


def _placed(grant: Grant, given: Installation | Bot) -> Grant:
    return replace(
        grant,
        app=given.app_id or "",
        enterprise=given.enterprise_id or "",
        team=given.team_id or "",
        everywhere=given.is_enterprise_install,
    )


def installation_from(bot: Grant | None, own: Grant | None = None, *, at: float) -> Installation:
    """Both in slack-sdk's shape, at least one of them: what they can be used for, and nothing to renew them with."""
    grant = bot or own
    if grant is None:
        raise ValueError("nothing was installed")
    return Installation(
        app_id=grant.app or None,
        enterprise_id=grant.enterprise or None,
        team_id=grant.team or None,
        bot_token=bot.token if bot else None,
        bot_id=bot.bot if bot else None,
        bot_user_id=bot.bot_user if bot else None,
        bot_scopes=list(bot.scopes) if bot else [],
        user_id=own.person if own else grant.installer,
        user_token=own.token if own else None,
        user_scopes=list(own.scopes) if own else [],
        is_enterprise_install=grant.everywhere,
        installed_at=at,
    )
