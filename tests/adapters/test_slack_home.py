"""People's own pages: an older one never over a newer one, nothing lost that one had to say, made anew once for all."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import cast

import pytest
from aiohttp import web

from adapters.errors import Unreachable
from adapters.outgoing import Home, Outgoing, Section, Sent
from adapters.slack.controls import MOST_LOST, Answers
from adapters.slack.home import MOST_ABOVE, Homes, Page
from adapters.slack.wire import Wire
from adapters.types import Author, Event, HomeOpened, direct_with
from tests.adapters.slack_answers import Slack
from tests.platforms.slack.wire import listed, mapping, words

ADA = Author("T1:U1", "Ada")
AT = datetime(2026, 11, 26, tzinfo=UTC)


@dataclass
class Tabs:
    """Slack, as far as it keeps a page: what was published with which hash, and what it refuses."""

    published: list[tuple[str, str]] = field(default_factory=list)
    refused: int = 0
    pause: float = 0.0

    async def answer(self, request: web.Request) -> web.Response:
        if not request.path.endswith("views.publish"):
            return web.json_response({"ok": True, "team_id": "T1", "user_id": "UBOT", "bot_id": "B1"})
        sent = cast(Mapping[str, object], await request.json())
        await asyncio.sleep(self.pause)
        if self.refused and "hash" in sent:
            self.refused -= 1
            return web.json_response({"ok": False, "error": "hash_conflict"})
        blocks = listed(mapping(sent["view"]).get("blocks"))
        said = " ".join(words(each.get("text")) for each in blocks if each["type"] == "section")
        self.published.append((said, str(sent.get("hash", ""))))
        return web.json_response({"ok": True, "view": {"id": "V1", "hash": f"h{len(self.published)}"}})


@pytest.fixture
def tabs(slack: Slack) -> Tabs:
    tabs = Tabs()
    slack.instead = tabs.answer
    return tabs


def page_in(homes: Homes, **view: object) -> Page:
    """Ada looks at hers."""
    return homes.met("T1", ADA, view=view, user="U1")


def home(text: str, seconds: float = 0.0, said: str = "") -> Home:
    """A page as of so many seconds, with what was answered above it."""
    above = (Section(said),) if said else ()
    return Home((*above, Section(text, "Title")), AT + timedelta(seconds=seconds), f"page {text}")


async def test_each_page_is_published_with_the_hash_of_the_one_before(wire: Wire, tabs: Tabs) -> None:
    homes = Homes(wire)
    page = page_in(homes, hash="h0")
    assert [await homes.publish(page, home(text, at)) for at, text in enumerate("abc")] == [True] * 3
    assert tabs.published == [("a", "h0"), ("b", "h1"), ("c", "h2")]
    assert page.showing == "page c"


async def test_an_older_page_is_not_published_and_what_it_said_stands_above_the_next(wire: Wire, tabs: Tabs) -> None:
    homes = Homes(wire)
    page = page_in(homes)
    assert await homes.publish(page, home("new", 5))
    assert not await homes.publish(page, home("old", 1, said="Forgotten."))
    assert await homes.publish(page, home("newest", 6))
    assert await homes.publish(page, home("after", 7))
    assert [said for said, _ in tabs.published] == ["new", "Forgotten. newest", "after"]


@pytest.mark.parametrize("seconds", [1, 9])
async def test_a_page_that_was_turned_meanwhile_is_not_turned_back(wire: Wire, tabs: Tabs, seconds: float) -> None:
    homes = Homes(wire)
    page = page_in(homes, private_metadata="page 1")
    assert await homes.publish(page, home("2", 5))  # turned, while page 1 was being made anew
    assert not await homes.publish(page, home("1", seconds), looked="page 1")
    assert page.showing == "page 2" and [said for said, _ in tabs.published] == ["2"]
    assert await homes.publish(page, home("2", 10), looked="page 2")


async def test_what_another_process_published_is_not_overwritten_by_what_was_read_before(
    wire: Wire, tabs: Tabs
) -> None:
    homes = Homes(wire)
    page = page_in(homes, hash="of another time")
    tabs.refused = 1
    assert not await homes.publish(page, home("a", 1, said="Corrected."))
    assert tabs.published == []
    assert await homes.publish(page, home("b", 2))
    assert tabs.published == [("Corrected. b", "")]


async def test_what_is_said_above_never_grows_beyond_its_bound(wire: Wire, tabs: Tabs) -> None:
    homes = Homes(wire)
    page = page_in(homes)
    assert await homes.publish(page, home("new", 99))
    for at in range(9):
        assert not await homes.publish(page, home("old", at, said=f"said {at}"))
    assert [each.text for each in page.above] == ["said 7", "said 8"] and len(page.above) == MOST_ABOVE


async def test_two_that_publish_at_once_go_one_after_the_other(wire: Wire, tabs: Tabs) -> None:
    homes = Homes(wire)
    page, tabs.pause = page_in(homes), 0.02
    assert await asyncio.gather(*(homes.publish(page, home(str(at), at)) for at in range(4))) == [True] * 4
    assert [given for _, given in tabs.published] == ["", "h1", "h2", "h3"]


async def test_where_slack_cannot_be_reached_the_page_stays_to_be_made_anew(
    wire: Wire, slack: Slack, tabs: Tabs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.slack.wire.RETRY_PAUSES", (0.0,))
    homes = Homes(wire)
    page = page_in(homes)

    async def broken(request: web.Request) -> web.Response:
        return web.Response(status=503)

    slack.instead = broken
    with pytest.raises(Unreachable):
        await homes.publish(page, home("a", 1))
    slack.instead = tabs.answer
    assert await homes.publish(page, home("b", 2))


@dataclass
class Bot:
    """Who answers looks with pages, each read some time after it was asked for."""

    answers: Answers
    homes: Homes
    looks: int = 0
    pause: float = 0.0
    late: float = 0.0

    async def deliver(self, event: Event) -> None:
        assert isinstance(event, HomeOpened)
        self.looks += 1
        number = self.looks
        await asyncio.sleep(self.pause)
        shown = home(f"look {number}", number - self.late)
        await self.answers.answer(Outgoing(event.address, "look", event.id, private=True, home=shown))


def bot_by(wire: Wire) -> Bot:
    """Nobody looks yet."""

    async def send(outgoing: Outgoing) -> Sent:
        raise AssertionError("nothing is said in the conversation")

    homes = Homes(wire)
    return Bot(Answers(wire, homes, send=send), homes)


async def test_for_all_that_happens_meanwhile_a_page_is_made_anew_once(wire: Wire, tabs: Tabs) -> None:
    bot = bot_by(wire)
    page_in(bot.homes)
    bot.pause = 0.05
    await asyncio.gather(*(bot.answers.refresh(ADA.handle, bot.deliver) for _ in range(20)))
    assert bot.looks == 2 and [said for said, _ in tabs.published] == ["look 1", "look 2"]


async def test_who_does_not_look_has_no_page_made(wire: Wire, tabs: Tabs) -> None:
    bot = bot_by(wire)
    await bot.answers.refresh(ADA.handle, bot.deliver)
    assert bot.looks == 0 and tabs.published == []


async def test_what_others_keep_changing_is_left_to_them_after_a_few_times(wire: Wire, tabs: Tabs) -> None:
    bot = bot_by(wire)
    assert await bot.homes.publish(page_in(bot.homes), home("of the future", 999))
    await bot.answers.refresh(ADA.handle, bot.deliver)
    assert bot.looks == MOST_LOST and len(tabs.published) == 1
    bot.late = -1000
    await bot.answers.refresh(ADA.handle, bot.deliver)
    assert [said for said, _ in tabs.published] == ["of the future", f"look {MOST_LOST + 1}"]


async def test_a_page_for_a_look_that_is_not_known_any_more_is_not_shown(wire: Wire, tabs: Tabs) -> None:
    bot = bot_by(wire)
    page_in(bot.homes)
    alone = direct_with("slack", ADA.handle)
    assert await bot.answers.answer(Outgoing(alone, "x", "unknown", home=home("a"))) == Sent(alone, "")
    assert await bot.answers.answer(Outgoing(alone, "x", "unknown")) is None
    assert tabs.published == []
