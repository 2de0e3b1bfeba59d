"""Files that are sent to Slack: put where it says, shown once, and looked at whether they are."""

from collections.abc import Awaitable, Callable, Mapping

import pytest
from aiohttp import web

from adapters.errors import AdapterError, RateLimited, Refused, Unreachable
from adapters.outgoing import File
from adapters.slack import files as at_slack
from adapters.slack.files import upload
from adapters.slack.spots import Spot
from adapters.slack.wire import Wire
from tests.adapters.slack_answers import FileServer, Slack

SPOT = Spot("T1", "C1", "1.5")


def shared(slack: Slack, *told: Mapping[str, object]) -> None:
    """That Slack takes a file; what it says of it when it is asked, first of all as its upload is completed."""
    slack.answers["files.getUploadURLExternal"] = {"ok": True, "upload_url": f"{slack.files}up", "file_id": "F1"}
    slack.answers["files.completeUploadExternal"] = {"ok": True, "files": [{"id": "F1", **told[0]}]}
    slack.answers["files.info"] = {"ok": True, "file": {"id": "F1", **told[-1]}}


def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looks follow one another at once."""
    monkeypatch.setattr(at_slack, "LOOKS", (0.0, 0.01, 0.01))


AT: Mapping[str, object] = {"shares": {"private": {"C2": [{"ts": "9.9"}], "C1": [{"ts": "2.5", "thread_ts": "1.5"}]}}}
NOWHERE: Mapping[str, object] = {"shares": {}}


async def test_a_file_is_asked_for_put_and_shown(
    slack: Slack, file_server: FileServer, wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick(monkeypatch)
    shared(slack, NOWHERE, AT)
    file_server.answers = [web.Response(text="OK - 5")]
    assert await upload(wire, SPOT, [File("a.txt", b"hello")], "as you asked") == "2.5"
    assert file_server.bodies == [b"hello"] and file_server.tokens == [""], "the place is secret enough"
    methods = [method for method, _ in slack.asked if method.startswith("files.")]
    assert methods == ["files.getUploadURLExternal", "files.completeUploadExternal", "files.info"]
    assert dict(slack.asked)["files.getUploadURLExternal"] == {"filename": "a.txt", "length": "5"}


async def test_what_slack_says_at_once_is_not_asked_for(slack: Slack, file_server: FileServer, wire: Wire) -> None:
    shared(slack, AT)
    file_server.answers = [web.Response(text="OK - 5"), web.Response(text="OK - 1")]
    assert await upload(wire, SPOT, [File("a.txt", b"hello"), File("empty.txt", b"")]) == "2.5"
    assert file_server.bodies == [b"hello", b"\n"]
    assert "files.info" not in dict(slack.asked)


async def test_a_file_that_is_never_shown_is_told(
    slack: Slack, file_server: FileServer, wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick(monkeypatch)
    shared(slack, NOWHERE)
    file_server.answers = [web.Response(), web.Response()]
    with pytest.raises(Refused, match="does not show it"):
        await upload(wire, SPOT, [File("a.txt", b"hello")])
    slack.answers["files.info"] = {"ok": False, "error": "missing_scope", "needed": "files:read"}
    assert await upload(wire, SPOT, [File("a.txt", b"hello")]) == "", "nobody knows, so nothing is said"


async def test_no_content_goes_elsewhere(slack: Slack, file_server: FileServer, wire: Wire) -> None:
    shared(slack, AT)
    slack.answers["files.getUploadURLExternal"] = {"ok": True, "upload_url": "https://example.com/", "file_id": "F1"}
    with pytest.raises(Refused, match="somewhere else"):
        await upload(wire, SPOT, [File("a.txt", b"hello")])
    shared(slack, AT)
    file_server.answers = [web.Response(status=302, headers={"Location": "https://example.com/"})]
    with pytest.raises(Refused):
        await upload(wire, SPOT, [File("a.txt", b"hello")])


async def test_what_may_have_been_shown_is_not_shown_twice(
    slack: Slack, file_server: FileServer, wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared(slack, AT)
    ask: Callable[..., Awaitable[Mapping[str, object]]] = wire.ask
    asked, faults = list[str](), list[AdapterError]([Unreachable()])
    file_server.answers = [web.Response(), web.Response(), web.Response()]

    async def losing(team: str, method: str, sent: Mapping[str, object], *, seconds: float = 1) -> Mapping[str, object]:
        if method == "files.completeUploadExternal" and faults:
            asked.append(method)
            raise faults.pop(0)
        return await ask(team, method, sent, seconds=seconds)

    monkeypatch.setattr(wire, "ask", losing)
    with pytest.raises(Unreachable):
        await upload(wire, SPOT, [File("a.txt", b"hello")])
    assert len(asked) == 1
    faults.append(RateLimited(0.01))
    assert await upload(wire, SPOT, [File("a.txt", b"hello")]) == "2.5"
    faults.append(RateLimited(3600))
    with pytest.raises(RateLimited):
        await upload(wire, SPOT, [File("a.txt", b"hello")])
    assert len(asked) == 3
