"""What of people is found in texts before they are given out, by kind: `python -m tests.bench.redaction FOLDER`.

FOLDER holds pii/synth_dataset_v2.json, which is not part of this project: sentences made from templates, each with
spans. A span counts as found where every letter and digit of it was taken out; what was taken out and lies in no span
at all counts against precision. Names are looked for by introductions alone, as memory would know them, and so in the
same sentences in small letters, as many people chat.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.training.redaction import Found, find

ASKED = (
    "EMAIL_ADDRESS",
    "PHONE_NUMBER",
    "IBAN_CODE",
    "CREDIT_CARD",
    "STREET_ADDRESS",
    "PERSON",
    "IP_ADDRESS",
    "DOMAIN_NAME",
    "US_SSN",
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text with what stands where in it."""

    text: str
    spans: tuple[tuple[str, int, int], ...]


def read(folder: Path) -> list[Sentence]:
    """The sentences; exits with what is missing."""
    path = folder / "pii" / "synth_dataset_v2.json"
    if not path.is_file():
        sys.exit(f"There is no {path}. The folder should hold pii/synth_dataset_v2.json.")
    rows = json.loads(path.read_text("utf-8"))
    return [
        Sentence(
            row["full_text"],
            tuple((each["entity_type"], each["start_position"], each["end_position"]) for each in row["spans"]),
        )
        for row in rows
    ]


def main() -> int:
    """Prints recall by kind, and precision of all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    sentences = read(parser.parse_args().folder)
    alone = [find(each.text) for each in sentences]
    known = [find(each.text, _names(each)) for each in sentences]
    small = [find(_small(each.text), _names(each)) for each in sentences]
    print("| what | there | found | found, names known | found, in small letters |\n|---|---|---|---|---|")
    for kind in ASKED:
        count, by_shape = _recall(sentences, alone, kind)
        others = " | ".join(f"{_recall(sentences, found, kind)[1]:.3f}" for found in (known, small))
        print(f"| {kind} | {count} | {by_shape:.3f} | {others} |")
    for name, found in (("by shape", alone), ("names known", known), ("in small letters", small)):
        print(f"precision, {name}: {_precision(sentences, found):.3f}")
    return 0


def _names(sentence: Sentence) -> list[str]:
    return [sentence.text[start:end] for kind, start, end in sentence.spans if kind == "PERSON"]


def _small(text: str) -> str:
    """In small letters, each sign where it was."""
    return "".join(each.lower() if len(each.lower()) == 1 else each for each in text)


def _recall(sentences: Sequence[Sentence], found: Sequence[Sequence[Found]], kind: str) -> tuple[int, float]:
    hits: Counter[bool] = Counter()
    for sentence, pieces in zip(sentences, found, strict=True):
        gone = {at for each in pieces for at in range(each.start, each.end)}
        for each, start, end in sentence.spans:
            if each == kind:
                hits[all(at in gone for at in range(start, end) if sentence.text[at].isalnum())] += 1
    return hits.total(), hits[True] / max(1, hits.total())


def _precision(sentences: Sequence[Sentence], found: Sequence[Sequence[Found]]) -> float:
    right: Counter[bool] = Counter()
    for sentence, pieces in zip(sentences, found, strict=True):
        for each in pieces:
            right[any(start < each.end and each.start < end for _, start, end in sentence.spans)] += 1
    return right[True] / max(1, right.total())


if __name__ == "__main__":
    sys.exit(main())
