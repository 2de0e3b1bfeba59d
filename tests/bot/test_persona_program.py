"""The real program with a persona out of its data folder."""

import sys
from pathlib import Path

from tests.bot.program import piped, run, surroundings


async def test_a_file_in_the_data_folder_is_who_answers(database_dsn: str, tmp_path: Path) -> None:
    folder = tmp_path / "personas"
    folder.mkdir()
    (folder / "ada.toml").write_text('name = "Ada"\nabout = "a pilot"\ncharacter = "You are Ada."\n', encoding="utf-8")
    (tmp_path / "rapport.toml").write_text('persona = "ada"\n[tone]\nemoji = -2\n', encoding="utf-8")
    (tmp_path / ".config" / "rapport").mkdir(parents=True)
    (tmp_path / "rapport.toml").rename(tmp_path / ".config" / "rapport" / "rapport.toml")
    ended = await piped(b"/persona\n/persona ../../etc/passwd\n/persona tutor\n/why tone\n", database_dsn, tmp_path)
    assert ended.code == 0 and "- ada: Ada, a pilot" in ended.out
    assert "I cannot be" in ended.out + ended.err and "From now on I am tutor" in ended.out
    assert "Emoji: none, always" in ended.out and "2. Who answers here: tutor" in ended.out


async def test_a_bad_file_is_told_at_the_start_and_by_doctor(database_dsn: str, tmp_path: Path) -> None:
    (tmp_path / "personas").mkdir()
    (tmp_path / "personas" / "ada.toml").write_text('name = "Ada"\n', encoding="utf-8")
    env = surroundings(database_dsn, tmp_path) | {"RAPPORT_PERSONA": "ada"}
    ended = await run((sys.executable, "-m", "bot", "chat", "--demo-model", "none"), env)
    assert ended.code != 0 and "The persona ada is not usable: character is missing; add it." in ended.err
    assert "Traceback" not in ended.err
    told = await run((sys.executable, "-m", "bot", "doctor"), env)
    assert "character is missing; add it" in told.out + told.err
