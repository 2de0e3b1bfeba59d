"""One item of a model's answer, as foreign JSON: strict in what it must have, lenient in what it may leave out.

A small model fills optional fields with whatever comes to it, and a good fact is not lost for that.
"""

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from memory.types import Certainty, Kind, Relation, Sensitivity

LONGEST_FACT = 400
_Text = Annotated[str, BeforeValidator(lambda v: v if isinstance(v, str) else "")]
_Number = Annotated[int, BeforeValidator(lambda v: v if isinstance(v, int) else 0)]


class Item(BaseModel):
    """A claim as the model words it, not proven yet; numbers are those of the call, from 1."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)

    line: int
    quote: str = Field(min_length=1, max_length=2_000)
    about: str = Field(min_length=1, max_length=80)
    fact: str = Field(min_length=3, max_length=LONGEST_FACT)
    kind: Annotated[Kind, BeforeValidator(lambda v: v if v in list(Kind) else Kind.FACT)] = Kind.FACT
    certainty: Annotated[Certainty, BeforeValidator(lambda v: v if v in list(Certainty) else Certainty.SAID)] = (
        Certainty.SAID
    )
    sensitive: Annotated[Sensitivity, BeforeValidator(lambda v: v if v in list(Sensitivity) else Sensitivity.NONE)] = (
        Sensitivity.NONE
    )
    relation: Annotated[Relation, BeforeValidator(lambda v: v if v in list(Relation) else Relation.NONE)] = (
        Relation.NONE
    )
    known: int = 0  # what it relates to must be a number, or nothing is known of the relation
    since: _Text = ""
    until: _Text = ""
    depends: _Number = 0
    upon: _Number = 0
