"""`rapport run` over HTTP as a process of its own, installed in a browser, and a balancer before several of them."""

import asyncio
import itertools
import socket
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
from aiohttp import web

from adapters.slack.manifest import INSTALL_PATH, REDIRECT_PATH
from adapters.slack.web import served
from tests.bot.program import surroundings
from tests.platforms.browser import browsing
from tests.platforms.slack.consent import ALLOW, consent_page
from tests.platforms.slack.people import Person
from tests.platforms.slack.server import HOST, SlackStandIn
from tests.scenarios.reference_model import ReferenceModel

SECONDS = 60.0  # a deadline, not a measure: the machine may be busy
RUN = (sys.executable, "-m", "bot", "run", "--slack")
OF_ONE_HOP = ("Connection", "Keep-Alive", "Transfer-Encoding", "Content-Length", "Content-Encoding")


@dataclass(frozen=True, slots=True)
class Program:
    """The program's settings, the address at which it answers, and its process."""

    settings: dict[str, str]
    address: str
    child: asyncio.subprocess.Process

    async def well(self) -> bool:
        """Whether it can answer now."""
        try:
            async with aiohttp.ClientSession() as session, session.get(f"{self.address}/health") as answer:
                return answer.status == 200
        except aiohttp.ClientError:
            return False

    async def end(self) -> None:
        """It is told to end, and has ended."""
        if self.child.returncode is None:
            self.child.terminate()
        await asyncio.wait_for(self.child.communicate(), SECONDS)


@asynccontextmanager
async def running(
    slack: SlackStandIn, dsn: str, home: Path, *, model: ReferenceModel, more: Mapping[str, str] | None = None
) -> AsyncIterator[Program]:
    """The program over HTTP, once it answers; it ends with the block. `more` goes into its environment."""
    with socket.create_server((HOST, 0)) as free:
        port = free.getsockname()[1]
    kept = {name: each for name, each in surroundings(dsn, home).items() if name != "PYTHONWARNINGS"}
    own = {
        "API": slack.api,
        "HTTP": f"{HOST}:{port}",
        "SIGNING_SECRET": slack.credentials.signing_secret,
        "CLIENT_ID": slack.credentials.client_id,
        "CLIENT_SECRET": slack.credentials.client_secret,
    }
    named = {f"RAPPORT_SLACK_{name}": each for name, each in own.items()}
    settings = {**kept, **named, "RAPPORT_MODEL_URL": model.url, "RAPPORT_MODEL": "reference", **(more or {})}
    pipe = asyncio.subprocess.PIPE
    child = await asyncio.create_subprocess_exec(*RUN, env=settings, stdout=pipe, stderr=pipe)
    program = Program(settings, f"http://localhost:{port}", child)
    try:
        async with asyncio.timeout(SECONDS):
            while not await program.well():
                assert child.returncode is None, "it ended"
                await asyncio.sleep(0.1)
        yield program
    finally:
        await program.end()


async def install(slack: SlackStandIn, address: str, person: Person) -> str:
    """Somebody installs it in their browser; gives what they read then."""
    async with consent_page(slack, person) as consent, browsing() as page:
        consent.back = f"{address}{REDIRECT_PATH}"
        await page.go(f"{address}{INSTALL_PATH}")
        way = str(await page.run("document.querySelector('a').href"))
        assert way.startswith(f"{slack.base}/oauth/v2/authorize?")
        await page.go(way.replace(slack.base, consent.base))
        await page.press(ALLOW)
        return await page.words()


@dataclass
class Balancer:
    """Gives each request to the next of `behind`; `given` counts them by address."""

    behind: list[str]
    address: str = ""
    given: dict[str, int] = field(default_factory=dict)
    _turns: "itertools.count[int]" = field(default_factory=itertools.count)

    async def pass_on(self, request: web.Request) -> web.Response:
        """One request there, and its answer back."""
        target = self.behind[next(self._turns) % len(self.behind)]
        self.given[target] = self.given.get(target, 0) + 1
        headers = {name: each for name, each in request.headers.items() if name not in OF_ONE_HOP}
        async with (
            aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session,
            session.request(
                request.method,
                f"{target}{request.path_qs}",
                data=await request.read(),
                headers=headers,
                allow_redirects=False,
            ) as answer,
        ):
            made = web.Response(status=answer.status, body=await answer.read())
            for name, each in answer.headers.items():
                if name not in OF_ONE_HOP and name != "Content-Type":
                    made.headers.add(name, each)
            made.headers["Content-Type"] = answer.headers.get("Content-Type", "text/plain")
            return made


@asynccontextmanager
async def balancing(*addresses: str) -> AsyncIterator[Balancer]:
    """A balancer before these."""
    balancer = Balancer([*addresses])
    application = web.Application()
    application.router.add_route("*", "/slack/{tail:.*}", balancer.pass_on)
    async with served(application, HOST, 0) as port:
        balancer.address = f"http://localhost:{port}"
        yield balancer
