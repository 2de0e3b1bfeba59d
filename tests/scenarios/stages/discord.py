"""Discord: a guild with an open and a closed channel, over sockets."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from bot.supervise import Supervisor
from tests.platforms.discord.people import Person
from tests.platforms.discord.places import Channel
from tests.platforms.discord.pointed import pointed
from tests.platforms.discord.posts import Post, Use
from tests.platforms.discord.running import running
from tests.platforms.discord.server import DiscordStandIn
from tests.platforms.whole import Whole
from tests.scenarios.stages.scene import ANA, BEN, SECONDS, Act, Said, Shown, Where

OPTIONS = {"forget": "what", "remind": "what", "reminders": "show", "timezone": "name", "tone": "change", "why": "show"}


class AtDiscord:
    """People in a guild, and alone with the bot."""

    name = "Discord"
    acts = frozenset(Act)

    def __init__(self, bot: Whole, discord: DiscordStandIn, people: dict[str, Person]) -> None:
        self.bot = bot
        self._discord = discord
        self._people = people
        home = discord.guild()
        home.join(*people.values())
        closed = home.channel("board", private=True, readers=[people[ANA]])
        self._channels = {Where.HALL: home.channel("hall"), Where.BOARD: closed}

    async def says(self, who: str, text: str, where: Where = Where.ALONE) -> Said:
        """A message, in channels with a mention."""
        person = self._people[who]
        mention = "" if where is Where.ALONE else f"{self._discord.mention} "
        post = await person.send(self._channel(who, where), mention + text)
        answer = await self._discord.reply(post, seconds=SECONDS)

        async def edit(other: str) -> None:
            await person.edit(post, mention + other)

        return Said(answer.text, edit, partial(person.delete, post))

    async def orders(self, who: str, command: str, argument: str = "", where: Where = Where.ALONE) -> Shown:
        """A slash command."""
        options: dict[str, object] = {OPTIONS[command]: argument} if argument else {}
        person = self._people[who]
        return await self._shown(person, await person.slash(self._channel(who, where), command, SECONDS, **options))

    async def seen_by(self, who: str, where: Where) -> list[str]:
        """What the client shows."""
        person, channel = self._people[who], self._channel(who, where)
        return [post.text for post in channel.posts(by_bot=True) if person.sees(post)]

    async def told(self, who: str, words: str, where: Where = Where.ALONE) -> Shown:
        """A message in a channel, by no command."""
        person, channel = self._people[who], self._channel(who, where)

        def found() -> list[Post]:
            return [each for each in channel.posts(by_bot=True) if words in each.text and person.sees(each)]

        await self._discord.log.until(lambda: bool(found()), SECONDS)
        return self._under(person, found()[-1])

    def close(self, who: str) -> None:
        """Discord refuses them."""
        self._discord.close_direct(self._people[who])

    def _under(self, person: Person, post: Post, *, private: bool = False) -> Shown:
        async def press(label: str) -> Shown:
            return await self._shown(person, await person.click(post, label, seconds=SECONDS))

        async def pick(label: str, words: str) -> Shown:
            (entries,) = post.lists
            use = await person.select(post, [next(value for value, text in entries.options if text == label)])
            return await self._shown(person, await person.submit(use, {"text": words}, SECONDS) if words else use)

        return Shown(post.text, tuple(each.label for each in post.buttons), private or post.private, press, pick)

    async def _shown(self, person: Person, use: Use) -> Shown:
        await self._discord.log.until(lambda: bool(use.text), SECONDS)
        post = use.post
        assert post is not None
        return self._under(person, post, private=use.private)

    def _channel(self, who: str, where: Where) -> Channel:
        return self._people[who].direct if where is Where.ALONE else self._channels[where]


@asynccontextmanager
async def at_discord(dsn: str, folder: Path) -> AsyncIterator[AtDiscord]:
    """The whole bot at a Discord."""
    async with DiscordStandIn() as stand_in:
        stand_in.granted.content = stand_in.granted.members = False
        with pointed(stand_in):
            people = {name: stand_in.person(name) for name in (ANA, BEN)}
            async with running(stand_in, dsn, folder) as stage, Supervisor() as supervisor:
                supervisor.start("learn", stage.worker.learn)
                supervisor.start("erase", stage.assembly.changes.erase)
                scene = AtDiscord(Whole(stage, dsn), stand_in, people)
                await stand_in.log.until(lambda: bool(stand_in.log.events("GUILD_CREATE")))
                yield scene
