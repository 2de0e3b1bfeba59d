"""Makes .venv from the hashed locks and says what it does: the one step before `rapport chat`, standard library only.

A stamp in .venv remembers what was installed, so a later call only compares hashes (about 10 ms on top of Python's
own start; that is why what installs is a module of its own). An unfinished set-up leaves the word
"unfinished" there and is made anew from nothing: slower than mending it, never wrong. Only wheels are installed,
so no compiler is needed; where a package has no wheel for a platform, that is said in a sentence.

    python3 deploy/setup.py [--dev]
"""

import os
import sys

from stamp import SetupFailed, is_current

OLDEST = (3, 11)


def newer_python():
    """Path of a Python that is new enough, or None."""
    import shutil

    from install import succeeds

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
    print(f"This Python is {mine}; going on with {path}.", flush=True)
    os.execv(path, [path, os.path.abspath(__file__), *arguments])


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
        print("Another set-up is running here; waiting for it ...", flush=True)
        fcntl.flock(file, fcntl.LOCK_EX)
    return file


def prepare(kinds):
    """Does what is missing, alone."""
    if is_current(kinds):
        return
    with lock():
        if not is_current(kinds):
            from install import install, say

            install(kinds)
            say("Set-up is complete.")


def main(arguments):
    """Exit status: 0 ready, 1 failed with a sentence, 2 wrong arguments, 130 interrupted."""
    if arguments not in ([], ["--dev"]):
        print("usage: python3 deploy/setup.py [--dev]")
        return 2
    try:
        require_python(arguments)
        prepare(("base", "dev") if arguments else ("base",))
    except SetupFailed as fault:
        print(f"Set-up stopped. {fault}")
        return 1
    except OSError as fault:
        from install import explain

        print(f"Set-up stopped. {explain(str(fault))}")
        return 1
    except KeyboardInterrupt:
        print("\nSet-up interrupted; the next call starts it again.")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
