"""The command line: what each command takes, and that nothing dangerous is done by a word left out."""

import pytest

from bot.arguments import Arguments, read_arguments


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ([], Arguments("chat")),
        (["run"], Arguments("run")),
        (["run", "--discord"], Arguments("run", discord=True)),
        (["run", "--slack"], Arguments("run", slack=True)),
        (["invite"], Arguments("invite")),
        (["forget-account", "discord", "123"], Arguments("forget-account", platform="discord", handle="123")),
        (
            ["forget-account", "discord", "123", "--yes"],
            Arguments("forget-account", platform="discord", handle="123", yes=True),
        ),
        (["export", "--as", "Ana"], Arguments("export", person="Ana")),
    ],
)
def test_words_become_arguments(words: list[str], wanted: Arguments) -> None:
    assert read_arguments(words) == wanted


@pytest.mark.parametrize("words", [["forget-account"], ["forget-account", "discord"], ["run", "--teams"], ["forget"]])
def test_what_is_not_understood_is_not_done(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        read_arguments(words)
    assert caught.value.code == 2
    assert "usage: rapport" in capsys.readouterr().err
