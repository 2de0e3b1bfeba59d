"""oauth.v2.access, auth.revoke, apps.*: how the app comes into a workspace, keeps its token, and goes."""

import base64
import secrets
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from tests.platforms.slack.asking import Asked, Method, RefusedCall
from tests.platforms.slack.happenings import Happenings
from tests.platforms.slack.wire import Payload, text_of
from tests.platforms.slack.world import APP, Installation, User, World

LIFE = 43_200


@dataclass(slots=True)
class Credentials:
    """What the app's owner copies from its settings page."""

    client_id: str = "100.200"
    client_secret: str = "stand-in-client-secret"
    signing_secret: str = "stand-in-signing-secret"
    app_token: str = "xapp-1-A0RAPPORT-1-stand-in"
    rotating: bool = False


@dataclass(frozen=True, slots=True)
class Consent:
    """Somebody agreed to have the app in their workspace."""

    team: str
    user: str
    scopes: frozenset[str]
    redirect: str
    org: str | None = None


@dataclass(slots=True)
class Installs:
    """Where the app is, and who agreed to what."""

    happenings: Happenings
    credentials: Credentials
    consents: dict[str, Consent] = field(default_factory=dict)

    @property
    def world(self) -> World:
        """Everything."""
        return self.happenings.world

    def methods(self) -> dict[str, Method]:
        """By name; those of the app itself are in `open_methods`."""
        return {"auth.revoke": self.revoke_token}

    def install(
        self, team: str, scopes: set[str] | None = None, *, installer: str = "", org: str | None = None
    ) -> Installation:
        """The app is in a workspace from now on, with a bot and a token of its own."""
        former = next((each for each in self.world.installations if each.team == team), None)
        bot = former.user if former else self._bot(team)
        made = Installation(
            team, bot, text_of(self.world.users[bot].bot_id), _token("xoxb"), org=org, installer=installer
        )
        made.scopes = set(scopes) if scopes is not None else made.scopes
        if self.credentials.rotating:
            made.token, made.refresh = _token("xoxe.xoxb-1"), _token("xoxe-1")
            made.expires = self.world.now() + LIFE
        self.world.installations = [each for each in self.world.installations if each.team != team] + [made]
        return made

    def consent(self, user: User, address: str, *, org: str | None = None) -> str:
        """Somebody agrees on the page that the app sent them to; gives where they are sent next."""
        asked = {key: values[0] for key, values in parse_qs(urlsplit(address).query).items()}
        if asked.get("client_id") != self.credentials.client_id:
            raise RefusedCall("invalid_client_id")
        code, redirect = secrets.token_hex(8), asked.get("redirect_uri", "")
        scopes = frozenset(filter(None, asked.get("scope", "").split(",")))
        self.consents[code] = Consent(user.team, user.id, scopes, redirect, org)
        state = f"&state={asked['state']}" if "state" in asked else ""
        return f"{redirect}{'&' if '?' in redirect else '?'}code={code}{state}"

    def access(self, args: Payload, authorization: str) -> Payload:
        """oauth.v2.access: a code or a refresh token becomes a token."""
        self._client(args, authorization)
        if args.get("grant_type") == "refresh_token":
            return self._refreshed(text_of(args.get("refresh_token")))
        consent = self.consents.pop(text_of(args.get("code")), None)
        if consent is None:
            raise RefusedCall("invalid_code")
        if consent.redirect and text_of(args.get("redirect_uri")) not in ("", consent.redirect):
            raise RefusedCall("bad_redirect_uri")
        made = self.install(consent.team, set(consent.scopes), installer=consent.user, org=consent.org)
        return self._granted(made)

    def uninstall_by_app(self, args: Payload, authorization: str) -> Payload:
        """apps.uninstall: the app leaves by itself."""
        self._client(args, authorization)
        return {}

    def uninstall(self, installation: Installation) -> None:
        """The app is taken out of a workspace: it is told so, and its tokens are void."""
        installation.gone = "account_inactive"
        self.happenings.tell(installation, {"type": "app_uninstalled"})
        self.happenings.tell(installation, {"type": "tokens_revoked", "tokens": {"bot": [installation.user]}})

    def revoke(self, installation: Installation) -> None:
        """The tokens are void, and the app is told so."""
        installation.gone = "token_revoked"
        self.happenings.tell(installation, {"type": "tokens_revoked", "tokens": {"bot": [installation.user]}})

    def revoke_token(self, asked: Asked) -> Payload:
        """auth.revoke: the app gives its own token up."""
        if not asked.truth("test"):
            self.revoke(asked.installation)
        return {"revoked": not asked.truth("test")}

    def authenticated(self, token: str) -> Installation:
        """Whose token this is; refuses one that is void or too old."""
        for each in self.world.installations:
            expires = each.expires if each.token == token else each.older.get(token)
            if each.token != token and token not in each.older:
                continue
            if each.gone:
                raise RefusedCall(each.gone)
            if expires is not None and expires < self.world.now():
                raise RefusedCall("token_expired")
            return each
        raise RefusedCall("invalid_auth" if token else "not_authed")

    def _client(self, args: Payload, authorization: str) -> None:
        given = f"{args.get('client_id')}:{args.get('client_secret')}"
        if authorization.startswith("Basic "):
            given = base64.b64decode(authorization.removeprefix("Basic ")).decode()
        client, _, secret = given.partition(":")
        if client != self.credentials.client_id:
            raise RefusedCall("invalid_client_id")
        if secret != self.credentials.client_secret:
            raise RefusedCall("bad_client_secret")

    def _refreshed(self, refresh: str) -> Payload:
        for each in self.world.installations:
            if each.refresh == refresh and not each.gone:
                each.older = {each.token: min(each.expires or 0, self.world.now() + LIFE)}
                each.token, each.refresh = _token("xoxe.xoxb-1"), _token("xoxe-1")
                each.expires = self.world.now() + LIFE
                return self._granted(each)
        raise RefusedCall("invalid_refresh_token")

    def _granted(self, made: Installation) -> Payload:
        team = self.world.teams[made.team]
        rotating: Payload = {"refresh_token": made.refresh, "expires_in": LIFE} if made.refresh else {}
        enterprise: Payload | None = {"id": team.enterprise, "name": "Org"} if team.enterprise else None
        return {
            "app_id": APP,
            "authed_user": {"id": made.installer},
            "scope": ",".join(sorted(made.scopes)),
            "token_type": "bot",
            "access_token": made.token,
            "bot_user_id": made.user,
            "team": None if made.org else {"id": team.id, "name": team.name},
            "enterprise": enterprise,
            "is_enterprise_install": made.org is not None,
            **rotating,
        }

    def _bot(self, team: str) -> str:
        bot = User(self.world.id("U"), team, "rapport", bot_id=self.world.id("B"))
        self.world.users[bot.id] = bot
        return bot.id


def _token(kind: str) -> str:
    return f"{kind}-{secrets.token_hex(12)}"
