"""What is lost, doubled or wrong is seen: a simulator that finds nothing must be able to find something."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from memory.types import PersonId
from tests.reminder_deaths.evidence import UNSEEN, Doings, Evidence
from tests.reminder_deaths.hands import Look, People, Said, Someone
from tests.reminder_deaths.outcomes import Outcome, summary
from tests.reminder_deaths.owner import Belief, Send
from tests.reminder_deaths.plans import Company, Plan, Story, plans
from tests.reminder_deaths.scenes import Scene
from tests.reminder_deaths.trouble import Trouble
from tests.reminder_deaths.verdicts import Verdict, verdict

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
DIRECT, ROOM = "d0", "room"
PLAN = Plan(7, "slack", Story.ONCE, Trouble.NONE, Company.ALONE, (0.5, None, None))
SAID = Said("1.5", DIRECT, "17", "Reminder: w7x0", (), "p1", at=1.5)
AGAIN = replace(SAID, id="3.5", by="p2", at=3.5)
HIDDEN = Evidence((Look("p2", 2.5, DIRECT, 0.5, ()),), {"p2": Doings([("17", 2.4, 2.6)], [("17", 3.4)])})
SENT = Send(17, 0, "sent", "direct", 2, "1.5", NOW)
ENDED = Belief((SENT,), ((3, NOW, "delivered"),), ("ended",))


def judged(
    said: Sequence[Said], belief: Belief = ENDED, plan: Plan = PLAN, evidence: Evidence | None = None
) -> Verdict:
    """The verdict on a run of two people."""
    people = People("s", ROOM, (Someone("h0", DIRECT), Someone("h1", "d1")))
    scene, found = Scene(plan, people, (PersonId(1), PersonId(2))), evidence or Evidence()
    return verdict(scene, said, belief, evidence=found, now=NOW + timedelta(minutes=1))


def test_once_is_right() -> None:
    assert judged([SAID]) == Verdict(0, 0, ())


def test_what_is_missing_is_lost() -> None:
    assert judged([]) == Verdict(1, 0, ("believed sent, with a message that is not there",))


@pytest.mark.parametrize("platform", ["slack", "discord"])
@pytest.mark.parametrize("trouble", [Trouble.NONE, Trouble.LATE])
@pytest.mark.parametrize("company", [Company.ALONE, Company.STALLED])
def test_what_is_there_twice_is_doubled_whatever_was_planned(platform: str, trouble: Trouble, company: Company) -> None:
    plan = replace(PLAN, platform=platform, trouble=trouble, company=company)
    assert judged([SAID, AGAIN], plan=plan) == Verdict(0, 1, ())
    assert judged([SAID, replace(AGAIN, key="18")], plan=plan) == Verdict(0, 1, ())


def test_what_could_not_be_excluded_is_no_other_double_s_excuse() -> None:
    assert judged([SAID, AGAIN], evidence=HIDDEN) == Verdict(0, 0, (), (UNSEEN,))
    more = replace(AGAIN, id="4.5", by="p3", at=4.5)
    assert judged([SAID, AGAIN, more], evidence=HIDDEN) == Verdict(0, 1, (), (UNSEEN,))
    assert judged([SAID, AGAIN, replace(more, key="18")], evidence=HIDDEN) == Verdict(0, 1, (), (UNSEEN,))


def test_nothing_stays_claimed() -> None:
    assert judged([SAID], replace(ENDED, sends=(replace(SENT, claimed=True),))).wrong == ("still claimed",)
    waiting = replace(SENT, state="waiting", message_id=None)
    found = judged([SAID], replace(ENDED, sends=(waiting,), occurrences=((3, NOW, "due"),), standings=("active",)))
    assert found.wrong == (
        "still waiting after 2 tries",
        "one that was delivered has not ended",
        "times that are past: {'due': 1}",
    )


def test_what_repeats_has_one_time_ahead() -> None:
    plan, tomorrow = replace(PLAN, story=Story.DAILY), NOW + timedelta(days=1)
    ahead = Send(18, 0, "waiting", "direct", 0, None, tomorrow)
    goes_on = Belief((SENT, ahead), ((3, NOW, "delivered"), (4, tomorrow, "due")), ("active",))
    assert judged([SAID], goes_on, plan) == Verdict(0, 0, ())
    found = judged([SAID], ENDED, plan)
    assert found.wrong == ("0 times ahead of one that goes on", "one that goes on has ended")


def test_the_content_stays_where_it_belongs() -> None:
    plan = replace(PLAN, trouble=Trouble.CLOSED)
    assert judged([replace(SAID, channel=ROOM, text="Something waits for you.")], plan=plan) == Verdict(0, 0, ())
    assert judged([replace(SAID, channel=ROOM)], plan=plan).wrong == ("the content where others read",)
    stray = replace(SAID, channel=ROOM, text="Psst.", key="18")
    assert judged([SAID, stray]).wrong == ("a message where none belongs",)


def test_what_is_told_in_talk_is_told_in_one_place() -> None:
    plan = replace(PLAN, story=Story.TALK)
    there = replace(SAID, channel=ROOM, text="Something waits for you.")
    assert judged([there], plan=plan) == judged([SAID], plan=plan) == Verdict(0, 0, ())
    assert judged([SAID, replace(there, id="m2")], plan=plan).doubled == 1
    assert judged([], plan=plan).lost == 1


def test_the_same_seed_gives_the_same_plans() -> None:
    assert plans(3, 50) == plans(3, 60)[:50] != plans(4, 50)
    assert {each.story for each in plans(3, 400)} == set(Story)
    assert {each.company for each in plans(3, 400)} == set(Company)


def test_what_is_guilty_is_named() -> None:
    fine = Outcome(1, "slack/once", 0, 0, (), (), ("a:b:1",), (), 1, (), {"a:b:1": 2, "a:b:2": 1}, 0.1)
    twice = replace(fine, number=2, doubled=2)
    found = summary([fine, twice, replace(fine, number=3, excused=(UNSEEN, UNSEEN))])
    assert (found.runs, found.lives, found.deaths, found.doubled, found.excused) == (3, 6, 3, 2, {UNSEEN: 2})
    assert (found.guilty, found.unvisited) == (("2 slack/once",), ("a:b:2",))
