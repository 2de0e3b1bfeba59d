"""What the doctor says about Discord: the token, the intents that settings need, and where to click."""

from pathlib import Path

from bot.config import DiscordSettings, Settings
from bot.discord_checkup import examine_discord
from bot.doctor import examine
from memory.store.checkup import Stood
from tests.adapters.discord_answers import NUMBER, TOKEN, discord_answering


async def at_discord(tmp_path: Path, discord: DiscordSettings) -> list[str]:
    """What the doctor says about Discord."""
    settings = Settings(tmp_path, "postgresql://a:b@127.0.0.1:9/b", demo_model="none", discord=discord)
    return [str(finding) for finding in [each async for each in examine(settings)] if finding.part == "Discord"]


async def test_discord_is_looked_at_where_there_is_a_token(tmp_path: Path) -> None:
    settings = Settings(tmp_path, "postgresql://a:b@127.0.0.1:9/b", demo_model="none")
    assert "Discord" not in {finding.part async for finding in examine(settings)}
    async with discord_answering({"id": NUMBER, "flags": 0}) as api:
        assert await at_discord(tmp_path, DiscordSettings(TOKEN, api=api)) == [
            "ok       Discord: the token is that of Biscuit"
        ]


async def test_an_intent_that_is_missing_is_said_where_to_click(tmp_path: Path) -> None:
    async with discord_answering({"id": NUMBER, "flags": 1 << 15}) as api:
        found = await at_discord(tmp_path, DiscordSettings(TOKEN, listen=True, members=True, api=api))
    assert found[1].startswith("FAILED   Discord: discord.listen needs the Message Content Intent, which is off.")
    assert f"https://discord.com/developers/applications/{NUMBER}/bot" in found[1]
    assert found[2] == "ok       Discord: the Server Members Intent is on, as discord.members needs it"


async def test_a_token_that_is_refused_is_one_line_without_it(tmp_path: Path) -> None:
    async with discord_answering({"id": NUMBER}) as api:
        (found,) = await at_discord(tmp_path, DiscordSettings("a.b.hunter2", listen=True, api=api))
        assert "Reset Token" in found
        assert "hunter2" not in found
    (found,) = await at_discord(tmp_path, DiscordSettings(TOKEN, api=api))
    assert found == "FAILED   Discord: The chat platform cannot be reached."


async def test_the_token_of_another_application_than_before_is_said_plainly() -> None:
    async with discord_answering({"id": NUMBER, "flags": 0}) as api:

        async def told(*stood: Stood) -> list[str]:
            settings = DiscordSettings(TOKEN, api=api)
            return [str(each) for each in [each async for each in examine_discord(settings, stood)]][1:]

        assert await told() == await told(Stood(NUMBER, 7)) == await told(Stood(NUMBER, 7), Stood("5", 0)) == []
        (fresh,) = await told(Stood("5", 0))
        (other,) = await told(Stood(NUMBER, 7), Stood("5", 2))
    assert other == (
        f"warning  Discord: the token belongs to another application ({NUMBER}) than the one that used this database "
        "before (5), which alone is in 2 servers known here. They are kept, and not answered in: a database serves one "
        "Discord application at a time. If that is not meant, open "
        "https://discord.com/developers/applications/5/bot, Reset Token, and set the new one."
    )
    assert "than the one that used this database before (5), which alone is in 0 servers" in fresh
