"""What a long message wants to know: its questions; without any, its beginning and its end. Pure.

Whoever tells a long story and asks at its end asks about the end, and a search for all words of the story would bury
that. It cost: a request that is no question and stands in the middle of a long message is not searched for.
"""

from collections.abc import Iterator

from memory.grounding import is_question, sentences

LONGEST = 400  # characters; about sixty words, and what an embedder reads in the time of a short line


def gist(text: str, longest: int = LONGEST) -> str:
    """`text` itself where it is short, else at most about `longest` characters of it."""
    if len(text) <= longest:
        return text
    asked = [each for each in sentences(text) if is_question(each)]
    if asked:
        return " ".join(reversed(list(_fitting(reversed(asked), longest))))
    half = longest // 2
    return f"{text[:half]} {text[-half:]}"


def _fitting(texts: Iterator[str], room: int) -> Iterator[str]:
    """The first texts that fit, the very first cut to its end where it alone is too long."""
    for number, text in enumerate(texts):
        if number and len(text) > room:
            return
        yield text[-room:]
        room -= len(text)
