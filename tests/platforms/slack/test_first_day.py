"""The guide's way over HTTP with the program itself: found well, installed in a browser, spoken to, removed, back."""

import sys
from pathlib import Path

from tests.bot.program import run
from tests.platforms.slack.hosting import SECONDS, install, running
from tests.platforms.slack.server import SlackStandIn
from tests.scenarios.reference_model import ReferenceModel

DOCTOR = (sys.executable, "-m", "bot", "doctor")


async def test_from_the_start_of_the_program_to_the_first_answer(
    slack: SlackStandIn, database_dsn: str, tmp_path: Path
) -> None:
    garden = slack.workspace("Garden")
    alice = slack.person("Alice", at=garden)
    async with ReferenceModel() as model, running(slack, database_dsn, tmp_path, model=model) as program:
        found = await run(DOCTOR, program.settings)
        assert (found.code, "what Slack signs is taken" in found.out) == (0, True), found.out
        assert "Rapport is installed" in await install(slack, program.address, alice)
        slack.post_to(f"{program.address}/slack/events")
        said = await alice.dm("My cat is called Biscuit.")
        assert (await slack.reply(said, seconds=SECONDS)).text
        slack.installs.uninstall(garden.installation)
        await slack.delivery.settled()
        assert "Rapport is installed" in await install(slack, program.address, alice), "and again"
        again = await alice.dm("What is my cat called?")
        assert (await slack.reply(again, seconds=SECONDS)).text
