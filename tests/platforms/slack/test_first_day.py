"""The guide's way over HTTP with the program itself: found well, installed in a browser, spoken to, removed, back."""

import asyncio
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from adapters.slack.manifest import INSTALL_PATH, REDIRECT_PATH
from tests.bot.program import run, surroundings
from tests.platforms.browser import browsing
from tests.platforms.slack.consent import ALLOW, consent_page
from tests.platforms.slack.people import Person
from tests.platforms.slack.server import HOST, SlackStandIn
from tests.scenarios.reference_model import ReferenceModel

SECONDS = 60.0  # a deadline, not a measure: the machine may be busy
RUN, DOCTOR = ((sys.executable, "-m", "bot", each) for each in ("run", "doctor"))


@dataclass(frozen=True, slots=True)
class Program:
    """The program's settings, and the address at which it answers."""

    settings: dict[str, str]
    address: str

    async def well(self) -> bool:
        """Whether it can answer now."""
        try:
            async with aiohttp.ClientSession() as session, session.get(f"{self.address}/health") as answer:
                return answer.status == 200
        except aiohttp.ClientError:
            return False


@asynccontextmanager
async def running(slack: SlackStandIn, dsn: str, home: Path) -> AsyncIterator[Program]:
    """The program over HTTP, once it answers; it ends with the block."""
    with socket.create_server((HOST, 0)) as free:
        port = free.getsockname()[1]
    kept = {name: each for name, each in surroundings(dsn, home).items() if name != "PYTHONWARNINGS"}
    async with ReferenceModel() as model:
        own = {
            "API": slack.api,
            "HTTP": f"{HOST}:{port}",
            "SIGNING_SECRET": slack.credentials.signing_secret,
            "CLIENT_ID": slack.credentials.client_id,
            "CLIENT_SECRET": slack.credentials.client_secret,
        }
        named = {f"RAPPORT_SLACK_{name}": each for name, each in own.items()}
        settings = {**kept, **named, "RAPPORT_MODEL_URL": model.url, "RAPPORT_MODEL": "reference"}
        program, pipe = Program(settings, f"http://localhost:{port}"), asyncio.subprocess.PIPE
        child = await asyncio.create_subprocess_exec(*RUN, "--slack", env=settings, stdout=pipe, stderr=pipe)
        try:
            async with asyncio.timeout(SECONDS):
                while not await program.well():
                    assert child.returncode is None, "it ended"
                    await asyncio.sleep(0.1)
            yield program
        finally:
            if child.returncode is None:
                child.terminate()
            await asyncio.wait_for(child.communicate(), SECONDS)


async def install(slack: SlackStandIn, program: Program, alice: Person) -> str:
    """Alice installs it in her browser; gives what she reads then."""
    async with consent_page(slack, alice) as consent, browsing() as page:
        consent.back = f"{program.address}{REDIRECT_PATH}"
        await page.go(f"{program.address}{INSTALL_PATH}")
        way = str(await page.run("document.querySelector('a').href"))
        assert way.startswith(f"{slack.base}/oauth/v2/authorize?")
        await page.go(way.replace(slack.base, consent.base))
        await page.press(ALLOW)
        return await page.words()


async def test_from_the_start_of_the_program_to_the_first_answer(
    slack: SlackStandIn, database_dsn: str, tmp_path: Path
) -> None:
    garden = slack.workspace("Garden")
    alice = slack.person("Alice", at=garden)
    async with running(slack, database_dsn, tmp_path) as program:
        found = await run(DOCTOR, program.settings)
        assert (found.code, "what Slack signs is taken" in found.out) == (0, True), found.out
        assert "Rapport is installed" in await install(slack, program, alice)
        slack.post_to(f"{program.address}/slack/events")
        said = await alice.dm("My cat is called Biscuit.")
        assert (await slack.reply(said, seconds=SECONDS)).text
        slack.installs.uninstall(garden.installation)
        await slack.delivery.settled()
        assert "Rapport is installed" in await install(slack, program, alice), "and again"
        again = await alice.dm("What is my cat called?")
        assert (await slack.reply(again, seconds=SECONDS)).text
