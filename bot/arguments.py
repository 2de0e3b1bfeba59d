"""The command line: eleven commands, plain help."""

import argparse
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Literal, cast

from bot.settings_form import DemoModel

Action = Literal[
    "chat",
    "doctor",
    "migrate",
    "reembed",
    "export",
    "export-training",
    "fetch",
    "run",
    "invite",
    "slack-manifest",
    "forget-account",
]


@dataclass(frozen=True, slots=True)
class Arguments:
    """What was asked for. `person` and `place` are those of `--as` and `--in`.

    `discord` and `slack` ask for these alone; `http` is the address at which Slack reaches the bot, None: Socket Mode;
    `platform` and `handle` name the account to forget, `yes` that nobody is asked.
    """

    action: Action
    demo_model: DemoModel | None = None
    script: Path | None = None
    record: Path | None = None
    person: str | None = None
    place: str | None = None
    discord: bool = False
    slack: bool = False
    http: str | None = None
    platform: str | None = None
    handle: str | None = None
    file: Path | None = None
    yes: bool = False


def read_arguments(words: list[str]) -> Arguments:
    """The arguments; prints help or a complaint and exits where argparse does."""
    read = _parser().parse_args(words)
    given = {name: value for name, value in vars(read).items() if value is not None}
    return Arguments(action=cast(Action, given.pop("action", "chat")), **given)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "rapport", description="A chat bot that remembers, and tells nothing to the wrong people."
    )
    parser.add_argument("--version", action="version", version=f"rapport {version('rapport')}")
    actions = parser.add_subparsers(dest="action", metavar="COMMAND")
    _chat(actions.add_parser("chat", help="talk in this terminal (the default)"))
    run = actions.add_parser("run", help="answer at every chat platform whose token is set, until ended")
    run.add_argument("--discord", action="store_true", help="at Discord, and nowhere else but where another flag says")
    run.add_argument("--slack", action="store_true", help="at Slack, likewise")
    actions.add_parser("invite", help="print the links that bring the bot into Discord")
    slack = actions.add_parser("slack-manifest", help="print the manifest with which the app is made at Slack")
    slack.add_argument(
        "--http", metavar="URL", help="the address at which Slack reaches the bot, instead of Socket Mode"
    )
    actions.add_parser("doctor", help="check every part and say what to do")
    actions.add_parser("migrate", help="bring the database to this version")
    actions.add_parser("reembed", help="change to another embedding model; goes on where it was stopped")
    fetch = actions.add_parser("fetch", help="download the demo model now, as for an image that shall run offline")
    _demo_model(fetch)
    export = actions.add_parser("export", help="write everything kept of a person into a file")
    export.add_argument("--as", dest="person", metavar="NAME", required=True, help="whose")
    training = actions.add_parser(
        "export-training", help="write what people allow to train a model with into two files"
    )
    training.add_argument("file", type=Path, metavar="FILE", help="what they are named after: FILE.pairs.jsonl, …")
    _forget(actions.add_parser("forget-account", help="erase for good everything kept of somebody's account"))
    return parser


def _chat(chat: argparse.ArgumentParser) -> None:
    chat.add_argument("--as", dest="person", metavar="NAME", help="who you are (default: your login name)")
    chat.add_argument("--in", dest="place", metavar="PLACE", help="direct, #public or &private (default: direct)")
    _demo_model(chat)
    chat.add_argument("--script", type=Path, metavar="FILE", help="say the lines of a file instead of reading yours")
    chat.add_argument("--record", type=Path, metavar="FILE", help="write each turn as a line of JSON")


def _forget(forget: argparse.ArgumentParser) -> None:
    forget.add_argument("platform", metavar="PLATFORM", help="discord, slack or console")
    forget.add_argument("handle", metavar="HANDLE", help="the account's id there, as its platform gives it")
    forget.add_argument("--yes", action="store_true", help="do not ask first")


def _demo_model(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--demo-model", choices=("standard", "small", "none"), help="the built-in model: 1.1 GB, 491 MB or none"
    )
