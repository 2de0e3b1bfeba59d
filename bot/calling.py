"""Whether somebody speaks to one of us by name. Pure.

Names are compared by their skeletons, after Unicode Technical Standard 39 (its idea, with a small table of our own):
signs that look alike count as one, so that no name passes for another one.
"""

import re
import tomllib
import unicodedata
from collections.abc import Collection, Mapping
from functools import lru_cache
from importlib import resources

_OPENING = " \t\n\r¡¿"
_SPARE = 6  # characters, not seen or taken apart, by which a name may be written longer or shorter
LONGEST_CALL = 80  # characters in which a name is looked for
_SAME = str.maketrans(
    "абвгеһіјкмнорстухԁѕѵԛԝαβεικνορτυχıł0|1",
    "a6brehijkmhopctyxdsvqwabeikvoptuxil" + "oll",
)
_CLOSED = re.compile(r"\s*(?:[,،、，:：;!！?？.…\u2013\u2014]|-\s|$)")
_CLOSING = " ,،、，:：;!！.…-\u2013\u2014"
_SPACE = re.compile(r"\s|$")


def skeleton(name: str) -> str:
    """What a name looks like: without case, accents, unseen signs and the difference between signs that look alike."""
    bare = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold())
    seen = "".join(sign for sign in bare if unicodedata.category(sign) not in ("Mn", "Me", "Cf", "Cc"))
    return " ".join(seen.translate(_SAME).replace("i", "l").split())


def called(text: str, names: Mapping[str, str], *, addressed: bool) -> str | None:
    """The key of the one called by name at the beginning, of keys by name; None for nobody.

    Where the message is addressed to us anyway, the name alone will do; else it has to be a call, as in `Ada, look`.
    """
    head = text.lstrip(_OPENING)[:LONGEST_CALL]
    for start in (head, _without_greeting(head)):
        greeted = len(start) < len(head)
        for name in sorted(names, key=len, reverse=True):
            if _begins(start, name, loose=addressed or greeted):
                return names[name]
    return None


def without_call(text: str, names: Collection[str]) -> str:
    """What is said to whom it calls by one of these names at the beginning; all of it where it calls nobody."""
    told = text.lstrip(_OPENING)
    head = told[:LONGEST_CALL]
    for start in (head, _without_greeting(head)):
        for name in sorted(names, key=len, reverse=True):
            if (end := _end_of(start, name)) is not None:
                rest = _without_honorific(told[len(head) - len(start) + end :])
                if _CLOSED.match(rest) or _SPACE.match(rest):
                    return rest.lstrip(_CLOSING) or text
    return text


def _begins(text: str, name: str, *, loose: bool) -> bool:
    end = _end_of(text, name)
    if end is None:
        return False
    rest = _without_honorific(text[end:])
    return bool(_CLOSED.match(rest) or (loose and (_SPACE.match(rest) or rest != text[end:])))


def _end_of(text: str, name: str) -> int | None:
    """Where the name ends that the text begins with."""
    wanted = _skeleton_of_name(name)
    if skeleton(text[:1])[:1] not in ("", wanted[:1]):
        return None  # nearly always, so that a call is looked for at no cost
    ends = range(max(1, len(name) - _SPARE), min(len(text), len(name) + _SPARE) + 1)
    return next((end for end in ends if skeleton(text[:end]) == wanted), None)


_skeleton_of_name = lru_cache(maxsize=256)(skeleton)


def _without_greeting(text: str) -> str:
    folded = text.casefold()
    for word in _words()["greetings"]:
        if folded.startswith(word) and len(text) > len(word) and not text[len(word)].isalnum():
            return text[len(word) :].lstrip(" ,、，!¡¿")
    return text


def _without_honorific(text: str) -> str:
    return next((text[len(each) :] for each in _words()["honorifics"] if text.startswith(each)), text)


@lru_cache(maxsize=1)
def _words() -> Mapping[str, list[str]]:
    return tomllib.loads((resources.files("bot") / "calling.toml").read_text(encoding="utf-8"))
