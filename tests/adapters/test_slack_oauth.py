"""Installing in several workspaces: the pages, the way to Slack and back, once, by one browser, over any process."""

import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest

from adapters.slack.oauth import page_of
from adapters.slack.pages import failure_page, install_page, success_page
from adapters.slack.permissions import SCOPES
from tests.adapters.slack_answers import CODE, INSTALLED, TOKEN, Slack
from tests.adapters.slack_balanced import Replica, balanced


@pytest.fixture
async def replicas(database_dsn: str, slack: Slack) -> AsyncIterator[list[Replica]]:
    """Two processes, installed nowhere."""
    async with balanced(database_dsn, slack) as replicas:
        yield replicas


@dataclass(slots=True)
class Page:
    """A page as a browser or a reader of pages gets it."""

    status: int
    html: str
    cookies: Mapping[str, str]
    title: str = ""
    language: str = ""
    headings: list[str] = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)
    words: str = ""
    tags: list[str] = field(default_factory=list)


class Reader(HTMLParser):
    """Reads a page; a tag that is not closed, or closed by another, is a mistake."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page
        self.open: list[str] = []
        self.target = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.page.tags.append(tag)
        if tag == "html":
            self.page.language = found.get("lang") or ""
        if tag == "a":
            self.target = found.get("href") or ""
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        words = data.strip()
        if not words or self.open[-1] == "style":
            return
        self.page.words += f"{words}\n"
        if self.open[-1] == "title":
            self.page.title = words
        if self.open[-1] in ("h1", "h2"):
            self.page.headings.append(words)
        if self.open[-1] == "a":
            self.page.links[words] = self.target


def read(html: str, status: int = 200, cookies: Mapping[str, str] | None = None) -> Page:
    page = Page(status, html, cookies or {})
    reader = Reader(page)
    reader.feed(html)
    reader.close()
    assert html.startswith("<!DOCTYPE html>")
    assert reader.open == []
    assert (page.language, page.headings[0]) == ("en", page.title), "told by its title and its first heading"
    assert {"main", "h1"} <= set(page.tags)
    assert not {"script", "img", "iframe", "form", "link"} & set(page.tags), "nothing is loaded or run"
    return page


async def visit(address: str, *, cookie: str = "") -> Page:
    headers = {"Cookie": cookie} if cookie else {}
    async with aiohttp.ClientSession() as session, session.get(address, headers=headers) as answer:
        cookies = {name: each.OutputString() for name, each in answer.cookies.items()}
        return read(await answer.text(), answer.status, cookies)


async def begin(replica: Replica) -> tuple[str, str]:
    """The state and the cookie of somebody who begins there."""
    page = await visit(f"{replica.address}/slack/install")
    assert page.status == 200
    state = parse_qs(urlsplit(page.links["Add to Slack"]).query)["state"][0]
    (cookie,) = page.cookies.values()
    assert {"Secure", "HttpOnly", "SameSite=Lax"} <= {part.strip() for part in cookie.split(";")}
    return state, cookie.split(";")[0]


async def back(replica: Replica, state: str, cookie: str, *, code: str = CODE) -> Page:
    return await visit(f"{replica.address}/slack/oauth_redirect?code={code}&state={state}", cookie=cookie)


async def token(replica: Replica, workspace: str = "T1") -> str | None:
    found = await replica.process.store().bot(workspace)
    return found.token if found else None


async def test_the_way_to_slack_asks_for_the_scopes_of_the_manifest_and_says_why(replicas: list[Replica]) -> None:
    page = await visit(f"{replicas[0].address}/slack/install")
    asked = parse_qs(urlsplit(page.links["Add to Slack"]).query)
    assert asked["scope"] == [",".join(each.name for each in SCOPES)]
    assert asked["client_id"] == ["1.2"]
    assert "user_scope" not in asked
    for scope in SCOPES:
        assert scope.reason in page.words


def test_where_people_agree_is_where_the_web_api_is() -> None:
    assert page_of(None) == "https://slack.com/oauth/v2/authorize"
    assert page_of("https://slack-gov.com/api/") == "https://slack-gov.com/oauth/v2/authorize"


async def test_begun_at_one_process_it_ends_at_another(replicas: list[Replica]) -> None:
    state, cookie = await begin(replicas[0])
    page = await back(replicas[1], state, cookie)
    assert (page.status, page.title) == (200, "Rapport is installed")
    assert page.links["Open it in Slack"] == "slack://app?team=T1&id=A1"
    assert "hunter2" not in page.html
    assert await token(replicas[0]) == TOKEN


async def test_a_way_back_is_gone_once(replicas: list[Replica], slack: Slack) -> None:
    state, cookie = await begin(replicas[0])
    assert (await back(replicas[0], state, cookie)).status == 200
    again = await back(replicas[1], state, cookie)
    assert again.status == 401
    assert "used already" in again.words
    assert [method for method, _ in slack.asked].count("oauth.v2.access") == 1


async def test_another_browser_made_up_states_and_no_code_install_nothing(
    replicas: list[Replica], slack: Slack
) -> None:
    state, cookie = await begin(replicas[0])
    _, others = await begin(replicas[0])
    assert (await back(replicas[0], state, others)).status == 400
    assert (await back(replicas[0], state, "")).status == 400
    name = cookie.partition("=")[0]
    for made_up in ("x", state[:-2] + "AA", state + "A"):
        assert (await back(replicas[0], made_up, f"{name}={made_up}")).status == 401
    assert (await visit(f"{replicas[0].address}/slack/oauth_redirect?state={state}", cookie=cookie)).status == 401
    assert slack.asked == []
    assert await token(replicas[0]) is None


async def test_a_code_that_slack_refuses_is_told_and_not_logged(
    replicas: list[Replica], caplog: pytest.LogCaptureFixture
) -> None:
    state, cookie = await begin(replicas[0])
    page = await back(replicas[0], state, cookie, code="hunter2-code")
    assert page.status == 401
    assert page.links["Try again"] == "/slack/install"
    assert "hunter2" not in caplog.text + page.html


async def test_slack_that_breaks_is_a_page_too(replicas: list[Replica], slack: Slack) -> None:
    for status, answers in (
        (500, {}),
        (200, {"oauth.v2.access": {"ok": True}}),
        (200, {"auth.test": {"ok": False, "error": "a"}}),
    ):
        slack.status, slack.answers = status, dict[str, Mapping[str, object]](answers)
        state, cookie = await begin(replicas[0])
        page = await back(replicas[0], state, cookie)
        assert (page.status, page.title) == (401, "Rapport was not installed")
        assert await token(replicas[0]) is None


async def test_who_presses_cancel_reads_that_nothing_happened(replicas: list[Replica]) -> None:
    page = await visit(f"{replicas[0].address}/slack/oauth_redirect?error=access_denied&state=x")
    assert "Nothing was installed, as you chose." in page.words
    page = await visit(f"{replicas[0].address}/slack/oauth_redirect?error=%3Cscript%3Ealert(1)%3C/script%3E")
    assert "script" not in page.tags


async def test_what_cannot_be_kept_is_told(replicas: list[Replica], monkeypatch: pytest.MonkeyPatch) -> None:
    from adapters.errors import Unreachable

    async def away(*_: object, **__: object) -> None:
        raise Unreachable

    state, cookie = await begin(replicas[0])
    monkeypatch.setattr(replicas[0].process.vault, "keep", away)
    page = await back(replicas[0], state, cookie)
    assert page.status == 500
    assert "could not be kept" in page.words


async def test_what_was_not_granted_is_named(replicas: list[Replica], slack: Slack) -> None:
    slack.scopes = ",".join(each.name for each in SCOPES if each.name != "users:read")
    state, cookie = await begin(replicas[0])
    page = await back(replicas[0], state, cookie)
    assert page.status == 200
    assert "users:read: to know names" in page.words
    assert "chat:write:" not in page.words


async def test_installed_for_a_whole_organisation_it_says_how_to_go_on(replicas: list[Replica], slack: Slack) -> None:
    whole = {"team": None, "enterprise": {"id": "E1", "name": "Gardens"}, "is_enterprise_install": True}
    slack.answers = {"oauth.v2.access": {**INSTALLED, **whole, "scope": slack.scopes}}
    state, cookie = await begin(replicas[0])
    page = await back(replicas[1], state, cookie)
    assert page.status == 200
    assert "Add to more workspaces" in page.words
    assert await token(replicas[0], "E1") == TOKEN


async def test_its_secret_goes_to_slack_and_nowhere_else(
    replicas: list[Replica], slack: Slack, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", "adapters")
    state, cookie = await begin(replicas[0])
    await back(replicas[0], state, cookie)
    asked = dict(slack.asked)["oauth.v2.access"]
    assert asked["code"] == CODE
    told = "".join(json.dumps(record.__dict__, default=str) for record in caplog.records if "adapters" in record.name)
    assert "hunter2" not in told
    assert "installed" in caplog.messages


def test_what_stands_in_a_page_is_never_markup() -> None:
    bad = '"><script>alert(1)</script>'
    for page in (
        install_page(bad, f"https://slack.com/{bad}"),
        success_page(bad, app=bad, team=bad, missing=SCOPES),
        success_page(bad, app=bad, team=None, missing=()),
        failure_page(bad, bad, again=bad),
    ):
        assert "script" not in read(page).tags
