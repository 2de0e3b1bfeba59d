"""A Slack that answers, for each test that asks for one, with its file server and calls to it."""

from collections.abc import AsyncIterator

import pytest

from adapters.slack.wire import Wire
from tests.adapters.slack_answers import TOKEN, FileServer, Slack, slack_answering
from tests.adapters.slack_knowing import Stage, staged


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    """Slack on loopback."""
    async with slack_answering() as slack:
        yield slack


@pytest.fixture
def file_server(slack: Slack) -> FileServer:
    """The file server of that Slack."""
    server = FileServer()
    slack.file = server.answer
    return server


@pytest.fixture
async def wire(slack: Slack) -> AsyncIterator[Wire]:
    """Calls to that Slack."""
    async with Wire(slack.api, token=TOKEN) as wire:
        yield wire


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    """A workspace at Slack with its people and channels, and what is known of it."""
    async with staged() as stage:
        yield stage
