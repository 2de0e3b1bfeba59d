"""What the doctor says about Slack: tokens of the right kind, what was granted, the clock, and the way events come."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import web
from slack_bolt.async_app import AsyncApp

from adapters.slack.application import Application
from adapters.slack.door import Door
from adapters.slack.permissions import SCOPES
from adapters.slack.web import served, web_application
from bot.config import Settings
from bot.doctor import examine
from bot.findings import Sign
from bot.slack_checkup import clock, examine_slack, scopes
from bot.slack_settings import SlackHttp, SlackInstalling, SlackSettings
from bot.vault import SealedPasses
from memory.doors import Installations
from memory.store.database import open_database
from tests.adapters.slack_answers import APP_TOKEN, TOKEN, Slack, slack_answering
from tests.adapters.slack_installed import SEALER

EVERY = frozenset(each.name for each in SCOPES)
SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
INSTALLING = SlackInstalling("1.2", "client-hunter2")
AWAY = SlackSettings(TOKEN, APP_TOKEN, api="http://127.0.0.1:9/api/")


async def told(settings: SlackSettings) -> list[str]:
    """What is found."""
    return [str(each) async for each in examine_slack(settings)]


async def test_slack_is_looked_at_where_it_is_set_up(tmp_path: Path) -> None:
    settings = Settings(tmp_path, "postgresql://a:b@127.0.0.1:9/b", demo_model="none")
    assert "Slack" not in {finding.part async for finding in examine(settings)}
    async with slack_answering() as slack:
        there = replace(settings, slack=SlackSettings(TOKEN, APP_TOKEN, api=slack.api))
        assert "Slack" in {finding.part async for finding in examine(there)}


async def test_the_keys_for_tokens_are_looked_at_where_there_are_any_and_none_are_made(tmp_path: Path) -> None:
    settings = Settings(tmp_path, "postgresql://a:b@127.0.0.1:9/b", demo_model="none")

    async def said(keys: str | None, *, installing: SlackInstalling | None = INSTALLING) -> list[str]:
        there = replace(settings, secret_key=keys, slack=replace(AWAY, installing=installing))
        return [str(each) async for each in examine(there) if each.part == "keys"]

    assert await said("hunter2", installing=None) == []
    assert await said(None) == [
        "warning  keys: the next start makes one here. Several processes need the same: set secret_key."
    ]
    assert not (tmp_path / "secret.key").exists()
    (found,) = await said("hunter2")
    assert found.startswith("FAILED   keys: The setting secret_key is no key.") and "hunter2" not in found
    assert await said("A" * 43 + "=") == ["ok       keys: there is one that seals the tokens of workspaces"]
    (tmp_path / "secret.key").write_bytes(b"nothing")
    (found,) = await said(None)
    assert found.startswith("FAILED   keys: The key file ")


async def test_all_that_is_well_is_a_line_each() -> None:
    async with slack_answering() as slack:
        assert await told(SlackSettings(TOKEN, APP_TOKEN, listen=True, api=slack.api)) == [
            "ok       Slack: the bot token is that of biscuit in Garden",
            "ok       Slack: it was given every scope that it asks for",
            "ok       clock: as Slack's",
            "ok       Slack: Socket Mode opens with the app token",
        ]


@pytest.mark.parametrize(
    ("bot", "app", "line", "click"),
    [
        (APP_TOKEN, APP_TOKEN, "slack.bot_token holds an app token", "OAuth & Permissions"),
        ("xoxb-old-hunter2", APP_TOKEN, "does not accept the bot token", "OAuth & Permissions"),
        (TOKEN, TOKEN, "slack.app_token holds a bot token", "App-Level Tokens"),
        (TOKEN, "xapp-old-hunter2", "does not accept the app token", "connections:write"),
    ],
)
async def test_a_wrong_token_is_one_line_that_says_where_to_click(bot: str, app: str, line: str, click: str) -> None:
    async with slack_answering() as slack:
        found = await told(SlackSettings(bot, app, api=slack.api))
    (failure,) = [each for each in found if each.startswith("FAILED")]
    assert line in failure and click in failure
    assert "hunter2" not in "".join(found)


async def test_a_slack_that_is_away_is_one_line() -> None:
    found = await told(SlackSettings(TOKEN, APP_TOKEN, installing=INSTALLING, api="http://127.0.0.1:9/api/"))
    assert found == ["FAILED   Slack: The chat platform cannot be reached."]


async def test_slacks_own_trouble_is_told_without_a_click() -> None:
    async with slack_answering(Slack(status=429)) as slack:
        found = await told(SlackSettings(TOKEN, APP_TOKEN, api=slack.api))
    assert len(found) == 2 and not any("api.slack.com" in each for each in found)


def test_a_scope_that_is_missing_is_named_with_what_it_is_for() -> None:
    (found,) = scopes(Application("a", "b", EVERY - {"users:read", "files:read"}), listen=True)
    assert found.sign is Sign.WARNING
    assert "users:read (to know names" in found.text and "files:read (to read pictures" in found.text
    assert "rapport slack-manifest" in found.text
    (worse,) = scopes(Application("a", "b", EVERY - {"chat:write"}), listen=False)
    assert worse.sign is Sign.FAILED
    (unknown,) = scopes(Application("a", "b", frozenset()), listen=True)
    assert unknown.sign is Sign.WARNING


def test_listening_needs_what_was_granted() -> None:
    deaf = Application("a", "b", EVERY - {"groups:history"})
    assert [each.sign for each in scopes(deaf, listen=False)] == [Sign.WARNING]
    assert [each.sign for each in scopes(deaf, listen=True)] == [Sign.WARNING, Sign.FAILED]
    assert "slack.listen" in scopes(deaf, listen=True)[1].text


def test_a_clock_that_is_wrong_is_told_and_fatal_where_signatures_grow_old() -> None:
    assert clock(-12.0, http=True).sign is Sign.WELL
    assert (clock(100.0, http=True).sign, clock(100.0, http=False).sign) == (Sign.WARNING, Sign.WARNING)
    assert "100 seconds ahead of" in clock(100.0, http=True).text
    late = clock(-400.0, http=True)
    assert late.sign is Sign.FAILED and "400 seconds behind" in late.text
    assert clock(-400.0, http=False).sign is Sign.WARNING


async def test_the_clock_is_compared_with_what_slack_says() -> None:
    async with slack_answering(Slack(headers={"Date": "Thu, 01 Jan 2015 00:00:00 GMT"})) as slack:
        found = await told(SlackSettings(TOKEN, APP_TOKEN, api=slack.api))
        assert any(each.startswith("warning  clock: this machine's is") for each in found)
        slack.headers["Date"] = "soon"
        assert not any("clock" in each for each in await told(SlackSettings(TOKEN, APP_TOKEN, api=slack.api)))


@pytest.mark.parametrize(
    ("word", "line"),
    [
        ("invalid_code", "ok       Slack: it can be installed in workspaces"),
        ("bad_client_secret", "FAILED   Slack: Slack does not accept the setting slack.client_secret."),
        ("invalid_client_id", "FAILED   Slack: Slack does not accept the setting slack.client_id."),
        ("fatal_error", "FAILED   Slack: Slack says: fatal_error."),
    ],
)
async def test_the_apps_credentials_are_tried_without_installing_anything(word: str, line: str) -> None:
    async with slack_answering(Slack(answers={"oauth.v2.access": {"ok": False, "error": word}})) as slack:
        (found,) = await told(SlackSettings(installing=INSTALLING, api=slack.api))
    assert found.startswith(line)
    assert ("App Credentials" in found) == (word in ("bad_client_secret", "invalid_client_id"))
    assert "hunter2" not in found


@asynccontextmanager
async def answering(application: web.Application) -> AsyncIterator[SlackSettings]:
    """The settings of one that answers there."""
    async with served(application, "127.0.0.1", 0) as port:
        yield SlackSettings(http=SlackHttp("127.0.0.1", port, SECRET))


async def well() -> bool:
    return True


@pytest.mark.parametrize(
    ("secret", "line"), [(SECRET, "ok       Slack: what Slack signs is taken"), ("another", "FAILED   Slack: ")]
)
async def test_the_address_for_slack_is_asked_as_slack_asks_it(database_dsn: str, secret: str, line: str) -> None:
    async with open_database(database_dsn, size=1) as database:
        passes = SealedPasses(Installations(database), SEALER)
        app = AsyncApp(signing_secret=secret, token=TOKEN)
        async with answering(web_application(app, Door(secret, passes), healthy=well)) as settings:
            (found,) = await told(settings)
    assert found.startswith(line)
    assert ("Signing Secret" in found) == (secret != SECRET)
    assert SECRET not in found


async def test_what_else_answers_there_is_told() -> None:
    async def echo(request: web.Request) -> web.Response:
        return web.Response(text=await request.text())

    open_to_all, strange = web.Application(), web.Application()
    open_to_all.router.add_post("/slack/events", echo)
    async with answering(open_to_all) as settings:
        assert "takes what nobody signed" in (await told(settings))[0]
    async with answering(strange) as settings:
        assert "is not Rapport. Set slack.http" in (await told(settings))[0]
    assert (await told(settings))[0].startswith("warning  Slack: nothing answers at 127.0.0.1:")
