"""Keeps what an adapter must keep of workspaces in our database, sealed; and gives passes that are good once.

Each thing is sealed for its own space and holder, so a row that was put elsewhere does not open. What an old key sealed
is sealed anew when it is read.
"""

import base64
import hashlib
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from adapters.errors import Unreachable
from adapters.slack.vault import Kept
from bot.secrets import Sealer, Unreadable
from memory.doors import Installations
from memory.errors import MemoryFault
from memory.installed import Installed

log = logging.getLogger(__name__)
PASS = "pass"


@contextmanager
def _reached() -> Iterator[None]:
    try:
        yield
    except MemoryFault as fault:
        raise Unreachable("The database cannot be reached.") from fault


class SealedVault:
    """The vault of one platform."""

    def __init__(self, doors: Installations, sealer: Sealer, *, platform: str) -> None:
        self._doors = doors
        self._sealer = sealer
        self._prefix = f"{platform}/"

    async def find(self, workspace: str, holder: str) -> Kept | None:
        """What is kept for the workspace; None too where no key opens it, and then the log says so."""
        with _reached():
            known = await self._doors.find(self._space(workspace), holder)
        if known is None:
            return None
        try:
            content = self._sealer.open(known.sealed, _use(known.space, holder))
        except Unreadable:
            log.warning("no key opens what is kept", extra={"space": known.space})
            return None
        kept = Kept(known.space.removeprefix(self._prefix), holder, content, known.version, known.installed_at)
        return await self._renewed(known, kept) if self._sealer.is_stale(known.sealed) else kept

    async def keep(self, workspace: str, holder: str, content: str, *, at: datetime) -> None:
        """Keep it in place of what was there."""
        space = self._space(workspace)
        with _reached():
            await self._doors.keep(space, holder, sealed=self._sealer.seal(content, _use(space, holder)), at=at)

    async def point(self, workspace: str, enterprise: str, *, at: datetime) -> None:
        """From now on the workspace has what its enterprise has, unless it has something of its own."""
        with _reached():
            await self._doors.point(self._space(workspace), self._space(enterprise), at=at)

    async def pointing(self, enterprise: str) -> list[str]:
        """What has what the enterprise has."""
        with _reached():
            found = await self._doors.spaces_with(self._space(enterprise))
        return [each.removeprefix(self._prefix) for each in found]

    async def claim(self, kept: Kept, lease: timedelta) -> bool:
        """Give one caller at a time, among all processes, the renewal of that version."""
        with _reached():
            return await self._doors.claim(self._installed(kept), lease=lease)

    async def replace(self, kept: Kept, content: str) -> bool:
        """Put it in place of that version; False: it is not there any more."""
        known = self._installed(kept)
        with _reached():
            return await self._doors.replace(known, sealed=self._sealer.seal(content, _use(known.space, known.holder)))

    async def drop(self, workspace: str, holder: str | None = None, *, until: datetime) -> None:
        """Drop what was kept until then, for everybody or for one holder."""
        with _reached():
            await self._doors.drop(self._space(workspace), holder, until=until)

    async def _renewed(self, known: Installed, kept: Kept) -> Kept:
        """The same under the key that is used from now on, unless somebody is changing it anyway."""
        with _reached():
            if not await self._doors.claim(known, lease=timedelta(seconds=5)):
                return kept
        await self.replace(kept, kept.content)
        return await self.find(kept.workspace, kept.holder) or kept

    def _space(self, workspace: str) -> str:
        return self._prefix + workspace

    def _installed(self, kept: Kept) -> Installed:
        return Installed(self._space(kept.workspace), kept.holder, b"", kept.version, kept.installed_at)


class SealedPasses:
    """Passes that only holders of a key can make; what is kept of one is its digest, once it is used."""

    def __init__(self, doors: Installations, sealer: Sealer) -> None:
        self._doors = doors
        self._sealer = sealer

    def issue(self, lifetime: timedelta) -> str:
        """A new pass; nothing is kept, so that asking for many fills no table."""
        sealed = self._sealer.seal(repr(time.time() + lifetime.total_seconds()), PASS)
        return base64.urlsafe_b64encode(sealed).decode().rstrip("=")

    async def redeem(self, text: str) -> bool:
        """True the first time for a pass that was issued and is still good."""
        until = self._end(text)
        if until is None or until <= datetime.now(UTC):
            return False
        with _reached():
            return await self._doors.spend(_digest(text), until=until)

    async def first(self, text: str, lifetime: timedelta) -> bool:
        """True the first time for this text within that time."""
        with _reached():
            return await self._doors.spend(_digest(text), until=datetime.now(UTC) + lifetime)

    async def give_back(self, text: str) -> None:
        """Nothing came of it: the next time is the first again."""
        with _reached():
            await self._doors.give_back(_digest(text))

    def _end(self, text: str) -> datetime | None:
        """When a pass of ours ends. One way to write it only, or it could be used in each of the others too."""
        try:
            sealed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
            if base64.urlsafe_b64encode(sealed).decode().rstrip("=") != text:
                return None
            return datetime.fromtimestamp(float(self._sealer.open(sealed, PASS)), UTC)
        except (ValueError, Unreadable):
            return None


def _use(space: str, holder: str) -> str:
    return f"{len(space)}:{space}/{holder}"


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
