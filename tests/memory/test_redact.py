"""Secrets are taken out by shape and by the words before them; ordinary talk stays whole."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memory.redact import redact

# Shapes are put together here, so that no line of this file looks like a key to a scanner.
LETTERS = "aZ3kQ9xP7mB2vN8cT4wR6yU1"
SECRETS = [
    ("API key", "sk-" + "proj-" + LETTERS),
    ("API key", "ghp_" + LETTERS + LETTERS[:12]),
    ("API key", "AK" + "IA" + "ABCDEFGHIJKLMNOP"),
    ("API key", "xox" + "b-" + "123456789012-" + LETTERS),
    ("API key", "AI" + "za" + (LETTERS * 2)[:35]),
    ("API key", "hf_" + (LETTERS * 2)[:34]),
    ("token", "ey" + "JhbGciOiJIUzI1NiJ9.ey" + "JzdWIiOiIxMjM0In0.abcDEF_123"),
    ("card number", "4111 1111 1111 1111"),
    ("card number", "5500-0000-0000-0004"),
    ("card number", "378282246310005"),
    ("private key", "-----BEGIN OPENSSH " + "PRIVATE KEY-----\nb3BlbnNz\n-----END OPENSSH PRIVATE KEY-----"),
]
SAID = [
    ("my password is {}", "hunter2"),
    ("the password for the wifi is {}, ok?", "Tr0ub4dor&3"),
    ("Passwort: {}", "geheim123"),
    ("Das Passwort lautet {}!", "Sommer2026"),
    ("mi contraseña es {}", "Perro_99"),
    ("senha: {}", "abacaxi7"),
    ("mot de passe : {}", "s3cret"),
    ("пароль: {}", "qwerty12"),
    ("我的密码是{}", "abc12345"),
    ("パスワードは{}です", "neko2024"),
    ("비밀번호는 {}", "pass1234"),
    ("password: '{}'", "tomato soup"),
    ("password: {}", "swordfish"),
    ("my PIN is {}", "4821"),
    ("postgres://bob:{}@db/x", "s3cr3t"),
    ("Authorization: Bearer {}", "abcdef1234567890abcdef"),
    ("SOME_API_KEY={}", "abcdef1234567890abcd"),
]
ORDINARY = [
    "my password is wrong",
    "password is required here",
    "I forgot my password again",
    "Passwort ist falsch",
    "is the password long?",
    "a senha é importante",
    "call me at +47 912 34 567",
    "+49 30 123456789012",
    "commit 3f786850e387550fdab836ed7e6dc881de23001b",
    "on 2026-11-22 at 10:30",
    "<@411111111111111111>",
    "order 1234567890123456",
    "the token is expired",
    "a bearer of bad news responsibilities",
    "my secret is that I love jazz",
    "http://localhost:8080/a@b",
    "epoch 1763800000000",
    "sk-learn is nice, ask-me-anything-about-it-any-time",
    "pin it to the board",
]


@pytest.mark.parametrize(("kind", "secret"), SECRETS)
def test_secrets_are_known_by_their_shape(kind: str, secret: str) -> None:
    redacted = redact(f"here: {secret} thanks")
    assert redacted.text == f"here: [secret removed: {kind}] thanks"
    assert redacted.found == (kind,)


@pytest.mark.parametrize(("sentence", "secret"), SAID)
def test_secrets_are_known_by_the_words_before_them(sentence: str, secret: str) -> None:
    redacted = redact(sentence.format(secret))
    assert secret not in redacted.text
    assert redacted.found


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_talk_stays_whole(text: str) -> None:
    assert redact(text).text == text


def test_a_key_that_was_cut_off_is_still_a_key() -> None:
    assert "MIIE" not in redact("-----BEGIN RSA " + "PRIVATE KEY-----\nMIIE").text


@given(st.text())
def test_redacting_twice_changes_nothing_more(text: str) -> None:
    once = redact(text)
    assert redact(once.text).text == once.text


@pytest.mark.parametrize(
    "piece", ["password ", "a", "1 ", "eyJ", "token ", "sk-", "x://", "密码", "pin: ", "1-", "a_1-"]
)
def test_a_long_text_takes_no_longer_than_its_length(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    started = time.perf_counter()
    redact(text)
    assert time.perf_counter() - started < 3


def test_a_name_of_many_parts_is_still_a_name_of_a_key() -> None:
    assert redact("MY_VERY_OWN_SERVICE_FOR-ALL_API_KEY=0123456789abcdef0123").found == ("API key",)
