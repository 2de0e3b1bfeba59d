"""Slack: a workspace with an open and a private channel, over a socket."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from bot.supervise import Supervisor
from tests.platforms.slack.chatting import running
from tests.platforms.slack.conftest import judge
from tests.platforms.slack.people import Person, Use
from tests.platforms.slack.places import Channel
from tests.platforms.slack.posts import Post, post_of
from tests.platforms.slack.server import SlackStandIn
from tests.platforms.whole import Whole
from tests.scenarios.stages.scene import ANA, BEN, SECONDS, Act, Said, Shown, Where


class AtSlack:
    """People in a workspace, and alone with the bot."""

    name = "Slack"
    acts = frozenset(Act)

    def __init__(self, bot: Whole, slack: SlackStandIn) -> None:
        self.bot = bot
        self._slack = slack
        self._people = {name: slack.person(name) for name in (ANA, BEN)}
        hall = slack.home.channel("hall", *self._people.values())
        closed = slack.home.channel("board", self._people[ANA], private=True)
        self._channels = {Where.HALL: hall, Where.BOARD: closed}

    async def says(self, who: str, text: str, where: Where = Where.ALONE) -> Said:
        """A message, in channels with a mention."""
        person = self._people[who]
        mention = "" if where is Where.ALONE else f"{self._slack.mention} "
        post = await person.post(self._channel(who, where), mention + text)
        answer = await self._slack.reply(post, seconds=SECONDS)

        async def edit(other: str) -> None:
            await person.edit(post, mention + other)

        return Said(answer.text, edit, partial(person.delete, post))

    async def orders(self, who: str, command: str, argument: str = "", where: Where = Where.ALONE) -> Shown:
        """A slash command."""
        person, channel, before = self._people[who], self._channel(who, where), self._slack.world.ts()
        await person.slash(channel, f"/rapport {command} {argument}".rstrip())

        def answers() -> list[Post]:
            return [post for post in person.sees(channel) if post.by_bot and post.ts > before]

        await self._slack.log.until(lambda: bool(answers()), SECONDS)
        return self._shown(person, answers()[-1])

    async def seen_by(self, who: str, where: Where) -> list[str]:
        """What the client shows."""
        return [post.text for post in self._people[who].sees(self._channel(who, where)) if post.by_bot]

    async def told(self, who: str, words: str, where: Where = Where.ALONE) -> Shown:
        """A message in a channel, by no command."""
        person, channel = self._people[who], self._channel(who, where)

        def found() -> list[Post]:
            return [each for each in person.sees(channel) if each.by_bot and words in each.text]

        await self._slack.log.until(lambda: bool(found()), SECONDS)
        return self._shown(person, found()[-1])

    def close(self, who: str) -> None:
        """Slack refuses the next message to them."""
        self._slack.faults.refuse("chat.postMessage", "messages_tab_disabled", times=1)

    def _shown(self, person: Person, post: Post) -> Shown:
        async def press(label: str) -> Shown:
            return await self._came_of(await person.click(post, label), person, post)

        async def pick(label: str, words: str) -> Shown:
            (entries,) = (each for each in post.controls if each.options)
            use = await person.select(post, next(value for value, text in entries.options if text == label))
            if words:
                await self._slack.log.until(lambda: use.form is not None, SECONDS)
                assert use.form is not None
                use = await person.submit(use.form, {"text": words})
            return await self._came_of(use, person, post)

        return Shown(post.text, tuple(each.label for each in post.buttons), post.private, press, pick)

    async def _came_of(self, use: Use, person: Person, post: Post) -> Shown:
        """What stands there now, under it or in its place."""
        await self._slack.log.until(lambda: bool(use.posts) or self._now(post).text != post.text, SECONDS)
        return self._shown(person, use.posts[-1] if use.posts else self._now(post))

    def _now(self, post: Post) -> Post:
        """The message as it is by now."""
        return post_of(self._slack.world, self._slack.world.messages[post.channel][post.ts])

    def _channel(self, who: str, where: Where) -> Channel:
        return self._people[who].direct if where is Where.ALONE else self._channels[where]


@asynccontextmanager
async def at_slack(dsn: str, folder: Path) -> AsyncIterator[AtSlack]:
    """The whole bot at a Slack, whose judge speaks at the end."""
    async with SlackStandIn() as stand_in:
        async with running(stand_in, dsn, folder) as stage, Supervisor() as supervisor:
            supervisor.start("learn", stage.worker.learn)
            supervisor.start("erase", stage.assembly.changes.erase)
            yield AtSlack(Whole(stage, dsn), stand_in)
        judge(stand_in)
