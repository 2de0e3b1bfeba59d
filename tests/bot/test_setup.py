"""The set-up script as people run it, in a small project of its own, with the real pip and no index."""

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = ("requirements.lock", "tests/requirements.lock")
# A build back end of its own, because there is no index to take one from.
PROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
[project]
name = "small"
version = "1.0"
"""
BACKEND = """
import os, zipfile
def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    name = "small-1.0-py3-none-any.whl"
    with zipfile.ZipFile(os.path.join(wheel_directory, name), "w") as wheel:
        wheel.writestr("small.pth", os.getcwd())
        wheel.writestr("small-1.0.dist-info/METADATA", "Metadata-Version: 2.1\\nName: small\\nVersion: 1.0\\n")
        wheel.writestr("small-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr("small-1.0.dist-info/RECORD", "")
    return name
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name in ("deploy", "tests"):
        (tmp_path / name).mkdir()
    for name in ("setup.py", "stamp.py", "install.py"):
        shutil.copy(ROOT / "deploy" / name, tmp_path / "deploy")
    (tmp_path / "pyproject.toml").write_text(PROJECT)
    (tmp_path / "backend.py").write_text(BACKEND)
    for lock in LOCKS:
        (tmp_path / lock).write_text("# nothing\n")
    return tmp_path


def _setup(project: Path, *arguments: str, run: tuple[str, ...] = ("deploy/setup.py",)) -> tuple[int, str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    environment |= {"PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull}
    done = subprocess.run(
        [sys.executable, "-S", *run, *arguments],
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    return done.returncode, done.stdout + done.stderr


def test_first_makes_then_does_nothing_then_brings_up_to_date_and_heals(project: Path) -> None:
    status, words = _setup(project)
    assert status == 0, words
    assert "Making the environment" in words and "MB to download" in words and "complete" in words
    assert (project / ".venv" / "bin" / "python").exists()

    began = time.monotonic()
    assert _setup(project) == (0, "")
    assert time.monotonic() - began < 3, "a second call must cost next to nothing"

    (project / "requirements.lock").write_text("absent==1.0 --hash=sha256:" + "0" * 64)
    status, words = _setup(project)
    assert status == 1
    assert "Set-up stopped. A package has no ready-made build" in words and "absent" in words
    assert "Traceback" not in words

    (project / "requirements.lock").write_text("# mended\n")
    status, words = _setup(project)
    assert status == 0 and "Making the environment" in words, "an unfinished environment is made anew"

    status, words = _setup(project, "--dev")
    assert status == 0 and "tests/requirements.lock" in words and "Making" not in words
    assert _setup(project) == (0, "") == _setup(project, "--dev")


def test_where_ensurepip_is_missing_the_pip_of_this_python_installs_from_outside(project: Path) -> None:
    code = (
        "import sys; sys.path.insert(0, 'deploy'); import install, setup; real = install.has_module;"
        "install.has_module = lambda name: name != 'ensurepip' and real(name); sys.exit(setup.main([]))"
    )
    status, words = _setup(project, run=("-c", code))
    assert status == 0, words
    assert not list((project / ".venv").rglob("site-packages/pip"))
    assert list((project / ".venv").rglob("small-1.0.dist-info"))


def test_a_missing_lock_and_a_wrong_argument_are_told(project: Path) -> None:
    (project / "requirements.lock").unlink()
    status, words = _setup(project)
    assert status == 1 and "requirements.lock cannot be read" in words and "Traceback" not in words
    assert _setup(project, "--what")[0] == 2


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", "not the one that the lock names"),
        ("NewConnectionError: Failed to establish: Network is unreachable", "package index cannot be reached"),
        ("ERROR: No matching distribution found for x==1", "no ready-made build"),
        ("PermissionError: [Errno 13] Permission denied: '.venv'", "cannot be written"),
        ("something new", "A step of the set-up failed"),
    ],
)
def test_each_known_cause_has_its_sentence_and_the_tool_its_last_words(output: str, sentence: str) -> None:
    words = _call("import sys; print(install.explain(sys.argv[1]))", output)
    assert sentence in words and output in words


def test_too_old_a_python_and_too_small_a_disk_are_told_before_anything_happens() -> None:
    old = "setup.OLDEST = (99,); setup.newer_python = lambda: None; print(setup.main([]))"
    assert "needs Python 3.11 or newer" in _call(old)
    full = "install.NEEDED_MB = 1 << 40; setup.is_current = lambda kinds: False; print(setup.main([]))"
    assert "MB are free here" in _call(full)


def test_without_venv_or_pip_the_package_to_install_is_named() -> None:
    words = _call(
        "setup.is_current = install.is_usable = lambda *_: False; install.has_module = lambda name: name == 'venv';"
        "install.require_disk = lambda: None; print(setup.main([]))"
    )
    assert "apt install python3-venv" in words and words.strip().endswith("1")


def _call(code: str, *arguments: str) -> str:
    """Runs lines against the script as a module."""
    start = f"import sys; sys.path.insert(0, {str(ROOT / 'deploy')!r}); import install, setup; "
    return subprocess.run(
        [sys.executable, "-S", "-c", start + code, *arguments], capture_output=True, text=True, timeout=60, check=True
    ).stdout


@pytest.mark.parametrize("lock", LOCKS)
def test_the_locks_pin_everything_with_hashes_and_name_no_host(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert not re.search(r"://|--index|--extra-index|--find-links|@ ", text)
    pins = [block for block in re.split(r"\n(?=\S)", text) if not block.startswith(("#", "\n"))]
    assert len(pins) > 20
    assert all(re.match(r"[a-z0-9-]+==\S+( ; .*)? \\\n    --hash=sha256:", block) for block in pins)


def test_the_lock_holds_what_the_project_asks_for() -> None:
    locked = set(re.findall(r"^(\S+==\S+)", (ROOT / "requirements.lock").read_text(), re.MULTILINE))
    project = (ROOT / "pyproject.toml").read_text()
    wanted = re.search(r"^dependencies = \[(.*?)^\]", project, re.MULTILINE | re.DOTALL)
    assert wanted
    assert set(re.findall(r'"(\S+==\S+)"', wanted[1])) <= locked
