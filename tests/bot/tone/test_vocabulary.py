"""What cannot be a wish is told by its words alone, and nothing that is one is lost by that."""

import pytest

from bot.tone import vocabulary
from bot.tone.said import said
from bot.tone.vocabulary import Vocabulary, strings_in
from tests.bench.tone_texts import messages
from tests.bot.tone import test_said, test_said_back, test_said_plainly, test_said_reach, test_said_reasons

PATTERNS = ("(?:be|keep it) short(?:er)?", "jok(?:e|ing)", "pleas+e+", "don'?t", r"i (?:am|have) \w+")
MODULES = (test_said, test_said_back, test_said_plainly, test_said_reach, test_said_reasons)


@pytest.mark.parametrize("clause", ["keep it shorter", "joking", "pleaseee", "dont", "i have colds", "ana, be short"])
def test_what_the_patterns_may_find_is_let_pass(clause: str) -> None:
    assert Vocabulary.of(PATTERNS).may_be(clause)


@pytest.mark.parametrize("clause", ["yesterday", "my sister came from london", "we went there by train with our dog"])
def test_what_holds_words_of_no_pattern_is_not(clause: str) -> None:
    assert not Vocabulary.of(PATTERNS).may_be(clause)


def test_no_wish_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = sorted({each for module in MODULES for each in strings_in(_held(vars(module)))} | set(messages(60)))
    with_it = [said.__wrapped__(each) for each in texts]
    monkeypatch.setattr(vocabulary.Vocabulary, "may_be", lambda *_: True)
    assert with_it == [said.__wrapped__(each) for each in texts]
    assert sum(map(bool, with_it)) > 150, "many of them are wishes"


def _held(names: dict[str, object]) -> object:
    """What the tables of a module hold."""
    tables = [each for name, each in names.items() if name.isupper()]
    return [_listed(each) for each in tables]


def _listed(table: object) -> object:
    if isinstance(table, dict):
        return [_listed([name, each]) for name, each in table.items()]
    if isinstance(table, list | tuple | set | frozenset):
        return [_listed(each) for each in table]
    return table
