"""Pairs and dialogues in TRL's formats: of whom, of what, and in which shape."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import jsonschema
from hypothesis import given
from hypothesis import strategies as st

from bot.training.consistent import consistent
from bot.training.corpus import Row, dialogues, pairs
from bot.training.others import Own
from memory.preference import Preference, PreferenceId, Signal
from memory.tone.wished import Wishes
from memory.types import PlaceId, Spot, TurnId

START = datetime(2026, 5, 4, 9, tzinfo=UTC)
# TRL, "Dataset formats and types": conversational preference with an explicit prompt, conversational language modeling.
_MESSAGES = {
    "type": "array",
    "minItems": 1,
    "items": {
        "type": "object",
        "required": ["role", "content"],
        "additionalProperties": False,
        "properties": {"role": {"enum": ["user", "assistant", "system"]}, "content": {"type": "string"}},
    },
}
PAIR = {
    "type": "object",
    "required": ["prompt", "chosen", "rejected"],
    "additionalProperties": False,
    "properties": {"prompt": _MESSAGES, "chosen": _MESSAGES, "rejected": _MESSAGES},
}
DIALOGUE = {
    "type": "object",
    "required": ["messages"],
    "additionalProperties": False,
    "properties": {"messages": _MESSAGES},
}


def exchange(turn: int, asked: int, answer: str = "", *, place: int = 1, minute: int | None = None) -> Own:
    at = START + timedelta(minutes=asked if minute is None else minute)
    return Own(TurnId(turn), Spot(PlaceId(place), asked), f"q{asked}", answer or f"a{turn}", at)


def signal(turn: int, kind: Signal, chosen: int | None = None) -> Preference:
    other = None if chosen is None else TurnId(chosen)
    return Preference(PreferenceId(turn), TurnId(turn), kind, START, other)


def told(messages: Sequence[object]) -> str:
    return " ".join(str(each["content"]) for each in messages if isinstance(each, dict))


def plain(rows: Sequence[Row]) -> list[dict[str, str]]:
    return [{name: told(messages) for name, messages in row.items()} for row in rows]


def same(text: str) -> str:
    return text


def rows_of_pairs(signals: Sequence[Preference], known: Sequence[Own]) -> list[Row]:
    return list(pairs(signals, known, asked_in(known), same))


def asked_in(exchanges: Sequence[Own]) -> list[Spot]:
    return [each.asked for each in exchanges]


def test_a_pair_has_the_talk_before_it_as_its_prompt() -> None:
    exchanges = [exchange(1, 1), exchange(2, 3), exchange(3, 5), exchange(4, 5)]
    rows = rows_of_pairs([signal(3, Signal.AGAIN, 4)], exchanges)
    assert plain(rows) == [{"prompt": "q1 a1 q3 a2 q5", "chosen": "a4", "rejected": "a3"}]
    assert [each["role"] for each in rows[0]["prompt"]] == ["user", "assistant", "user", "assistant", "user"]


def test_a_prompt_holds_nothing_of_another_place_or_time_nor_what_was_rejected() -> None:
    exchanges = [
        exchange(1, 1, minute=-60),
        exchange(2, 3, place=2),
        exchange(3, 4),
        exchange(4, 5),
        exchange(5, 5),
    ]
    signals = [signal(3, Signal.DOWN), signal(4, Signal.AGAIN, 5)]
    assert plain(rows_of_pairs(signals, exchanges)) == [{"prompt": "q5", "chosen": "a5", "rejected": "a4"}]


def test_no_pair_of_what_may_not_be_given_out_is_the_same_or_was_not_wanted_either() -> None:
    again = signal(1, Signal.AGAIN, 2)
    assert rows_of_pairs([again], [exchange(1, 1)]) == []
    assert rows_of_pairs([again], [exchange(2, 1)]) == []
    assert rows_of_pairs([again], [exchange(1, 1, "x"), exchange(2, 1, " x ")]) == []
    both = [exchange(1, 1), exchange(2, 1)]
    assert rows_of_pairs([again, signal(2, Signal.DOWN)], both) == []
    assert len(rows_of_pairs([again, again], both)) == 1


def test_a_dialogue_is_one_talk_of_what_was_not_rejected() -> None:
    exchanges = [exchange(1, 1), exchange(2, 3), exchange(3, 3), exchange(4, 5, minute=90), exchange(5, 7, place=2)]
    rejected = [signal(2, Signal.AGAIN, 3), signal(4, Signal.CORRECTION)]
    rows = plain(list(dialogues(consistent(exchanges, rejected, Wishes()), asked_in(exchanges), same)))
    assert rows == [{"messages": "q1 a1 q3 a3"}, {"messages": "q7 a5"}]


def test_no_answer_follows_what_it_does_not_answer() -> None:
    exchanges = [exchange(1, 1), exchange(2, 3), exchange(3, 5), exchange(4, 7)]
    rejected = [signal(2, Signal.DOWN)]
    rows = plain(list(dialogues(consistent(exchanges, rejected, Wishes()), asked_in(exchanges), same)))
    assert rows == [{"messages": "q1 a1"}, {"messages": "q5 a3 q7 a4"}]
    exchanges.append(exchange(5, 7))
    rows = plain(rows_of_pairs([*rejected, signal(4, Signal.AGAIN, 5)], exchanges))
    assert rows == [{"prompt": "q5 a3 q7", "chosen": "a5", "rejected": "a4"}]


def test_what_may_not_be_given_out_parts_what_was_said_beside_it() -> None:
    known, asked = [exchange(1, 1), exchange(3, 5), exchange(4, 5)], [Spot(PlaceId(1), seq) for seq in (1, 3, 5)]
    assert [told(each["messages"]) for each in dialogues(known, asked, same)] == ["q1 a1", "q5 a4"]
    (row,) = pairs([signal(3, Signal.AGAIN, 4)], known, asked, same)
    assert told(row["prompt"]) == "q5"


turns = st.integers(1, 8)
drawn = st.builds(exchange, turns, st.integers(1, 6), st.sampled_from(["", "x"]), place=st.integers(1, 2))
heard = st.builds(signal, turns, st.sampled_from(list(Signal)), st.none() | turns)


@given(st.lists(heard, max_size=6), st.lists(drawn, max_size=8, unique_by=lambda each: each.turn))
def test_every_row_is_as_trl_takes_it_and_goes_through_hiding(signals: list[Preference], known: list[Own]) -> None:
    def hide(text: str) -> str:
        return f"<{text}>"

    asked = asked_in(known)
    for rows, schema in ((pairs(signals, known, asked, hide), PAIR), (dialogues(known, asked, hide), DIALOGUE)):
        for row in rows:
            jsonschema.validate(row, schema)
            for name, messages in row.items():
                roles = [each["role"] for each in messages]
                assert roles[-1] == ("user" if name == "prompt" else "assistant")
                assert all(one != other for one, other in pairwise(roles))
                assert all(each["content"].startswith("<") for each in messages)
