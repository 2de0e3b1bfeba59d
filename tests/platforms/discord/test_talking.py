"""The stand-in is a Discord to discord.py: people talk, and the bot hears and answers."""

from tests.platforms.discord.probe import probing
from tests.platforms.discord.server import DiscordStandIn


async def test_a_message_is_heard_and_answered(discord: DiscordStandIn) -> None:
    home, alice = discord.guild(), discord.person("Alice")
    general = home.channel("general")
    home.join(alice)
    async with probing(discord) as probe:
        said = await alice.send(general, f"{discord.mention} hello", files={"a.txt": b"inside"})
        reply = await discord.reply(said)
        assert reply.text.startswith("heard ")
        assert "inside" in reply.text
        await discord.log.until(lambda: general.posts(by_bot=True)[0].edited)
        await discord.log.until(lambda: bool(general.posts(by_bot=True)[0].reactions))
        assert probe.heard == [("message", f"{discord.mention} hello")]
        assert discord.log.gaps == type(discord.log.gaps)(maxlen=100)
