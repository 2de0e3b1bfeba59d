"""Seals what others must not read even where they can read the database: tokens of workspaces, passes of installing.

AES-256-GCM, bound to what the text belongs to, so that nobody who can write rows can put one workspace's tokens into
another's place. The first key seals, every key opens: a new one is put before the old, which goes once all is renewed.
"""

import base64
import hashlib
import os
import re
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.errors import ConfigError
from bot.home import Home

KEY_BYTES, MARK_BYTES, NONCE_BYTES = 32, 4, 12
WRONG_KEY = (
    "The setting secret_key is no key. Make one with: openssl rand -base64 32. Several are separated by commas, the "
    "one that is used from now on first."
)
OPEN_FILE = "The key file {path} can be read by other users. Say: chmod 600 {path}"
WRONG_FILE = "The key file {path} holds no key. Restore it, or delete it and install the bot in its workspaces again."
LOST_FILE = "The key file {path} cannot be used: {reason}."


class Unreadable(Exception):
    """Nothing that one of these keys sealed for that use."""


@dataclass(frozen=True, slots=True)
class _Key:
    mark: bytes
    cipher: AESGCM = field(repr=False)


class Sealer:
    """Seals and opens with a ring of keys of 32 bytes, at least one."""

    def __init__(self, keys: tuple[bytes, ...]) -> None:
        self._keys = tuple(_Key(hashlib.sha256(b"mark" + key).digest()[:MARK_BYTES], AESGCM(key)) for key in keys)

    def seal(self, text: str, use: str) -> bytes:
        """The text as only `open` with the same `use` gives it back."""
        key, nonce = self._keys[0], os.urandom(NONCE_BYTES)
        return key.mark + nonce + key.cipher.encrypt(nonce, text.encode(), use.encode())

    def open(self, sealed: bytes, use: str) -> str:
        """The sealed text; raises `Unreadable`."""
        mark, nonce, rest = sealed[:MARK_BYTES], sealed[MARK_BYTES:][:NONCE_BYTES], sealed[MARK_BYTES + NONCE_BYTES :]
        for key in self._keys:
            if key.mark == mark:
                try:
                    return key.cipher.decrypt(nonce, rest, use.encode()).decode()
                except (InvalidTag, ValueError) as fault:
                    raise Unreadable() from fault
        raise Unreadable()

    def is_stale(self, sealed: bytes) -> bool:
        """Whether another key than the first one sealed it."""
        return not sealed.startswith(self._keys[0].mark)


def sealer_of(keys: str | None, home: Home) -> Sealer:
    """With the keys of the settings, else with those in the data folder, made on first use; raises `ConfigError`."""
    if keys is not None:
        return Sealer(_read(keys, WRONG_KEY))
    try:
        _make(home.key)
        if home.key.stat().st_mode & 0o077:
            raise ConfigError(OPEN_FILE.format(path=home.key))
        return Sealer(_read(home.key.read_text("ascii"), WRONG_FILE.format(path=home.key)))
    except UnicodeDecodeError:
        raise ConfigError(WRONG_FILE.format(path=home.key)) from None
    except OSError as fault:
        raise ConfigError(LOST_FILE.format(path=home.key, reason=fault.strerror)) from fault


def _make(path: Path) -> None:
    """A new key where there is none; whole or not at all, and never over one that another process made."""
    if path.exists():
        return
    descriptor, own = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")  # its owner's alone
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(base64.b64encode(os.urandom(KEY_BYTES)) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(own, path)
        except FileExistsError:
            return
    finally:
        os.unlink(own)


def _read(text: str, complaint: str) -> tuple[bytes, ...]:
    try:
        keys = tuple(
            base64.b64decode(part, altchars=b"-_" if set(part) & set("-_") else None, validate=True)
            for part in re.split(r"[\s,]+", text.strip())
        )
    except ValueError:
        raise ConfigError(complaint) from None
    if any(len(key) != KEY_BYTES for key in keys):
        raise ConfigError(complaint)
    return keys
