"""The operator's personas: read anew when a file changes, the last good one kept where a file is bad."""

import logging
from pathlib import Path

import pytest

from bot.config import Settings
from bot.doctor import personas
from bot.errors import ConfigError
from bot.persona import load_persona
from bot.shelf import FRESH_SECONDS, MOST_FILES, Shelf

GOOD = 'name = "{name}"\ncharacter = "You are {name}."\n'


class Clock:
    """A clock that is put forward."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        self.now += FRESH_SECONDS
        return self.now


def write(folder: Path, key: str, name: str = "Ada", text: str = "") -> None:
    (folder / f"{key}.toml").write_text(text or GOOD.format(name=name), encoding="utf-8")


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path, clock=Clock())


def test_a_file_is_there_at_once_changes_and_goes(shelf: Shelf, tmp_path: Path) -> None:
    assert shelf.get("ada") is None and shelf.get("brief") == load_persona("brief")
    write(tmp_path, "ada")
    assert (ada := shelf.get("ada")) is not None and ada.name == "Ada"
    write(tmp_path, "ada", "Adele")
    assert (ada := shelf.get("ada")) is not None and ada.name == "Adele"
    (tmp_path / "ada.toml").unlink()
    assert shelf.get("ada") is None


def test_a_bad_file_leaves_the_last_good_one_and_is_told(
    shelf: Shelf, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write(tmp_path, "ada")
    assert shelf.get("ada") is not None
    with caplog.at_level(logging.WARNING):
        write(tmp_path, "ada", text="name = 7\nsecret words")
        assert (ada := shelf.get("ada")) is not None and ada.name == "Ada"
        shelf.all()
    assert [record.message for record in caplog.records] == ["persona file not usable"], "once for each change"
    assert "secret" not in caplog.text
    assert "not valid TOML" in shelf.faults()["ada"]
    finding = personas(Settings(tmp_path), shelf)
    assert "The persona ada is not valid TOML" in finding.text
    write(tmp_path, "ada", "Adele")
    assert shelf.faults() == {} and "Rapport answers where nobody chose" in personas(Settings(tmp_path), shelf).text


def test_a_file_that_was_never_good_is_nobody(shelf: Shelf, tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_bytes(b"\xff\xfe")
    write(tmp_path, "Bad Name")
    write(tmp_path, "usual")
    assert shelf.get("bad") is None and set(shelf.faults()) == {"bad", "Bad Name", "usual"}
    assert "has a meaning in /persona" in shelf.faults()["usual"]
    (tmp_path / "gone.toml").symlink_to(tmp_path / "nowhere")
    write(tmp_path, "ada")
    assert shelf.get("ada") is not None, "one that is gone takes nobody else along"


def test_ones_own_file_stands_before_an_installed_one(shelf: Shelf, tmp_path: Path) -> None:
    write(tmp_path, "brief", "Bea")
    assert (found := shelf.get("brief")) is not None and found.name == "Bea"
    (tmp_path / "brief.toml").unlink()
    assert shelf.get("brief") == load_persona("brief")


def test_files_are_looked_at_every_few_seconds_only(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, clock=lambda: 5.0)
    assert shelf.get("ada") is None
    write(tmp_path, "ada")
    assert shelf.get("ada") is None, "not before the next look"


def test_many_files_and_folders_named_like_files_do_no_harm(shelf: Shelf, tmp_path: Path) -> None:
    for number in range(MOST_FILES + 20):
        write(tmp_path, f"p{number:03}", f"P{number}")
    (tmp_path / "a.toml").mkdir()
    assert len([key for key in shelf.all() if key.startswith("p0")]) == MOST_FILES - 1


def test_a_folder_that_cannot_be_read_leaves_what_was_there(tmp_path: Path) -> None:
    folder = tmp_path / "personas"
    folder.mkdir()
    shelf = Shelf(folder, clock=Clock())
    write(folder, "ada")
    assert shelf.get("ada") is not None
    folder.rename(tmp_path / "aside")
    folder.write_text("no folder", encoding="utf-8")  # closed to nobody, so that root cannot read it either
    assert (ada := shelf.get("ada")) is not None and ada.name == "Ada"


def test_one_is_found_by_key_or_by_a_name_that_only_one_has(shelf: Shelf, tmp_path: Path) -> None:
    write(tmp_path, "ada", "Ada")
    assert shelf.find("ada") == shelf.find("ADA") == shelf.find("Аdа") == "ada"  # the last one with Cyrillic а
    assert shelf.find("Tessa") == "tutor"
    assert shelf.find("Rapport") is None or shelf.find("Rapport") == "rapport"
    write(tmp_path, "other", "Ada")
    assert shelf.find("Ada") is None and shelf.find("other") == "other"
    assert shelf.find("../../etc/passwd") is None and shelf.find(str(tmp_path / "ada.toml")) is None


def test_who_answers_where_nobody_chose_is_a_key_or_a_path(shelf: Shelf, tmp_path: Path) -> None:
    write(tmp_path, "ada")
    assert shelf.usual("ada").name == "Ada" and shelf.usual(str(tmp_path / "ada.toml")).name == "Ada"
    assert shelf.usual("rapport") == load_persona("rapport")
    write(tmp_path, "bea", text="name = 7")
    with pytest.raises(ConfigError, match="The persona bea is not usable: "):
        shelf.usual("bea")
    with pytest.raises(ConfigError, match="There is no persona nobody"):
        shelf.usual("nobody")
