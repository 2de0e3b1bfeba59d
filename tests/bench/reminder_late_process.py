"""A process that delivers at Discord and does nothing else: python -m tests.bench.reminder_late_process DSN API TOKEN

`SHARD SHARDS` follow: which part of Discord's events it gets. It tells when it is connected, and ends with its input.
"""

import asyncio
import json
import sys
from collections.abc import Sequence
from datetime import timedelta

from adapters.discord.adapter import Discord
from adapters.discord.settings import Settings
from adapters.types import Event
from bot.parts import deliver
from bot.supervise import Supervisor
from memory.memory import open_memory


async def hear(event: Event) -> None:
    """Nothing is answered here."""


async def main(words: Sequence[str]) -> None:
    """Deliver until the input ends."""
    dsn, api, token, shard, shards = words
    adapter = Discord(token, Settings(api=api, shards=int(shards), shard_ids=(int(shard),)))
    async with open_memory(dsn, None, quiet=timedelta(0)) as memory, Supervisor() as supervisor:
        supervisor.start("discord", lambda: adapter.run(hear))
        while adapter._wire.client is None or not adapter._wire.client.is_ready():
            await asyncio.sleep(0.05)
        deliver(memory, [adapter], supervisor)
        sys.stdout.write(json.dumps({"ready": True}) + "\n")
        sys.stdout.flush()
        await asyncio.to_thread(sys.stdin.readline)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
