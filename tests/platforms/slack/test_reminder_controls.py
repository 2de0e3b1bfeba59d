"""Reminders at Slack by lists, forms, a menu, a file and the person's own page, over real sockets."""

import asyncpg

from bot.own_page import REMINDERS
from bot.reminders.sentences import QUESTIONS
from bot.when import Unsure
from tests.bot.stage import Stage
from tests.platforms.slack.scene import Scene, picked

DUE = """
WITH moved AS (
    UPDATE occurrences SET due_at = now() WHERE state = 'due' RETURNING id
), ready AS (
    UPDATE outbox s SET ready_at = now() FROM moved WHERE s.occurrence_id = moved.id AND s.state = 'waiting'
    RETURNING platform
)
SELECT pg_notify('rapport_reminders', platform) FROM ready
"""
WORDS = "water the fern every Monday at 9:00"


async def made(scene: Scene, words: str = WORDS) -> None:
    """Alice is to be reminded of that."""
    await scene.told(await scene.alice.slash(scene.general, f"/rapport remind {words}"), "I will remind you of this")


async def test_a_form_tells_when_and_changes_it_later(scene: Scene, stage: Stage) -> None:
    use = await scene.alice.slash(scene.general, "/rapport remind call Bob")
    asked = await scene.alice.click(await scene.told(use, QUESTIONS[Unsure.NO_TIME]), "Say it in my own words")
    await scene.slack.log.called("views.open")
    assert asked.form is not None
    await scene.alice.submit(asked.form, {"text": "tomorrow at 9:00"})
    await scene.told(use, "I will remind you of this: call Bob")
    listed = await scene.alice.slash(scene.general, "/rapport reminders")
    await scene.told(listed, "call Bob")
    await picked(scene, listed, "call Bob")
    form = await scene.alice.click(await scene.told(listed, "Next: "), "Change the time")
    await scene.slack.log.until(lambda: form.form is not None)
    assert form.form is not None and "at 09:00" in form.form.fields[0].value
    await scene.alice.submit(form.form, {"text": "tomorrow at 10:30"})
    changed = await scene.told(listed, "at 10:30")
    assert changed.private and scene.in_public() == []


async def test_the_menu_of_a_message_asks_when(scene: Scene, stage: Stage) -> None:
    post = await scene.bob.post(scene.general, "The *form* is due on Friday, <!channel>")
    use = await scene.alice.shortcut(post, "remind-about")
    asked = await scene.told(use, QUESTIONS[Unsure.NO_TIME])
    assert "form* is due on Friday" in asked.text and "(Bob)" in asked.text and asked.private
    await scene.alice.click(asked, asked.buttons[0].label)
    await scene.told(use, "I will remind you of this: The ")


async def test_the_calendar_comes_as_a_file(scene: Scene, stage: Stage) -> None:
    await made(scene)
    use = await scene.alice.slash(scene.alice.direct, "/rapport reminders file")
    await scene.slack.log.until(lambda: any(post.files for post in scene.alice.sees(scene.alice.direct)))
    assert use.answered
    ((name, _),) = next(post.files for post in scene.alice.sees(scene.alice.direct) if post.files)
    assert name == "reminders.ics"


async def test_the_own_page_shows_what_is_next_and_changes_it(scene: Scene, stage: Stage) -> None:
    await made(scene)
    scene.alice.open_home()
    page = await scene.shows(scene.alice, "water the fern")
    assert REMINDERS in page.text and "/rapport" in page.text
    labels = [each.label for each in page.buttons]
    assert {"Edit", "Pause", "Cancel", "Calendar", "Quiet hours"} <= set(labels)
    await scene.alice.click(page, "Pause")
    paused = await scene.shows(scene.alice, "(paused)")
    await scene.alice.click(
        paused, "Resume", action_id=next(e.action_id for e in paused.buttons if e.label == "Resume")
    )
    page = await scene.shows(scene.alice, "It goes on.")
    cancel = next(each for each in page.buttons if each.label == "Cancel")
    await scene.alice.click(page, action_id=cancel.action_id)
    assert "You have no reminders." in (await scene.shows(scene.alice, "Cancelled: water the fern")).text
    scene.bob.open_home()
    assert "water the fern" not in (await scene.shows(scene.bob, "So far I remember nothing")).text


async def test_of_several_on_the_own_page_one_is_chosen_before_it_is_changed(scene: Scene, stage: Stage) -> None:
    await made(scene)
    await made(scene, "call Bob tomorrow at 9:00")
    scene.alice.open_home()
    page = await scene.shows(scene.alice, "call Bob")
    assert not {"Edit", "Pause", "Cancel"} & {each.label for each in page.buttons}
    (pick,) = (each for each in page.controls if any("call Bob" in text for _, text in each.options))
    await scene.alice.select(page, next(value for value, text in pick.options if "water the fern" in text))
    chosen = await scene.shows(scene.alice, "Every Monday")
    assert {"Change the time", "Pause", "Cancel"} <= {each.label for each in chosen.buttons}


async def test_commands_are_known_in_the_persons_language(scene: Scene, stage: Stage) -> None:
    scene.alice.user.locale = "de-DE"
    use = await scene.alice.slash(scene.general, "/rapport erinnere morgen um 9:00 an die Steuer")
    await scene.told(use, "Steuer")
    listed = await scene.alice.slash(scene.general, "/rapport erinnerungen")
    await scene.told(listed, "Steuer")


async def test_a_delivered_one_is_put_off_from_its_list_and_in_own_words(
    scene: Scene, stage: Stage, database_dsn: str
) -> None:
    await made(scene, "call Bob tomorrow at 9:00")
    connection = await asyncpg.connect(database_dsn)
    try:
        await connection.execute(DUE)
    finally:
        await connection.close()
    await scene.slack.log.until(lambda: any("call Bob" in each.text for each in scene.alice.sees(scene.alice.direct)))
    post = next(each for each in scene.alice.sees(scene.alice.direct) if "call Bob" in each.text)
    use = await scene.alice.select(post, "own")
    await scene.slack.log.until(lambda: use.form is not None)
    assert use.form is not None
    await scene.alice.submit(use.form, {"text": "tomorrow at 10:30"})
    await scene.slack.log.until(lambda: ", 10:30" in scene.alice.sees(scene.alice.direct)[-1].text)
    later = scene.alice.sees(scene.alice.direct)[-1]
    assert "call Bob\nI come again: " in later.text and later.ts == post.ts and not later.buttons


async def test_a_second_person_is_picked_from_slacks_list_and_asked_in_direct(scene: Scene, stage: Stage) -> None:
    await scene.told(await scene.bob.slash(scene.general, "/rapport privacy"), "keep")
    use = await scene.alice.slash(scene.general, "/rapport remind take the pills every day at 9:00 until I say done")
    made_post = await scene.told(use, "It comes again")
    opened = await scene.alice.click(made_post, "Edit")
    shown = await scene.told(opened, "Next: ")
    asked = await scene.alice.click(shown, "Tell a second person")
    listed = await scene.told(asked, "Who shall be told")
    await scene.told(await scene.alice.select(listed, scene.bob.id), "I asked them.")
    (question,) = (each for each in scene.bob.sees(scene.bob.direct) if "Alice asks you" in each.text)
    assert "pills" not in question.text
    await scene.bob.click(question, "I agree")
    await scene.slack.log.until(
        lambda: any("I will tell you" in each.text for each in scene.bob.sees(scene.bob.direct))
    )
