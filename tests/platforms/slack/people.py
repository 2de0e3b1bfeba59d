"""People who use Slack: each does only what the client would let them do, and NotOffered tells where not."""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.platforms.slack.answers import Place
from tests.platforms.slack.interactions import Chosen, Hands, NotOffered
from tests.platforms.slack.log import Delivered
from tests.platforms.slack.places import Channel
from tests.platforms.slack.posts import Control, Page, Post, page_of_view, post_of
from tests.platforms.slack.shapes import message_shape, view_shape
from tests.platforms.slack.views import Trigger
from tests.platforms.slack.wire import Payload, mapping, text_of
from tests.platforms.slack.world import File, Message, User
from tests.platforms.slack.writing import rich, typed


@dataclass(frozen=True, slots=True)
class Use:
    """Somebody used a command, a shortcut or a control: what came of it so far."""

    hands: Hands
    told: Delivered | None
    place: Place | None = None
    trigger: Trigger | None = None

    @property
    def answered(self) -> bool:
        """Whether the bot acknowledged it in time."""
        return self.told is not None and self.told.acknowledged is not None

    @property
    def posts(self) -> list[Post]:
        """The messages that came of it, under its own address."""
        return [] if self.place is None else [post_of(self.hands.world, each) for each in self.place.made]

    @property
    def text(self) -> str:
        """The words of the last of them; empty while there is none."""
        return self.posts[-1].text if self.posts else ""

    @property
    def private(self) -> bool:
        """Whether all of them are for this person's eyes alone."""
        return bool(self.posts) and all(each.private for each in self.posts)

    @property
    def form(self) -> Page | None:
        """The modal that was opened; None where there is none (any more)."""
        opened = None if self.trigger is None else self.trigger.opened
        return None if opened is None or opened.id not in self.hands.world.views else page_of_view(opened)

    @property
    def errors(self) -> dict[str, str]:
        """What the bot said is wrong with what was filled in, by block."""
        answer = {} if self.told is None else self.told.answer
        return {key: text_of(value) for key, value in mapping(answer.get("errors")).items()}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account."""

    hands: Hands
    id: str
    name: str

    @property
    def user(self) -> User:
        """The account as it is now."""
        return self.hands.world.users[self.id]

    @property
    def mention(self) -> str:
        """How they are written in a text."""
        return f"<@{self.id}>"

    @property
    def direct(self) -> Channel:
        """Their conversation with the bot."""
        bot = self.hands.installation(self.user).user
        return Channel(self.hands, self.hands.world.direct(bot, self.id).id)

    async def post(
        self, channel: Channel, text: str, *, thread: Post | str | None = None, files: Mapping[str, bytes] | None = None
    ) -> Post:
        """Write a message; `thread` is the one that it belongs under."""
        self._inside(channel)
        message = self._written(channel.id, text, _root(thread))
        message.files = [self._upload(name, content) for name, content in (files or {}).items()]
        message.subtype = "file_share" if message.files else None
        self.hands.happenings.posted(message)
        return post_of(self.hands.world, message)

    async def dm(
        self, text: str, *, thread: Post | str | None = None, files: Mapping[str, bytes] | None = None
    ) -> Post:
        """Write to the bot in direct."""
        return await self.post(self.direct, text, thread=thread, files=files)

    async def edit(self, post: Post, text: str) -> None:
        """Change an own message."""
        message = self._own(post)
        before = message_shape(self.hands.world, message)
        message.text, message.blocks, message.edited = typed(text), rich(text), self.hands.world.ts()
        self.hands.happenings.changed(message, before)

    async def delete(self, post: Post) -> None:
        """Delete an own message."""
        self.hands.happenings.deleted(self._own(post))

    async def react(self, post: Post, name: str) -> None:
        """Put an emoji under a message, by its name without colons."""
        message = self._stored(post)
        users = message.reactions.setdefault(name, [])
        if self.id not in users:
            users.append(self.id)
            self.hands.happenings.reacted(message, self.id, name)

    async def unreact(self, post: Post, name: str) -> None:
        """Take it back."""
        message = self._stored(post)
        if self.id in message.reactions.get(name, []):
            message.reactions[name].remove(self.id)
            self.hands.happenings.reacted(message, self.id, name, added=False)

    async def slash(self, channel: Channel, text: str) -> Use:
        """Use a command, as `/rapport help`."""
        self._inside(channel)
        name, _, words = text.partition(" ")
        return Use(self.hands, *await self.hands.command(self.user, channel.stored, name, words))

    async def shortcut(self, post: Post, callback_id: str) -> Use:
        """Open a message's menu and choose a shortcut of the bot."""
        return Use(self.hands, *await self.hands.shortcut(self.user, self._stored(post), callback_id))

    async def click(self, where: Post | Page, label: str = "", *, action_id: str = "") -> Use:
        """Click a button, found by its label or its id."""
        return await self._act(where, _found(where.buttons, label, action_id), "")

    async def select(self, where: Post | Page, chosen: Chosen, *, action_id: str = "") -> Use:
        """Choose from a list, by value; without a name, from the only one."""
        return await self._act(where, _found(_lists(where), "", action_id), chosen)

    async def submit(self, page: Page, values: Mapping[str, Chosen] | None = None) -> Use:
        """Send a modal; `values` by the ids of actions or blocks, or by labels."""
        view = self.hands.world.views[page.id]
        told, trigger = await self.hands.submit(self.user, view, dict(values or {}))
        return Use(self.hands, told, trigger=trigger)

    async def close(self, page: Page, *, clear: bool = False) -> Use:
        """Put a modal away."""
        return Use(self.hands, await self.hands.close(self.user, self.hands.world.views[page.id], clear=clear))

    @property
    def modal(self) -> Page | None:
        """The modal on top of what this person has open."""
        mine = [each for each in self.hands.world.views.values() if each.user == self.id]
        return page_of_view(mine[-1]) if mine else None

    @property
    def home(self) -> Page | None:
        """The bot's home as this person has it."""
        found = self.hands.world.homes.get(self.id)
        return None if found is None else page_of_view(found)

    def open_home(self, tab: str = "home") -> None:
        """Look at the bot: at its home, or with `messages` at the conversation."""
        installation = self.hands.installation(self.user)
        kept = self.hands.world.homes.get(self.id)
        event: Payload = {"type": "app_home_opened", "user": self.id, "channel": self.direct.id, "tab": tab}
        view: Payload = {"view": view_shape(kept, bot=installation.bot_id)} if kept and tab == "home" else {}
        told: Payload = {**event, **view, "event_ts": self.hands.world.ts()}
        self.hands.happenings.tell(installation, told, team=self.user.team)

    def stop(self, post: Post) -> None:
        """Press the button that ends the bot's work in a thread."""
        channel, thread = self.hands.world.channels[post.channel], post.thread_ts or post.ts
        growing = [each for each in self.hands.world.thread(post.channel, thread) if each.stream == "in_progress"]
        for each in growing:
            each.stream = "completed"  # Slack itself ends them
        event: Payload = {"type": "agent_session_stopped", "channel": post.channel, "user": self.id}
        event |= {"thread_ts": thread, "streaming_message_ts": [each.ts for each in growing]}
        event |= {"event_ts": self.hands.world.ts()}
        self.hands.happenings.told_in(channel, event)

    def sees(self, channel: Channel) -> list[Post]:
        """What this person is shown in a channel, the oldest first."""
        kept = self.hands.world.messages.get(channel.id, {}).values()
        return [post_of(self.hands.world, each) for each in kept if each.only_for in (None, self.id)]

    async def _act(self, where: Post | Page, control: Control, chosen: Chosen) -> Use:
        if isinstance(where, Post):
            message = self.hands.world.messages[where.channel][where.ts]
            return Use(self.hands, *await self.hands.act_in_message(self.user, message, control, chosen))
        view = self.hands.world.views.get(where.id) or self.hands.world.homes[self.id]
        told, trigger = await self.hands.act_in_view(self.user, view, control, chosen)
        return Use(self.hands, told, trigger=trigger)

    def _written(self, channel: str, text: str, thread: str | None) -> Message:
        world = self.hands.world
        made = Message(world.ts(), channel, self.id, typed(text), self.user.team, rich(text), thread_ts=thread)
        made.client_msg_id = f"{world.id('m')}-client"
        return made

    def _upload(self, name: str, content: bytes) -> str:
        world = self.hands.world
        media = "image/png" if name.endswith(".png") else "text/plain" if name.endswith(".txt") else "application/pdf"
        made = File(world.id("F"), self.user.team, self.id, name, media, content, name, done=True)
        world.files[made.id] = made
        return made.id

    def _inside(self, channel: Channel) -> None:
        if self.id not in channel.stored.members:
            raise NotOffered("not in the channel")
        if channel.stored.archived:
            raise NotOffered("the channel is archived")

    def _stored(self, post: Post) -> Message:
        return self.hands.world.messages[post.channel][post.ts]

    def _own(self, post: Post) -> Message:
        if post.user != self.id:
            raise NotOffered("people change their own messages only")
        return self._stored(post)


def _root(thread: Post | str | None) -> str | None:
    return thread.thread_ts or thread.ts if isinstance(thread, Post) else thread


def _lists(where: Post | Page) -> tuple[Control, ...]:
    return tuple(each for each in where.controls if each.kind != "button")


def _found(controls: tuple[Control, ...], label: str, action_id: str) -> Control:
    for each in controls:
        if (label and each.label == label) or (action_id and each.action_id == action_id):
            return each
    if not label and not action_id and len(controls) == 1:
        return controls[0]
    raise NotOffered(f"no such control: {label or action_id}")
