"""The measurement of tone: writers differ, the scripted model does what it is told, and the figures come out."""

from pathlib import Path

import pytest

from memory.tone.distance import distance
from tests.bench.tone_model import QUESTIONS, asked_of, written
from tests.bench.tone_people import WRITERS, addressee, messages, tone_of
from tests.bench.tone_plot import draw


def test_there_are_twelve_writers_who_are_told_apart_by_half_of_what_they_write() -> None:
    assert len({each.name for each in WRITERS}) == len(WRITERS) == 12
    said = {each.name: messages(each) for each in WRITERS}
    assert said == {each.name: messages(each) for each in WRITERS}
    halves = {name: (tone_of(each[::2]), tone_of(each[1::2])) for name, each in said.items()}
    for name, (_, later) in halves.items():
        far = {other: distance(later, first) for other, (first, _) in halves.items()}
        assert min(far, key=lambda other: far[other]) == name


def test_all_of_them_are_known_after_forty_messages() -> None:
    assert all(addressee(each).messages > 30 for each in WRITERS)


@pytest.mark.parametrize("language", QUESTIONS)
def test_the_model_says_the_neutral_answer_where_it_is_told_nothing(language: str) -> None:
    question = QUESTIONS[language][0]
    said = written("", question, "one")
    assert said == written("", question, "another") and "!" not in said and said.endswith(".")
    assert said != written("Emoji are welcome. An exclamation mark now and then. Keep it casual.", question, "one")


def test_the_last_block_counts() -> None:
    block = "<tone>\nHow to write to Ana from here on, in form only and never in content:\n{}\n</tone>\nWhy?"
    told, question = asked_of([{"content": block.format("No emoji.")}, {"content": block.format("Be warm.")}])
    assert (told.strip(), question) == ("Be warm.", "Why?")
    assert asked_of([{"content": "Why?"}]) == ("", "Why?")


def test_the_plot_holds_every_writer_and_escapes_names(tmp_path: Path) -> None:
    file = tmp_path / "plots" / "tone.svg"
    draw([("a<b", 2.0, 1.5, 0.5), ("plain", 0.4, 1.0, 0.3)], file=file)
    drawn = file.read_text("utf-8")
    assert "a&lt;b" in drawn and drawn.count('r="8"') == 2 and drawn.endswith("</svg>\n")
