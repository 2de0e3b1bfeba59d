"""The English sentences that modules about reminders say, read from their source."""

import ast
from collections.abc import Iterator
from importlib import resources

from bot.reminders import sentences

FOLDERS = ("reminders", "reminder_orders")
SAYERS = {"in_language": 1, "put": 1, "say": 0, "_say": 0, "button": 0, "fault": 0, "_pick": 0, "asked_in_form": 1}
SPOKEN = {"Reply", "UserError", "Button", "Pick", "Form"}  # what people read


def used() -> set[str]:
    """Each sentence that is said in the language of who reads it."""
    return {text for tree in _trees() for text in _said(tree)}


def bare() -> set[str]:
    """Words of ours that are shown as they stand in the source, whatever language is spoken."""
    return {text for tree in _trees() for text in _shown(tree) if any(char.isalpha() for char in text)}


def _trees() -> Iterator[ast.Module]:
    for folder in FOLDERS:
        for each in (resources.files("bot") / folder).iterdir():
            if each.name.endswith(".py"):
                yield ast.parse(each.read_text("utf-8"))


def _said(tree: ast.Module) -> Iterator[str]:
    own = dict(_constants(tree))
    known = [pair for each in _trees() for pair in _constants(each) if pair[0] not in own] + list(own.items())
    known += [
        (name, text)
        for name, value in vars(sentences).items()
        if isinstance(value, str | dict) and not name.startswith("_")
        for text in (value.values() if isinstance(value, dict) else [value])
    ]
    for call in (each for each in ast.walk(tree) if isinstance(each, ast.Call)):
        name = _name(call.func)
        at = SAYERS.get(name)
        if at is not None and len(call.args) > at:
            yield from _texts(call.args[at], known)
        if name == "asked_in_form":
            yield from (text for each in call.keywords if each.arg == "label" for text in _texts(each.value, known))
        if name == "_shown" and len(call.args) > 2:
            yield from _texts(call.args[2], known)
    for pair in (each for each in ast.walk(tree) if isinstance(each, ast.Assign) and _named(each, "turns", "how")):
        yield from _texts(pair.value, known)


def _texts(node: ast.expr, known: list[tuple[str, str]]) -> Iterator[str]:
    for each in ast.walk(node):
        if isinstance(each, ast.Constant) and isinstance(each.value, str):
            yield each.value
        if isinstance(each, ast.Name):
            yield from (text for name, text in known if name == each.id)


def _constants(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for each in tree.body:
        if isinstance(each, ast.Assign) and isinstance(each.value, ast.Constant) and isinstance(each.value.value, str):
            yield from ((target.id, each.value.value) for target in each.targets if isinstance(target, ast.Name))


def _shown(tree: ast.Module) -> Iterator[str]:
    for call in (each for each in ast.walk(tree) if isinstance(each, ast.Call)):
        if _name(call.func) in SPOKEN and call.args:
            first = call.args[0]
            parts = first.values if isinstance(first, ast.JoinedStr) else [first]
            yield from (str(each.value) for each in parts if isinstance(each, ast.Constant))


def _named(node: ast.Assign, *names: str) -> bool:
    targets = [part for each in node.targets for part in (each.elts if isinstance(each, ast.Tuple) else [each])]
    return any(isinstance(each, ast.Name) and each.id in names for each in targets)


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
