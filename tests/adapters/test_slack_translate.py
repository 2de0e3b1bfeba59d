"""From what Slack tells of messages and reactions to events."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.spots import Spot, Where
from adapters.slack.translate import (
    NEVER,
    Known,
    Shape,
    channels_in,
    is_reworded,
    is_spoken,
    mentions,
    message_of,
    people_in,
    reaction_of,
    thread_of,
    time_of,
)
from adapters.slack.wire import Bot
from adapters.slack.wording import Names
from adapters.types import Address, Attachment, Audience, Author, Message, Quoted, Reaction

BOT = Bot("T1", "", "UBOT", "B1")
HALL = Address("slack", "T1", "C1", "1.5", "#hall")
ADA = Author("T1:U1", "Ada")
KNOWN = Known(Where(HALL, Audience.PUBLIC, Spot("T1", "C1", "1.5")), ADA, BOT, Names({"U1": "Ada"}, {"C1": "hall"}))
AT = "1764151200.000100"
SAID: Shape = {"type": "message", "user": "U1", "ts": AT, "text": "<@UBOT> 1 &lt; 2, <@U1>", "channel": "C1"}


def test_a_message_is_what_was_said_where_by_whom_and_when() -> None:
    assert message_of({**SAID, "thread_ts": "1.5"}, KNOWN) == Message(
        id=AT,
        address=HALL,
        audience=Audience.PUBLIC,
        author=ADA,
        text="1 < 2, @Ada",
        sent_at=datetime(2025, 11, 26, 10, 0, 0, 100, tzinfo=UTC),
        reply_to="1.5",
        addressed=True,
    )


def test_the_blocks_say_more_than_the_text() -> None:
    emoji = {"type": "emoji", "name": "thumbsup", "unicode": "1f44d"}
    me = {"type": "user", "user_id": "UBOT"}
    section = {"type": "rich_text_section", "elements": [me, {"type": "text", "text": " fine "}, emoji]}
    said: Shape = {**SAID, "text": "<@UBOT> fine :thumbsup:", "blocks": [{"type": "rich_text", "elements": [section]}]}
    assert message_of(said, KNOWN).text == "fine \U0001f44d"
    assert message_of({**said, "blocks": [{"type": "divider"}]}, KNOWN).text == "fine :thumbsup:"


@pytest.mark.parametrize(
    ("more", "spoken"),
    [
        ({}, True),
        ({"subtype": "file_share"}, True),
        ({"subtype": "thread_broadcast"}, True),
        ({"subtype": "me_message"}, True),
        ({"subtype": "channel_join"}, False),
        ({"subtype": "bot_message"}, False),
        ({"subtype": "message_changed"}, False),
        ({"subtype": "tombstone"}, False),
        ({"bot_id": "B7"}, False),
        ({"bot_profile": {"id": "B7"}}, False),
        ({"user": "UBOT"}, False),
        ({"user": "USLACKBOT"}, False),
        ({"user": None}, False),
        ({"ts": None}, False),
    ],
)
def test_only_people_speak(more: Shape, spoken: bool) -> None:
    assert is_spoken({**SAID, **more}, BOT) is spoken


def test_who_and_what_is_mentioned_is_found_in_text_blocks_and_what_is_passed_on() -> None:
    block = {"type": "rich_text", "elements": [{"type": "channel", "channel_id": "C3"}]}
    shared = {"is_share": True, "text": "<@U4> in <#C4|x>"}
    said: Shape = {**SAID, "blocks": [block], "attachments": [shared, {"text": "<@U5>"}]}
    assert people_in(said) == {"UBOT", "U1", "U4"} and channels_in(said) == {"C3", "C4"}
    assert mentions(said, BOT) and not mentions({**SAID, "text": "UBOT"}, BOT)
    assert not mentions({**SAID, "text": "<@>"}, Bot("T1", "", "", ""))


def test_the_root_of_a_thread_stands_by_itself() -> None:
    assert thread_of({**SAID, "thread_ts": AT}) is None and thread_of({**SAID, "thread_ts": "1.5"}) == "1.5"


def test_files_are_beside_the_message_and_what_is_gone_is_not() -> None:
    file = {"id": "F1", "name": "a.txt", "mimetype": "text/plain", "size": 3, "url_private": "https://x/a.txt"}
    found = message_of({**SAID, "files": [file, {"id": "F2", "mode": "tombstone"}]}, KNOWN).attachments
    assert found == (Attachment("a.txt", "text/plain", 3, "T1 F1 https://x/a.txt"),)


@pytest.mark.parametrize(
    ("shared", "quoted"),
    [
        ({"is_share": True, "author_name": "Ben", "text": "Hi <@U1>"}, Quoted("Ben", "Hi @Ada")),
        ({"is_msg_unfurl": True, "author_subname": "Ben", "text": "Hi"}, Quoted("Ben", "Hi")),
        ({"is_share": True, "text": "Hi"}, Quoted("a forwarded message", "Hi")),
        ({"is_share": True, "text": "Hi", "author_id": "UBOT"}, Quoted("a forwarded message", "Hi", ours=True)),
        ({"is_share": True, "files": [{"name": "a.png"}]}, Quoted("a forwarded message", "", ("a.png",))),
        ({"is_share": True, "text": ""}, None),
        ({"title": "Example", "text": "what a page says of itself"}, None),
    ],
)
def test_what_is_passed_on_is_quoted(shared: Shape, quoted: Quoted | None) -> None:
    found = message_of({**SAID, "attachments": [shared]}, KNOWN)
    assert (found.quoted, found.text) == (quoted, "1 < 2, @Ada")


def test_words_and_files_make_an_edit_and_nothing_else() -> None:
    file = {"id": "F1"}
    assert is_reworded({**SAID, "text": "x"}, SAID)
    assert is_reworded(SAID, {**SAID, "files": [file]})
    assert is_reworded({**SAID, "files": [{**file, "mode": "tombstone"}]}, {**SAID, "files": [file]})
    assert not is_reworded({**SAID, "attachments": [{"title": "x"}], "reply_count": 2, "pinned_to": ["C1"]}, SAID)


def test_a_reaction_names_its_message_and_its_emoji() -> None:
    event: Shape = {"type": "reaction_removed", "user": "U1", "reaction": "+1", "event_ts": AT, "item": {"ts": "1.7"}}
    assert reaction_of(event, KNOWN.where, ADA) == Reaction(
        HALL, Audience.PUBLIC, ADA, "1.7", ":+1:", added=False, at=time_of(AT)
    )


@pytest.mark.parametrize("ts", ["", "never", "1e400", "nan", "-1e300"])
def test_a_time_that_no_calendar_has_is_no_time(ts: str) -> None:
    assert time_of(ts) == NEVER


VALUE: st.SearchStrategy[object] = st.recursive(
    st.one_of(st.none(), st.integers(), st.text(max_size=12), st.booleans()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(("type", "text")), inner)),
    max_leaves=6,
)
FIELDS = ("user", "ts", "text", "subtype", "thread_ts", "files", "attachments", "blocks", "bot_id", "edited")


@given(st.dictionaries(st.sampled_from(FIELDS), VALUE))
def test_whatever_its_shape_it_is_read(message: Shape) -> None:
    is_spoken(message, BOT)
    mentions(message, BOT)
    is_reworded(message, SAID)
    assert isinstance(message_of(message, KNOWN), Message)
    assert all(isinstance(each, str) for each in people_in(message) | channels_in(message))
