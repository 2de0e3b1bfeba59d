"""What a message becomes before it is sent: who may be pinged, what it answers, how much is one message."""

import json

import discord
import pytest

from adapters.discord.pieces import (
    LARGEST_FILE,
    LONGEST_TEXT,
    MOST_FILES,
    MOST_PARTS,
    Piece,
    pieces_of,
)
from adapters.errors import Refused, TooLarge
from adapters.outgoing import File, Outgoing
from adapters.portions import SEE_FILE, WHOLE_NAME
from adapters.types import Address

PLACE = Address("discord", "1", "2")
FIRST = Piece("", 5000, 1, replied=True)


def sent(piece: Piece) -> dict[str, object]:
    """The body that Discord would get."""
    parameters = piece.parameters(2, 77)
    if parameters.payload is not None:
        return dict(parameters.payload)
    assert parameters.multipart is not None
    body: dict[str, object] = json.loads(str(parameters.multipart[0]["value"]))
    return body


def test_nobody_is_pinged_unless_it_is_said_who() -> None:
    assert sent(Piece("@everyone <@1>"))["allowed_mentions"] == {"parse": []}
    assert sent(Piece("<@1> <@2> @everyone", pings=1))["allowed_mentions"] == {"parse": [], "users": [1]}
    assert sent(FIRST.saying("hello"))["allowed_mentions"] == {"parse": [], "users": [1], "replied_user": True}


def test_a_reply_does_not_fail_where_the_question_is_gone() -> None:
    assert sent(FIRST.saying("hello"))["message_reference"] == {
        "type": 0,
        "message_id": 5000,
        "channel_id": 2,
        "fail_if_not_exists": False,
    }
    assert "message_reference" not in sent(Piece("hello"))


def test_links_do_not_unfold_and_a_second_try_posts_nothing_twice() -> None:
    body = sent(Piece("https://example.org"))
    assert body["flags"] == discord.MessageFlags(suppress_embeds=True).value
    assert (body["nonce"], body["enforce_nonce"]) == ("77", True)


def test_a_short_text_is_one_message() -> None:
    assert [piece.text for piece in pieces_of(Outgoing(PLACE, "hello"), FIRST)] == ["hello"]


async def test_a_long_text_is_several_of_which_the_first_answers_and_the_last_has_the_controls() -> None:
    view = discord.ui.View()
    pieces = pieces_of(Outgoing(PLACE, "word " * 1500), FIRST, view)
    assert 1 < len(pieces) <= MOST_PARTS
    assert all(0 < len(piece.text) <= LONGEST_TEXT for piece in pieces)
    assert [piece.answers for piece in pieces] == [5000] + [None] * (len(pieces) - 1)
    assert [piece.pings for piece in pieces] == [1] + [None] * (len(pieces) - 1)
    assert [piece.view for piece in pieces] == [None] * (len(pieces) - 1) + [view]


def test_far_too_long_a_text_is_a_beginning_and_a_file_with_all_of_it() -> None:
    text = "word " * 5000
    (piece,) = pieces_of(Outgoing(PLACE, text), FIRST)
    assert piece.text.endswith(SEE_FILE)
    assert len(piece.text) <= LONGEST_TEXT
    assert [(file.name, file.content) for file in piece.files] == [(WHOLE_NAME, text.encode())]


def test_files_go_with_the_text_and_no_more_than_a_message_takes() -> None:
    files = tuple(File(f"{number}.txt", b"x") for number in range(MOST_FILES + 3))
    pieces = pieces_of(Outgoing(PLACE, "look", files=files), FIRST)
    assert [len(piece.files) for piece in pieces] == [MOST_FILES, 3]
    assert [file.name for piece in pieces for file in piece.files] == [file.name for file in files]
    assert sent(pieces[0])["content"] == "look"


def test_files_alone_are_a_message() -> None:
    (piece,) = pieces_of(Outgoing(PLACE, "", files=(File("a.txt", b"x"),)), FIRST)
    assert len(piece.files) == 1


def test_too_large_a_file_is_not_sent() -> None:
    with pytest.raises(TooLarge):
        pieces_of(Outgoing(PLACE, "", files=(File("a.bin", bytes(LARGEST_FILE + 1)),)), FIRST)


@pytest.mark.parametrize("text", ["", " \n "])
def test_nothing_is_not_sent(text: str) -> None:
    with pytest.raises(Refused):
        pieces_of(Outgoing(PLACE, text), FIRST)


def test_what_has_a_key_is_whole_in_one_message() -> None:
    long = "word " * 500
    (piece,) = pieces_of(Outgoing(PLACE, long, key="7"), FIRST)
    assert piece.text.endswith(SEE_FILE) and len(piece.text) <= LONGEST_TEXT
    assert [(file.name, file.content) for file in piece.files] == [(WHOLE_NAME, long.encode())]
    assert len(pieces_of(Outgoing(PLACE, long), FIRST)) == 2
