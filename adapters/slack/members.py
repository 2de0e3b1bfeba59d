"""Who is in a conversation, in large pages and not for ever."""

from collections.abc import AsyncIterator

from adapters.slack.payloads import inner, text_in, texts_in
from adapters.slack.wire import Wire

PAGE, MOST_PAGES = 999, 10


async def members(wire: Wire, team: str, channel: str) -> AsyncIterator[frozenset[str] | None]:
    """The members page by page, ended by None where there are more than are read; raises `AdapterError`."""
    cursor = ""
    for _ in range(MOST_PAGES):
        more = {"cursor": cursor} if cursor else {}
        answer = await wire.ask(team, "conversations.members", {"channel": channel, "limit": PAGE, **more})
        yield frozenset(texts_in(answer, "members"))
        cursor = text_in(inner(answer, "response_metadata"), "next_cursor")
        if not cursor:
            return
    yield None
