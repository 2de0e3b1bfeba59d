"""The command `rapport`: reads arguments and settings, runs one command, turns faults into sentences and exit codes."""

import asyncio
import os
import sys
import zoneinfo

from adapters.console.parse import plain
from bot.arguments import Arguments, read_arguments
from bot.config import Settings, read_settings
from bot.errors import BotError
from memory.errors import MemoryFault

INTERRUPTED, ENDED = 130, 143


def main() -> int:
    """Exit codes: 0 done, 1 failed with a sentence, 2 wrong arguments, 130 interrupted, 143 ended by a signal.

    To be ended by a signal is how `run` is done: whoever looks after services takes anything but 0 for a failure.
    """
    arguments = read_arguments(sys.argv[1:])
    zoneinfo.reset_tzpath(to=[])  # the pinned package's zones, the same on every machine
    try:
        overrides = {"demo_model": arguments.demo_model} if arguments.demo_model else {}
        return asyncio.run(_run(read_settings(os.environ, overrides), arguments))
    except (BotError, MemoryFault) as fault:
        sys.stderr.write(f"{plain(str(fault))}\n")
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED
    except asyncio.CancelledError:
        return 0 if arguments.action == "run" else ENDED


async def _run(settings: Settings, arguments: Arguments) -> int:
    # Imported here: the other commands need not wait for what a conversation needs.
    if arguments.action == "chat":
        from bot.app import chat

        return await chat(settings, arguments)
    if arguments.action == "run":
        from bot.app import run as run_platforms

        return await run_platforms(settings, arguments)
    from bot.errands import run

    return await run(settings, arguments)


if __name__ == "__main__":
    sys.exit(main())
