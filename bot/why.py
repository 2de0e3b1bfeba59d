"""What an answer rested on, told to a person: facts and passages, who said so when and where, model and times. Pure."""

from datetime import tzinfo

from bot.listing import held, one_line
from bot.naming import as_said
from memory.recalled import Passage, Recall, Turn
from memory.types import Fact, Line

WORD_FOR_WORD = "(No model: the answer was word for word.)"


def because(turn: Turn, used: Recall, *, zone: tzinfo, figures: bool) -> str:
    """The text of `/why`; `used` is what of the turn may still be seen, its reasons dated in `zone`.

    `figures`: with what an operator wants to know of the model.
    """
    lines = told_lines(used, zone)
    head = "My last answer here could use this:" if lines else "My last answer here used nothing from memory."
    return "\n".join([head, *lines, _figures(turn) if figures else _answered(turn)])


def told_lines(used: Recall, zone: tzinfo) -> list[str]:
    """A line for each thing recalled: what, and who said so when and where."""
    facts = [_fact(each.item, each.why, zone) for each in used.facts if isinstance(each.item, Fact)]
    spoken = [_passage(each.item, each.why) for each in used.passages if isinstance(each.item, Passage)]
    return [f"- {as_said(text)}" for text in (*facts, *spoken)]


def things_in(used: Recall) -> list[Fact | Line]:
    """The facts and lines of which a recall is made."""
    facts = [each.item for each in used.facts if isinstance(each.item, Fact)]
    return [*facts, *(line for each in used.passages if isinstance(each.item, Passage) for line in each.item.lines)]


def model_name(model: str) -> str:
    """A model's id as it may be shown: of the path of a file only the file's name."""
    is_path = model.startswith(("/", "~", ".")) or "\\" in model or model.lower().endswith(".gguf")
    return model.replace("\\", "/").rpartition("/")[2] if is_path else model


def _fact(fact: Fact, why: str, zone: tzinfo) -> str:
    """Fact, since when it holds, who said so when and where, and the words."""
    said = max(fact.sources, key=lambda source: source.said_at, default=None)
    quote = f': "{one_line(said.quote)}"' if said else ""
    return f"{one_line(fact.text)} ({held(fact, zone)}; {one_line(why, 120)}{quote})"


def _passage(passage: Passage, why: str) -> str:
    spoken = " / ".join(f'{line.speaker or "I"}: "{one_line(line.text, 120)}"' for line in passage.lines)
    return f"{spoken} ({one_line(why, 120)})"


def _answered(turn: Turn) -> str:
    """Which model, and how long it took."""
    if turn.model is None:
        return WORD_FOR_WORD
    took = f", in {turn.total_ms / 1000:.1f} seconds" if turn.total_ms is not None else ""
    return f"(The answer was written by the model {as_said(one_line(model_name(turn.model), 80))}{took}.)"


def _figures(turn: Turn) -> str:
    """Model and times in one line."""
    if turn.model is None:
        return WORD_FOR_WORD
    first = f"first word after {turn.first_word_ms / 1000:.1f} s, " if turn.first_word_ms is not None else ""
    total = f"{turn.total_ms / 1000:.1f} s in all, " if turn.total_ms is not None else ""
    tokens = f"{turn.prompt_tokens} prompt tokens, {turn.cached_tokens} of them cached"
    return f"({one_line(model_name(turn.model), 80)}: {first}{total}{tokens}.)"
