"""Makes .venv from the hashed locks and says what it does: the one step before `rapport chat`, standard library only.

A stamp in .venv remembers what was installed, so the second call only compares hashes (about 20 ms of work).
An unfinished set-up leaves the word "unfinished" there and is made anew from nothing: slower than mending
it, but never wrong. Only wheels are installed, so no compiler is ever needed; a platform for which some
package has no wheel gets a sentence instead of a build log.

    python3 deploy/setup.py [--dev]
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys

OLDEST = (3, 11)
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
# Resolved, so that an activated .venv does not make itself anew out of its own ruins.
BASE_PYTHON = os.path.realpath(sys.executable)
PYTHON = os.path.join(VENV, *(("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")))
STAMP = os.path.join(VENV, "rapport-setup.json")
LOCKS = {"base": "requirements.lock", "dev": os.path.join("tests", "requirements.lock")}
NEEDED_MB = 900
CAUSES = (
    (r"No space left|Errno 28", "The disk is full. Free about %d MB and run this again." % NEEDED_MB),
    (r"HASHES|do not match", "A downloaded package is not the one that the lock names. Nothing of it was installed."),
    (
        r"No matching distribution|Could not find a version",
        "A package has no ready-made build for this system and Python %d.%d, or the package index cannot be reached."
        % sys.version_info[:2],
    ),
    (
        r"NewConnectionError|ConnectTimeout|ReadTimeout|Name or service|resolution|Network is unreachable|ProxyError|SSL",
        "The package index cannot be reached. Check the network and run this again; it goes on by itself.",
    ),
    (r"Permission denied|Read-only file system", "This folder cannot be written: %s" % ROOT),
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
            raise SetupFailed("%s cannot be read: %s" % (name, fault.strerror)) from fault
    return state.hexdigest()


def interpreter():
    """Which Python and which folder the environment was made for; another one means making it anew."""
    return ["%d.%d" % sys.version_info[:2], BASE_PYTHON, ROOT]


def stamp():
    """What was installed last: {} for an environment that is not ours, None for one left unfinished."""
    try:
        with open(STAMP, encoding="utf-8") as file:
            found = json.load(file)
    except FileNotFoundError:
        return {}
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def write_stamp(content):
    """Replaces the stamp in one step."""
    with open(STAMP + ".new", "w", encoding="utf-8") as file:
        json.dump(content, file)
    os.replace(STAMP + ".new", STAMP)


def is_current(kinds):
    """Whether nothing has to be done."""
    found = stamp() or {}
    return (
        os.path.exists(PYTHON)
        and found.get("python") == interpreter()
        and all(found.get(kind) == digest(kind) for kind in kinds)
    )


def newer_python():
    """Path of a Python that is new enough, or None."""
    for minor in (13, 12, 11):
        path = shutil.which("python3.%d" % minor)
        if path and succeeds([path, "-c", ""]):
            return path
    return None


def require_python(arguments):
    """Goes on under a newer Python where this one is too old, or says so."""
    if sys.version_info >= OLDEST:
        return
    path = newer_python()
    if path is None:
        raise SetupFailed(
            "Rapport needs Python %d.%d or newer; this is %s. Install one, then: make chat PYTHON=python3.12"
            % (OLDEST + (sys.version.split()[0],))
        )
    say("This Python is %s; going on with %s." % (sys.version.split()[0], path))
    os.execv(path, [path, os.path.abspath(__file__)] + arguments)


def require_disk():
    """Refuses before anything is downloaded when the disk cannot hold it."""
    free = shutil.disk_usage(ROOT).free >> 20
    if free < NEEDED_MB:
        raise SetupFailed("Only %d MB are free here; set-up needs about %d MB." % (free, NEEDED_MB))


def has_module(name):
    """Whether this Python can import a module; Debian leaves some out."""
    return succeeds([BASE_PYTHON, "-c", "import " + name])


def succeeds(command):
    """Whether a command ends with status 0; its words are dropped."""
    return subprocess.call(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0


def make_environment():
    """An empty .venv and the command that installs into it. Uses this Python's own pip where ensurepip is missing."""
    if not has_module("venv") or not (has_module("ensurepip") or has_module("pip")):
        raise SetupFailed(
            "This Python can make no environment: it has no venv with pip. On Debian or Ubuntu: apt install python3-venv"
        )
    options = ["--clear"] if has_module("ensurepip") else ["--clear", "--without-pip"]
    say("Making the environment .venv with Python %s ..." % sys.version.split()[0])
    execute([BASE_PYTHON, "-m", "venv"] + options + [VENV])


def pip():
    """The pip command that installs into .venv."""
    own = [PYTHON, "-m", "pip"]
    if succeeds(own + ["--version"]):
        return own
    return [BASE_PYTHON, "-m", "pip", "--python", PYTHON] if has_module("pip") else None


def execute(command):
    """Runs a command quietly, telling only which downloads come in; its failure becomes a sentence."""
    tail = []
    environment = dict(os.environ, PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_NO_INPUT="1", PYTHONUNBUFFERED="1")
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        universal_newlines=True,
        errors="replace",
    ) as process:
        for line in process.stdout:
            tell_download(line)
            tail = (tail + [line.rstrip()])[-40:]
    if process.returncode:
        raise SetupFailed(explain("\n".join(tail)))


def tell_download(line):
    """Shows a package of a megabyte or more as it comes in."""
    found = re.match(r"\s*(Downloading|Using cached) (?:\S*/)?([A-Za-z0-9_.]+)-\S+ \(([\d.]+) MB\)", line)
    if found:
        origin = "kept from an earlier download" if found.group(1) == "Using cached" else "downloading"
        say("  %s, %s MB (%s)" % (found.group(2).replace("_", "-"), found.group(3), origin))
    elif line.startswith("Installing collected packages"):
        say("  unpacking ...")


def explain(output):
    """The cause in a sentence, then what the tool itself said last."""
    cause = next((text for pattern, text in CAUSES if re.search(pattern, output)), "A step of the set-up failed.")
    lines = [line for line in output.splitlines() if line.strip() and not line.startswith("WARNING: Location")]
    return "%s\nLast words of the tool:\n  %s" % (cause, "\n  ".join(lines[-6:]))


def usable():
    """Whether the .venv that is there can be brought up to date instead of being made anew."""
    found = stamp()
    if found is None or not os.path.exists(PYTHON):
        return False
    return found.get("python", interpreter()) == interpreter() and pip() is not None


def install(kinds):
    """Brings .venv to the state that the locks name."""
    require_disk()
    if not usable():
        make_environment()
    known = stamp() or {}
    write_stamp("unfinished")
    tool = pip()
    if tool is None:
        raise SetupFailed("The environment has no pip and neither has this Python. On Debian: apt install python3-venv")
    locks = [part for kind in kinds for part in ("-r", LOCKS[kind])]
    say("Installing the packages of %s (about 120 MB the first time) ..." % " and ".join(LOCKS[k] for k in kinds))
    execute(tool + ["install", "--progress-bar", "off", "--require-hashes", "--only-binary", ":all:"] + locks)
    execute(tool + ["install", "--progress-bar", "off", "--no-deps", "--no-build-isolation", "-e", "."])
    kept = {kind: known[kind] for kind in LOCKS if kind in known}
    write_stamp(dict(kept, python=interpreter(), **{kind: digest(kind) for kind in kinds}))


def lock():
    """Lets only one set-up run at a time in this folder; the lock is this very file, so nothing is left behind."""
    file = open(os.path.abspath(__file__), "rb")
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


def main(arguments):
    """Exit status: 0 ready, 1 failed with a sentence, 2 wrong arguments, 130 interrupted."""
    if arguments not in ([], ["--dev"]):
        say("usage: python3 deploy/setup.py [--dev]")
        return 2
    kinds = ("base", "dev") if arguments else ("base",)
    try:
        require_python(arguments)
        if is_current(kinds):
            return 0
        with lock():
            if not is_current(kinds):
                install(kinds)
                say("Set-up is complete.")
        return 0
    except SetupFailed as fault:
        say("Set-up stopped. %s" % fault)
        return 1
    except OSError as fault:
        say("Set-up stopped. %s" % explain(str(fault)))
        return 1
    except KeyboardInterrupt:
        say("\nSet-up interrupted; the next call goes on.")
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
