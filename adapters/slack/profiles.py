"""What Slack tells of an account, as far as the bot needs it. Pure.

People of one enterprise are the same in all its workspaces, so their handle begins with the enterprise's id; that of
everybody else begins with the workspace that they are at home in.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from adapters.slack.payloads import inner, text_in
from adapters.types import Author

ENTERPRISE, WORKSPACE = "E", "T"  # what ids begin with
LONGEST_NAME = 100
GUEST = ("is_restricted", "is_ultra_restricted")
MANAGES = ("is_admin", "is_owner", "is_primary_owner")


@dataclass(frozen=True, slots=True)
class Profile:
    """An account as one workspace sees it.

    `guest`: let into some channels only; `stranger`: at home elsewhere, or not in the workspace; `gone`: deactivated;
    `guessed`: Slack could not be asked, and nothing but the id is sure.
    """

    author: Author
    guest: bool = False
    stranger: bool = False
    gone: bool = False
    guessed: bool = False

    @property
    def member(self) -> bool:
        """Whether they may read every public channel of the workspace."""
        return not (self.guest or self.stranger or self.gone or self.guessed)


def handle_of(scope: str, user: str) -> str:
    """The handle of a user of a workspace, or where it belongs to one of an enterprise."""
    return f"{scope}:{user}"


def user_of(handle: str) -> tuple[str, str]:
    """Workspace or enterprise, and the user, of a handle."""
    scope, _, user = handle.partition(":")
    return scope, user


def profile_of(user: Mapping[str, object], team: str, enterprise: str) -> Profile:
    """An account as `users.info` and `user_change` tell of it, looked at from a workspace."""
    stranger = is_stranger(user, team, enterprise)
    author = Author(
        handle_of(_home(user, team, enterprise), text_in(user, "id")),
        _name(user),
        is_bot=user.get("is_bot") is True or text_in(user, "id") == "USLACKBOT",
        timezone=text_in(user, "tz") or None,
        locale=text_in(user, "locale") or None,
        manages=not stranger and any(user.get(each) is True for each in MANAGES),
    )
    return Profile(author, guest=is_guest(user), stranger=stranger, gone=user.get("deleted") is True)


def is_guest(user: Mapping[str, object]) -> bool:
    """Whether the account was let into some channels only."""
    return any(user.get(each) is True for each in GUEST)


def is_stranger(user: Mapping[str, object], team: str, enterprise: str) -> bool:
    """Whether the account is not one of the workspace; also where nothing says so."""
    if user.get("is_stranger") is True:
        return True
    within = inner(user, "enterprise_user").get("teams")
    if isinstance(within, list):
        return team not in within
    return text_in(user, "team_id") not in (team, enterprise or team)


def _home(user: Mapping[str, object], team: str, enterprise: str) -> str:
    own = text_in(inner(user, "enterprise_user"), "enterprise_id")
    home = own or text_in(user, "team_id") or team
    return enterprise if enterprise and home in (team, enterprise) else home


def _name(user: Mapping[str, object]) -> str:
    """As people see it in the client; an account has at least its id."""
    profile = inner(user, "profile")
    named = (text_in(profile, "display_name"), text_in(profile, "real_name"), text_in(user, "real_name"))
    for name in (*named, text_in(user, "name")):
        line = " ".join(name.split())[:LONGEST_NAME]
        if line:
            return line
    return text_in(user, "id")
