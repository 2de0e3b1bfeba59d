"""A Slack that answers, for each test that asks for one."""

from collections.abc import AsyncIterator

import pytest

from tests.adapters.slack_answers import Slack, slack_answering


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    """Slack on loopback."""
    async with slack_answering() as slack:
        yield slack
