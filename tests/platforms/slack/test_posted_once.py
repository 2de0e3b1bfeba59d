"""A message whose answer Slack loses stands there once: it is looked for before it is said again."""

import pytest

from adapters import growing
from adapters.slack import wire
from tests.platforms.slack.adapting import adapting, echo
from tests.platforms.slack.faults import FOREVER
from tests.platforms.slack.people import Person
from tests.platforms.slack.places import Channel
from tests.platforms.slack.server import SlackStandIn
from tests.platforms.slack.test_streaming import telling, whole

POST, START = "chat.postMessage", "chat.startStream"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything happens in a fraction of the time."""
    monkeypatch.setattr(growing, "FIRST_INTERVAL", 0.05)
    monkeypatch.setattr(wire, "RETRY_PAUSES", (0.05, 0.05))


@pytest.mark.parametrize("status", [0, 502])
@pytest.mark.parametrize("streams", [True, False])
async def test_an_answer_that_grows_stands_there_once(
    slack: SlackStandIn, alice: Person, general: Channel, status: int, streams: bool
) -> None:
    slack.faults.lose(POST, status, times=FOREVER)
    if not streams:
        slack.faults.refuse(START, "not_allowed")
    else:
        slack.faults.fail(START)
    async with adapting(slack, telling("Once ", 0.2, "upon ", 0.2, "a time.")):
        asked = await alice.post(general, f"{slack.mention} tell me")
        await whole(slack, general, "a time.", asked)
        await slack.log.quiet(0.5)
    (post,) = general.posts(by_bot=True)
    assert (post.text.split(), post.thread_ts) == (["Once", "upon", "a", "time."], asked.ts)
    assert len(slack.log.to(POST)) == 1


@pytest.mark.parametrize("method", ["dm", "post"])
async def test_an_answer_that_is_sent_whole_stands_there_once(
    slack: SlackStandIn, alice: Person, general: Channel, method: str
) -> None:
    slack.faults.lose(POST, 0, times=FOREVER)
    async with adapting(slack, echo):
        place = alice.direct if method == "dm" else general
        await alice.post(place, f"{slack.mention} hello")
        await slack.log.called(POST)
        await slack.log.quiet(0.5)
    assert [each.text for each in place.posts(by_bot=True)] == ["You said: hello"]
    assert len(slack.log.to(POST)) == 1


@pytest.mark.parametrize("stream", [True, False])
async def test_where_it_cannot_be_looked_for_it_is_said_once_more_at_most(
    slack: SlackStandIn, alice: Person, general: Channel, stream: bool
) -> None:
    slack.faults.lose(POST, 0, times=FOREVER)
    slack.faults.refuse(START, "not_allowed")
    slack.faults.refuse("conversations.replies", "missing_scope")
    async with adapting(slack, telling("Once ", 0.2, "upon a time.") if stream else echo):
        await alice.post(general, f"{slack.mention} hello")
        await slack.log.called(POST, 2)
        await slack.log.quiet(2.0, seconds=15)
    assert len(slack.log.to(POST)) == 2


async def test_what_never_arrived_is_said_once_slack_is_back(
    slack: SlackStandIn, alice: Person, general: Channel
) -> None:
    slack.faults.refuse(START, "not_allowed")
    slack.faults.fail("conversations.replies", times=2)
    slack.faults.fail(POST, times=2)
    async with adapting(slack, telling("Once ", 0.1, "upon a time.")):
        post = await whole(slack, general, "a time.", await alice.post(general, f"{slack.mention} hello"))
        await slack.log.quiet(0.5)
    assert [each.text for each in general.posts(by_bot=True)] == [post.text] == ["Once upon a time."]


async def test_of_a_stream_whose_beginning_is_lost_no_second_one_begins(
    slack: SlackStandIn, alice: Person, general: Channel
) -> None:
    slack.faults.lose(START, 0, times=FOREVER)
    async with adapting(slack, telling("Once ", 0.2, "upon a time.")):
        await whole(slack, general, "a time.", await alice.post(general, f"{slack.mention} hello"))
        await slack.log.quiet(0.5)
    assert [each.text.split() for each in general.posts(by_bot=True)] == [["Once"], ["Once", "upon", "a", "time."]]
    assert len(slack.log.to(START)) == 1
