"""The texts that are timed: all different, of all lengths and languages."""

from tests.bench.tone_texts import LANGUAGES, LONGEST, messages, replies


def test_no_two_are_alike_and_they_are_short_and_long() -> None:
    answers, said = replies(240), messages(500)
    assert len(set(answers)) == 240 and len(set(said)) == 500 and len(LANGUAGES) == 7
    sizes = [len(each.split()) for each in answers]
    assert min(sizes) == 1 and max(sizes) >= LONGEST * 0.9
    assert answers == replies(240) and said == messages(500)
