"""What is offered is put as its person likes it."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from memory.tone.wished import Dial
from tests.bot.platform import Guildlike, alone
from tests.bot.proposal_world import ANA, learn, once, promise, told
from tests.bot.serving_world import person_of
from tests.bot.stage import Stage, staged

GERMAN = replace(ANA, locale="de-DE")
PROMISE = "Ich schicke Ben morgen um 21 Uhr den Bericht"


@pytest.fixture
async def stage(database_dsn: str, tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(database_dsn, tmp_path, sheet=Guildlike()) as stage:
        stage.speak_with(lambda messages: ["Gut."])
        yield stage


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (0, "Du hast gesagt: „{}“. Soll ich dich daran erinnern?"),
        (2, "Sie haben gesagt: „{}“. Soll ich Sie daran erinnern?"),
    ],
)
async def test_an_offer_addresses_its_person_as_they_wish(stage: Stage, address: int, said: str) -> None:
    person = await person_of(stage, alone("Hallo", GERMAN))
    if address:
        await stage.memory.tones.wish(person, Dial.ADDRESS, address, source=None, at=datetime.now(UTC))
    await learn(stage, alone(PROMISE, GERMAN), promise(PROMISE, "Ana schickt Ben morgen den Bericht"))
    await once(stage)
    ((text, _),) = await told(stage)
    assert text.startswith(said.format(PROMISE)) and "um 21:00 Uhr" in text
