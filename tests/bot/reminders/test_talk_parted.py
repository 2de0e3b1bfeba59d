"""Words that ask only together, with others between them: none of them is left in the task."""

import pytest

from tests.bot.when.asked import reading


@pytest.mark.parametrize(
    ("language", "text", "task"),
    [
        ("de", "Gib mir um 9 Bescheid wegen der Milch", "wegen der Milch"),
        ("de", "melde dich morgen um 9 bei mir wegen der Rechnung", "wegen der Rechnung"),
        ("de", "kannst du mir um 9 Bescheid geben, dass die Miete fällig ist?", "Miete fällig ist"),
        ("zh", "帮我设个明天9点开会的闹钟", "开会"),
        ("en", "tell me tomorrow at 9 to call Mum", "call Mum"),
        ("en", "let me know at 9", ""),
        ("en", "tell me something to do tomorrow", "tell me something to do"),
        ("de", "er gab mir um 9 Bescheid", "er gab mir Bescheid"),
        ("de", "gib mir um 9 nie Bescheid", "gib mir nie Bescheid"),
    ],
)
def test_words_that_ask_together_leave_the_task(language: str, text: str, task: str) -> None:
    assert reading(text, language).task == task
