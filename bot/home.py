"""The data folder: made, its owner's alone, writable, and what of it is where. Trouble is told in one sentence."""

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from errno import EDQUOT, ENOSPC
from pathlib import Path

from bot.errors import ConfigError

NEEDED_MB = 200


@dataclass(frozen=True, slots=True)
class Home:
    """The folder that holds everything."""

    folder: Path

    @property
    def history(self) -> Path:
        """Lines typed at the terminal."""
        return self.folder / "history"

    @property
    def exports(self) -> Path:
        """Files that `/export` wrote."""
        return self.folder / "exports"

    @property
    def personas(self) -> Path:
        """The operator's personas, unless the settings name another folder."""
        return self.folder / "personas"

    @property
    def choices(self) -> Path:
        """What was answered to the questions of the first start."""
        return self.folder / "choices.toml"

    @property
    def key(self) -> Path:
        """The keys that tokens of workspaces are sealed with, unless the settings hold some."""
        return self.folder / "secret.key"


def prepare_home(folder: Path) -> Home:
    """The folder, there and writable; raises `ConfigError`."""
    try:
        # The embedded database may run as another account when we are root; it must get through, not look in.
        folder.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)
        probe = folder / f".writable-{os.getpid()}"
        probe.write_bytes(b"x")
        probe.unlink()
    except OSError as fault:
        if fault.errno in (ENOSPC, EDQUOT):
            raise ConfigError(f"The disk of the data folder {folder} is full. Free about {NEEDED_MB} MB.") from fault
        raise ConfigError(
            f"The data folder {folder} cannot be used: {fault.strerror}. Choose another with RAPPORT_HOME."
        ) from fault
    return Home(folder)


def write_choices(home: Home, **choices: str) -> None:
    """Remember answers; a disk that refuses costs being asked again."""
    text = "".join(f"{key} = {json.dumps(value)}\n" for key, value in sorted(choices.items()))
    head = "# Answers to the questions of the first start; delete to be asked again.\n"
    with suppress(OSError):
        home.choices.write_text(head + text, "utf-8")
