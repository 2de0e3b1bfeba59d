"""Starting one of PostgreSQL's programs as a child of ours, as the right account and with nothing of our own.

`subprocess`, not asyncio's, which kills its children with its loop: the server must outlive us while others use it.
"""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from memory.cluster import Cluster
from memory.errors import ClusterUnusable
from memory.serverlog import Stretch

# Not our environment: tokens may be in it, and PG… variables in it would change what the server does.
_ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}


@contextmanager
def _refusals(cluster: Cluster) -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        whom = f"as user {cluster.account.uid}" if cluster.account else "here"
        raise ClusterUnusable(f"The programs in {cluster.programs} do not run {whom} ({fault.strerror}).") from fault


def launch(cluster: Cluster, command: list[str], *, log: Stretch, given: Path | None = None) -> subprocess.Popen[bytes]:
    """Starts `command`, writing to the log and reading `given`, out of reach of a Ctrl-C; raises ClusterUnusable."""
    account = cluster.account
    with open(given or os.devnull, "rb") as source, _refusals(cluster):
        return subprocess.Popen(
            [str(cluster.programs / command[0]), *command[1:]],
            stdin=source,
            stdout=log.descriptor,
            stderr=log.descriptor,
            cwd="/",
            env=_ENVIRONMENT,
            start_new_session=True,
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
        )
