"""Sealing: what it withstands, how keys change, and the file that holds one."""

import base64
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import ConfigError
from bot.home import Home
from bot.secrets import Sealer, Unreadable, sealer_of

OLD, NEW = b"o" * 32, b"n" * 32


@given(st.text(), st.text())
def test_what_was_sealed_comes_back_for_its_use(text: str, use: str) -> None:
    sealer = Sealer((OLD,))
    try:
        (text + use).encode()
    except UnicodeEncodeError:
        return
    assert sealer.open(sealer.seal(text, use), use) == text


def test_nothing_sealed_shows_what_it_holds_or_looks_like_another() -> None:
    sealer = Sealer((OLD,))
    first, second = sealer.seal("xoxb-hunter2", "a"), sealer.seal("xoxb-hunter2", "a")
    assert b"hunter2" not in first
    assert first != second


def test_for_another_use_or_changed_anywhere_it_does_not_open() -> None:
    sealer = Sealer((OLD,))
    sealed = sealer.seal("token", "slack/T1")
    with pytest.raises(Unreadable):
        sealer.open(sealed, "slack/T2")
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(Unreadable):
            sealer.open(bytes(changed), "slack/T1")
    for length in range(len(sealed)):
        with pytest.raises(Unreadable):
            sealer.open(sealed[:length], "slack/T1")


def test_a_new_key_before_the_old_opens_both_and_tells_which_is_old() -> None:
    old, both = Sealer((OLD,)), Sealer((NEW, OLD))
    sealed = old.seal("token", "use")
    assert both.open(sealed, "use") == "token"
    assert both.is_stale(sealed)
    renewed = both.seal("token", "use")
    assert not both.is_stale(renewed)
    assert Sealer((NEW,)).open(renewed, "use") == "token"
    with pytest.raises(Unreadable):
        old.open(renewed, "use")


def test_the_key_file_is_made_once_and_its_owners_alone(tmp_path: Path) -> None:
    home = Home(tmp_path)
    sealed = sealer_of(None, home).seal("token", "use")
    assert stat.S_IMODE(home.key.stat().st_mode) == 0o600
    assert sealer_of(None, home).open(sealed, "use") == "token"
    assert [each.name for each in tmp_path.iterdir()] == [home.key.name]


def test_processes_that_make_it_at_once_have_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        sealers = [each.result(10) for each in [pool.submit(sealer_of, None, Home(tmp_path)) for _ in range(8)]]
    sealed = [each.seal("token", "use") for each in sealers]
    assert {sealers[0].open(each, "use") for each in sealed} == {"token"}


def test_a_key_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    home = Home(tmp_path)
    sealer_of(None, home)
    home.key.chmod(0o640)
    with pytest.raises(ConfigError, match="chmod 600"):
        sealer_of(None, home)


@pytest.mark.parametrize("content", [b"", b"\n", b"hunter2", b"\xff\xfe", base64.b64encode(b"k" * 16)])
def test_a_key_file_without_a_key_is_refused_and_not_shown(tmp_path: Path, content: bytes) -> None:
    home = Home(tmp_path)
    home.key.write_bytes(content)
    home.key.chmod(0o600)
    with pytest.raises(ConfigError, match="holds no key") as refused:
        sealer_of(None, home)
    assert "hunter2" not in str(refused.value)


def test_keys_of_the_settings_are_used_in_their_order_and_no_file_is_made(tmp_path: Path) -> None:
    new, old = base64.urlsafe_b64encode(b"\xff" * 32).decode(), base64.b64encode(OLD).decode()
    sealer = sealer_of(f" {new}, {old}\n", Home(tmp_path))
    assert sealer.is_stale(Sealer((OLD,)).seal("token", "use"))
    assert not sealer.is_stale(Sealer((b"\xff" * 32,)).seal("token", "use"))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("keys", ["", "hunter2", base64.b64encode(b"k" * 31).decode(), "ключ"])
def test_what_is_no_key_in_the_settings_is_refused_and_not_shown(tmp_path: Path, keys: str) -> None:
    with pytest.raises(ConfigError, match="openssl rand") as refused:
        sealer_of(keys, Home(tmp_path))
    assert "hunter2" not in str(refused.value)
