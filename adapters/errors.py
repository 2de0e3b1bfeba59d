"""What can go wrong between us and a platform; each docstring is the default message."""


class AdapterError(Exception):
    """The chat platform failed; see the cause."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or (type(self).__doc__ or "").strip())


class Unreachable(AdapterError):
    """The chat platform cannot be reached."""


class Misconfigured(AdapterError):
    """The chat platform does not accept how the bot is set up."""


class Refused(AdapterError):
    """The chat platform refused the request."""

    def __init__(self, message: str | None = None, *, word: str = "") -> None:
        super().__init__(message)
        self.word = word  # the platform's own for why, '' where it gave none


class DirectClosed(Refused):
    """The person takes no direct messages from the bot."""


class MessageGone(Refused):
    """The message is not there any more."""


class Outdated(Refused):
    """What was to be changed has changed meanwhile."""


class TooLarge(AdapterError):
    """The file is larger than what is read."""


class Unclaimed(AdapterError):
    """This process is not the one to answer that; whoever is has what the person sees of it in hand."""


class RateLimited(AdapterError):
    """The chat platform asks us to wait."""

    def __init__(self, retry_after: float) -> None:
        super().__init__()
        self.retry_after = retry_after
