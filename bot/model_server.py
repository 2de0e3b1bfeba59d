"""The child process that serves the demo model: llama.cpp's own server with settings measured for two cores.

Run as `python -m bot.model_server FOLDER`, where FOLDER holds `state.json`. It ends itself when nobody uses it
any more: every user holds a shared lock on one file, so the exclusive lock is granted exactly when the last one has
left or died, whatever killed it. No heartbeat, no list of pids.

Settings, measured with the 1.5B weights on 2 nearly idle cores (38 prompt tokens/s, 16 generated tokens/s):

- One slot. A second one computed beside the first and made a reply that met an extraction wait 37 s; with one
  slot the caller drops the extraction instead. Naming slots (`id_slot`) switches the prompt cache off: never do.
- `cache_ram_mib`: prompts that left the slot wait in memory, so a 680-token extraction between two turns costs the
  conversation nothing: 311 of 360 tokens from the cache and 1.4 s to the first word, against 3 tokens and 8 s with 0.
- `n_batch` 64: a request can only be dropped between batches, so 2048 (the default) means reading on to the end of
  the prompt, 36 s. 64 reads 4 % slower than 512 and lets go within 1.7 s. The server notices a closed
  connection only while it has something to send: ask for `stream` and `return_progress`, also when extracting.
- `n_cache_reuse` stays 0. It reuses text that follows a dropped block (183 of 184 tokens), but what it reuses was
  computed in sight of that block: what is forgotten, or was another person's, would go on colouring answers.
- `poll` 0: idle threads sleep; same speed. Flash attention is chosen by llama.cpp, forcing it changed nothing.

First word with a cached prefix after 60 / 120 / 200 new tokens: 1.8 / 3.0 / 5.4 s; 551 tokens cold: 14 s. Load 3 s,
11 s when the file is not in the page cache. Resident 2.0 GB, of which 1.1 GB is the mapped file.
"""

import fcntl
import json
import os
import sys
import threading
from dataclasses import dataclass, field
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
    key: str = field(repr=False)
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
    params.n_cache_reuse = 0
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
