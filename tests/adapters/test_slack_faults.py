"""Slack's words for what went wrong."""

import pytest

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
from adapters.slack.faults import PAUSE_SECONDS, fault_of


@pytest.mark.parametrize(
    ("word", "method", "kind"),
    [
        ("channel_not_found", "chat.postMessage", Refused),
        ("not_in_channel", "chat.postMessage", Refused),
        ("is_archived", "chat.postMessage", Refused),
        ("cannot_reply_to_message", "chat.postMessage", Refused),
        ("restricted_action", "chat.postMessage", Refused),
        ("message_not_found", "chat.update", MessageGone),
        ("cant_update_message", "chat.update", MessageGone),
        ("edit_window_closed", "chat.update", MessageGone),
        ("cannot_dm_bot", "conversations.open", DirectClosed),
        ("user_disabled", "conversations.open", DirectClosed),
        ("messages_tab_disabled", "chat.postMessage", DirectClosed),
        ("user_not_found", "conversations.open", DirectClosed),
        ("user_not_found", "users.info", Refused),
        ("hash_conflict", "views.publish", Outdated),
        ("internal_error", "chat.postMessage", Unreachable),
        ("org_login_required", "apps.connections.open", Unreachable),
        ("fatal_error", "chat.postMessage", Unreachable),
        ("nobody_knows_this", "chat.postMessage", Refused),
        ("", "chat.postMessage", Refused),
    ],
)
def test_each_word_has_one_meaning(word: str, method: str, kind: type[AdapterError]) -> None:
    assert type(fault_of(word, method, {})) is kind


@pytest.mark.parametrize("word", ["invalid_auth", "account_inactive", "token_revoked", "token_expired", "not_authed"])
def test_a_token_that_is_not_taken_is_wrongly_set_up_only_where_there_is_one(word: str) -> None:
    assert type(fault_of(word, "auth.test", {})) is Refused
    wrong = fault_of(word, "auth.test", {}, sole=True)
    assert type(wrong) is Misconfigured and "slack.bot_token" in str(wrong) and word in str(wrong)


def test_a_scope_that_is_missing_is_named() -> None:
    missing = fault_of("missing_scope", "users.info", {"needed": "users:read", "provided": "chat:write"})
    assert type(missing) is Refused and "users:read" in str(missing) and "users.info" in str(missing)


@pytest.mark.parametrize("needed", [None, 7, "<script>", "a b", "xoxb-1 hunter2"])
def test_what_is_no_word_of_slacks_is_not_shown(needed: object) -> None:
    assert "something unknown" in str(fault_of("missing_scope", "users.info", {"needed": needed}))


def test_a_pause_is_as_long_as_slack_says() -> None:
    told, untold = fault_of("ratelimited", "chat.postMessage", {}, after=7), fault_of("ratelimited", "auth.test", {})
    assert isinstance(told, RateLimited) and told.retry_after == 7
    assert isinstance(untold, RateLimited) and untold.retry_after == PAUSE_SECONDS
