"""APScheduler with its SQLAlchemyJobStore, run by the Python of an environment of its own: a step, a URL, a number.

What it keeps of a job is what it keeps by itself; only `load` writes the rows at once, which it has no way to do.
"""

import importlib
import json
import pickle
import statistics
import sys
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

SLICE = 10_000
UTC = timezone.utc  # noqa: UP017  # this runs under whatever Python the environment has


def told(text: str, handle: str) -> None:
    """What a job does."""


def say(what: str, **figures: object) -> None:
    """One line."""
    print(json.dumps({"what": f"apscheduler: {what}", **figures}), flush=True)


def scheduler(url: str) -> Any:
    """Theirs, with the store at that URL and nothing else changed but that it never drops what is late."""
    background: Any = importlib.import_module("apscheduler.schedulers.background")
    stores: Any = importlib.import_module("apscheduler.jobstores.sqlalchemy")
    store = stores.SQLAlchemyJobStore(url=url)
    return background.BackgroundScheduler(
        jobstores={"default": store}, timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True}
    )


def start(url: str, times: int) -> None:
    """Starts, and asks for the next time."""
    began = time.perf_counter()
    one = scheduler(url)
    one.start()
    store = one._jobstores["default"]
    store.get_next_run_time()
    ready = time.perf_counter() - began
    taken = []
    for _ in range(times):
        asked = time.perf_counter()
        store.get_next_run_time()
        taken.append((time.perf_counter() - asked) * 1000)
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    say(
        "a process that waits",
        waits_after_s=round(ready, 3),
        next_p50_ms=round(statistics.median(taken), 2),
        next_p95_ms=round(sorted(taken)[int(0.95 * len(taken))], 2),
        resident_mib=round(pages * 4096 / 1024 / 1024, 1),
    )
    one.shutdown(wait=False)


def add(url: str, amount: int) -> None:
    """Adds one by one."""
    one = scheduler(url)
    one.start(paused=True)
    began = time.perf_counter()
    for number in range(amount):
        due = datetime.now(UTC) + timedelta(days=40, seconds=number)
        one.add_job(
            told, "date", run_date=due, args=(f"water the plants in room {number}", "asker"), id=f"asked {number}"
        )
    took = time.perf_counter() - began
    say("added one by one", each_ms=round(1000 * took / max(1, amount), 2), reminders=amount)
    one.shutdown(wait=False)


def load(url: str, many: int) -> None:
    """Writes the rows of that many jobs at once."""
    job_of: Any = importlib.import_module("apscheduler.job").Job
    at: Any = importlib.import_module("apscheduler.triggers.date").DateTrigger
    one = scheduler(url)
    one.start(paused=True)
    store = one._jobstores["default"]
    began, base = time.perf_counter(), datetime.now(UTC) + timedelta(hours=1)
    rows: list[dict[str, object]] = []
    for number in range(many):
        due = base + timedelta(seconds=2 * number)
        job = job_of(
            one,
            id=f"event {number}",
            func=told,
            args=(f"water the plants in room {number}", str(number % max(1, many // 10))),
            kwargs={},
            name="told",
            trigger=at(due, UTC),
            executor="default",
            misfire_grace_time=None,
            coalesce=True,
            max_instances=1,
            next_run_time=due,
        )
        state = pickle.dumps(job.__getstate__(), store.pickle_protocol)
        rows.append({"id": job.id, "next_run_time": due.timestamp(), "job_state": state})
        if len(rows) == SLICE or number == many - 1:
            with store.engine.begin() as connection:
                connection.execute(store.jobs_t.insert(), rows)
            rows = []
    say("loaded at once", seconds=round(time.perf_counter() - began, 1), reminders=many)
    one.shutdown(wait=False)


def drain(url: str, amount: int) -> None:
    """Gets what is due, and removes it one after another, as it does once a job has been handed out."""
    one = scheduler(url)
    one.start(paused=True)
    store = one._jobstores["default"]
    now = datetime.now(UTC) + timedelta(hours=1, seconds=2 * amount - 1)
    began = time.perf_counter()
    due = store.get_due_jobs(now)
    took = time.perf_counter() - began
    began = time.perf_counter()
    for job in due:
        store.remove_job(job.id)
    settled = time.perf_counter() - began
    each = round(1000 * settled / max(1, len(due)), 2)
    say("claimed", sends=len(due), seconds=round(took, 3), settled_each_ms=each)
    one.shutdown(wait=False)


def main(step: str, url: str, number: int) -> None:
    """One step."""
    {"empty": start, "start": start, "add": add, "load": load, "drain": drain}[step](url, number)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 50)
