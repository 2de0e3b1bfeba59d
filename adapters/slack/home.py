"""People's own pages, at Slack the Home tab: what is known of those that may be open, and how one is published.

An older page never takes the place of a newer one. In this process the time as of which a page is true decides; of what
other processes published Slack's hash tells. What lost is made anew, with what it had to say above it.
"""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from adapters.errors import Outdated
from adapters.outgoing import Button, Home, Section
from adapters.recent import Recent
from adapters.slack.payloads import inner, text_in
from adapters.slack.profiles import WORKSPACE
from adapters.slack.views import home_of
from adapters.slack.wire import Wire
from adapters.types import Author

REMEMBERED, OPEN_SECONDS = 10_000, 3600.0
MOST_ABOVE = 2
NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(slots=True)
class Page:
    """One person's page; `shown` is what was published last, `above` what the next one has to say first.

    `busy`: it is being made anew, `again`: it has to be made anew once more, `looked`: they look at it since.
    """

    team: str
    user: str
    author: Author
    showing: str = ""
    hash: str = ""
    at: datetime = NEVER
    shown: tuple[Section, ...] = ()
    above: tuple[Section, ...] = ()
    busy: bool = False
    again: bool = False
    looked: bool = False
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Homes:
    """The pages that people looked at of late."""

    def __init__(self, wire: Wire, size: int = REMEMBERED) -> None:
        self._wire = wire
        self._pages: Recent[str, Page] = Recent(size)

    def met(self, team: str, author: Author, *, view: Mapping[str, object], user: str) -> Page:
        """Somebody looks at their page or did something on it; `view` is as Slack tells of it."""
        page = self._pages.get(author.handle)
        if page is None or _differ(page.team, team):
            page = Page(team, user, author)
        page.author = author
        page.hash = page.hash or text_in(view, "hash")
        if view:
            page.showing = text_in(view, "private_metadata")
        self._pages.put(author.handle, page)
        return page

    def open(self, handle: str) -> Page | None:
        """The page of somebody who may look at it now."""
        return self._pages.get(handle, OPEN_SECONDS)

    async def publish(self, page: Page, home: Home, *, looked: str | None = None) -> bool:
        """Let somebody's page show that; False where it has to be made anew. Raises `AdapterError`.

        `looked`: what it showed when it was to be made anew, None where the person did something on it. What they did
        decides what it shows from then on, whatever was being made meanwhile; what it said of that stays in sight as
        long as nothing else changes.
        """
        async with page.lock:
            if looked is not None and looked != page.showing:
                return False
            if looked is not None and page.shown and not page.above and _alike(page.shown, home.sections):
                page.at = max(page.at, home.at)
                return True
            page.showing = home.showing
            shown = replace(home, sections=(*page.above, *home.sections))
            if home.at < page.at or not await self._published(page, shown):
                said = (each for each in home.sections if not each.title)
                page.above = (*page.above, *said)[-MOST_ABOVE:]
                return False
            page.above, page.at, page.shown = (), home.at, shown.sections
            return True

    async def _published(self, page: Page, home: Home) -> bool:
        sent = {"user_id": page.user, "view": home_of(home, home.showing), "hash": page.hash or None}
        try:
            answer = await self._wire.insist(page.team, "views.publish", sent)
        except Outdated:
            # Another process published: what is there is not known, and older than what is published next.
            page.hash, page.shown = "", ()
            return False
        page.hash = text_in(inner(answer, "view"), "hash")
        return True


def _alike(shown: Sequence[Section], made: Sequence[Section]) -> bool:
    """Whether two pages say the same, but for what was answered above them, and what was offered with that."""
    passing = {button for each in shown if not each.title for button in each.buttons}
    one, other = ([_without(each, passing) for each in page if each.title] for page in (shown, made))
    return one == other


def _without(section: Section, buttons: Collection[Button]) -> Section:
    return replace(section, buttons=tuple(each for each in section.buttons if each not in buttons))


def _differ(one: str, other: str) -> bool:
    """Whether these are two workspaces, whose bots have a page each; else one may be the enterprise around both."""
    return one != other and one.startswith(WORKSPACE) and other.startswith(WORKSPACE)
