"""Where long text is cut, by examples: what stays whole, what is closed and opened again, and how fast."""

import time

import pytest

from adapters.text import closing_of, parts_of, split


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Intro.\n\n- a longer item\n  - and its child\n- and one more\n", ["Intro.\n\n", None]),
        (
            "Words before it, some of them.\n\n> quoted by them\n> and by others too\n",
            ["Words before it, some of them.\n\n", None],
        ),
        ("Some words before.\n\n# A heading\n\nwhat it heads, in one line.", ["Some words before.\n\n", None]),
        (
            "Words, a good number of words.\n```py\nx = 1\ny = 2\nz = 3\n```\n",
            ["Words, a good number of words.\n", None],
        ),
        ("a | b\n--- | ---\n1 | 2\n\nprose that is long enough to go", ["a | b\n--- | ---\n1 | 2\n\n", None]),
        (
            "  - first\n    - below one\n  - second\n    - below the second\n",
            ["  - first\n    - below one\n", None],
        ),
        ("x" * 50 + "\nshort", ["x" * 50, "\nshort"]),
        ("no space " + "y" * 60, ["no space ", "y" * 50, "y" * 10]),
    ],
)
def test_what_fits_into_a_part_stays_whole(text: str, wanted: list[str | None]) -> None:
    rest = text
    for part, each in zip(split(text, 50), wanted, strict=True):
        assert part == (rest if each is None else each)
        rest = rest.removeprefix(part)


def test_code_that_goes_on_is_closed_and_reopened_with_its_language() -> None:
    code = "".join(f"line {number}\n" for number in range(9))
    first, second = split(f"```py\n{code}```\nend", 50)
    assert first == "```py\nline 0\nline 1\nline 2\nline 3\nline 4\n```"
    assert second == "```py\nline 5\nline 6\nline 7\nline 8\n```\nend"


@pytest.mark.parametrize(
    ("text", "closing"),
    [
        ("", ""),
        ("words", ""),
        ("```py\nx = 1", "\n```"),
        ("# Title\n\n~~~~\nx = 1\n\n", "\n~~~~"),
        ("```py\nx = 1\n```", ""),
        ("```py\nx = 1\n```\nwords\n", ""),
        ("a `b", ""),
    ],
)
def test_what_closes_code_that_breaks_off(text: str, closing: str) -> None:
    assert closing_of(text) == closing


def test_a_line_of_code_that_is_too_long_is_cut_at_a_space() -> None:
    parts = parts_of("~~~\n" + "word " * 20 + "\n~~~", 50)
    assert parts[0].text == "~~~\n" + "word " * 8 + "\n~~~"
    assert all(part.own.endswith(" ") for part in parts[:-1])


def test_text_without_spaces_is_cut_between_signs_but_not_before_a_full_stop() -> None:
    assert split("日" * 49 + "。" + "本" * 9, 50) == ["日" * 49 + "。", "本" * 9]


def test_a_sign_longer_than_a_part_is_cut_all_the_same() -> None:
    assert [len(part) for part in split("a" + "\u0301" * 120, 50)] == [50, 50, 21]


def test_a_limit_that_is_too_small_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="too small"):
        split("text", 49)


@pytest.mark.parametrize(
    "text",
    [
        "Some prose of about sixty characters stands in this line, yes.\n\n" * 16_000,
        "word " * 200_000,
        "- an item of a list\n" * 50_000,
        "```\n" + "x = [1, 2, 3]  # a line of code\n" * 32_000,
        "[a" * 500_000,
        "`` ` ``` " * 110_000,
        "\U0001f1f5" * 1_000_000,
        "日本" * 500_000,
        "||a ` b|| " * 100_000,
        "|| \\||" * 160_000,
        "> ```\n> x\n" * 100_000,
        "> ```\n" + "> x = [1, 2, 3]\n" * 60_000,
    ],
    ids=lambda text: text[:8],
)
def test_a_megabyte_is_split_in_a_moment(text: str) -> None:
    began = time.process_time()
    split(text, 2000, spoilers=True)
    assert time.process_time() - began < 2.0  # half a second on a quiet machine; what is quadratic takes minutes
