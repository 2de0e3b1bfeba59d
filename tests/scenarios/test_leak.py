"""What was said to few is told to few: whole conversations, judged by what reached the model."""

from tests.scenarios.conftest import Talk
from tests.scenarios.reference_model import ReferenceModel


async def test_nothing_leaves_its_audience(talk: Talk, model: ReferenceModel) -> None:
    outcome = await talk.script(
        "/as Ana",
        "My nickname at home is Zanzibar.",
        "/in &board",
        "The project name is Halcyon.",
        "/in #garden",
        "My favourite sweet is marzipan.",
        "/as Ben",
        "hello everybody",
        "/as Ana",
        "/in direct",
        "@wait learned",
    )
    assert outcome.code == 0, outcome.shown
    assert len(await talk.rows("SELECT FROM facts")) >= 3

    question = "Tell me the nickname, the project name and the favourite sweet?"
    for who, where, known in (
        ("Ana", "direct", {"Zanzibar", "Halcyon", "marzipan"}),
        ("Ana", "&board", {"Halcyon", "marzipan"}),
        ("Ana", "#garden", {"marzipan"}),
        ("Ana", "#kitchen", {"marzipan"}),
        ("Ben", "direct", {"marzipan"}),
        ("Ben", "#garden", {"marzipan"}),
        ("Cem", "direct", set()),
    ):
        del model.heard[:]
        asked = await talk.script(f"/as {who}", f"/in {where}", question)
        assert asked.code == 0, asked.shown
        (prompt,) = model.heard
        told = {word for word in ("Zanzibar", "Halcyon", "marzipan") if word in prompt}
        assert told == known, f"{who} in {where}: {told}"
        used = str(asked.turns)
        assert {word for word in ("Zanzibar", "Halcyon", "marzipan") if word in used} <= known


async def test_who_leaves_loses_what_only_that_place_allowed(talk: Talk, model: ReferenceModel) -> None:
    await talk.script("/as Ana", "/in &board", "The project name is Halcyon.", "@wait learned")
    asked = ("/as Ana", "What is the project name?")
    await talk.script(*asked)
    assert "Halcyon" in model.heard[-1]
    await talk.script("/as Ana", "/in &board", "/leave")
    await talk.script(*asked)
    assert "Halcyon" not in model.heard[-1].rpartition("What is the project name?")[0]


async def test_a_kind_that_is_shared_is_told_there_until_it_is_taken_back(talk: Talk, model: ReferenceModel) -> None:
    question = "What are the nickname and the lucky charm of Ana?"

    async def heard(who: str, where: str) -> set[str]:
        del model.heard[:]
        asked = await talk.script(f"/as {who}", f"/in {where}", question)
        assert asked.code == 0, asked.shown
        (prompt,) = model.heard
        return {word for word in ("Zanzibar", "acorn", "asthma") if word in prompt}

    ana = ("/as Ana", "/in direct")
    await talk.script(*ana, "My nickname at home is Zanzibar.", "I have asthma.", "@wait learned")
    assert await heard("Ben", "#garden") == set()
    await talk.script("/as Ana", "/in #garden", "/share facts here")
    await talk.script(*ana, "My lucky charm is an acorn.", "@wait learned")
    for who, where, known in (
        ("Ben", "#garden", {"Zanzibar", "acorn"}),
        ("Ana", "#garden", {"Zanzibar", "acorn"}),
        ("Ben", "#kitchen", set()),
        ("Ben", "direct", set()),
    ):
        assert await heard(who, where) == known, f"{who} in {where}"
    await talk.script(*ana, "/share facts off")
    assert await heard("Cem", "#garden") == set()
