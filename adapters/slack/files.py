"""Reads files that came with a message, and sends ours.

A file is read with the token of its workspace, so no address of somebody else's is ever asked, and no way elsewhere is
followed. A token that may not read a file is answered with Slack's page to sign in: that is no file. To send one, Slack
is asked for a place, the content is put there, and then it is shown; Slack shows it some time after it said yes, and
now and then not at all, so that is looked at.
"""

import asyncio
from collections.abc import Mapping, Sequence
from io import BytesIO

import aiohttp
import yarl

from adapters.downloads import content_of
from adapters.errors import AdapterError, RateLimited, Refused, TooLarge, Unreachable
from adapters.outgoing import File
from adapters.slack.attachments import file_of, read_ref
from adapters.slack.payloads import inner, objects_in, text_in
from adapters.slack.servers import check_status, redirected, slack_url
from adapters.slack.spots import Spot
from adapters.slack.wire import LONGEST_WAIT, Answer, Wire
from adapters.types import Attachment

FETCH_SECONDS, SEND_SECONDS = 20.0, 60.0
LOOKS = (0.2, 0.5, 1.0, 2.0, 4.0)  # seconds before each look at whether a file is shown
MOST_HOPS = 3
REDIRECTS = (301, 302, 303, 307, 308)
FAULTS = (aiohttp.ClientError, OSError, TimeoutError)
HTML = "text/html"
NOT_READABLE = "Slack gives its page to sign in instead of the file."
NOT_SHOWN = "Slack took the file and does not show it."


async def fetch(wire: Wire, attachment: Attachment, most: int) -> bytes:
    """The bytes of the file; raises `TooLarge`, `Refused` for what is not to be had at Slack, and `Unreachable`."""
    if attachment.size > most:
        raise TooLarge()
    ref = read_ref(attachment.ref)
    url = slack_url(ref.url or text_in(await file_of(wire, ref.team, ref.file), "url_private"), wire.api)
    headers = {"Authorization": f"Bearer {await wire.token(ref.team)}"}
    try:
        async with (
            asyncio.timeout(FETCH_SECONDS),
            aiohttp.ClientSession(headers=headers, cookie_jar=aiohttp.DummyCookieJar()) as session,
        ):
            for _ in range(MOST_HOPS):
                found = await _asked(session, url, attachment, most=most, api=wire.api)
                if isinstance(found, bytes):
                    return found
                url = found
            raise Refused()
    except FAULTS:
        raise Unreachable() from None  # the cause would hold the address


async def upload(wire: Wire, spot: Spot, files: Sequence[File], comment: str = "") -> str:
    """Show files in one message with a comment; gives its ts, '' where that cannot be known. Raises `AdapterError`."""
    stored = [await _stored(wire, spot.team, each) for each in files]
    sent = {"files": stored, "channel_id": spot.channel, "thread_ts": spot.thread, "initial_comment": comment or None}
    try:
        answer = await wire.ask(spot.team, "files.completeUploadExternal", sent)
    except RateLimited as limited:  # then nothing was done; after any other fault it could be shown twice
        if limited.retry_after > LONGEST_WAIT:
            raise
        await asyncio.sleep(limited.retry_after)
        answer = await wire.ask(spot.team, "files.completeUploadExternal", sent)
    told = [each for each in objects_in(answer, "files") if _shown_at(each, spot.channel)]
    return _shown_at(told[0], spot.channel) if told else await _looked_for(wire, spot, stored[0]["id"])


async def _asked(
    session: aiohttp.ClientSession, url: yarl.URL, attachment: Attachment, *, most: int, api: str
) -> bytes | yarl.URL:
    """The file, or where it is."""
    async with session.get(url, allow_redirects=False) as answer:
        if answer.status in REDIRECTS:
            return redirected(url, answer.headers.get("Location", ""), api)
        check_status(answer)
        page = answer.content_type == HTML
        if page and attachment.media_type != HTML:
            raise Refused(NOT_READABLE)
        content = await content_of(answer, most)
        if page and len(content) != attachment.size:
            raise Refused(NOT_READABLE)
        return content


async def _stored(wire: Wire, team: str, file: File) -> Mapping[str, str]:
    """Put the content where Slack says; the file is shown nowhere yet."""
    content = file.content or b"\n"  # Slack takes no empty file
    place = await wire.insist(team, "files.getUploadURLExternal", {"filename": file.name, "length": len(content)})
    url = slack_url(text_in(place, "upload_url"), wire.api)
    try:
        async with (
            asyncio.timeout(SEND_SECONDS),
            aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session,
            session.post(url, data=BytesIO(content), allow_redirects=False) as answer,
        ):
            check_status(answer)
    except FAULTS:
        raise Unreachable() from None
    return {"id": text_in(place, "file_id"), "title": file.name}


async def _looked_for(wire: Wire, spot: Spot, file: str) -> str:
    """Where the file is shown, once it is; raises `Refused` where it is not in time."""
    for pause in LOOKS:
        await asyncio.sleep(pause)
        try:
            at = _shown_at(await file_of(wire, spot.team, file), spot.channel)
        except AdapterError:
            return ""
        if at:
            return at
    raise Refused(NOT_SHOWN)


def _shown_at(file: Answer, channel: str) -> str:
    """The ts of the message with the file there, '' where there is none."""
    shares = inner(file, "shares")
    found = [each for kind in ("public", "private") for each in objects_in(inner(shares, kind), channel)]
    return text_in(found[0], "ts") if found else ""
