"""What happens in a run: what is to be delivered, what goes wrong, and when which process dies. All from a seed."""

import random
from dataclasses import dataclass
from enum import StrEnum

from tests.reminder_deaths.trouble import Trouble

PLATFORMS = ("discord", "slack")
PEOPLE = 2
LIVES = 3  # of which the last ones may be spared


class Story(StrEnum):
    """What is to be delivered.

    `MISSED`: a daily one of three days ago, when nobody ran; `SNOOZED`: the second round of one that was delivered in
    peace; `AGAIN`: one that comes again until it is acknowledged; `FOLLOWED`: to two people; `LONG`: with the whole in
    a file at Discord; `SEVERAL`: some at once; `TALK`: told nowhere so far, until its person talks.
    """

    ONCE = "once"
    DAILY = "daily"
    MISSED = "missed"
    SNOOZED = "snoozed"
    AGAIN = "again"
    PLACE = "place"
    FOLLOWED = "followed"
    NOTICE = "notice"
    LONG = "long"
    SEVERAL = "several"
    TALK = "talk"


class Company(StrEnum):
    """Who else is there when a process dies.

    `PAIR`: another process that delivers, and may die too; `STALLED`: instead of dying it stands still until another
    process has had what it had claimed; `SEVERED`: instead of dying it loses its connections to the database;
    `DISMISSED`: instead of dying it is told to end.
    """

    ALONE = "alone"
    PAIR = "pair"
    STALLED = "stalled"
    SEVERED = "severed"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class Plan:
    """A run. `deaths`: how far along its path each life ends, from 0 to 1, and None for one that is spared."""

    number: int
    platform: str
    story: Story
    trouble: Trouble
    company: Company
    deaths: tuple[float | None, ...]

    @property
    def kind(self) -> str:
        """What decides how long the path is."""
        return f"{self.platform}/{self.story}/{self.trouble}"


def plans(seed: int, runs: int) -> list[Plan]:
    """So many runs; the same again for the same seed."""
    return [_plan(random.Random(f"{seed}/{number}"), number) for number in range(runs)]


def _plan(chance: random.Random, number: int) -> Plan:
    platform = PLATFORMS[number % len(PLATFORMS)]
    story, trouble, company = chance.choice(tuple(Story)), _trouble(chance), _company(chance)
    if company is Company.STALLED and trouble is not Trouble.LATE:
        trouble = Trouble.NONE
    if trouble is Trouble.CLOSED and story in (Story.NOTICE, Story.FOLLOWED, Story.TALK):
        trouble = Trouble.NONE
    first = chance.random()
    others = [chance.random() if chance.random() < dies else None for dies in (0.7, 0.4)]
    return Plan(number, platform, story, trouble, company, (first, *others))


def _trouble(chance: random.Random) -> Trouble:
    return Trouble.NONE if chance.random() < 0.4 else chance.choice(tuple(Trouble))


def _company(chance: random.Random) -> Company:
    return Company.ALONE if chance.random() < 0.5 else chance.choice(tuple(Company))
