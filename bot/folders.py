"""Which folders are ours on this system: settings, data, and downloaded weights."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path


def config_folder(environment: Mapping[str, str]) -> Path:
    """Where `rapport.toml` is looked for."""
    if sys.platform == "darwin":
        return _user_home(environment) / "Library" / "Application Support" / "rapport"
    root = environment.get("XDG_CONFIG_HOME", "")
    return (Path(root) if os.path.isabs(root) else _user_home(environment) / ".config") / "rapport"


def default_home(environment: Mapping[str, str]) -> Path:
    """Where everything is kept unless RAPPORT_HOME says otherwise."""
    if os.geteuid() == 0:
        # PostgreSQL refuses to run as root, and the account it runs as instead cannot enter root's own folder.
        return Path("/var/lib/rapport")
    if sys.platform == "darwin":
        return config_folder(environment)
    root = environment.get("XDG_DATA_HOME", "")
    return (Path(root) if os.path.isabs(root) else _user_home(environment) / ".local" / "share") / "rapport"


def weights_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Where downloaded model weights lie, once a machine and user: they are no personal data."""
    cache = environment.get("XDG_CACHE_HOME", "")
    if os.path.isabs(cache):
        return Path(cache) / "rapport" / "models"
    if os.geteuid() == 0:
        return Path("/var/cache/rapport/models")
    return _user_home(environment) / ".cache" / "rapport" / "models"


def _user_home(environment: Mapping[str, str]) -> Path:
    return Path(environment.get("HOME") or Path.home())
