"""The personas that can be chosen: those that come with the bot, and those in the operator's folder.

A file that changes counts within seconds, without a restart; one that cannot be read leaves the last good one in
place, with its fault. Looking costs a call for each file of a small folder, every few seconds at most.
"""

import logging
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISREG

from bot.calling import skeleton
from bot.errors import ConfigError
from bot.persona import Persona, installed_personas, load_persona, persona_of
from bot.persona_file import LARGEST

log = logging.getLogger(__name__)
FRESH_SECONDS = 2.0
MOST_FILES = 50
_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_RESERVED = ("usual", "here", "space", "also", "not", "only")
Stamp = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class _Held:
    stamp: Stamp
    persona: Persona | None
    fault: str = ""


class Shelf:
    """Personas by key, which is the name of their file without `.toml`; `folder` None: those installed only."""

    def __init__(self, folder: Path | None = None, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._folder = folder
        self._clock = clock
        self._looked: float | None = None
        self._held: dict[str, _Held] = {}
        self._all: Mapping[str, Persona] = {}

    def all(self) -> Mapping[str, Persona]:
        """Every persona by key; the operator's stand before installed ones of the same key."""
        now = self._clock()
        if self._looked is None or now - self._looked >= FRESH_SECONDS:
            first, self._looked = self._looked is None, now
            if self._look() or first:
                own = {key: held.persona for key, held in self._held.items() if held.persona is not None}
                self._all = dict(sorted({**_installed(), **own}.items()))
        return self._all

    def get(self, key: str | None) -> Persona | None:
        """The persona of that key."""
        return self.all().get(key) if key else None

    def usual(self, name: str) -> Persona:
        """Who answers where nobody chose: by key, or from the path of a file; raises `ConfigError`."""
        found = self.get(name)
        if found is None and name in (faults := self.faults()):
            raise ConfigError(faults[name])
        return found or load_persona(name)

    def find(self, asked: str) -> str | None:
        """The key of the persona that is meant, by key or by a name that only one has."""
        known, looks = self.all(), skeleton(asked)
        if asked in known:
            return asked
        named = [key for key, each in known.items() if looks in (skeleton(each.name), skeleton(key))]
        return named[0] if len(named) == 1 else None

    def faults(self) -> Mapping[str, str]:
        """What is wrong with the operator's files, by key."""
        self.all()
        return {key: held.fault for key, held in self._held.items() if held.fault}

    def _look(self) -> bool:
        """Read what changed; whether anything did."""
        found = self._stamps()
        changed = {key: path for key, (path, stamp) in found.items() if not self._holds(key, stamp)}
        gone = self._held.keys() - found.keys()
        for key in gone:
            del self._held[key]
        for key, path in changed.items():
            self._held[key] = self._read(key, path, stamp=found[key][1])
        return bool(changed or gone)

    def _holds(self, key: str, stamp: Stamp) -> bool:
        held = self._held.get(key)
        return held is not None and held.stamp == stamp

    def _read(self, key: str, path: Path, *, stamp: Stamp) -> _Held:
        last = self._held.get(key)
        try:
            return _Held(stamp, _loaded(key, path))
        except ConfigError as fault:
            log.warning("persona file not usable", extra={"persona": key})
            return _Held(stamp, last.persona if last is not None else None, str(fault))

    def _stamps(self) -> dict[str, tuple[Path, Stamp]]:
        """The operator's files with what tells that one changed; a folder that cannot be read changes nothing."""
        if self._folder is None:
            return {}
        try:
            paths = sorted(path for path in self._folder.iterdir() if path.suffix == ".toml")[:MOST_FILES]
            return {path.stem: (path, stamp) for path in paths if (stamp := _stamp(path)) is not None}
        except FileNotFoundError:
            return {}
        except OSError:
            log.warning("persona folder not readable")
            return {key: (self._folder / f"{key}.toml", held.stamp) for key, held in self._held.items()}


def _stamp(path: Path) -> Stamp | None:
    """None where there is no file, or no longer: an editor may just be putting another in its place."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return (found.st_mtime_ns, found.st_size, found.st_ino) if S_ISREG(found.st_mode) else None


def _loaded(key: str, path: Path) -> Persona:
    if key in _RESERVED:
        raise ConfigError(
            f"The persona {key} is not usable: that word has a meaning in /persona; name its file otherwise."
        )
    if not _KEY.fullmatch(key):
        raise ConfigError(f"The persona {key[:40]} is not usable: name its file in small letters, as in ada.toml.")
    try:
        with path.open(encoding="utf-8") as file:
            text = file.read(LARGEST + 1)
    except (OSError, UnicodeDecodeError):
        raise ConfigError(f"The persona {key} cannot be read: it is no UTF-8 text, or closed to this user.") from None
    return persona_of(text, key)


def _installed() -> Mapping[str, Persona]:
    return {name: load_persona(name) for name in installed_personas()}
