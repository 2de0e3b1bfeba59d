"""The list of all people of a workspace, kept small: guests by their id, everybody by a number.

Fifty thousand people are four hundred kilobytes. A list is believed for longer the longer it is, since reading it again
costs as many requests as it has pages, of which Slack grants twenty a minute.
"""

from array import array
from bisect import bisect_left
from collections.abc import Mapping

from adapters.slack.payloads import inner, objects_in, text_in
from adapters.slack.profiles import is_guest

PAGE_SECONDS, LEAST_SECONDS, MOST_SECONDS = 120.0, 600.0, 3600.0
SMALL_PAGES = int(LEAST_SECONDS / PAGE_SECONDS)


class Roll:
    """People as far as they were read; `begun` is when reading began."""

    def __init__(self, begun: float) -> None:
        self.begun = begun
        self.guests: set[str] = set()
        self.cursor = ""
        self.pages = 0
        self._people = array("q")

    def read(self, answer: Mapping[str, object]) -> bool:
        """Take in one page; True: it was the last."""
        for each in objects_in(answer, "members"):
            self._people.append(hash(text_in(each, "id")))
            if is_guest(each) and each.get("deleted") is not True:
                self.guests.add(text_in(each, "id"))
        self.pages += 1
        self.cursor = text_in(inner(answer, "response_metadata"), "next_cursor")
        if not self.cursor:
            self._people = array("q", sorted(self._people))
        return not self.cursor

    def lists(self, user: str) -> bool:
        """Whether it told of them, once it is read to the end."""
        number = hash(user)
        at = bisect_left(self._people, number)
        return at < len(self._people) and self._people[at] == number

    def changed(self, user: str, *, guest: bool) -> None:
        """Somebody is a guest from now on, or no longer."""
        (self.guests.add if guest else self.guests.discard)(user)

    @property
    def lifetime(self) -> float:
        """Seconds from when reading began for which it is believed."""
        return min(max(self.pages * PAGE_SECONDS, LEAST_SECONDS), MOST_SECONDS)

    @property
    def is_small(self) -> bool:
        """Whether it is read anew as often as is ever done."""
        return self.pages <= SMALL_PAGES
