import time

from memory.delicate import delicate


def test_looking_for_delicate_words_takes_no_time_in_any_text() -> None:
    started = time.perf_counter()
    for text in ("a" * 50_000, "my " * 15_000, "1234 " * 10_000, "son " * 12_000, "strasseweg" * 5_000):
        delicate(text)
    assert time.perf_counter() - started < 10
