"""APScheduler with its SQLAlchemyJobStore, in one process since a store cannot be shared: URL RATE SECONDS BURST.

Run by the Python of an environment of its own. Its jobs send nothing: late is when one begins, less when it was due,
so what it says is the least that it could be. The burst comes twice: never dropping what is late, and as it is by
itself, which drops what is more than a second late. Prints a line of JSON for each.
"""

import importlib
import json
import sys
import time
from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any

LEAD_SECONDS, PATIENCE_SECONDS = 5.0, 600.0
UTC = timezone.utc  # noqa: UP017  # this runs under whatever Python the environment has
late: list[float] = []


def told(due: float) -> None:
    """What a job does."""
    late.append(time.time() - due)


def say(what: str, many: int, **more: object) -> None:
    """One line."""
    found = sorted(late) or [0.0]
    shares = {f"p{share}_ms": round(1000 * found[min(len(found) - 1, len(found) * share // 100)]) for share in (50, 99)}
    lost, most = many - len(late), round(1000 * found[-1])
    figures = {"reminders": many, "lost": lost, **shares, "most_ms": most, **more}
    print(json.dumps({"what": f"apscheduler: {what}", **figures}), flush=True)


def scheduler(url: str, grace: Mapping[str, object]) -> Any:
    """Theirs, with the store at that URL."""
    background: Any = importlib.import_module("apscheduler.schedulers.background")
    stores: Any = importlib.import_module("apscheduler.jobstores.sqlalchemy")
    return background.BackgroundScheduler(
        jobstores={"default": stores.SQLAlchemyJobStore(url=url)}, timezone=UTC, job_defaults=dict(grace)
    )


def run(url: str, what: str, *, many: int, rate: float, grace: Mapping[str, object]) -> None:
    """So many jobs, so many a second; a rate as high as they are many is all in one second."""
    late.clear()
    one = scheduler(url, grace)
    one.start(paused=True)
    one.remove_all_jobs()
    began = time.time()
    begin = float(int(began + LEAD_SECONDS + many / 200))
    for number in range(many):
        due = begin + (0.0 if rate >= many else number / rate)
        one.add_job(told, "date", run_date=datetime.fromtimestamp(due, UTC), args=(due,))
    added, begin_late = round(time.time() - began, 1), max(0.0, time.time() - begin)
    one.resume()
    end = begin + (0.0 if rate >= many else many / rate) + PATIENCE_SECONDS
    while time.time() < end and one.get_jobs():
        time.sleep(1)
    time.sleep(2)
    drained = round(time.time() - begin - 2, 1)
    one.shutdown(wait=False)
    say(what, many, added_s=added, began_late_s=round(begin_late, 1), over_after_s=drained)


def main(url: str, rate: int, seconds: int, burst: int) -> None:
    """All three."""
    never: dict[str, object] = {"misfire_grace_time": None, "coalesce": True}
    run(url, "steady", many=rate * seconds, rate=rate, grace=never)
    run(url, "burst", many=burst, rate=burst, grace=never)
    run(url, "burst, as it is by itself", many=burst, rate=burst, grace={})


if __name__ == "__main__":
    main(sys.argv[1], *(int(word) for word in sys.argv[2:5]))
