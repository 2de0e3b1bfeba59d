"""The commands that platforms list, with their words in every language that `bot/words` has.

The shape stands here, once; a language is a file of words for it. Commands that only a terminal needs are not listed.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from adapters.catalog import Catalog, ChoiceSpec, CommandSpec, OptionSpec, Suggest, Words
from bot.shelf import Shelf
from bot.zones import suggest_zones

FRAME = ("before", "menus", "called", "withheld", "interrupted")
KINDS = ("preferences", "facts", "events", "relationships", "commitments", "instructions")


@dataclass(frozen=True, slots=True)
class _Option:
    name: str
    required: bool = False
    choices: tuple[str, ...] = ()
    suggest: Suggest | None = None
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class _Shape:
    name: str
    options: tuple[_Option, ...] = ()
    menu: bool = False
    manager: bool = False


class _WordsOfOption(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str
    description: str
    choices: dict[str, str] = Field(default_factory=dict)


class _WordsOfCommand(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str
    description: str = ""
    options: dict[str, _WordsOfOption] = Field(default_factory=dict)
    frame: dict[str, str] = Field(default_factory=dict)


Language = Mapping[str, _WordsOfCommand]


def suggesting(shelf: Shelf) -> Suggest:
    """Completes to the personas there are, by key or name."""

    def suggest(typed: str) -> list[str]:
        part = typed.casefold().strip()
        return [key for key, each in shelf.all().items() if part in key or part in each.name.casefold()]

    return suggest


SHAPES = (
    _Shape("memory", (_Option("show", choices=("history",)), _Option("search", prefix="search"))),
    _Shape("forget", (_Option("what", required=True),)),
    _Shape("remember", (_Option("text", required=True),)),
    _Shape("again"),
    _Shape("why", (_Option("show", choices=("tone",)),)),
    _Shape("reword"),
    _Shape("privacy"),
    _Shape("tone", (_Option("change", choices=("undo", "measured", "forms", "forget")), _Option("add", prefix="add"))),
    _Shape("persona", (_Option("name", suggest=suggesting(Shelf())),)),
    _Shape("timezone", (_Option("name", suggest=suggest_zones),)),
    _Shape("export"),
    _Shape("share", (_Option("kind", choices=KINDS), _Option("how", choices=("here", "off")))),
    _Shape("remind", (_Option("what", required=True),)),
    _Shape("reminders", (_Option("show", choices=("calendar", "file", "quiet", "open", "lost")),)),
    _Shape("settings", manager=True),
    _Shape("help"),
    _Shape("keep", menu=True),
    _Shape("about", menu=True),
    _Shape("remind-about", menu=True),
)


def load_catalog(shelf: Shelf | None = None) -> Catalog:
    """All listed commands in all languages, with the personas of a shelf; reads the packaged files."""
    languages = _languages()
    return tuple(_command(_with(shape, shelf), languages) for shape in SHAPES)


def _with(shape: _Shape, shelf: Shelf | None) -> _Shape:
    if shelf is None or shape.name != "persona":
        return shape
    return replace(shape, options=tuple(replace(each, suggest=suggesting(shelf)) for each in shape.options))


def load_frame() -> Mapping[str, Words]:
    """What help says `before` its list, of the `menus` after it, and what is said to who only `called`, was `withheld`
    or was `interrupted`, in all languages. Reads the packaged files.
    """
    languages = _languages()
    return {part: {language: known["help"].frame[part] for language, known in languages.items()} for part in FRAME}


def read_language(text: str) -> Language:
    """The words of a language, from the text of its file."""
    return {name: _WordsOfCommand.model_validate(each) for name, each in tomllib.loads(text).items()}


def _languages() -> Mapping[str, Language]:
    return {Path(file.name).stem: read_language(file.read_text(encoding="utf-8")) for file in _files()}


def _files() -> Iterable[Path]:
    folder = resources.files("bot") / "words"
    return sorted(Path(str(file)) for file in folder.iterdir() if file.name.endswith(".toml"))


def _command(shape: _Shape, languages: Mapping[str, Language]) -> CommandSpec:
    words = {language: known[shape.name] for language, known in languages.items()}
    return CommandSpec(
        shape.name,
        {language: each.name for language, each in words.items()},
        {language: each.description for language, each in words.items()},
        tuple(
            _option(each, {language: known.options[each.name] for language, known in words.items()})
            for each in shape.options
        ),
        shape.menu,
        shape.manager,
    )


def _option(option: _Option, words: Mapping[str, _WordsOfOption]) -> OptionSpec:
    def labels(choice: str) -> Words:
        return {language: each.choices[choice] for language, each in words.items()}

    return OptionSpec(
        option.name,
        {language: each.name for language, each in words.items()},
        {language: each.description for language, each in words.items()},
        option.required,
        tuple(ChoiceSpec(choice, labels(choice)) for choice in option.choices),
        option.suggest,
        option.prefix,
    )
