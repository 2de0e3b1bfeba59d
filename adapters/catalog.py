"""What commands a platform should offer, said once for all of them: names, words in languages, what can be entered.

An adapter builds its platform's own commands from it. Using one comes back as a `Command`: the values of the options,
each after its `prefix`, in the order given here, are its argument.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

ENGLISH = "en"  # what is shown in every language that has no words of its own
MOST_SUGGESTED = 25
Words = Mapping[str, str]  # by BCP 47 language; English is always there
Suggest = Callable[[str], Sequence[str]]  # from what is typed so far; at once, never waiting


@dataclass(frozen=True, slots=True)
class ChoiceSpec:
    """A value that can be chosen."""

    value: str
    labels: Words


@dataclass(frozen=True, slots=True)
class OptionSpec:
    """Something that can be entered: one of `choices` where there are any, else text, completed by `suggest`."""

    name: str
    names: Words
    descriptions: Words
    required: bool = False
    choices: tuple[ChoiceSpec, ...] = ()
    suggest: Suggest | None = None
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class CommandSpec:
    """A command; `menu`: it is opened on a message, `manager`: for those who run a space, and only there."""

    name: str
    names: Words
    descriptions: Words
    options: tuple[OptionSpec, ...] = ()
    menu: bool = False
    manager: bool = False


Catalog = tuple[CommandSpec, ...]
