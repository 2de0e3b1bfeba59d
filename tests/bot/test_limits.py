"""How much a person and a space may have: counted, refused once in words, and counted on in between."""

from datetime import UTC, datetime, timedelta

from bot.config import LimitSettings
from bot.limits import READ_S, TOLD_S, Allowances, Client, Pace, Refusal
from memory.feedback import Usage, Used
from memory.types import PersonId
from tests.bot.conftest import Clock

ANA, BEN = PersonId(1), PersonId(2)
NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


class Ledger:
    """What was used, and how often it was asked for."""

    def __init__(self, person: int = 0, space: int = 0) -> None:
        self.used_now = Used(Usage(1, person), Usage(1, space))
        self.since: list[datetime] = []

    async def used(self, person: PersonId, space: str | None, *, since: datetime) -> Used:
        self.since.append(since)
        return self.used_now


def client(person: PersonId = ANA, space: str | None = "discord/900", **limits: int) -> Client:
    return Client(
        person, space, LimitSettings(**({"person_answers_per_minute": 0, "space_answers_per_minute": 0} | limits))
    )


async def test_a_person_gets_so_many_answers_a_minute_and_is_told_once(clock: Clock) -> None:
    allowances = Allowances(None, clock=clock)
    ana = client(person_answers_per_minute=3)
    assert [await allowances.admit(ana) for _ in range(3)] == [None] * 3
    refused = await allowances.admit(ana)
    assert refused == Refusal("You have asked me a lot within a minute. I go on in about 20 seconds.")
    assert [await allowances.admit(ana) for _ in range(5)] == [Refusal()] * 5
    assert await allowances.admit(client(BEN, person_answers_per_minute=3)) is None
    clock.now += 20
    assert await allowances.admit(ana) is None
    assert await allowances.admit(ana) == Refusal(), "it was told within this minute"
    clock.now += TOLD_S
    assert [await allowances.admit(ana) for _ in range(3)] == [None] * 3
    again = await allowances.admit(ana)
    assert again is not None and again.sentence


async def test_refused_messages_use_nothing_up(clock: Clock) -> None:
    allowances = Allowances(None, clock=clock)
    ana = client(person_answers_per_minute=1)
    assert await allowances.admit(ana) is None
    for _ in range(59):
        clock.now += 1
        assert await allowances.admit(ana) is not None
    clock.now += 1
    assert await allowances.admit(ana) is None


async def test_a_space_has_a_limit_that_all_in_it_share(clock: Clock) -> None:
    allowances = Allowances(None, clock=clock)
    assert await allowances.admit(client(ANA, space_answers_per_minute=1)) is None
    refused = await allowances.admit(client(BEN, space_answers_per_minute=1))
    assert refused is not None and refused.sentence.startswith("I am asked a lot here")
    assert await allowances.admit(client(BEN, "discord/901", space_answers_per_minute=1)) is None
    assert await allowances.admit(client(BEN, None, space_answers_per_minute=1)) is None


async def test_without_limits_nothing_is_asked_of_the_database(clock: Clock) -> None:
    ledger = Ledger()
    allowances = Allowances(ledger, clock=clock)
    assert [await allowances.admit(client()) for _ in range(500)] == [None] * 500
    assert ledger.since == []


async def test_a_days_tokens_are_read_now_and_then_and_counted_on(clock: Clock) -> None:
    ledger, now = Ledger(person=900), NOON
    allowances = Allowances(ledger, clock=clock, now=lambda: now)
    ana = client(person_tokens_per_day=1000)
    assert await allowances.admit(ana) is None
    allowances.spend(ana, 60)
    assert await allowances.admit(ana) is None
    allowances.spend(ana, 60)
    refused = await allowances.admit(ana)
    assert refused == Refusal("That was all I may answer you in a day. I go on in about 12 hours.")
    assert await allowances.admit(ana) == Refusal()
    assert ledger.since == [NOON.replace(hour=0)]
    clock.now += READ_S + 1
    ledger.used_now = Used(Usage(3, 1020), Usage())
    assert await allowances.admit(ana) == Refusal(), "read anew, nothing counted twice"
    assert len(ledger.since) == 2
    now = NOON + timedelta(hours=13)
    ledger.used_now = Used(Usage(), Usage())
    clock.now += 3600 * 13
    assert await allowances.admit(ana) is None, "a new day"


async def test_what_was_read_after_it_was_spent_is_not_counted_twice(clock: Clock) -> None:
    ledger = Ledger()
    allowances = Allowances(ledger, clock=clock, now=lambda: NOON)
    ana = client(person_tokens_per_day=1000)
    await allowances.admit(ana)
    allowances.spend(ana, 600)
    ledger.used_now = Used(Usage(1, 600), Usage())
    clock.now += READ_S + 1
    assert await allowances.admit(ana) is None


async def test_the_day_of_a_space_is_everybodys(clock: Clock) -> None:
    allowances = Allowances(Ledger(), clock=clock, now=lambda: NOON)
    assert await allowances.admit(client(ANA, space_tokens_per_day=100)) is None
    assert await allowances.admit(client(BEN, space_tokens_per_day=100)) is None
    allowances.spend(client(ANA, space_tokens_per_day=100), 100)
    refused = await allowances.admit(client(BEN, space_tokens_per_day=100))
    assert refused is not None and "here in a day" in refused.sentence
    assert await allowances.admit(client(BEN, None, space_tokens_per_day=100)) is None, (
        "alone with the bot it is another's limit"
    )


def test_commands_have_a_pace_of_their_own_that_is_told_once_in_a_while(clock: Clock) -> None:
    pace = Pace(30, clock=clock)
    assert [pace.admit("discord/1") for _ in range(30)] == [None] * 30
    told = Refusal("You have given me a lot of commands within a minute. I go on in about 2 seconds.")
    assert pace.admit("discord/1") == told
    assert [pace.admit("discord/1") for _ in range(40)] == [Refusal()] * 40
    assert pace.admit("slack/1") is None, "somebody else's"
    clock.now += 2
    assert pace.admit("discord/1") is None, "what was refused used nothing up"
    assert pace.admit("discord/1") == Refusal()
    clock.now += TOLD_S
    assert [pace.admit("discord/1") for _ in range(30)] == [None] * 30
    assert pace.admit("discord/1") == told


def test_without_a_pace_every_command_is_obeyed(clock: Clock) -> None:
    pace = Pace(0, clock=clock)
    assert [pace.admit("discord/1") for _ in range(500)] == [None] * 500
