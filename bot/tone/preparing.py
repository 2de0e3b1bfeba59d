"""The words that every message is looked through for, read and compiled before the first one comes.

That takes about a second: whoever wrote first after a start waited for it, and everybody else with them.
"""

import asyncio

from bot.tone import caveats, easing, unmarked, wish_words


async def prepare() -> None:
    """Everything, apart from the event loop."""
    await asyncio.to_thread(_compile)


def _compile() -> None:
    wish_words.prepare()
    unmarked.prepare()
    easing.prepare()
    caveats.prepare()
