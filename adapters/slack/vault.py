"""What the adapter needs of whoever keeps its installations: a safe that all processes of the bot share."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept for a workspace or enterprise; `holder` is whose it is, '' for the bot's own."""

    workspace: str
    holder: str
    content: str = field(repr=False)
    version: int
    installed_at: datetime


class Pointers(Protocol):
    """Keeps which workspaces have what their enterprise has; raises `AdapterError` where it cannot."""

    async def point(self, workspace: str, enterprise: str, *, at: datetime) -> None:
        """From now on the workspace has what its enterprise has, unless it has something of its own."""

    async def pointing(self, enterprise: str) -> Sequence[str]:
        """The workspaces that have what the enterprise has, or had until nothing was kept for it any more."""


class Vault(Pointers, Protocol):
    """Keeps secrets of workspaces so that nobody else can read them; raises `AdapterError` where it cannot."""

    async def find(self, workspace: str, holder: str) -> Kept | None:
        """What is kept for the workspace, by itself or with its enterprise; None too where it cannot be opened."""

    async def keep(self, workspace: str, holder: str, content: str, *, at: datetime) -> None:
        """Keep it in place of what was there."""

    async def claim(self, kept: Kept, lease: timedelta) -> bool:
        """Give one caller at a time, among all processes, the renewal of that version."""

    async def replace(self, kept: Kept, content: str) -> bool:
        """Put it in place of that version; False: it is not there any more."""

    async def drop(self, workspace: str, holder: str | None = None, *, until: datetime) -> None:
        """Drop what was kept until then, for everybody or for one holder."""


class Passes(Protocol):
    """Passes that are good once, among all processes, and for a time."""

    def issue(self, lifetime: timedelta) -> str:
        """A new pass, which nobody else can make; letters, digits, `-` and `_`. Nothing is kept of it."""

    async def redeem(self, text: str) -> bool:
        """True the first time for a pass that was issued and is still good."""

    async def first(self, text: str, lifetime: timedelta) -> bool:
        """True the first time for this text within that time."""

    async def give_back(self, text: str) -> None:
        """Nothing came of it: the next time is the first again."""
