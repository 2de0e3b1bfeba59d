"""Who is named by a question, among those who speak: by a word of their name. Pure."""

from collections.abc import Collection, Mapping
from functools import cache

from memory.gist import gist
from memory.terms import tokenise
from memory.tone.names import everyday, names_in
from memory.types import PersonId


def people_named(text: str, words: Collection[str], names: Mapping[PersonId, str]) -> frozenset[PersonId]:
    """Those of `names` whose name, or a part of it, is among the words of `text`.

    Somebody called Will or Do is not named by every "will" and "do", but where the word is written as a name.
    """
    asked = set(words)
    theirs = {name: set(tokenise(name)) for name in set(names.values())}
    met = asked & set().union(*theirs.values())
    if met and met & _everyday():
        meant = {term for name in names_in(gist(text)) for term in tokenise(name)}
        asked -= _everyday() - meant
    return frozenset(who for who, name in names.items() if not asked.isdisjoint(theirs[name]))


@cache
def _everyday() -> frozenset[str]:
    return frozenset(term for word in everyday() for term in tokenise(word))
