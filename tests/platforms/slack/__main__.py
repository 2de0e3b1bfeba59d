"""The stand-in as a process of its own: `python -m tests.platforms.slack --port N`.

It prints one line of JSON when it is ready: where it is, the app's tokens and secrets, and who and what is there.
"""

import argparse
import asyncio

from tests.platforms.human import ROUTE, until_ended
from tests.platforms.slack.control import Control
from tests.platforms.slack.server import SlackStandIn


async def serve(asked: argparse.Namespace) -> None:
    """Serve until the process is ended."""
    stand_in = SlackStandIn(kept=asked.kept, port=asked.port)
    if asked.post_to:
        stand_in.post_to(asked.post_to)
    control = Control(stand_in)
    stand_in.routes.router.add_post(ROUTE, control.serve)
    await until_ended(stand_in, control.seed)


def main() -> None:
    """Read the arguments and serve."""
    parser = argparse.ArgumentParser(prog="python -m tests.platforms.slack")
    parser.add_argument("--port", type=int, default=0, help="0: any that is free")
    parser.add_argument("--kept", type=int, default=0, help="calls and events to keep")
    parser.add_argument("--post-to", default="", metavar="ADDRESS", help="events come there, signed; else by sockets")
    try:
        asyncio.run(serve(parser.parse_args()))
    except KeyboardInterrupt:
        return


if __name__ == "__main__":
    main()
