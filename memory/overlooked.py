"""What a line plainly takes back although the model said nothing of it: claims in the speaker's own words. Pure.

Small models hear "I am a teacher now, not a nurse any more" and note that the job changed. The sentence itself ends
the old fact and holds the new one, so it becomes the claim as it stands. Such a claim is proven like any other.
"""

from collections.abc import Iterator, Sequence

from memory.denial import takes_back
from memory.grounding import sentences
from memory.prompts import Batch, Neighbour
from memory.types import Claim, Line, Relation


def overlooked(batch: Batch, claims: Sequence[Claim]) -> Iterator[dict[str, object]]:
    """Answers such as the model could have given, one for each known fact that a line ends and no claim does."""
    for number, line in enumerate(batch.lines, 1):
        for known, fact in enumerate(batch.neighbours, 1):
            if fact.speaker != line.speaker_id or any(_ends(claim, line, fact) for claim in claims):
                continue
            for said in sentences(line.text):
                if _takes_back(said, said, line, fact):
                    yield {
                        "line": number, "quote": said, "about": fact.subject_name, "fact": f"{line.speaker}: {said}",
                        "kind": fact.kind.value, "relation": Relation.ENDS.value, "known": known,
                    }  # fmt: skip
                    break


def _ends(claim: Claim, line: Line, fact: Neighbour) -> bool:
    return claim.spot == line.spot and _takes_back(claim.text, claim.quote, line, fact)


def _takes_back(text: str, quote: str, line: Line, fact: Neighbour) -> bool:
    own = fact.subject == fact.speaker
    return takes_back(text, quote, line.text, name=fact.subject_name, own=own, fact=fact.text)
