"""Start to prompt, memory without the language model, and the size of an install.

    python -m tests.bench.start

Starts the real program on a pseudo-terminal, on an empty data folder and then on the used one, and reads resident
memory of the program after one answered message, and of its database (shared pages counted in parts, PSS).
"""

import argparse
import json
import os
import pty
import select
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import distributions
from pathlib import Path

PROMPT, ANSWER = b"Ana>", b"Rapport> "
SECONDS = 60.0


@contextmanager
def _home() -> Iterator[Path]:
    home = Path(tempfile.mkdtemp(prefix="rapport-bench-"))
    home.chmod(0o711)
    try:
        yield home
    finally:
        shutil.rmtree(home)


def _until(terminal: int, wanted: bytes) -> None:
    seen, until = b"", time.monotonic() + SECONDS
    while wanted not in seen:
        ready, _, _ = select.select([terminal], [], [], max(0.0, until - time.monotonic()))
        if not ready:
            raise TimeoutError(seen.decode("utf-8", "replace"))
        seen += os.read(terminal, 65_536)


def _resident(pid: int) -> int:
    """Bytes of the process in memory, as the kernel counts them."""
    status = Path(f"/proc/{pid}/status").read_text("ascii")
    return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmRSS"))


def _database_share(home: Path) -> int:
    """PSS of every process that works in the data folder's database."""
    total = 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if str(home) in os.readlink(process / "cwd"):
                rollup = (process / "smaps_rollup").read_text("ascii")
                total += next(int(line.split()[1]) * 1024 for line in rollup.splitlines() if line.startswith("Pss:"))
        except OSError:
            continue  # it ended meanwhile, or is not ours
    return total


# The first start of all also fits what tells questions for advice; later ones read it.
FITTED_S = 20.0


def once(home: Path, settled_s: float = 2.0) -> dict[str, float]:
    """One start, one message, the end; the embedders are loaded in the background, in `settled_s` at most."""
    began = time.perf_counter()
    child, terminal = pty.fork()
    if child == 0:
        os.environ |= {"RAPPORT_HOME": str(home), "TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1"}
        os.execv(sys.executable, (sys.executable, "-m", "bot", "chat", "--as", "Ana", "--demo-model", "none"))
    _until(terminal, PROMPT)
    prompt = time.perf_counter() - began
    os.write(terminal, b"my bike is blue\r")
    _until(terminal, ANSWER)
    time.sleep(settled_s)
    figures = {"prompt_s": prompt, "rss_mb": _resident(child) / 1e6, "database_mb": _database_share(home) / 1e6}
    os.write(terminal, b"\x04")
    while True:
        try:
            if not os.read(terminal, 65_536):
                break
        except OSError:
            break
    os.waitpid(child, 0)
    return figures


def installed_mb() -> float:
    """Megabytes of every file of every package in this environment."""
    files = {file.locate() for each in distributions() for file in each.files or ()}
    return sum(os.stat(file).st_size for file in map(str, files) if os.path.isfile(file)) / 1e6


def main() -> None:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    floor = []
    for _ in range(runs):
        began = time.perf_counter()
        subprocess.run((sys.executable, "-c", "import asyncpg, numpy, pydantic, prompt_toolkit"), check=True)
        floor.append(time.perf_counter() - began)
    with _home() as home:
        cold = once(home, FITTED_S)
        warm = [once(home) for _ in range(runs)]
    medians = {name: round(statistics.median(run[name] for run in warm), 2) for name in cold}
    told = {"cold": {name: round(value, 2) for name, value in cold.items()}, "warm_median": medians, "runs": runs}
    print(json.dumps(told | {"imports_alone_s": round(statistics.median(floor), 2), "installed_mb": installed_mb()}))


if __name__ == "__main__":
    main()
