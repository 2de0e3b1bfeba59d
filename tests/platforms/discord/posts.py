"""Messages and answers as a person sees them, each as it was when it was looked at."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import cast

from simcord.backend.models import Interaction, Message
from simcord.components import walk_components
from simcord.enums import SELECT_TYPES

from tests.platforms.discord.world import Payload, World

BUTTON, TEXT_INPUT = 2, 4


@dataclass(frozen=True, slots=True)
class Control:
    """A button, a list to choose from or a field of a form; `options` are (value, label)."""

    kind: int
    custom_id: str | None
    label: str
    disabled: bool
    value: str | None = None
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Post:
    """A message. `pings`: whom it notifies; `private`: shown to one person alone; `files` are (name, address)."""

    id: int
    channel: int
    author: int
    text: str
    by_bot: bool
    reply_to: int | None
    edited: bool
    private: bool
    pings: frozenset[int]
    controls: tuple[Control, ...]
    files: tuple[tuple[str, str], ...]
    reactions: tuple[tuple[str, int], ...]

    @property
    def buttons(self) -> tuple[Control, ...]:
        """Its buttons, in order."""
        return tuple(each for each in self.controls if each.kind == BUTTON)

    @property
    def lists(self) -> tuple[Control, ...]:
        """Its lists to choose from."""
        return tuple(each for each in self.controls if each.kind in SELECT_TYPES)


@dataclass(frozen=True, slots=True)
class Form:
    """A modal that was opened."""

    custom_id: str
    title: str
    fields: tuple[Control, ...]


class Use:
    """Somebody used a command or a control: what came of it so far."""

    def __init__(self, world: World, record: Interaction) -> None:
        self._world = world
        self.record = record

    @property
    def answered(self) -> bool:
        """Whether the bot acknowledged it."""
        return self.record.responded

    @property
    def waiting(self) -> bool:
        """Whether it shows that the bot is thinking."""
        return self.record.loading

    @property
    def private(self) -> bool:
        """Whether the answer is for this person's eyes alone."""
        return self.record.ephemeral

    @property
    def choices(self) -> tuple[str, ...]:
        """The names that complete what is being typed."""
        return tuple(str(each["name"]) for each in self.record.autocomplete_choices or ())

    @property
    def form(self) -> Form | None:
        """The form that was opened."""
        modal = self.record.modal
        if modal is None:
            return None
        return Form(str(modal["custom_id"]), str(modal["title"]), tuple(controls_of(modal.get("components") or ())))

    @property
    def post(self) -> Post | None:
        """The answer, or the message that the control was under; None where there is none (any more)."""
        return self._seen(self.record.message_id)

    @property
    def more(self) -> tuple[Post, ...]:
        """What followed the answer."""
        found = (self._seen(each) for each in self.record.followup_ids)
        return tuple(each for each in found if each is not None)

    @property
    def text(self) -> str:
        """The words of the answer; empty while there is none."""
        post = self.post
        return "" if post is None or self.waiting else post.text

    def _seen(self, number: int | None) -> Post | None:
        message = self._world.backend.messages.get(self.record.channel_id, {}).get(number or 0)
        return None if message is None else post_of(self._world, message)


def post_of(world: World, message: Message) -> Post:
    """A message as it is now."""
    reference = message.reference or {}
    replied = reference.get("message_id") if reference.get("type", 0) == 0 else None
    return Post(
        id=message.id,
        channel=message.channel_id,
        author=message.author_id,
        text=message.content,
        by_bot=message.author_id == world.backend.bot_user.id,
        reply_to=int(replied) if replied else None,
        edited=message.edited_timestamp is not None,
        private=message.is_ephemeral,
        pings=frozenset((*message.ping_user_ids, *message.ping_role_ids)),
        controls=tuple(controls_of(message.components)),
        files=tuple((str(each["filename"]), str(each["url"])) for each in message.attachments),
        reactions=tuple((each.emoji, user) for each in message.reactions for user in each.user_ids),
    )


def controls_of(components: Iterable[Payload]) -> Iterator[Control]:
    """All that can be used in a tree of components."""
    label = ""
    for each in walk_components(components):
        if each.get("component") is not None:
            label = str(each.get("label", ""))
        if each.get("type") in (BUTTON, TEXT_INPUT, *SELECT_TYPES):
            yield _control(each, label)
            label = ""


def _control(component: Payload, label: str) -> Control:
    options = cast(list[Payload], component.get("options") or [])
    custom_id, value = component.get("custom_id"), component.get("value")
    return Control(
        int(str(component["type"])) if not isinstance(component["type"], int) else int(component["type"]),
        None if custom_id is None else str(custom_id),
        str(component.get("label") or component.get("placeholder") or label),
        bool(component.get("disabled")),
        None if value is None else str(value),
        tuple((str(each["value"]), str(each["label"])) for each in options),
    )
