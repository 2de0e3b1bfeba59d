"""Long text in parts, by properties: nothing lost, nothing too long, and nothing that looks broken."""

import re
from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

from adapters.packing import Part
from adapters.text import parts_of, split
from tests.calm import CALM

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
QUOTE = "(?: {0,3}> ?){0,3}"


def joined(parts: list[Part]) -> str:
    """The text again, what was added being looked at first."""
    for part in parts:
        assert re.fullmatch(rf"(?:{QUOTE}(`{{3,8}}|~{{3,8}})[\w+#.-]*\n)?{QUOTE}", part.text[: part.added])
        assert re.fullmatch(rf"(?:\n?{QUOTE}(`{{3,8}}|~{{3,8}}))?", part.text[len(part.text) - part.closed :])
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
