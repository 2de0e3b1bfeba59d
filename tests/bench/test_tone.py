"""The parts that the validity of tone is counted with; the figures themselves need data that is not part of this."""

from pathlib import Path

import pytest

from memory.tone.observing import observe
from tests.bench.tone_scores import DataMissing, Scored, interval, load, spearman
from tests.bench.tone_validity import long_texts, main
from tests.bench.tone_writers import Said, by_grams, by_style, draws, rarity, right, writers

LOG = """[12:00] <ada> Good morning, Bob. I have read the documentation.
[12:01] <bob> ada: lol idk man
=== carl has joined
[12:02] <ada> bob, I do not think that it is correct.
* bob waves
"""


def said(*texts: str) -> list[Said]:
    return [Said(text, found) for text in texts if (found := observe(text)) is not None]


def test_ranks_are_compared_and_ties_share_theirs() -> None:
    assert spearman([1, 2, 3, 9], [10, 20, 30, 31]) == pytest.approx(1)
    assert spearman([1, 2, 3], [3, 2, 1]) == pytest.approx(-1)
    assert spearman([1, 1, 2, 2], [1, 2, 3, 4]) == pytest.approx(0.894, abs=0.001)
    low, high = interval([*range(30)], [*range(30)])
    assert low == pytest.approx(1) and high == pytest.approx(1)


def test_missing_data_is_said_clearly(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(tmp_path)]) == 2
    assert "formality/validation.csv is not there" in capsys.readouterr().err
    with pytest.raises(DataMissing, match="chat-logs"):
        writers(tmp_path)


def test_scores_are_read(tmp_path: Path) -> None:
    (tmp_path / "formality").mkdir()
    (tmp_path / "formality" / "train.csv").write_text('label,text\n0.5,"a, b"\n0.1,c\n', "utf-8")
    assert load(tmp_path, "train") == Scored(("a, b", "c"), (0.5, 0.1))


def test_writers_are_read_without_whom_they_speak_to(tmp_path: Path) -> None:
    folder = tmp_path / "chat-logs" / "ubuntu-irc" / "dev"
    folder.mkdir(parents=True)
    (folder / "day.raw.txt").write_text(LOG, "utf-8")
    found = writers(tmp_path)
    assert {name: [each.text for each in texts] for name, texts in found.items()} == {
        "ada": ["Good morning, I have read the documentation.", "I do not think that it is correct."],
        "bob": ["lol idk man"],
    }


def test_contrasting_writers_are_found_by_style_and_by_grams() -> None:
    known = {
        "formal": said(*["I have attached the requested documents.", "Thank you for your response, Sir."] * 4),
        "casual": said(*["lol idk man!!", "yeah thats what i said haha :)"] * 4),
    }
    trials = draws(known, 2, 4, times=20)
    assert right(trials, by_style()) == 1 and right(trials, by_grams(rarity(known))) == 1
    assert {len(each.block) for each in trials} == {4} and {each.right for each in trials} == {0, 1}


def test_long_texts_are_as_long_as_the_longest_that_is_timed() -> None:
    assert [len(each) for each in long_texts(["word " * 30] * 10)] == [400] * 3
