"""What reminders cost and stand: python -m tests.bench.reminders held|late|deaths [OPTIONS], more with --help."""

import asyncio
import sys
from collections.abc import Sequence

from tests.bench import reminder_deaths, reminder_late, reminders_held


def main(words: Sequence[str]) -> None:
    """Runs one part."""
    match words:
        case ["held", *rest]:
            asyncio.run(reminders_held.main(rest))
        case ["late", *rest]:
            asyncio.run(reminder_late.main(rest))
        case ["deaths", *rest]:
            reminder_deaths.main(rest)
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
