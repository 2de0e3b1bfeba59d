"""One exception tree for the bot; only a `UserError`'s text may reach a chat.

Every way in which a language model can fail is a class of its own, so that callers choose by type and never by
text. The docstring is the sentence for whoever runs the bot. What costs: many small classes in one file.
"""


class BotError(Exception):
    """Rapport failed; see the cause."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or (type(self).__doc__ or "").strip())


class UserError(BotError):
    """That did not work. Please try it another way."""


class ConfigError(BotError):
    """A setting is wrong."""


class EndpointAddressWrong(ConfigError):
    """The model's address is wrong. It should look like http://127.0.0.1:8080/v1."""


class EndpointHoldsPassword(ConfigError):
    """The model's address holds a user name or password. Take it out and set the key by its own setting."""


class ModelError(BotError):
    """The language model failed; what you said is kept."""


class ModelUnreachable(ModelError):
    """The language model cannot be reached. Check that its server runs and that the address is right."""


class ModelResting(ModelUnreachable):
    """The language model failed several times in a row and is left alone for a moment. Check its server's log."""


class ModelLoading(ModelError):
    """The language model is still loading. Wait a moment and say it again."""


class ModelTooSlow(ModelError):
    """The language model did not answer in time. Use a smaller model or a longer deadline, or try again later."""

    def __init__(self, message: str | None = None, *, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class ModelBusy(ModelError):
    """The language model has too much to do. Wait a moment and try again."""

    def __init__(self, message: str | None = None, *, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class ModelBroken(ModelError):
    """The language model's server reported a fault of its own. Look at that server's log."""

    def __init__(self, message: str | None = None, *, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class ModelGarbled(ModelError):
    """The language model's answer could not be read. Check that the address is that of an OpenAI-compatible API."""


class ModelCutOff(ModelError):
    """The language model's answer broke off in the middle. What came so far is kept; ask it to go on.

    `partial` holds the words that had come.
    """

    def __init__(self, message: str | None = None, *, partial: str = "") -> None:
        super().__init__(message or (type(self).__doc__ or "").partition("\n")[0])
        self.partial = partial


class ModelSaidNothing(ModelError):
    """The language model answered nothing, or only its own reasoning. Allow it more tokens or use another model."""


class ModelRefused(ModelError):
    """The language model or its provider's filter declined to answer that. Say it another way."""


class ModelRejected(ModelError):
    """The language model's server did not accept the request. Check that this model can chat."""


class ModelNotFound(ModelError):
    """The server does not have that model. Check the model's name."""


class NotAnEndpoint(ModelError):
    """What answers at the model's address is no OpenAI-compatible API. Check it; most addresses end in /v1."""


class KeyRefused(ModelError):
    """The language model's server refused the key. Check the key and what it is allowed to do."""


class QuotaSpent(ModelError):
    """The account at the language model's provider has no credit left. Add credit there or use another endpoint."""


class ContextTooLong(ModelError):
    """The conversation is longer than the language model can read. Give its server a larger context.

    `asked` and `limit` are in tokens, where the server told them.
    """

    def __init__(self, message: str | None = None, *, asked: int | None = None, limit: int | None = None) -> None:
        told = f" It holds {limit} tokens." if limit else ""
        super().__init__((message or (type(self).__doc__ or "").partition("\n")[0]) + told)
        self.asked = asked
        self.limit = limit
