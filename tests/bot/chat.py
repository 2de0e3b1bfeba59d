"""A stage at a platform that has buttons, private answers and files; what was sent is kept whole."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from adapters.console.parse import Seat
from adapters.outgoing import LONGEST_CONTROL, Limits, Outgoing, Sent
from adapters.types import Command, Message
from tests.bot.stage import Sheet, Stage, staged


class ChatSheet(Sheet):
    """An adapter with all that a chat platform can do."""

    limits = Limits(2000, 1.0, streaming=True, private_replies=True, file=1_000_000)

    def __init__(self) -> None:
        super().__init__()
        self.outgoing: list[Outgoing] = []

    async def send(self, outgoing: Outgoing) -> Sent:
        self.outgoing.append(outgoing)
        return await super().send(outgoing)


@dataclass
class Chat:
    """A person at a chat platform."""

    stage: Stage
    sheet: ChatSheet = field(default_factory=ChatSheet)

    def __post_init__(self) -> None:
        self.stage.sheet = self.sheet

    async def order(
        self, name: str, argument: str = "", *, about: Message | None = None, control: str = ""
    ) -> Outgoing:
        """Give a command; what was answered."""
        who = self.stage.seat
        command = Command(
            uuid4().hex,
            who.address,
            who.audience,
            who.author,
            name,
            argument,
            datetime.now(UTC),
            about=about,
            control=control or None,
        )
        await self.stage.give(command)
        return self.sheet.outgoing[-1]

    async def press(self, shown: Outgoing, label: str) -> Outgoing:
        """Press the button of what was shown."""
        button = next(each for each in shown.buttons if each.label == label)
        return await self.order(button.command, button.argument, control="1")

    async def pick(self, shown: Outgoing, label: str) -> Outgoing:
        """Pick the entry whose label begins so."""
        assert shown.pick is not None
        choice = next(each for each in shown.pick.choices if each.label.startswith(label))
        return await self.order(shown.pick.command, f"{shown.pick.argument} {choice.value}".strip(), control="1")

    async def fill(self, shown: Outgoing, text: str) -> Outgoing:
        """Fill the form."""
        assert shown.form is not None
        return await self.order(shown.form.command, f"{shown.form.argument} {text}", control="1")

    def go(self, place: str) -> None:
        """Go elsewhere, or `direct`."""
        self.stage.seat = self.stage.seat.moved(place)

    def sit(self, seat: Seat, *, manages: bool = False) -> None:
        """Be somebody else."""
        self.stage.seat = replace(seat, author=replace(seat.author, manages=manages))


@asynccontextmanager
async def chatting(dsn: str, folder: Path) -> AsyncIterator[Chat]:
    """A chat on that database."""
    async with staged(dsn, folder) as stage:
        yield Chat(stage)


def labels(shown: Outgoing) -> list[str]:
    """What the buttons say."""
    return [button.label for button in shown.buttons]


def fits(shown: Outgoing) -> bool:
    """Whether every platform could carry the controls."""
    picks = () if shown.pick is None else shown.pick.choices
    lists = () if shown.pick is None else (shown.pick,)
    controls = [control.command + control.argument for control in (*shown.buttons, *lists)]
    return (
        all(len(control) <= LONGEST_CONTROL for control in controls)
        and len(set(controls)) == len(controls)
        and len({choice.value for choice in picks}) == len(picks) <= 25
        and all(choice.label for choice in picks)
    )
