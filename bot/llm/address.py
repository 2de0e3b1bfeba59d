"""Checks and completes a model's address, so that a slip is told at start-up and no password reaches a log."""

from urllib.parse import SplitResult, urlsplit

from bot.errors import EndpointAddressWrong, EndpointHoldsPassword


def base_url(url: str) -> str:
    """The base of the API; `/v1` is added where the address has no path. Raises `ConfigError`s."""
    parts = _split(url)
    path = parts.path.rstrip("/") or "/v1"
    return f"{parts.scheme}://{parts.netloc}{path.removesuffix('/chat/completions')}"


def root_url(url: str) -> str:
    """Where the server's own paths begin: the base without its `/v1`."""
    return base_url(url).removesuffix("/v1")


def place(url: str) -> str:
    """Host and port of an address, as it may be shown."""
    return _split(url).netloc


def host(url: str) -> str:
    """The host name of an address."""
    return _split(url).hostname or ""


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url.strip())
        port_known = parts.port is None or parts.port > 0
    except ValueError as error:
        raise EndpointAddressWrong from error
    if parts.username is not None or parts.password is not None:
        raise EndpointHoldsPassword
    if parts.scheme not in ("http", "https") or not parts.hostname or not port_known or parts.query or parts.fragment:
        raise EndpointAddressWrong
    return parts
