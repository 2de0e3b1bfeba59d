"""What all processes of the bot share at Slack: where it is installed, what is good once, and how it is installed."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from slack_sdk.web.async_client import AsyncWebClient

from adapters.errors import AdapterError
from adapters.slack.access import Access
from adapters.slack.installing import Installations
from adapters.slack.oauth import Flow, flow_of, page_of
from adapters.slack.renewing import Renewal
from adapters.slack.vault import Passes, Vault
from adapters.slack.wire import API

LOOK = "health"


@dataclass(frozen=True, slots=True)
class Credentials:
    """With which the app can be installed in several workspaces."""

    client_id: str
    client_secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Shared:
    """Without `installations` and `flow` there is the one token; `healthy`: whether events can be taken now."""

    passes: Passes
    healthy: Callable[[], Awaitable[bool]]
    installations: Installations | None = None
    flow: Flow | None = None


def shared_by(vault: Vault, passes: Passes, app: Credentials | None, *, api: str | None = None) -> Shared:
    """By what the processes have in common."""

    async def healthy() -> bool:
        try:
            await vault.find(LOOK, "")
        except AdapterError:
            return False
        return True

    if app is None:
        return Shared(passes, healthy)
    access = Access(AsyncWebClient(base_url=api or API, retry_handlers=[]), app.client_id, app.client_secret)
    store = Installations(vault, Renewal(vault, access.renew))
    return Shared(passes, healthy, store, flow_of(app.client_id, access, store=store, passes=passes, page=page_of(api)))
