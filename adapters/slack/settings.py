"""How the bot is to be at Slack."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Http:
    """Where Slack's requests arrive, and the secret that they are signed with; port 0 is any."""

    host: str
    port: int
    signing_secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Settings:
    """The bot at Slack: over HTTP where `http` is set, else by Socket Mode with the `app_token`.

    `bot_token`: the one workspace's, None where it is installed in several; `listen`: hear what people say to one
    another, to be kept where managers chose so; `api`: the base address of another server than Slack's (`…/api/`);
    `silence`: after so many seconds in which it brought nothing a socket is replaced.
    """

    bot_token: str | None = field(default=None, repr=False)
    app_token: str | None = field(default=None, repr=False)
    http: Http | None = None
    listen: bool = False
    api: str | None = None
    silence: float = 300.0
