"""What people read says what the code does: the example has every setting, and the guide names only what there is."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from bot.arguments import read_arguments
from bot.catalog import load_catalog
from bot.settings_form import ENVIRONMENT, File

ROOT = Path(__file__).parents[2]
EXAMPLE = (ROOT / "deploy" / "rapport.example.toml").read_text("utf-8")
GUIDE = (ROOT / "README.md").read_text("utf-8")
SETTING = re.compile(r"^# (\[+[a-z]+\]+|[a-z_]+ = .*)$", re.MULTILINE)
OTHERS = {"RAPPORT_CONFIG"}  # read before there are settings


def keys(model: type[BaseModel], before: str = "") -> Iterator[str]:
    """Every key that may be set, with its section before it."""
    for name, field in model.model_fields.items():
        section = field.annotation
        if isinstance(section, type) and issubclass(section, BaseModel):
            yield from keys(section, f"{name}.")
        else:
            yield before + name


def test_the_example_has_every_setting_and_is_one() -> None:
    tree = tomllib.loads("\n".join(SETTING.findall(EXAMPLE)))
    File.model_validate(tree | {"secret_key": "a"})
    there = {
        f"{name}.{leaf}" if isinstance(value, dict) else name
        for name, value in tree.items()
        for leaf in (value if isinstance(value, dict) else (name,))
    }
    assert there == set(keys(File))


def test_every_name_in_the_environment_stands_in_the_example() -> None:
    assert {each for each in ENVIRONMENT if each not in EXAMPLE} == set()


def test_the_guide_names_only_what_there_is() -> None:
    named = set(re.findall(r"RAPPORT_[A-Z_]+[A-Z]", GUIDE + EXAMPLE))
    assert named - OTHERS - set(ENVIRONMENT) == set()


@pytest.mark.parametrize("command", sorted(set(re.findall(r"`(?:\.venv/bin/)?rapport ([a-z][^`]*)`", GUIDE))))
def test_every_command_of_the_guide_is_one(command: str) -> None:
    words = [each for each in command.split() if each.isascii()]
    assert read_arguments(words).action == words[0]


def test_every_command_that_platforms_list_stands_in_the_guide() -> None:
    chapter = GUIDE.partition("## At Discord")[2].partition("## At Slack")[0]
    listed = [f"*{each.names['en']}*" if each.menu else f"`/{each.name}`" for each in load_catalog()]
    assert [each for each in listed if each not in chapter] == []


def test_links_within_the_guide_lead_somewhere() -> None:
    titles = re.findall(r"^#+ (.*)$", GUIDE, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}
    assert {each for each in re.findall(r"\]\(#([^)]*)\)", GUIDE)} <= anchors
    files = [each for each in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", GUIDE) if "://" not in each]
    assert files and all((ROOT / each).exists() for each in files)
