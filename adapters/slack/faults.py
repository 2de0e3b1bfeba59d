"""Slack's words for what went wrong as our errors. None of them holds what was sent, or a token."""

import re
from collections.abc import Mapping

from adapters.errors import (
    AdapterError,
    DirectClosed,
    MessageGone,
    Misconfigured,
    Outdated,
    RateLimited,
    Refused,
    Unreachable,
)

PAUSE_SECONDS, LONGEST_PAUSE = 30.0, 86_400.0  # the first where Slack asks for one without saying how long
RATE_LIMITED = ("ratelimited", "rate_limited", "message_limit_exceeded")
AWAY = (
    "internal_error",
    "fatal_error",
    "service_unavailable",
    "request_timeout",
    "team_added_to_org",
    "accesslimited",
    "org_login_required",
)
GONE = ("message_not_found", "cant_update_message", "edit_window_closed")
CLOSED = ("cannot_dm_bot", "user_disabled", "messages_tab_disabled")
NOBODY = ("user_not_found", "user_not_visible", "users_not_found")
SPENT = ("invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "not_allowed_token_type")
# What is so in the whole workspace, whatever the call was about.
EVERYWHERE = (
    *("unknown_method", "deprecated_endpoint", "method_deprecated", "feature_not_enabled"),
    *("missing_scope", "not_allowed", "no_permission", "team_access_not_granted"),
    *("enterprise_is_restricted", "ekm_access_denied"),
)
RECIPIENT = (*NOBODY, "team_not_found", "missing_recipient_user_id", "missing_recipient_team_id")
OPENING = "conversations.open"
CHANGED = "hash_conflict"
WRONG_TOKEN = (
    "Slack does not accept the bot's token ({word}). Copy it anew from api.slack.com/apps (your app, "
    "OAuth & Permissions, Bot User OAuth Token) into the setting slack.bot_token."
)
NO_SCOPE = "The bot lacks the scope {scope} at Slack, which {method} needs. Install the app again with its manifest."
LONGEST_WORD = 60
WORD = re.compile(r"[a-zA-Z0-9_.:,-]+")


def pause_in(headers: Mapping[str, str]) -> float:
    """For how many seconds Slack asks to be left alone, by `Retry-After`."""
    try:
        said = float(headers.get("Retry-After", ""))
    except ValueError:
        return PAUSE_SECONDS
    return said if 0 <= said < LONGEST_PAUSE else PAUSE_SECONDS


def is_everywhere(fault: Refused) -> bool:
    """Whether the same is refused in the whole workspace, and not only where or for whom it was asked."""
    return fault.word in EVERYWHERE


def is_of_recipient(fault: Refused) -> bool:
    """Whether the same is refused wherever it is for that person."""
    return fault.word in RECIPIENT


def fault_of(
    word: str, method: str, answer: Mapping[str, object], *, after: float | None = None, sole: bool = False
) -> AdapterError:
    """What Slack's `word` for it means; `after`: the pause in seconds that it asks for, `sole`: there is one token."""
    if word in RATE_LIMITED:
        return RateLimited(PAUSE_SECONDS if after is None else after)
    if word in AWAY:
        return Unreachable()
    if word == "missing_scope":
        return Refused(NO_SCOPE.format(scope=_plain(answer.get("needed")), method=method), word=word)
    if word in SPENT:
        return Misconfigured(WRONG_TOKEN.format(word=word)) if sole else _refused(word, method)
    if word in GONE:
        return MessageGone()
    if word in CLOSED or (word in NOBODY and method == OPENING):
        return DirectClosed()
    if word == CHANGED:
        return Outdated()
    return _refused(word, method)


def _refused(word: str, method: str) -> Refused:
    return Refused(f"Slack refuses {method}: {_plain(word)}.", word=word)


def _plain(word: object) -> str:
    """A word of Slack's; anything else is not shown."""
    return word[:LONGEST_WORD] if isinstance(word, str) and WORD.fullmatch(word) else "something unknown"
