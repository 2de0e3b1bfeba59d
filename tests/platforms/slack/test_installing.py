"""Installing in a real browser: from the button over Slack and back, and what is shown where that goes wrong.

The bot's address and Slack's are of two sites, so the cookie that ties the way back to the browser is tried too.
"""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.access import Access
from adapters.slack.door import Door
from adapters.slack.installing import Installations, authorized_by
from adapters.slack.manifest import INSTALL_PATH, REDIRECT_PATH
from adapters.slack.oauth import flow_of
from adapters.slack.permissions import SCOPES
from adapters.slack.web import served, web_application
from tests.adapters.slack_installed import processes
from tests.platforms.browser import Page, browsing
from tests.platforms.readable import faults_of
from tests.platforms.slack.consent import ALLOW, CANCEL, TITLE, Consent, consent_page
from tests.platforms.slack.places import Workspace
from tests.platforms.slack.server import HOST, SlackStandIn

ADD, AGAIN = "Add to Slack", "Try again"


@dataclass(frozen=True, slots=True)
class Scene:
    """A workspace without the bot, somebody's browser, and the bot's address; `store` is where it keeps tokens."""

    slack: SlackStandIn
    workspace: Workspace
    page: Page
    address: str
    store: Installations
    consent: Consent

    async def token(self) -> str:
        """The token that is kept for the workspace, '' while it is not installed there."""
        found = await self.store.bot(self.workspace.id)
        return "" if found is None else found.token


@pytest.fixture
async def scene(slack: SlackStandIn, database_dsn: str) -> AsyncIterator[Scene]:
    """The bot over HTTP, and somebody who is about to install it."""
    workspace = slack.workspace("Garden")
    async with AsyncExitStack() as stack:
        page = await stack.enter_async_context(browsing())
        (process,) = await stack.enter_async_context(processes(database_dsn, 1))
        consent = await stack.enter_async_context(consent_page(slack, slack.person("Alice", at=workspace)))
        client, credentials, store = AsyncWebClient(base_url=slack.api), slack.credentials, process.store()
        access = Access(client, credentials.client_id, credentials.client_secret)
        flow = flow_of(credentials.client_id, access, store=store, passes=process.passes, page=consent.address)
        app = AsyncApp(signing_secret=credentials.signing_secret, authorize=authorized_by(store), client=client)
        application = web_application(app, Door(credentials.signing_secret, process.passes), flow=flow, healthy=well)
        address = f"http://localhost:{await stack.enter_async_context(served(application, HOST, 0))}"
        consent.back = f"{address}{REDIRECT_PATH}"
        yield Scene(slack, workspace, page, address, store, consent)


async def well() -> bool:
    """All is well."""
    return True


async def begun(scene: Scene) -> None:
    """Somebody is at Slack and is asked."""
    await scene.page.go(f"{scene.address}{INSTALL_PATH}")
    await scene.page.press(ADD)
    assert await scene.page.run("document.title") == TITLE


async def test_from_the_button_over_slack_and_back_by_keyboard(scene: Scene) -> None:
    await scene.page.go(f"{scene.address}{INSTALL_PATH}")
    words = await scene.page.words()
    assert all(each.name in words and each.reason in words for each in SCOPES)
    assert await faults_of(scene.page) == []
    await scene.page.press(ADD)
    await scene.page.press(ALLOW)
    assert "Rapport is installed" in await scene.page.words()
    assert "It was not given" not in await scene.page.words()
    assert await faults_of(scene.page) == []
    assert await scene.token() == scene.workspace.installation.token
    assert scene.workspace.installation.token not in str(await scene.page.run("document.documentElement.outerHTML"))


async def test_who_cancels_reads_that_nothing_was_installed_and_may_try_again(scene: Scene) -> None:
    await begun(scene)
    await scene.page.press(CANCEL)
    assert "Nothing was installed, as you chose." in await scene.page.words()
    assert await faults_of(scene.page) == []
    assert await scene.token() == ""
    await scene.page.press(AGAIN)
    await scene.page.press(ADD)
    await scene.page.press(ALLOW)
    assert await scene.token() != ""


async def test_a_way_back_that_was_used_installs_nothing_more(scene: Scene) -> None:
    await begun(scene)
    await scene.page.press(ALLOW)
    used = str(await scene.page.run("location.href"))
    first = await scene.token()
    await scene.page.go(used)
    assert "Rapport was not installed" in await scene.page.words()
    assert await scene.token() == first
    assert len(scene.slack.log.to("oauth.v2.access")) == 1


async def test_a_way_back_of_somebody_else_installs_nothing(scene: Scene) -> None:
    await begun(scene)
    async with browsing() as other:
        await other.go(f"{scene.address}{INSTALL_PATH}")
        await other.press(ADD)
        allowed = str(await other.run("document.querySelector('a').href"))
    await scene.page.go(allowed)
    assert "This browser did not begin the installation" in await scene.page.words()
    assert await scene.token() == "" and scene.slack.log.to("oauth.v2.access") == []


async def test_a_made_up_state_installs_nothing(scene: Scene) -> None:
    await begun(scene)
    allowed = str(await scene.page.run("document.querySelector('a').href"))
    await scene.page.go(allowed[:-3] + "xyz")
    assert "Rapport was not installed" in await scene.page.words()
    assert await scene.token() == "" and scene.slack.log.to("oauth.v2.access") == []


async def test_what_was_not_granted_is_told(scene: Scene) -> None:
    await begun(scene)
    for code, consent in scene.slack.installs.consents.items():
        less = consent.scopes - {"users:read"}
        scene.slack.installs.consents[code] = type(consent)(consent.team, consent.user, less, consent.redirect)
    await scene.page.press(ALLOW)
    words = await scene.page.words()
    assert "It was not given everything that it needs" in words and "users:read: to know names" in words
    assert await faults_of(scene.page) == []
