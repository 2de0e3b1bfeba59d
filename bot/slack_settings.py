"""The section `[slack]`: what has to stand in it together, told in a sentence where it does not."""

from dataclasses import dataclass, field

from pydantic import SecretStr

from bot.errors import ConfigError
from bot.settings_form import Slack

NO_TRANSPORT = (
    "The setting slack.app_token is missing (for Socket Mode), or slack.http and slack.signing_secret (for HTTP). "
    "Make an app token at https://api.slack.com/apps (your app, Basic Information, App-Level Tokens) for "
    "RAPPORT_SLACK_APP_TOKEN."
)
TWO_TRANSPORTS = "The settings slack.app_token and slack.http exclude one another: the first is for Socket Mode."
NEEDS = (
    "The setting slack.{missing} is missing; slack.{known} needs it. Copy it from https://api.slack.com/apps "
    "(your app, Basic Information, App Credentials) into RAPPORT_SLACK_{variable}."
)
WRONG_HTTP = "The setting slack.http should look like 0.0.0.0:3000."
MOST_PORT = 65_535


@dataclass(frozen=True, slots=True)
class SlackInstalling:
    """The app's credentials, with which it can be installed in several workspaces."""

    client_id: str
    client_secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SlackHttp:
    """Where Slack's requests arrive, and the secret that they are signed with; port 0 is any."""

    host: str
    port: int
    signing_secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SlackSettings:
    """The bot at Slack: one workspace by its `bot_token`, or several by `installing`; over HTTP, or by `app_token`.

    `listen`: it is told what people say to one another; `api` is the base address of another server than Slack's own
    (`…/api/`).
    """

    bot_token: str | None = field(default=None, repr=False)
    app_token: str | None = field(default=None, repr=False)
    installing: SlackInstalling | None = None
    http: SlackHttp | None = None
    listen: bool = False
    api: str | None = None


def read_slack(section: Slack, api: str | None) -> SlackSettings | None:
    """The settings, None where nothing says whose the bot is; raises `ConfigError`."""
    bot_token, app_token = _secret(section.bot_token), _secret(section.app_token)
    installing, http = _installing(section), _http(section)
    if bot_token is None and installing is None:
        return None  # the other settings may stay in a file while the token is taken out
    if app_token is None and http is None:
        raise ConfigError(NO_TRANSPORT)
    if app_token is not None and http is not None:
        raise ConfigError(TWO_TRANSPORTS)
    return SlackSettings(bot_token, app_token, installing=installing, http=http, listen=section.listen, api=api)


def _needs(missing: str, known: str) -> str:
    return NEEDS.format(missing=missing, known=known, variable=missing.upper())


def _installing(section: Slack) -> SlackInstalling | None:
    known, secret = (section.client_id or "").strip(), _secret(section.client_secret)
    if not known and secret is None:
        return None
    if not known or secret is None:
        missing, has = ("client_secret", "client_id") if known else ("client_id", "client_secret")
        raise ConfigError(_needs(missing, has))
    return SlackInstalling(known, secret)


def _http(section: Slack) -> SlackHttp | None:
    if not section.http:
        return None
    secret = _secret(section.signing_secret)
    if secret is None:
        raise ConfigError(_needs("signing_secret", "http"))
    host, colon, port = section.http.strip().rpartition(":")
    if not host or not colon or not port.isascii() or not port.isdecimal() or int(port) > MOST_PORT:
        raise ConfigError(WRONG_HTTP)
    return SlackHttp(host.strip("[]"), int(port), secret)


def _secret(value: SecretStr | None) -> str | None:
    return (value.get_secret_value().strip() or None) if value else None
