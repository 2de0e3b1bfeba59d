"""The stand-in as a process of its own: `python -m tests.platforms.discord --port N`.

It prints one line of JSON when it is ready: where it is, the bot's token, and who and what is there.
"""

import argparse
import asyncio

from tests.platforms.discord.control import Control
from tests.platforms.discord.gateway import Granted
from tests.platforms.discord.server import TOKEN, DiscordStandIn
from tests.platforms.human import ROUTE, until_ended


async def serve(asked: argparse.Namespace) -> None:
    """Serve until the process is ended."""
    granted = Granted(TOKEN, content=asked.content, members=asked.members)
    stand_in = DiscordStandIn(granted, kept=asked.kept, shards=asked.shards, port=asked.port)
    control = Control(stand_in)
    stand_in.routes.router.add_post(ROUTE, control.serve)
    await until_ended(stand_in, control.seed)


def main() -> None:
    """Read the arguments and serve."""
    parser = argparse.ArgumentParser(prog="python -m tests.platforms.discord")
    parser.add_argument("--port", type=int, default=0, help="0: any that is free")
    parser.add_argument("--kept", type=int, default=0, help="requests and events to keep")
    parser.add_argument("--shards", type=int, default=1, help="how many are recommended")
    parser.add_argument("--content", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--members", action=argparse.BooleanOptionalAction, default=True)
    try:
        asyncio.run(serve(parser.parse_args()))
    except KeyboardInterrupt:
        return


if __name__ == "__main__":
    main()
