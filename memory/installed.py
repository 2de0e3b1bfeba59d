"""What a platform gave when the bot was installed in one of its spaces: sealed, so that memory cannot read it. Pure."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Installed:
    """The sealed tokens of a space; `holder` is whose they are, '' for the bot's own; `version` is new at each change.

    `space` is that of the organisation where they are for all its spaces.
    """

    space: str
    holder: str
    sealed: bytes = field(repr=False)
    version: int
    installed_at: datetime
