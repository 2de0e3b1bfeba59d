"""What goes wrong at a platform, by order, beside that processes die."""

from enum import StrEnum


class Trouble(StrEnum):
    """`LOST` and `CUT`: the message stands, and only the answer does not come; `CLOSED`: nobody is reached in direct.

    `LATE`: what would tell that it stands does not. At Discord a nonce is not known any more when it comes again, at
    Slack a message is not in the history yet when that is read.
    """

    NONE = "none"
    ERRORS = "errors"
    LIMITED = "limited"
    LOST = "lost"
    CUT = "cut"
    CLOSED = "closed"
    LATE = "late"
