"""The links that bring the bot into Discord, asking for exactly what it uses."""

import base64
from dataclasses import dataclass
from urllib.parse import urlencode

AUTHORIZE = "https://discord.com/oauth2/authorize"


@dataclass(frozen=True, slots=True)
class Permission:
    """A permission by Discord's own name for it in English, and what it is for."""

    bit: int
    name: str
    reason: str


# No more than these: nothing here moderates, mentions everybody, reacts, or looks at members.
PERMISSIONS = (
    Permission(10, "View Channels", "to hear what is said to it where it is let in"),
    Permission(11, "Send Messages", "to answer"),
    Permission(38, "Send Messages in Threads", "to answer inside a thread"),
    Permission(15, "Attach Files", "to send as a file what is too long for messages"),
    Permission(20, "Connect", "to hear and answer what is written in a voice channel, which is not joined for that"),
    Permission(16, "Read Message History", "to reply to the message that it answers"),
)


def application_id(token: str) -> str | None:
    """The id that a token begins with, None where it does not look like a token."""
    first, _, rest = token.partition(".")
    try:
        number = base64.b64decode(first + "=" * (-len(first) % 4), altchars=b"-_", validate=True).decode("ascii")
    except ValueError:
        return None
    return number if rest and number.isdecimal() else None


def server_link(application: str) -> str:
    """The link that brings the bot and its commands into a server."""
    bits = sum(1 << permission.bit for permission in PERMISSIONS)
    return _link(application, scope="bot applications.commands", permissions=str(bits), integration_type="0")


def personal_link(application: str) -> str:
    """The link with which a person has the commands everywhere, for themselves."""
    return _link(application, scope="applications.commands", integration_type="1")


def _link(application: str, **asked: str) -> str:
    return f"{AUTHORIZE}?{urlencode({'client_id': application, **asked})}"
