"""Makes .venv from the hashed locks and says what it does: the one step before `rapport chat`, standard library only.

A stamp in .venv remembers what was installed, so a later call only compares hashes (about 10 ms on top of Python's
own start; that is why the slow imports sit in the functions that need them). An unfinished set-up leaves the word
"unfinished" there and is made anew from nothing: slower than mending it, never wrong. Only wheels are installed,
so no compiler is needed; where a package has no wheel for a platform, that is said in a sentence.

    python3 deploy/setup.py [--dev]
"""

import hashlib
import os
import sys

OLDEST = (3, 11)
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
# Resolved, so that an activated .venv does not make itself anew out of its own ruins.
BASE_PYTHON = os.path.realpath(sys.executable)
PYTHON = os.path.join(VENV, *(("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")))
STAMP = os.path.join(VENV, "rapport-setup")
LOCKS = {"base": "requirements.lock", "dev": os.path.join("tests", "requirements.lock")}
SIZES = {"base": "about 120 MB to download, 350 MB on disk", "dev": "about 60 MB to download, 150 MB on disk"}
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


class SetupFailed(Exception):
    """Set-up cannot go on; the text says why and what to do."""


def say(text):
    """One line for the person, at once."""
    print(text, flush=True)


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


def succeeds(command):
    """Whether a command ends with status 0; its words are dropped."""
    import subprocess

    return subprocess.call(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0


def has_module(name):
    """Whether this Python can import a module; Debian leaves some out."""
    return succeeds([BASE_PYTHON, "-c", f"import {name}"])


def newer_python():
    """Path of a Python that is new enough, or None."""
    import shutil

    found = (shutil.which(f"python3.{minor}") for minor in (13, 12, 11))
    return next((path for path in found if path and succeeds([path, "-c", ""])), None)


def require_python(arguments):
    """Goes on under a newer Python where this one is too old, or says so."""
    if sys.version_info >= OLDEST:
        return
    path = newer_python()
    mine = sys.version.split()[0]
    if path is None:
        raise SetupFailed(f"Rapport needs Python 3.11 or newer; this is {mine}. Then: make chat PYTHON=python3.12")
    say(f"This Python is {mine}; going on with {path}.")
    os.execv(path, [path, os.path.abspath(__file__), *arguments])


def require_disk():
    """Refuses before anything is downloaded when the disk cannot hold it."""
    import shutil

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
    import subprocess

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
    import re

    found = re.match(r"\s*(Downloading|Using cached) (?:\S*/)?([A-Za-z0-9_.]+)-\S+ \(([\d.]+) MB\)", line)
    if found:
        verb = "taking from the cache" if found.group(1) == "Using cached" else "downloading"
        name = found.group(2).replace("_", "-")
        say(f"  {verb} {name}, {found.group(3)} MB")
    elif line.startswith("Installing collected packages: ") and "," in line:
        say("  unpacking ...")


def explain(output):
    """The cause in a sentence, then what the tool itself said last."""
    import re

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


def lock():
    """Lets only one set-up run at a time in this folder; the lock is this very file, so nothing is left behind."""
    file = open(os.path.abspath(__file__), "rb")  # noqa: SIM115 - the caller's `with` closes it and so unlocks
    try:
        import fcntl
    except ImportError:
        return file
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        say("Another set-up is running here; waiting for it ...")
        fcntl.flock(file, fcntl.LOCK_EX)
    return file


def prepare(kinds):
    """Does what is missing, alone."""
    if is_current(kinds):
        return
    with lock():
        if not is_current(kinds):
            install(kinds)
            say("Set-up is complete.")


def main(arguments):
    """Exit status: 0 ready, 1 failed with a sentence, 2 wrong arguments, 130 interrupted."""
    if arguments not in ([], ["--dev"]):
        say("usage: python3 deploy/setup.py [--dev]")
        return 2
    try:
        require_python(arguments)
        prepare(("base", "dev") if arguments else ("base",))
    except SetupFailed as fault:
        say(f"Set-up stopped. {fault}")
        return 1
    except OSError as fault:
        say(f"Set-up stopped. {explain(str(fault))}")
        return 1
    except KeyboardInterrupt:
        say("\nSet-up interrupted; the next call starts it again.")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
