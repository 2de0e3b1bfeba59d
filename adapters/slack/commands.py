"""What is typed after `/rapport`, read by the same catalog from which other platforms make commands of their own. Pure.

Names are known in the person's language and in English. What can be entered is written as it comes, in the words of
either language, or by name, as in `/rapport memory search:bikes`.
"""

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from adapters.catalog import ENGLISH, Catalog, CommandSpec, OptionSpec, Words
from adapters.controls import label_of
from adapters.slack.manifest import COMMAND

HELP = "help"
UNKNOWN = "I do not know {command} {word}.{nearest} {command} {help} shows what I know."
NEAREST = " Did you mean {command} {name}?"
LONGEST_WORD = 40
LIKENESS = 0.6


class Commands:
    """The commands of a catalog."""

    def __init__(self, catalog: Catalog) -> None:
        self._typed = tuple(each for each in catalog if not each.menu)
        self._menus = frozenset(each.name for each in catalog if each.menu)

    def ordered(self, text: str, locale: str | None) -> tuple[str, str] | None:
        """The command's name and argument; help where nothing is typed, None for a command that is not known."""
        word, rest = _split(text)
        if not word:
            return HELP, ""
        spec = self._names(locale).get(_folded(word))
        return None if spec is None else (spec.name, _argument(spec, rest, locale=locale))

    def unknown(self, text: str, locale: str | None) -> str:
        """What is said where a command is not known: what it may have been."""
        word, names = _split(text)[0], self._names(locale)
        near = get_close_matches(_folded(word), names, 1, LIKENESS)
        nearest = NEAREST.format(command=COMMAND, name=_in(names[near[0]].names, locale)) if near else ""
        called = next((_in(each.names, locale) for each in self._typed if each.name == HELP), HELP)
        return UNKNOWN.format(command=COMMAND, word=label_of(word, LONGEST_WORD), nearest=nearest, help=called)

    def is_menu(self, callback_id: str) -> bool:
        """Whether that is an entry of ours in the menu of a message."""
        return callback_id in self._menus

    def _names(self, locale: str | None) -> Mapping[str, CommandSpec]:
        """Commands by what they may be called; in doubt the person's language wins."""
        english = {_folded(each.names[ENGLISH]): each for each in self._typed}
        return {**english, **{_folded(_in(each.names, locale)): each for each in self._typed}}


def _split(text: str) -> tuple[str, str]:
    """The first word, and what stands after it."""
    words = text.split(maxsplit=1)
    return (words[0] if words else ""), (words[1].strip() if len(words) > 1 else "")


def _argument(spec: CommandSpec, rest: str, *, locale: str | None) -> str:
    """What was entered, as the command reads it."""
    named = _named(spec, rest, locale=locale)
    if named is not None:
        return " ".join(
            word for option in spec.options for word in _entered(option, named.get(option.name, ""), locale=locale)
        )
    word, space, more = rest.partition(" ")
    for option in spec.options:
        if option.prefix and _folded(word) in _called(option.names, locale):
            return f"{option.prefix}{space}{more}".strip()
    return " ".join([_chosen(spec, each, locale=locale) for each in rest.split()]) if _has_choices(spec) else rest


def _named(spec: CommandSpec, rest: str, *, locale: str | None) -> dict[str, str] | None:
    """What was entered by name, as in `search:bikes show:history`; None where it does not begin so."""
    names = {name: each.name for each in spec.options for name in _called(each.names, locale)}
    if not names:
        return None
    marks = [*re.finditer(rf"(?:^|(?<=\s))({'|'.join(map(re.escape, names))}):(?=\S)", rest, re.IGNORECASE)]
    if not marks or marks[0].start() != 0:
        return None
    ends = [*(mark.start() for mark in marks[1:]), len(rest)]
    return {names[_folded(mark[1])]: rest[mark.end() : end].strip() for mark, end in zip(marks, ends, strict=True)}


def _entered(option: OptionSpec, value: str, *, locale: str | None) -> Iterator[str]:
    if value:
        yield from filter(None, (option.prefix, _value(option, value, locale=locale)))


def _value(option: OptionSpec, value: str, *, locale: str | None) -> str:
    """The value of the choice that is meant, by its own name or its label in a language."""
    for choice in option.choices:
        if _folded(value) in (_folded(choice.value), *_called(choice.labels, locale)):
            return choice.value
    return value


def _chosen(spec: CommandSpec, word: str, *, locale: str | None) -> str:
    """A word as the value of a choice that it names, else as it is."""
    found = (_value(option, word, locale=locale) for option in spec.options if option.choices)
    return next((each for each in found if each != word), word)


def _has_choices(spec: CommandSpec) -> bool:
    return bool(spec.options) and all(option.choices for option in spec.options)


def _called(words: Words, locale: str | None) -> tuple[str, str]:
    return _folded(_in(words, locale)), _folded(words[ENGLISH])


def _in(words: Words, locale: str | None) -> str:
    """The words in the person's language, else in English."""
    return words.get((locale or ENGLISH).partition("-")[0], words[ENGLISH])


def _folded(word: str) -> str:
    return word.casefold().removeprefix("/")
