"""Long text in parts: nothing lost, nothing too long, nothing that looks broken, and quickly."""

import re
import time
from itertools import accumulate

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.packing import Part
from adapters.text import closing_of, parts_of, plain_markup, split

CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
SIGNS = ("👩‍👩‍👧‍👦", "🏳️‍🌈", "👍🏽", "🇵🇹", "1️⃣", "e\u0301", "क्षि", "각", "נ\u05b8", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "\u1112\u1161\u11ab")
WORDS = (
    "so",
    "Biscuit",
    "mother-in-law",
    "東京に住んでいます。",
    "مرحبا",
    "بالعالم",
    "C#",
    "*bold*",
    "<@1234567>",
    "2.",
    "|",
    *SIGNS,
)
ATOMS = ("`a b`", "``x ` y``", "[a link](https://a.example/b_(c))", "![p q](u)", "https://a.example/long?x=1")
words = st.lists(st.sampled_from(WORDS + ATOMS), min_size=1, max_size=30)
lines = st.one_of(
    words.map(" ".join),
    st.lists(st.sampled_from((*WORDS, *ATOMS[2:])), min_size=1, max_size=30).map("".join),
    st.lists(st.sampled_from(SIGNS), min_size=1, max_size=60).map("".join),
    st.text(st.characters(exclude_characters="\r`", codec="utf-8"), max_size=90),
)
code = st.lists(st.sampled_from(["x = 1", "    return [a](b)", "", "# no heading", "y" * 70, "~~", "- a"]), max_size=30)


def _fenced(marker: str, language: str, inside: list[str]) -> str:
    return "\n".join([marker + language, *inside, marker])


def _listed(items: list[tuple[int, str]]) -> str:
    return "\n".join(f"{'  ' * depth}{'1.' if depth == 1 else '-'} {item}" for depth, item in items)


blocks = st.one_of(
    lines,
    st.builds(_fenced, st.sampled_from(["```", "~~~", "````"]), st.sampled_from(["", "py", "c++"]), code),
    st.lists(st.tuples(st.integers(0, 2), words.map(" ".join)), min_size=1, max_size=9).map(_listed),
    st.lists(words.map(" ".join), min_size=1, max_size=5).map(lambda said: "\n".join(f"> {each}" for each in said)),
    st.builds(lambda depth, said: f"{'#' * depth} {said}", st.integers(1, 3), words.map(" ".join)),
    st.lists(st.tuples(*[st.sampled_from(WORDS)] * 3).map(" | ".join), min_size=2, max_size=9).map("\n".join),
)
markdown = st.lists(st.tuples(blocks, st.sampled_from(["\n", "\n\n", "\r\n", "\n \n"])), max_size=9).map(
    lambda pairs: "".join(block + gap for block, gap in pairs)
)
limits = st.integers(50, 400)


def joined(parts: list[Part]) -> str:
    """The text again, what was added being looked at first."""
    for part in parts:
        assert re.fullmatch(r"(?:(`{3,8}|~{3,8})[\w+#.-]*\n)?", part.text[: part.added])
        assert re.fullmatch(r"(?:\n?(`{3,8}|~{3,8}))?", part.text[len(part.text) - part.closed :])
        assert not part.closed or part.text[: -part.closed].endswith("\n") or part.text[-part.closed] == "\n"
    return "".join(part.own for part in parts)


def fenced(text: str) -> list[tuple[int, int, bool]]:
    """Start and end of each line, and whether it is code."""
    found, marker, at = [], "", 0
    for line in re.findall(r"[^\n]*\n|[^\n]+", text):
        bare = line.strip("\r\n\t ")
        if marker and re.fullmatch(rf"{marker}{marker[0]}*", bare):
            inside, marker = True, ""
        elif marker:
            inside = True
        else:
            opening = re.fullmatch(r"(`{3,8}|~{3,8})[ \t]*[^`~].*|(`{3,8}|~{3,8})", bare)
            marker = (opening[1] or opening[2]) if opening and "`" not in bare.lstrip("`") else ""
            inside = bool(marker)
        found.append((at, at + len(line), inside))
        at += len(line)
    return found


def wholes(text: str) -> list[tuple[int, int]]:
    """What must stay whole in a line of prose; an address that goes on where another ends is no longer one."""
    atoms = "|".join(
        ("(?<!\\S)" if each.startswith("http") else "") + re.escape(each) for each in (*ATOMS, "<@1234567>", *SIGNS)
    )
    return [found.span() for found in re.finditer(atoms, text)]


@CALM
@given(markdown, limits)
def test_nothing_is_lost_and_nothing_too_long(text: str, limit: int) -> None:
    parts = parts_of(text, limit)
    assert joined(parts) == text
    assert all(0 < len(part.text) <= limit for part in parts)
    assert split(text, limit) == [part.text for part in parts]


@CALM
@given(markdown, limits)
def test_a_line_is_cut_only_when_it_is_too_long(text: str, limit: int) -> None:
    cuts = list(accumulate(len(part.own) for part in parts_of(text, limit)))[:-1]
    for start, end, is_code in fenced(text):
        line = text[start:end]
        if any(start < cut < start + len(line.rstrip()) for cut in cuts):
            assert len(line) > limit - (64 if is_code else 0)


@CALM
@given(markdown, limits)
def test_no_cut_goes_through_a_sign_a_link_or_inline_code(text: str, limit: int) -> None:
    cuts = set(accumulate(len(part.own) for part in parts_of(text, limit)))
    for start, end, is_code in fenced(text):
        if not is_code:
            inside = {at for first, last in wholes(text[start:end]) for at in range(start + first + 1, start + last)}
            assert not cuts & inside


@CALM
@given(markdown, limits)
def test_a_part_leaves_no_fence_open(text: str, limit: int) -> None:
    parts = parts_of(text, limit)
    for part in parts[:-1]:
        assert not _open(part.text), part
    assert not parts or _open(parts[-1].text) == _open(text)


def _open(text: str) -> bool:
    """Whether a fence is open at the end."""
    found = fenced(text)
    return bool(found) and fenced(text + "\n\nx")[-1][2]


@CALM
@given(markdown, limits)
def test_a_growing_text_never_needs_fewer_parts(text: str, limit: int) -> None:
    counts = [len([part for part in split(text[:end], limit) if part.strip()]) for end in range(0, len(text), 7)]
    assert counts == sorted(counts)


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
    ],
    ids=lambda text: text[:8],
)
def test_a_megabyte_is_split_in_a_moment(text: str) -> None:
    began = time.process_time()
    split(text, 2000)
    assert time.process_time() - began < 2.0  # half a second on a quiet machine; what is quadratic takes minutes


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("*a* _b_ `c` ~~d~~ ||e||", r"\*a\* \_b\_ \`c\` \~\~d\~\~ \|\|e\|\|"),
        ("# h\n  ## h\n#tag", "\\# h\n  \\## h\n#tag"),
        (
            "-# small\n- item\n-5\n+ item\n12. item\n3) item\n1.5",
            "\\-# small\n\\- item\n-5\n\\+ item\n12\\. item\n3\\) item\n1\\.5",
        ),
        ("> quote\n>>> all\na > b", "\\> quote\n\\>>> all\na > b"),
        ("[a](http://b)", r"\[a\](http://b)"),
        ("<@1> <:x:2> @everyone", r"\<@1> \<:x:2> @everyone"),
        ("\\*", r"\\\*"),
        ("see https://a.b/c_d_e*f* now_", r"see https://a.b/c_d_e*f* now\_"),
    ],
)
def test_text_of_people_is_shown_as_it_is_written(text: str, shown: str) -> None:
    assert plain_markup(text) == shown


def test_what_is_shown_as_written_is_not_turned_round() -> None:
    assert plain_markup("2. \u202eneB\u202c: \u2066yes\u2069 ש\u05c1") == "2\\. neB: yes ש\u05c1"


@CALM
@given(st.text(st.sampled_from("*_`~|[]()<>#-+1. \n\\a")))
def test_escaping_takes_nothing_away(text: str) -> None:
    assert re.sub(r"\\([^0-9A-Za-z\s])", r"\1", plain_markup(text)) == text
