"""Makes .venv and brings it up to date with pip; loaded only when something has to be done."""

import os
import re
import shutil
import subprocess
import sys

from stamp import BASE_PYTHON, LOCKS, PYTHON, ROOT, VENV, SetupFailed, digest, interpreter, stamp, write_stamp

SIZES = {"base": "about 220 MB to download, 610 MB on disk", "dev": "about 80 MB to download, 200 MB on disk"}
NEEDED_MB = 800
NO_VENV = "This Python can make no environment: venv or pip is missing. On Debian or Ubuntu: apt install python3-venv"
CAUSES = (
    ("No space left|Errno 28|Disk quota", f"The disk is full. Free about {NEEDED_MB} MB and run this again."),
    ("HASHES|do not match", "A downloaded package is not the one that the lock names. Nothing of it was installed."),
    ("Permission denied|Read-only file system", f"This folder cannot be written: {ROOT}"),
    (
        "ConnectionError|ConnectTimeout|ReadTimeout|Connection (broken|refused|aborted)|Name or service|name resolution"
        "|Network is unreachable|ProxyError|SSLError",
        "The package index cannot be reached. Check the network and run this again.",
    ),
    (
        "No matching distribution|Could not find a version",
        f"A package has no ready-made build for this system and Python {sys.version.split()[0]}, "
        "or the package index has not all packages.",
    ),
)


def say(text):
    """One line for the person, at once."""
    print(text, flush=True)


def succeeds(command):
    """Whether a command ends with status 0; its words are dropped."""
    return subprocess.call(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0


def has_module(name):
    """Whether this Python can import a module; Debian leaves some out."""
    return succeeds([BASE_PYTHON, "-c", f"import {name}"])


def require_disk():
    """Refuses before anything is downloaded when the disk cannot hold it."""
    free = shutil.disk_usage(ROOT).free >> 20
    if free < NEEDED_MB:
        raise SetupFailed(f"Only {free} MB are free here; set-up needs about {NEEDED_MB} MB.")


def make_environment():
    """An empty .venv; without a pip of its own where ensurepip is missing."""
    own_pip = has_module("ensurepip")
    if not has_module("venv") or not (own_pip or has_module("pip")):
        raise SetupFailed(NO_VENV)
    say(f"Making the environment .venv with Python {sys.version.split()[0]} ...")
    execute([BASE_PYTHON, "-m", "venv", "--clear", *([] if own_pip else ["--without-pip"]), VENV])


def pip():
    """The pip command that installs into .venv, or None. This Python's own pip can do it from outside."""
    own = [PYTHON, "-m", "pip"]
    if succeeds([*own, "--version"]):
        return own
    return [BASE_PYTHON, "-m", "pip", "--python", PYTHON] if has_module("pip") else None


def execute(command):
    """Runs a command quietly, telling only which downloads come in; its failure becomes a sentence."""
    tail = []
    settings = dict(os.environ, PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_NO_INPUT="1", PYTHONUNBUFFERED="1")
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    with subprocess.Popen(command, cwd=ROOT, env=settings, text=True, errors="replace", **pipes) as process:
        for line in process.stdout:
            tell_download(line)
            tail = [*tail, line.rstrip()][-40:]
    if process.returncode:
        raise SetupFailed(explain("\n".join(tail)))


def tell_download(line):
    """Shows a package of a megabyte or more as it comes in."""
    found = re.match(r"\s*(Downloading|Using cached) (?:\S*/)?([A-Za-z0-9_.]+)-\S+ \(([\d.]+) MB\)", line)
    if found:
        verb = "taking from the cache" if found.group(1) == "Using cached" else "downloading"
        name = found.group(2).replace("_", "-")
        say(f"  {verb} {name}, {found.group(3)} MB")
    elif line.startswith("Installing collected packages: ") and "," in line:
        say("  unpacking ...")


def explain(output):
    """The cause in a sentence, then what the tool itself said last."""
    cause = next((text for pattern, text in CAUSES if re.search(pattern, output)), "A step of the set-up failed.")
    lines = [line for line in output.splitlines() if line.strip() and not line.startswith("WARNING: ")]
    return "\n  ".join([cause, "The last lines of the tool:", *lines[-5:]])


def is_usable():
    """Whether the .venv that is there can be brought up to date instead of being made anew."""
    found = stamp()
    same = found.get("python", interpreter()) == interpreter()
    return same and "unfinished" not in found and os.path.exists(PYTHON) and pip() is not None


def install(kinds):
    """Brings .venv to the state that the locks name."""
    now = {kind: digest(kind) for kind in kinds}
    require_disk()
    if not is_usable():
        make_environment()
    known = stamp()
    write_stamp({"unfinished": ""})
    tool = [*(pip() or []), "install", "--progress-bar", "off"]
    for kind in (kind for kind in kinds if known.get(kind) != now[kind]):
        say(f"Installing the packages of {LOCKS[kind]} ({SIZES[kind]}) ...")
        execute([*tool, "--require-hashes", "--only-binary", ":all:", "-r", LOCKS[kind]])
    execute([*tool, "--no-deps", "--no-build-isolation", "-e", "."])
    write_stamp({**known, **now, "python": interpreter()})
