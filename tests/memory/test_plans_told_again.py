"""A plan that is mentioned again without its date keeps it; what is said to hold by now begins now."""

from datetime import UTC, datetime

import pytest

from memory.stays import Joined, Said, Stay, holds_now, join
from memory.types import FactId, Kind
from tests.memory.learning_world import ANA, START, World
from tests.memory.test_plans import SEPTEMBER, current, told

MARCH, WEDDING, MAY = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 9, 12, tzinfo=UTC), START


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("Ana is getting married.", "so nervous, I'm getting married!", Kind.FACT),
        ("Ana is moving to Bergen.", "I was so sad, but I'm moving to Bergen", Kind.FACT),
        ("Ana's wedding is in Rome.", "my wedding is in Rome", Kind.EVENT),
        ("Ana gives a talk.", "I give a talk", Kind.COMMITMENT),
        ("Ana starts at the zoo.", "I start at the zoo", Kind.FACT),
        ("Ana lives in Bergen.", "I'll live in Bergen then", Kind.FACT),
        ("Ana zieht nach Bergen.", "ich zieh nach Bergen", Kind.FACT),
        ("Ana se muda a Bergen.", "me mudo a Bergen", Kind.FACT),
        ("Ana vai casar.", "vou casar", Kind.FACT),
        ("Ana déménage à Bergen.", "je déménage à Bergen", Kind.FACT),
        ("Ana si sposa.", "mi sposo", Kind.FACT),
        ("Ana переезжает в Берген.", "переезжаю в Берген", Kind.FACT),
        ("Ana evleniyor.", "evleniyorum", Kind.FACT),
        ("Anaは引っ越す予定。", "引っ越す予定です", Kind.FACT),
        ("Ana는 결혼할 예정이다.", "결혼할 거예요", Kind.FACT),
        ("Ana要结婚。", "我要结婚", Kind.FACT),
        ("سوف تتزوج Ana", "سوف أتزوج", Kind.FACT),
    ],
)
def test_a_plan_keeps_its_date(text: str, words: str, kind: Kind) -> None:
    assert not holds_now(kind, text, words)
    stay, said = Stay(FactId(1), WEDDING, None, MARCH), Said(MAY, None, MAY, surely=True, holds=False)
    assert join(stay, [stay], said) == Joined(WEDDING, None)


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("Ana lives in Oslo.", "I live in Oslo", Kind.FACT),
        ("Ana is living in Oslo.", "I'm living in Oslo", Kind.FACT),
        ("Ana is working at the zoo.", "I'm working at the zoo", Kind.FACT),
        ("Ana is married.", "I'm married", Kind.RELATIONSHIP),
        ("Ana got married.", "I got married!", Kind.EVENT),
        ("Ana is moving to Bergen.", "I'm moving to Bergen today", Kind.FACT),
        ("Ana wohnt in Bergen.", "ich wohne in Bergen", Kind.FACT),
        ("Ana vive en Bergen.", "vivo en Bergen", Kind.FACT),
        ("Ana живёт в Бергене.", "живу в Бергене", Kind.FACT),
        ("Anaは大阪に住んでいます。", "大阪に住んでいます", Kind.FACT),
    ],
)
def test_what_holds_by_now_begins_now(text: str, words: str, kind: Kind) -> None:
    assert holds_now(kind, text, words)
    stay, said = Stay(FactId(1), WEDDING, None, MARCH), Said(MAY, None, MAY, surely=True, holds=True)
    assert join(stay, [stay], said) == Joined(MAY, None)


def test_a_plan_that_is_put_off_moves() -> None:
    stay, later = Stay(FactId(1), WEDDING, None, MARCH), datetime(2026, 10, 1, tzinfo=UTC)
    assert join(stay, [stay], Said(later, None, MAY, surely=True, holds=False)) == Joined(later, None)


MOVING = "Ana will live in Bergen."


async def plan_to_move(world: World, text: str = MOVING) -> None:
    await told(world, "I live in Oslo", "Ana lives in Oslo.")
    await told(
        world,
        "I got a new job, in September 2090 I will live in Bergen",
        text,
        relation="updates",
        known=1,
        since="2090-09",
    )


async def known(world: World, about: str) -> int:
    """The number by which the model is shown what is known about it."""
    await world.say(ANA, f"hm, {about} it is")
    await world.learn()
    shown = [line for line in world.asked[-1].input.splitlines() if line.startswith("[")]
    return 1 + next(number for number, line in enumerate(shown) if about in line)


@pytest.mark.parametrize("text", [MOVING, "Ana will live in Bergen from September."])
@pytest.mark.parametrize("relation", ["none", "same"])
async def test_the_old_home_ends_when_the_plan_begins_however_often_it_is_told(
    world: World, text: str, relation: str
) -> None:
    await plan_to_move(world, text)
    number = await known(world, "Bergen") if relation == "same" else 0
    await told(world, "so nervous, I will live in Bergen!", MOVING, relation=relation, known=number)
    facts = await current(world)
    if text == MOVING or relation == "same":
        assert set(facts) == {"Ana lives in Oslo.", text}
    assert facts["Ana lives in Oslo."].valid_until == facts[text].valid_from == SEPTEMBER


async def test_what_says_more_of_a_plan_keeps_its_date(world: World) -> None:
    await plan_to_move(world)
    number = await known(world, "Bergen")
    more = "Ana will live in Bergen with Tom."
    await told(world, "I will live in Bergen with Tom", more, relation="refines", known=number)
    facts = await current(world)
    assert facts[more].valid_from == facts["Ana lives in Oslo."].valid_until == SEPTEMBER
