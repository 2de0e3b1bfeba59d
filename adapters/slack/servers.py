"""Whose servers files are read from and sent to: Slack's own, since a token or somebody's words go there."""

import aiohttp
import yarl

from adapters.errors import RateLimited, Refused, Unreachable
from adapters.slack.faults import pause_in

SERVERS = ("slack.com", "slack-files.com", "slack-edge.com")
NOT_SLACKS = "The file lies somewhere else than at Slack."


def slack_url(text: str, api: str) -> yarl.URL:
    """The address, where it is on one of Slack's servers or on that of the Web API in use; raises `Refused`."""
    try:
        url, base = yarl.URL(text), yarl.URL(api)
        port, host = url.explicit_port, url.host or ""
    except ValueError:
        raise Refused(NOT_SLACKS) from None
    known = any(host == each or host.endswith(f".{each}") for each in (*SERVERS, base.host or SERVERS[0]))
    secure = url.scheme == "https" and port is None
    same = host != "" and (url.scheme, host, url.port) == (base.scheme, base.host, base.port)
    if url.user is not None or url.password is not None or not ((known and secure) or same):
        raise Refused(NOT_SLACKS)
    return url


def redirected(url: yarl.URL, location: str, api: str) -> yarl.URL:
    """Where an answer sends on to; raises `Refused` where that is not Slack's."""
    try:
        target = str(url.join(yarl.URL(location)))
    except ValueError:
        raise Refused(NOT_SLACKS) from None
    return slack_url(target, api)


def check_status(answer: aiohttp.ClientResponse) -> None:
    """Raises what another status than 200 means."""
    if answer.status == 429:
        raise RateLimited(pause_in(answer.headers))
    if answer.status >= 500:
        raise Unreachable()
    if answer.status != 200:
        raise Refused()
