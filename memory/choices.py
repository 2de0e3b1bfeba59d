"""What a person chose for themselves. Pure; what a persona of that name is, and which there are, the bot knows."""

import re
from dataclasses import dataclass
from datetime import time
from zoneinfo import ZoneInfo

from memory.errors import ChoiceUnknown
from memory.keepable import keepable

LONGEST_NAME = 64  # characters of a persona's name
_LOCALE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,6}")


@dataclass(frozen=True, slots=True)
class Choices:
    """A person's choices; None: not chosen. `zone` is an IANA name, `locale` a BCP 47 tag.

    Without `learning` what they say is part of the running conversation only: never learned, embedded or found.
    `quiet`: from when until when nothing is to reach them, by the clock where they are. `waiting` is no choice, but
    read along: something is kept for the next time they talk. With `training` what they say and what is answered may
    be given out as training data.
    """

    learning: bool = True
    zone: str | None = None
    locale: str | None = None
    persona: str | None = None
    quiet: tuple[time, time] | None = None
    waiting: bool = False
    training: bool = False


def known_zone(name: str) -> str:
    """The name, if there is such a zone; raises ChoiceUnknown."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as fault:
        raise ChoiceUnknown("There is no such time zone. They are named like Europe/Lisbon.") from fault
    return name


def known_locale(tag: str) -> str:
    """The tag, if it is shaped like one; raises ChoiceUnknown."""
    if not _LOCALE.fullmatch(tag):
        raise ChoiceUnknown("That is no language. They are written like en or pt-BR.")
    return tag


def known_name(name: str) -> str:
    """The name as it can be kept; raises ChoiceUnknown where it is empty or too long."""
    kept = keepable(name).strip()
    if not kept or len(kept) > LONGEST_NAME:
        raise ChoiceUnknown()
    return kept


def known_quiet(quiet: tuple[time, time]) -> tuple[time, time]:
    """The hours to the minute; raises ChoiceUnknown where they are none or name a zone."""
    since, until = (each.replace(second=0, microsecond=0) for each in quiet)
    if since == until or since.tzinfo is not None or until.tzinfo is not None:
        raise ChoiceUnknown("Those are no hours. They are written like 22:00-07:00.")
    return since, until
