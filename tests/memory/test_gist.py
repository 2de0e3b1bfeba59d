"""What of a long message is searched for."""

import pytest

from memory.gist import LONGEST, gist

STORY = " ".join(f"Then we walked on to house number {n}." for n in range(60))


def test_a_short_message_is_taken_as_it_is() -> None:
    assert gist("We walked. Where was that?") == "We walked. Where was that?"


@pytest.mark.parametrize("question", ["Where did Ines live?", "Wo wohnt Ines denn?", "イネスはどこに住んでいますか。"])
def test_a_question_is_found_wherever_it_stands(question: str) -> None:
    assert gist(f"{STORY} {question}") == question
    assert gist(f"{question} {STORY}") == question


def test_questions_stay_in_order_and_the_last_ones_win() -> None:
    assert gist(f"Who? {STORY} When? {STORY} Why?") == "Who? When? Why?"
    many = " ".join(f"Is this the question with the number {n}?" for n in range(60))
    assert gist(f"{STORY} {many}").endswith("number 59?")
    assert len(gist(f"{STORY} {many}")) <= LONGEST + 20
    assert "number 0?" not in gist(f"{STORY} {many}")


def test_without_a_question_beginning_and_end_count() -> None:
    told = gist(f"My cat is ill. {STORY} The vet is called Marta.")
    assert told.startswith("My cat is ill.")
    assert told.endswith("The vet is called Marta.")
    assert len(told) <= LONGEST + 1


def test_one_endless_question_keeps_its_end() -> None:
    told = gist("x " * 5_000 + "cat?")
    assert told.endswith("cat?")
    assert len(told) <= LONGEST
