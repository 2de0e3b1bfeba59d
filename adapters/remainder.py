"""What stands under a reply that was cut: all of it in a file, or where that cannot be, a word that it is cut.

What is shown above counts as said whatever becomes of this: so nothing is raised here.
"""

import logging
from collections.abc import Awaitable, Callable, Sequence

from adapters.errors import AdapterError
from adapters.outgoing import File
from adapters.portions import IN_FILE, NO_FILE, WHOLE_NAME

log = logging.getLogger(__name__)


async def under(words: str, post: Callable[[str, Sequence[File]], Awaitable[str]]) -> list[str]:
    """Posts all the words as a file, or else that it cannot be; gives the ids of what was posted."""
    for text, files in ((IN_FILE, (File(WHOLE_NAME, words.encode()),)), (NO_FILE, ())):
        try:
            return [await post(text, files)]
        except AdapterError as fault:
            log.warning("an answer stays cut", extra={"kind": type(fault).__name__, "files": len(files)})
    return []
