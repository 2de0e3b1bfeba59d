"""What .venv was made from: hashes of the locks in a stamp, so that a later call only compares them."""

import hashlib
import os
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
# Resolved, so that an activated .venv does not make itself anew out of its own ruins.
BASE_PYTHON = os.path.realpath(sys.executable)
PYTHON = os.path.join(VENV, *(("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")))
STAMP = os.path.join(VENV, "rapport-setup")
LOCKS = {"base": "requirements.lock", "dev": os.path.join("tests", "requirements.lock")}


class SetupFailed(Exception):
    """Set-up cannot go on; the text says why and what to do."""


def digest(kind):
    """Hash of everything whose change makes an installed environment stale."""
    state = hashlib.sha256()
    for name in (LOCKS[kind], "pyproject.toml"):
        try:
            with open(os.path.join(ROOT, name), "rb") as file:
                state.update(file.read())
        except OSError as fault:
            raise SetupFailed(f"{name} cannot be read: {fault.strerror}") from fault
    return state.hexdigest()


def interpreter():
    """Which Python and which folder the environment was made for; another one means making it anew."""
    return "{}.{} {} {}".format(*sys.version_info[:2], BASE_PYTHON, ROOT)


def stamp():
    """What was installed last, by key: empty for an environment that is not ours."""
    try:
        with open(STAMP, encoding="utf-8") as file:
            return dict(line.rstrip("\n").partition(" ")[::2] for line in file)
    except FileNotFoundError:
        return {}


def write_stamp(content):
    """Replaces the stamp in one step."""
    with open(STAMP + ".new", "w", encoding="utf-8") as file:
        file.writelines(f"{key} {value}\n" for key, value in content.items())
    os.replace(STAMP + ".new", STAMP)


def is_current(kinds):
    """Whether nothing has to be done."""
    found = stamp()
    return (
        os.path.exists(PYTHON)
        and found.get("python") == interpreter()
        and all(found.get(kind) == digest(kind) for kind in kinds)
    )
