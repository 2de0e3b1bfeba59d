"""The child process that serves the demo model: llama.cpp's own server with settings measured for two cores.

Run as `python -m bot.model_server FOLDER`, where FOLDER holds `state.json`. It ends itself when nobody uses it
any more: every user holds a shared lock on one file, so the exclusive lock is granted exactly when the last one has
left or died, whatever killed it. No heartbeat, no list of pids.

SETTINGS-NOTES
"""

import fcntl
import json
import os
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

STATE, USERS, SERVING, STARTING, LOG = "state.json", "users.lock", "serving.lock", "starting.lock", "server.log"
BATCH = 64
CACHE_MIB = 512


@dataclass(frozen=True, slots=True)
class Served:
    """What the server is to serve, and under which key."""

    weights: str
    port: int
    key: str
    threads: int
    context: int


def main(folder: Path) -> None:
    """Serves until the last user has gone."""
    served = Served(**json.loads((folder / STATE).read_text(encoding="utf-8")))
    threading.Thread(target=_leave_after_last_user, args=(folder,), name="users", daemon=True).start()
    import xllamacpp  # after the thread: loading its library takes a moment in which the last user may leave

    server = xllamacpp.Server(parameters(xllamacpp.CommonParams(), served))
    sys.stderr.write(f"ready at {server.listening_address}\n")
    threading.Event().wait()


def parameters(params: Any, served: Served) -> Any:
    """llama.cpp's parameters; why each is as it is stands on top."""
    params.model.path = served.weights
    params.hostnames = ["127.0.0.1"]
    params.port = served.port
    params.api_keys = [served.key]
    params.model_alias = {Path(served.weights).stem}
    params.ui = False
    params.offline = True
    params.n_gpu_layers = 0
    params.n_ctx = served.context
    params.n_parallel = 1
    params.n_batch = params.n_ubatch = BATCH
    params.cache_ram_mib = CACHE_MIB
    for threads in (params.cpuparams, params.cpuparams_batch):
        threads.n_threads = served.threads
        threads.poll = 0
    return params


def _leave_after_last_user(folder: Path) -> None:
    with (folder / USERS).open("ab") as users:
        fcntl.flock(users, fcntl.LOCK_EX)
        (folder / STATE).unlink(missing_ok=True)
        os._exit(0)  # the threads of llama.cpp do not end on request while a prompt is being read


if __name__ == "__main__":
    main(Path(sys.argv[1]))
