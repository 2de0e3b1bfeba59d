"""A private PostgreSQL with pgvector, for those who have no database server.

The server is a child of ours on a Unix socket, with a password, fsync on. Several processes may share one folder: each
holds a shared lock, the last one out stops the server, and a killed one needs no cleaning. A server whose starter was
killed goes on and is joined by the next start. It needs Linux or macOS, 46 MB of disk, and 15 MB of memory when idle,
up to 128 MB more in use.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from memory import flock
from memory.cluster import dsn, locate, socket_folder
from memory.initdb import prepare
from memory.postmaster import Answer, ask, bring_up, shut_down

_WATCH_S = 2.0
_LOCK_S = 240.0  # longer than the first start of another process may take


def _silence(_sentence: str) -> None: ...


@asynccontextmanager
async def embedded_postgres(home: Path, *, progress: Callable[[str], None] = _silence) -> AsyncIterator[str]:
    """The owner's DSN of a running server whose data lies under `home`; raises MemoryFault.

    `progress` gets a plain sentence before each step that takes time.
    """
    cluster = locate(home)
    lock = cluster.folder / "start.lock"
    with flock.opened(cluster.folder / "users.lock") as mine:
        async with flock.turn(lock, within_s=_LOCK_S):
            sole_user = flock.is_alone(mine)
            cluster = await prepare(cluster, progress)
            await bring_up(cluster, sole_user=sole_user, progress=progress)
        try:
            yield dsn(cluster)
        finally:
            async with flock.turn(lock, within_s=_LOCK_S):
                if flock.is_alone(mine):
                    await shut_down(cluster)


async def watch_postgres(home: Path, *, progress: Callable[[str], None] = _silence) -> None:
    """Until cancelled, for as long as somebody is inside `embedded_postgres`: a server that died is brought back."""
    sockets = socket_folder(locate(home))
    while True:
        await asyncio.sleep(_WATCH_S)
        if await ask(sockets) is Answer.NONE:
            progress("The database ended unexpectedly; I am bringing it back ...")
            async with embedded_postgres(home, progress=progress):
                progress("The database is back; nothing that was kept is lost.")
