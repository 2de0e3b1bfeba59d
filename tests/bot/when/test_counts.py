"""How many times: a count that may be of each day or week is asked about, and once is no end of a rhythm."""

import pytest

from bot.when import Every, Once, Recurring, Unsure
from tests.bot.when.asked import due, reading


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "每周三次提醒我跑步"),
        ("zh", "每周两次提醒我"),
        ("zh", "每月三次"),
        ("zh", "每天两次9点提醒我喝水"),
        ("zh", "提醒我两次喝水"),
        ("zh", "明天提醒我两次喝水"),
        ("ja", "毎週3回"),
        ("ja", "毎日2回9時に"),
        ("en", "every week three times"),
        ("en", "every hour 3 times"),
        ("en", "remind me twice to call mum"),
        ("en", "remind me twice tomorrow to call mum"),
    ],
)
def test_a_count_that_may_be_of_each_is_asked_about(language: str, text: str) -> None:
    found = reading(text, language)
    assert found.understood is None and found.question is not None


@pytest.mark.parametrize("text", ["每小时提醒我一次", "每天9点提醒我一次", "每天提醒我一次", "每周三提醒我一次"])
def test_once_is_once_of_each(text: str) -> None:
    found = reading(text, "zh").understood
    assert isinstance(found, Every | Recurring) and found.count is None


def test_once_beside_a_day_says_nothing_more() -> None:
    found = reading("提醒我一次明天9点开会", "zh")
    assert isinstance(found.understood, Once) and found.task == "开会"


@pytest.mark.parametrize(
    ("text", "count"),
    [("every day at 9, three times", 3), ("every 30 minutes 3 times", 3), ("every Monday three times at 9", 3)],
)
def test_a_count_of_the_whole_is_its_end(text: str, count: int) -> None:
    found = reading(text).understood
    assert isinstance(found, Every | Recurring) and found.count == count


def test_the_second_time_is_no_date() -> None:
    assert due("提醒我第二次会议明天9点", "zh") == "2027-03-11 09:00"
    assert reading("第二次", "zh").question is Unsure.NO_TIME
