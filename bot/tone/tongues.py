"""The files of words beside this package, one for each language."""

import tomllib
from collections.abc import Mapping
from importlib import resources


def tongues(folder: str) -> Mapping[str, Mapping[str, object]]:
    """What the files of the folder hold, by language, in the order of their names."""
    files = [each for each in (resources.files("bot.tone") / folder).iterdir() if each.name.endswith(".toml")]
    read = {each.name.removesuffix(".toml"): tomllib.loads(each.read_text("utf-8")) for each in files}
    return dict(sorted(read.items()))
