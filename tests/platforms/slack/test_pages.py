"""The pages of installing in a real browser: readable in light and dark, harmless whatever they say."""

from collections.abc import AsyncIterator

import pytest

from adapters.slack.pages import REASONS, failure_page, install_page, success_page
from adapters.slack.permissions import SCOPES
from tests.platforms.browser import Page, browsing
from tests.platforms.readable import faults_of

STRANGE = '<script>document.title = "mine"</script>&"\' ' + "x" * 300


@pytest.fixture(scope="module")
async def page() -> AsyncIterator[Page]:
    """A browser for all of them."""
    async with browsing() as page:
        yield page


async def shown(page: Page, html: str) -> str:
    """The words of a page in the browser, once nothing is wrong with it."""
    await page.show(html)
    assert await faults_of(page) == []
    return await page.words()


@pytest.mark.parametrize("reason", [*REASONS, "something_new"])
async def test_every_reason_is_a_sentence_and_a_way_on(page: Page, reason: str) -> None:
    words = await shown(page, failure_page("Rapport", reason, again="/slack/install"))
    assert REASONS.get(reason, "Slack says: something_new.") in words
    assert await page.run("document.querySelector('a').getAttribute('href')") == "/slack/install"


async def test_whatever_is_installed_is_told_with_how_to_go_on(page: Page) -> None:
    assert "Open it in Slack" in await shown(page, success_page("Rapport", app="A1", team="T1", missing=()))
    assert "Add to more workspaces" in await shown(page, success_page("Rapport", app="A1", team=None, missing=SCOPES))
    assert "Add to Slack" in await shown(page, install_page("Rapport", "https://slack.com/oauth/v2/authorize?a=1&b=2"))


async def test_what_others_say_is_shown_as_words(page: Page) -> None:
    words = await shown(page, failure_page(STRANGE[:50], STRANGE, again="/slack/install"))
    assert STRANGE[:50] in words
    assert await page.run("document.scripts.length") == 0
    await shown(page, success_page("Rapport", app=STRANGE, team=STRANGE, missing=()))
    assert await page.run("[...document.links].map(each => each.protocol)") == ["slack:", "https:"]


async def test_a_page_that_is_hard_to_read_would_be_told(page: Page) -> None:
    await page.show(
        "<title>a</title><style>a { outline: none !important } div { width: 50rem }</style>"
        '<h2>b</h2><a href="/"></a><div><p style="color: #999">pale</p></div>'
    )
    found = await faults_of(page)
    wanted = ("no language", "title and heading differ", "headings", "no main part", "a link without a name")
    assert set(found) >= {*wanted, "focus is not seen", "wider than a small screen"}
    assert any(each.startswith("light: pale") for each in found)
