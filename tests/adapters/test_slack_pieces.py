"""What a message becomes at Slack before it is sent: how much is one message, in which blocks, and with what below."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.errors import Refused, TooLarge
from adapters.outgoing import Button, File, Outgoing
from adapters.portions import SEE_FILE, WHOLE_NAME
from adapters.slack import pieces as made
from adapters.slack.markup import LONGEST_TEXT, calling
from adapters.slack.pieces import MOST_FILES, MOST_PARTS, Piece, pieces_of
from adapters.text import parts_of
from adapters.types import Address
from tests.calm import CALM

PLACE = Address("slack", "T1", "C1")
BUTTON = Button("Why", "why")


def kinds(piece: Piece) -> list[object]:
    """What its blocks are."""
    blocks = piece.said()["blocks"]
    assert isinstance(blocks, list)
    return [each["type"] for each in blocks]


def test_a_short_text_is_one_message_in_markdown_with_the_same_words_for_notifications() -> None:
    (piece,) = pieces_of(Outgoing(PLACE, "**a** & <b>"))
    assert piece.said() == {
        "text": "**a** &amp; &lt;b&gt;",
        "blocks": [{"type": "markdown", "text": "**a** & <b>"}],
    }


def test_plain_text_is_shown_as_it_is_written_and_calls_nobody() -> None:
    (piece,) = pieces_of(Outgoing(PLACE, "*a* <!here> `b`", plain=True, mentions="T1:U1"))
    assert piece.said() == {
        "text": "*a* &lt;!here&gt; `b`",
        "blocks": [{"type": "section", "text": {"type": "plain_text", "text": "*a* <!here> `b`", "emoji": False}}],
    }


def test_only_who_is_answered_may_be_called() -> None:
    outgoing = Outgoing(PLACE, "<@U1> <@U2>", mentions="T1:U1")
    assert [each.text for each in pieces_of(outgoing)] == ["<@U1> @U2"]


def test_a_long_text_is_several_of_which_the_last_has_the_controls_for_who_asked() -> None:
    pieces = pieces_of(Outgoing(PLACE, "word " * 4000, buttons=(BUTTON,)), "U1")
    assert 1 < len(pieces) <= MOST_PARTS
    assert [kinds(each) for each in pieces] == [["markdown"]] * (len(pieces) - 1) + [["markdown", "actions"]]
    assert str(pieces[-1].controls[0]["block_id"]).endswith(":U1")


@pytest.mark.parametrize("plain", [False, True])
def test_far_too_long_a_text_is_a_beginning_and_a_file_with_all_of_it(plain: bool) -> None:
    text = "word " * 20_000
    (piece,) = pieces_of(Outgoing(PLACE, text, plain=plain))
    assert piece.text.endswith(SEE_FILE)
    assert len(piece.text) <= LONGEST_TEXT
    assert [(each.name, each.content) for each in piece.files] == [(WHOLE_NAME, text.encode())]


def test_files_go_with_the_text_and_no_more_than_may_go_at_once() -> None:
    files = tuple(File(f"{number}.txt", b"x") for number in range(MOST_FILES + 3))
    pieces = pieces_of(Outgoing(PLACE, "look", files=files))
    assert [len(each.files) for each in pieces] == [MOST_FILES, 3]
    assert [each.name for piece in pieces for each in piece.files] == [each.name for each in files]
    assert kinds(pieces[1]) == []


def test_too_large_a_file_is_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(made, "LARGEST_FILE", 3)
    with pytest.raises(TooLarge):
        pieces_of(Outgoing(PLACE, "", files=(File("a.bin", bytes(4)),)))


@pytest.mark.parametrize("text", ["", " \n "])
def test_nothing_is_not_sent(text: str) -> None:
    with pytest.raises(Refused):
        pieces_of(Outgoing(PLACE, text))


blocks = st.sampled_from(
    [
        *("word " * 300, "- item\n  - below\n" * 120, "\n```py\n" + "x = 1\n" * 400 + "```\n", "# Title\n\n", "\n\n"),
        *(
            "[a link](https://example.com/" + "a" * 900 + ")\n",
            "> quoted\n" * 90,
            "`code` <!here> <@U2> <@U1> ",
            "日" * 1500,
        ),
    ]
)


@CALM
@given(st.lists(blocks, min_size=1, max_size=14))
def test_all_words_arrive_in_order_byte_for_byte(given_: list[str]) -> None:
    given_ = ["Begin. ", *given_]
    text = calling("".join(given_), "U1")
    pieces = pieces_of(Outgoing(PLACE, "".join(given_), mentions="T1:U1"))
    parts = [each for each in parts_of(text, LONGEST_TEXT) if each.text.strip()]
    if len(parts) > MOST_PARTS:
        assert pieces[0].text.removesuffix(SEE_FILE) in text or "```" in text
        return
    assert [each.text for each in pieces] == [each.text for each in parts]
    assert "".join(each.own for each in parts_of(text, LONGEST_TEXT)) == text
    assert all(0 < len(each.text) <= LONGEST_TEXT for each in pieces)
    assert all(each.text.count("```") % 2 == 0 for each in pieces), "no code is left open"
    assert all(each.text.count("(https://") == each.text.count("a)\n") for each in pieces), "no link is cut"


def test_what_has_a_key_is_whole_in_one_message() -> None:
    long = "word " * 4000
    (piece,) = pieces_of(Outgoing(PLACE, long, key="7"))
    assert piece.text.endswith(SEE_FILE)
    assert [(file.name, file.content) for file in piece.files] == [(WHOLE_NAME, long.encode())]
    assert len(pieces_of(Outgoing(PLACE, long))) == 2
