"""Carries out some of the runs of a seed on a database that nobody else uses, a line of JSON for each:

python -m tests.reminder_deaths DSN --seed N --runs N --nth N --of N
"""

import argparse
import gc
import json
import sys
import time
from dataclasses import asdict
from datetime import UTC, datetime

from tests.reminder_deaths.children import Overdue
from tests.reminder_deaths.hands import Hands, platforms
from tests.reminder_deaths.outcomes import Outcome
from tests.reminder_deaths.owner import Owner
from tests.reminder_deaths.plans import Plan, plans
from tests.reminder_deaths.runs import Paths, Run
from tests.reminder_deaths.verdicts import Verdict, verdict


def outcome(owner: Owner, hands: Hands, plan: Plan, paths: Paths) -> Outcome:
    """What became of a plan; its path is as long as the longest that was seen."""
    began, run = time.monotonic(), Run(owner, hands, plan, paths)
    try:
        run.carry_out()
        belief = owner.belief(run.scene.ids)
        found = verdict(run.scene, run.said(), belief, evidence=run.evidence(), now=datetime.now(UTC))
    except Overdue:
        found = Verdict(0, 0, ("it did not come to its end",))
    finally:
        hands.lift()
        owner.clear()
    events = run.events
    paths.seen(plan.kind, events)
    wrong = (*found.wrong, *events.faults)
    return Outcome(
        plan.number,
        f"{plan.kind}/{plan.company}",
        found.lost,
        found.doubled,
        excused=found.excused,
        wrong=wrong,
        deaths=tuple(events.deaths),
        halts=tuple(events.halts),
        survived=events.survived,
        complaints=tuple(events.complaints),
        sites=dict(events.sites),
        seconds=time.monotonic() - began,
    )


def main() -> None:
    """Read the arguments and carry out."""
    parser = argparse.ArgumentParser(prog="python -m tests.reminder_deaths")
    parser.add_argument("dsn")
    for name, usual in (("--seed", 1), ("--runs", 60), ("--nth", 0), ("--of", 1)):
        parser.add_argument(name, type=int, default=usual)
    asked, paths = parser.parse_args(), Paths()
    with platforms() as at, Owner(asked.dsn) as owner:
        gc.freeze()  # what the children share with this process is not copied by looking for garbage
        for plan in plans(asked.seed, asked.runs)[asked.nth :: asked.of]:
            line = json.dumps(asdict(outcome(owner, at[plan.platform], plan, paths)))
            sys.stdout.write(line + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
