"""The page at Slack on which somebody agrees to have the app in their workspace, or does not."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from html import escape
from urllib.parse import parse_qs, urlsplit

from aiohttp import web

from tests.platforms.slack.people import Person
from tests.platforms.slack.server import HOST, SlackStandIn

PATH = "/oauth/v2/authorize"
TITLE, ALLOW, CANCEL = "Allow?", "Allow", "Cancel"


@asynccontextmanager
async def consent_page(slack: SlackStandIn, person: Person) -> AsyncIterator["Consent"]:
    """That page, as this person sees it."""
    consent = Consent(slack, person)
    application = web.Application()
    application.router.add_get(PATH, consent.show)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, HOST, 0).start()
        consent.base = f"http://{HOST}:{runner.addresses[0][1]}"
        yield consent
    finally:
        await runner.cleanup()


class Consent:
    """`back` is the redirect address that the app's manifest names."""

    def __init__(self, slack: SlackStandIn, person: Person) -> None:
        self._slack = slack
        self._person = person
        self.base = ""
        self.back = ""

    @property
    def address(self) -> str:
        """The page's own address."""
        return self.base + PATH

    async def show(self, request: web.Request) -> web.Response:
        """Somebody was sent here."""
        asked = f"{request.url}&redirect_uri={self.back}"
        state = parse_qs(urlsplit(asked).query).get("state", [""])[0]
        allowed = self._slack.installs.consent(self._person.user, asked)
        denied = f"{self.back}?error=access_denied&state={state}"
        ways = {ALLOW: allowed, CANCEL: denied}
        links = "".join(f'<p><a href="{escape(to)}">{label}</a></p>' for label, to in ways.items())
        head = f'<!DOCTYPE html><title>{TITLE}</title><link rel="icon" href="data:,">'
        return web.Response(text=head + links, content_type="text/html")
