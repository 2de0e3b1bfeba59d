"""Growing answers at a Slack that limits, fails, loses answers and ends streams: every word stands there once."""

import random
from collections.abc import Callable

import pytest

from adapters import growing
from adapters.slack import wire
from tests.platforms.slack.adapting import adapting
from tests.platforms.slack.faults import Faults
from tests.platforms.slack.people import Person
from tests.platforms.slack.server import SlackStandIn
from tests.platforms.slack.test_streaming import telling, whole

METHODS = ("chat.appendStream", "chat.stopStream", "chat.update")
FAULTS: tuple[Callable[[Faults, str], object], ...] = (
    lambda faults, method: faults.limit(method, 1),
    lambda faults, method: faults.fail(method, 503),
    lambda faults, method: faults.lose(method, 0),
    lambda faults, method: faults.refuse(method, "internal_error", times=1),
    lambda faults, method: faults.slow(method, 0.1, times=2),
)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything happens in a fraction of the time."""
    monkeypatch.setattr(growing, "FIRST_INTERVAL", 0.05)
    monkeypatch.setattr(wire, "RETRY_PAUSES", (0.05, 0.05))


@pytest.mark.parametrize("seed", range(8))
async def test_every_word_stands_there_once(slack: SlackStandIn, alice: Person, seed: int) -> None:
    chance = random.Random(seed)
    for method in chance.choices(METHODS, k=4):
        chance.choice(FAULTS)(slack.faults, method)
    words = [chance.choice(["word ", "`code` ", "\n- item ", "\n\n", "日本 "]) for _ in range(60)]
    pieces = [each for word in words for each in (word, chance.choice([0.0, 0.01, 0.04]))]
    async with adapting(slack, telling("Begin ", *pieces, "the end.")):
        asked = await alice.dm("tell me")
        if chance.random() < 0.5:
            await slack.log.called("chat.appendStream")
            slack.streams.kill()
        await whole(slack, alice.direct, "the end.", asked)
        await slack.log.quiet(0.5)
    (post,) = alice.direct.posts(by_bot=True, after=asked.ts)
    assert post.text.split() == ("Begin " + "".join(words) + "the end.").split()
    assert alice.direct.session(asked)["status"] == "active"


@pytest.mark.parametrize("method", ["chat.stopStream", "chat.update"])
async def test_what_ends_an_answer_and_cannot_be_told_loses_nothing(
    slack: SlackStandIn, alice: Person, method: str
) -> None:
    slack.faults.fail(method, 503, seconds=60)
    async with adapting(slack, telling("All ", 0.2, "of it.")):
        asked = await alice.dm("tell me")
        await slack.log.until(lambda: "of it." in "".join(each.text for each in alice.direct.posts(by_bot=True)))
        await slack.log.quiet(1.0)
        slack.faults.lift()
        again = await slack.reply(await alice.dm("and again"))
    assert alice.direct.posts(by_bot=True, after=asked.ts)[0].text == "All of it."
    assert again.text == "All of it."


@pytest.mark.parametrize("word", ["message_not_found", "message_not_in_streaming_state", "channel_not_found"])
async def test_a_message_that_somebody_deleted_is_not_said_again(slack: SlackStandIn, alice: Person, word: str) -> None:
    slack.faults.refuse("chat.appendStream", word, times=1)
    slack.faults.refuse("chat.update", "message_not_found", times=1)
    async with adapting(slack, telling("Once ", 0.2, "upon ", 0.3, "a time.")):
        reply = await whole(slack, alice.direct, "a time.", await alice.dm("tell me"))
    assert reply.text.split() == ["upon", "a", "time."]
    assert [each.text.split() for each in alice.direct.posts(by_bot=True)] == [["Once"], ["upon", "a", "time."]]
