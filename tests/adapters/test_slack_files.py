"""Files at Slack: whose servers get the token, and what counts as a file."""

import asyncio
from collections.abc import Mapping

import pytest
from aiohttp import web

from adapters.errors import AdapterError, RateLimited, Refused, TooLarge, Unreachable
from adapters.slack import files as at_slack
from adapters.slack.attachments import Ref, attachments_of, looked_up, read_ref
from adapters.slack.files import fetch
from adapters.slack.servers import slack_url
from adapters.slack.wire import Wire
from adapters.types import Attachment
from tests.adapters.slack_answers import TOKEN, FileServer, Slack, slack_answering

API = "https://slack.com/api/"
SIGN_IN = "<!DOCTYPE html><html><body>Sign in</body></html>"


def attached(slack: Slack, *, size: int = 5, kind: str = "text/plain", url: str | None = None) -> Attachment:
    """A file on its server."""
    return Attachment("a.txt", kind, size, str(Ref("T1", "F1", f"{slack.files}a.txt" if url is None else url)))


async def test_a_file_is_read_with_the_token_of_its_workspace(
    slack: Slack, file_server: FileServer, wire: Wire
) -> None:
    file_server.answers = [web.Response(body=b"hello", content_type="text/plain")]
    assert await fetch(wire, attached(slack), 5) == b"hello"
    assert file_server.tokens == [f"Bearer {TOKEN}"]


async def test_too_large_is_told_before_and_while_reading(slack: Slack, file_server: FileServer, wire: Wire) -> None:
    with pytest.raises(TooLarge):
        await fetch(wire, attached(slack, size=6), 5)
    assert file_server.paths == [] and slack.asked == []
    file_server.answers = [web.Response(body=b"x" * 1_000_000, content_type="text/plain")]
    with pytest.raises(TooLarge):
        await fetch(wire, attached(slack, size=5), 5)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/a.txt",
        "https://files.slack.com.example.com/a.txt",
        "https://evilslack.com/a.txt",
        "http://files.slack.com/a.txt",
        "https://files.slack.com:8443/a.txt",
        "https://files.slack.com@example.com/a.txt",
        "https://ada:pass@files.slack.com/a.txt",
        "https://example.com\\@files.slack.com/a.txt",
        "//files.slack.com/a.txt",
        "file:///etc/passwd",
        "https://[",
        "https://files.slack.com:port/a.txt",
        "",
    ],
)
def test_no_other_server_is_slacks(url: str) -> None:
    with pytest.raises(Refused):
        slack_url(url, API)


@pytest.mark.parametrize(
    ("url", "api"),
    [
        ("https://files.slack.com/files-pri/T1-F1/a.txt", API),
        ("https://slack-files.com/T1-F1", API),
        ("https://a.slack-edge.com/a.png", API),
        ("https://files.slack-gov.com/files-pri/T1-F1/a.txt", "https://slack-gov.com/api/"),
        ("http://127.0.0.1:8080/files-pri/a.txt", "http://127.0.0.1:8080/api/"),
    ],
)
def test_slacks_servers_and_that_of_the_api_are(url: str, api: str) -> None:
    assert str(slack_url(url, api)) == url


async def test_the_token_goes_nowhere_else(slack: Slack, wire: Wire) -> None:
    asked: list[web.Request] = []

    async def note(request: web.Request) -> web.StreamResponse:
        asked.append(request)
        return web.Response(body=b"hello")

    async with slack_answering(Slack(file=note)) as elsewhere:
        with pytest.raises(Refused, match="somewhere else"):
            await fetch(wire, attached(slack, url=f"{elsewhere.files}a.txt"), 5)
    assert asked == [] and slack.asked == []


async def test_a_way_on_is_followed_at_slack_alone_and_not_for_ever(
    slack: Slack, file_server: FileServer, wire: Wire
) -> None:
    def on(target: str) -> web.Response:
        return web.Response(status=302, headers={"Location": target})

    file_server.answers = [on("/files/b.txt"), web.Response(body=b"hello", content_type="text/plain")]
    assert await fetch(wire, attached(slack), 5) == b"hello"
    assert file_server.paths == ["/files/a.txt", "/files/b.txt"]
    assert file_server.tokens == [f"Bearer {TOKEN}"] * 2
    for target in ("https://example.com/", "http://127.0.0.1:9/a.txt", "http://[", ""):
        file_server.answers = [on(target) for _ in range(5)]
        with pytest.raises(Refused):
            await fetch(wire, attached(slack), 5)


async def test_the_page_to_sign_in_is_no_file(slack: Slack, file_server: FileServer, wire: Wire) -> None:
    for kind, size in (("text/plain", len(SIGN_IN)), ("text/html", 5), ("image/png", 5)):
        file_server.answers = [web.Response(text=SIGN_IN, content_type="text/html")]
        with pytest.raises(Refused, match="sign in"):
            await fetch(wire, attached(slack, kind=kind, size=size), 1000)
    file_server.answers = [web.Response(text="<b>", content_type="text/html")]
    assert await fetch(wire, attached(slack, kind="text/html", size=3), 1000) == b"<b>"


@pytest.mark.parametrize(
    ("status", "fault"), [(404, Refused), (403, Refused), (429, RateLimited), (503, Unreachable), (206, Refused)]
)
async def test_what_the_file_server_says_is_told_in_our_words(
    slack: Slack, file_server: FileServer, wire: Wire, status: int, fault: type[AdapterError]
) -> None:
    file_server.answers = [web.Response(status=status, headers={"Retry-After": "7"})]
    with pytest.raises(fault) as told:
        await fetch(wire, attached(slack), 5)
    assert not isinstance(told.value, RateLimited) or told.value.retry_after == 7
    assert TOKEN not in str(told.value) and slack.files not in str(told.value)


async def test_a_file_server_that_does_not_answer_is_not_waited_for(
    slack: Slack, wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def wait(request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(5)
        return web.Response()

    slack.file = wait
    monkeypatch.setattr(at_slack, "FETCH_SECONDS", 0.1)
    with pytest.raises(Unreachable):
        await fetch(wire, attached(slack), 5)


def test_what_is_gone_is_no_attachment_and_what_is_strange_is_one_without_words() -> None:
    shown = {
        "id": "F1",
        "name": "a.txt",
        "mimetype": "text/plain",
        "size": 5,
        "url_private": "https://files.slack.com/a",
    }
    found = attachments_of([shown, {"id": "F2", "mode": "tombstone"}, {"id": "F3", "size": "big"}, "x", None], "T1")
    assert found[0] == Attachment("a.txt", "text/plain", 5, "T1 F1 https://files.slack.com/a")
    assert found[1] == Attachment("file", "application/octet-stream", 0, "T1 F3 ")
    assert len(found) == 2
    assert all(attachments_of(each, "T1") == () for each in (None, "x", list[object]()))
    assert attachments_of([{"id": "F1", "name": "cat.png", "mimetype": ""}], "T1")[0].media_type == "image/png"
    assert read_ref(found[0].ref) == Ref("T1", "F1", "https://files.slack.com/a")


async def test_a_file_that_slack_withholds_is_asked_for(slack: Slack, file_server: FileServer, wire: Wire) -> None:
    shown: Mapping[str, object] = {"id": "F1", "name": "a.txt", "url_private": f"{slack.files}a.txt"}
    slack.answers["files.info"] = {"ok": True, "file": shown}
    known = {"id": "F0", "name": "b.txt"}
    withheld = {"id": "F1", "file_access": "check_file_info"}
    assert await looked_up(wire, "T1", [known, withheld]) == [known, shown]
    assert [sent for method, sent in slack.asked if method == "files.info"] == [{"file": "F1"}]
    file_server.answers = [web.Response(body=b"hello", content_type="text/plain")]
    (attachment,) = attachments_of([{**withheld, "mimetype": "text/plain"}], "T1")
    assert await fetch(wire, attachment, 5) == b"hello", "also where nobody looked before"
    slack.answers["files.info"] = {"ok": False, "error": "file_not_found"}
    assert await looked_up(wire, "T1", [withheld]) == [withheld]
    with pytest.raises(Refused):
        await fetch(wire, attachment, 5)
