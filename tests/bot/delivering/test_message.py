"""What is said when something is due: the words themselves only where they may be read, and what can be done."""

from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.controls import LONGEST_ID, control_id
from adapters.outgoing import LONGEST_CONTROL, LONGEST_KEY, Outgoing
from adapters.types import address_of, direct_with
from bot.delivering.due import Moment, moment_of
from bot.delivering.message import message_of, neutral_of, place_of, told_at, watched_of
from memory.reminder import OccurrenceId, Policy, ReminderId, SendId, Way
from tests.bot.delivering.due_makers import AT, DAILY, HALL, HOUR, MINUTE, NOTICE, asked_alone, due_of, in_hall, of_ben

NOW = Moment(timedelta())
ALONE = direct_with("discord", "101")


def labels(outgoing: Outgoing) -> list[str]:
    """What its buttons say."""
    return [each.label for each in outgoing.buttons]


def test_it_is_said_in_direct_with_what_can_be_done() -> None:
    told = message_of(due_of(), NOW)
    assert (told.address, told.text) == (ALONE, "Reminder: water the plants")
    assert (told.key, told.mentions, told.plain) == ("41", "101", True)
    assert [(each.command, each.argument) for each in told.buttons] == [
        ("reminder", "done 7"),
        ("reminder", "edit 5"),
        ("reminder", "stop 5"),
    ]
    assert told.pick is not None and (told.pick.command, told.pick.argument) == ("reminder", "snooze 7")
    assert [each.value for each in told.pick.choices] == ["15m", "1h", "tonight", "tomorrow", "own"]


def test_only_what_comes_another_time_can_be_skipped() -> None:
    told = message_of(due_of(DAILY), moment_of(due_of(DAILY), AT))
    assert labels(told) == ["Done", "Skip next", "Edit", "Stop"]
    assert told.buttons[1].argument == "skip 5"


def test_it_is_said_in_the_person_s_language_else_in_that_of_the_wish() -> None:
    due = due_of()
    assert message_of(replace(due, locale="de-DE"), NOW).text == "Erinnerung: water the plants"
    assert due.reminder is not None
    asked = replace(due, locale=None, reminder=replace(due.reminder, language="fr"))
    assert message_of(asked, NOW).text == "Rappel : water the plants"


def test_what_is_late_says_so_with_when_it_was_due_and_what_was_missed() -> None:
    moment = moment_of(due_of(DAILY), AT + timedelta(days=2, hours=3))
    assert message_of(due_of(DAILY), moment).text.splitlines() == [
        "Reminder: water the plants",
        "It was due: Wednesday 7 January 2026 at 09:00 (Europe/Lisbon). I am late by 2 d 3 h.",
        "Times that were missed since: 2.",
    ]


def test_what_quiet_hours_kept_says_that_instead() -> None:
    said = message_of(due_of(), Moment(3 * HOUR, kept=True)).text
    assert "quiet hours" in said and "late" not in said


def test_what_is_asked_again_says_so_until_the_last_time() -> None:
    due = due_of(policy=Policy(again=10 * MINUTE))
    assert message_of(due, moment_of(due, AT)).text.endswith("I ask again until you say that it is done.")
    assert message_of(due, NOW).text.endswith("This is the last time that I ask.")


def test_in_the_place_it_was_wanted_in_it_is_said_whole() -> None:
    told = message_of(in_hall(due_of()), NOW)
    assert (told.address, told.mentions) == (address_of(HALL.key), "101")
    assert "water the plants" in told.text


def test_where_it_was_asked_for_among_others_nothing_of_it_is_said() -> None:
    told = message_of(due_of(way=Way.ORIGIN), NOW)
    assert told.address == address_of(HALL.key)
    assert "plants" not in str(told)
    assert [(each.label, each.argument) for each in told.buttons] == [("Show it", "show 41")]
    assert (told.pick, told.mentions) == (None, "101")


def test_where_it_was_asked_for_alone_it_is_said_whole() -> None:
    told = message_of(asked_alone(due_of(way=Way.ORIGIN)), NOW)
    assert told.address.key == ALONE.key and "water the plants" in told.text


def test_where_the_place_is_gone_it_is_said_in_direct() -> None:
    due = due_of(way=Way.ORIGIN)
    assert due.reminder is not None
    assert place_of(replace(due, reminder=replace(due.reminder, origin_key=""))) == ALONE


def test_who_joined_in_can_only_stop_it_for_themselves() -> None:
    told = message_of(of_ben(due_of(DAILY)), NOW)
    assert told.address == direct_with("discord", "102")
    assert ([each.argument for each in told.buttons], told.pick) == (["untoo 5"], None)


def test_a_notice_is_its_text() -> None:
    told = message_of(NOTICE, NOW)
    assert (told.text, told.buttons, told.pick, told.key) == (NOTICE.text, (), None, "42")


@pytest.mark.parametrize(
    ("key", "arguments"),
    [
        ("watched:5:7", ["refuse 5"]),
        ("proposal:5", ["accept 5", "decline 5"]),
        ("moved:5:1", []),
        ("proposal:x", []),
        ("proposal", []),
        (None, []),
    ],
)
def test_what_can_be_done_about_a_notice_follows_from_its_key(key: str | None, arguments: list[str]) -> None:
    assert [each.argument for each in message_of(replace(NOTICE, key=key), NOW).buttons] == arguments


def test_at_a_terminal_it_says_what_to_type() -> None:
    assert message_of(due_of(), NOW, typed="/").text.splitlines()[1] == (
        "(Answer with /reminders done 7 or /reminders snooze 7 1h.)"
    )


def test_in_company_it_is_said_that_something_waits() -> None:
    told = neutral_of(due_of(way=Way.TALK), HALL)
    assert told.address == HALL and "waits for you" in told.text and "plants" not in str(told)


def test_alone_with_them_what_waits_is_said_where_they_talk() -> None:
    elsewhere = direct_with("slack", "T1:U1")
    assert told_at(elsewhere, due_of(way=Way.TALK), moment=NOW).address == elsewhere


def test_a_companion_is_told_what_was_not_acknowledged_and_when() -> None:
    said = watched_of(due_of(), "Ana {text}\nGomez")
    assert said.startswith("Ana {text} Gomez has not confirmed this")
    assert "water the plants" in said and "7 January 2026 at 09:00" in said
    assert watched_of(due_of(), "Ana", locale="de-AT").startswith("Ana hat das nicht bestätigt")
    with pytest.raises(ValueError):
        watched_of(NOTICE, "Ana")


def test_every_control_fits_every_platform() -> None:
    due = due_of(DAILY)
    assert due.reminder is not None
    huge = 2**63 - 1
    largest = replace(
        due,
        id=SendId(huge),
        occurrence=OccurrenceId(huge),
        reminder=replace(due.reminder, id=ReminderId(huge)),
    )
    told = message_of(largest, moment_of(largest, AT))
    assert told.key is not None and len(told.key) <= LONGEST_KEY - 2, "parts have a mark of their own"
    assert told.pick is not None
    buttons = [(each.command, each.argument) for each in (*told.buttons, *neutral_of(largest).buttons)]
    for command, argument in (*buttons, (told.pick.command, told.pick.argument)):
        assert len(command) + len(argument) <= LONGEST_CONTROL
        assert len(control_id(command, argument)) <= LONGEST_ID


@pytest.mark.parametrize("words", ["@everyone {text} <@1> [x](y)", "{0} {", "r:reminder:stop 5"])
def test_what_somebody_wrote_is_only_shown(words: str) -> None:
    due = due_of()
    assert due.reminder is not None
    told = message_of(replace(due, reminder=replace(due.reminder, text=words)), NOW)
    assert told.text == f"Reminder: {words}" and told.plain
