"""What of a message is its writer's own: quotes, code, commands, pasted text, links and mentions are not."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memory.tone.prose import LONGEST, own_words


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("> I never said that\nyes you did", "yes you did"),
        ("sure\n>>> all of this\nis somebody else", "sure"),
        ("look at this:\n```py\nprint('HELLO!!!')\n```\nnice?", "look at this:\nnice?"),
        ("it never ends ```\nfoo()\nbar()", "it never ends"),
        ("run `make ALL` please", "run please"),
        ("hey <@123456> and <@&99> in <#42|general>, see <t:1700000000:R>", "hey and in , see"),
        ("see https://example.org/A/LONG!!!Path?x=1 or www.example.org", "see or"),
        ("read [the notes](https://example.org/x) first", "read the notes first"),
        ("read <https://example.org/x|the notes> first", "read the notes first"),
        ("write to ada@example.org, @ada knows", "write to , knows"),
        ("so <a:party_blob:123456789012345678> happy", "so :party_blob: happy"),
        ("**really** _not_ ~~sure~~ ||yet||", "really not sure yet"),
        ("- milk\n* bread\n1. eggs\n## Title", "milk\nbread\neggs\nTitle"),
        ('She wrote "I will never ever come back" to me', "She wrote to me"),
        ("Er sagte „ich komme heute nicht mehr“ dazu", "Er sagte dazu"),
        ("Il a dit «je ne viens plus du tout» hier", "Il a dit hier"),
        ("彼は「もう絶対に行かないと言った」そうです", "彼は そうです"),
        ('the "foo bar" thing', 'the "foo bar" thing'),
        ('what does it say\nTraceback (most recent call last):\n  File "a.py", line 1', "what does it say"),
        ("12:03 <bob> hi all\n[12:04] bob: hi\nwho is that", "who is that"),
        ("2026-03-01 10:00:00 ERROR boom\nhelp", "help"),
        ("From: Bob\nSubject: Hi\nAm 3. März schrieb Ada Lovelace:\nwas nun?", "was nun?"),
        ("| a | b |\n|---|---|\ntable!", "table!"),
        ("|ada|: hello there\n0x7f 0x1a 32 248832 83 12% 99 /", "|ada|: hello there"),
        ("sudo apt-get install foo\nls -al\nadmin@box:/srv$ make\nmake sure it runs", "make sure it runs"),
        (
            "10:30 AM or 12:30 - 13:00 works, room 12\nimport taxes are high",
            "10:30 AM or 12:30 - 13:00 works, room 12\nimport taxes are high",
        ),
        ('{"a": 1,\n}\n<div class="x">\nhm', "hm"),
    ],
)
def test_only_own_words_are_kept(text: str, own: str) -> None:
    assert own_words(text) == own


@pytest.mark.parametrize(
    "text", ["/tone formal", "!play some song", "  /remind me to eat", "", "   ", "> quoted", "`x`"]
)
def test_nothing_of_a_command_or_a_quote_is_own(text: str) -> None:
    assert own_words(text) == ""


@pytest.mark.parametrize("text", ["...", "!!!", "😂", ":)", "what?!", "-5 degrees", "и/или", "ok / fine"])
def test_short_signs_stay(text: str) -> None:
    assert own_words(text) == text


@given(st.text(max_size=400))
def test_any_text_is_read_and_what_is_read_stays(text: str) -> None:
    own = own_words(text)
    assert "```" not in own and "\x00" not in own and "\r" not in own
    assert all(line and line == line.strip() for line in own.split("\n") if own)


@pytest.mark.parametrize(
    "piece",
    [
        "`",
        "```",
        "[",
        "[a](",
        "<@",
        '"',
        "“",
        "> ",
        "*",
        "_",
        "a@",
        "a.",
        "https://",
        "||",
        "「",
        "<a:",
        "# ",
        "\n",
        "|",
    ],
)
def test_what_never_ends_takes_no_time(piece: str) -> None:
    begun = time.process_time()
    own_words(piece * (2 * LONGEST))
    own_words("x " + piece * LONGEST + " y")
    assert time.process_time() - begun < 1.0


def test_a_text_that_is_judged_keeps_what_it_quotes() -> None:
    said = 'She wrote "I will never ever come back" and `x = 1`'
    assert own_words(said, quotes=True) == 'She wrote "I will never ever come back" and'
