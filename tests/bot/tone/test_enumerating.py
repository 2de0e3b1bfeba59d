"""A number with a dot is a step only where it counts on from 1; a date or a place in an order stays in its line."""

import pytest

from bot.tone.presets import shape_of
from bot.tone.shaping import Shaping, shaped
from memory.tone.wished import Preset

SHAPES = [shape_of([each]) for each in (Preset.STEPS, Preset.LOW_LOAD)]


@pytest.mark.parametrize(
    "said",
    [
        "Der Termin ist am Freitag, 1. Mai, und am Samstag, 2. Mai.",
        "Wir sehen uns am Montag, 1. Juni.",
        "Termine: 1. Mai, 2. Juni, 3. Juli.",
        "Das war der 1. Anlauf, der 2. Versuch, 3. Platz.",
        "Ergebnis: 1. Platz Ana, 2. Platz Ben.",
        "Es war Sonntag. 1. Advent, 2. Kerze.",
        "Frei ist: 1. Januar und 6. Januar.",
        "Det er fredag, 1. maj, og lørdag, 2. maj.",
        "Datoer: 1. maj; 2. juni.",
        "V pátek: 1. května, 2. června.",
        "Napok: 1. május, 2. június.",
        "Günler: 1. mayıs, 2. haziran.",
        "Päivät: 1. toukokuuta, 2. kesäkuuta.",
        "Sija: 1. sija Ana, 2. sija Ben.",
        "It is chapter: 1. There is no other.",
        "Run `x: 1. a, 2. b` now.",
        "So: 1. Mach auf, 5. Warte.",
    ],
)
def test_dates_and_places_stay_in_their_line(said: str) -> None:
    for shape in SHAPES:
        assert shaped(said, shape) == said


@pytest.mark.parametrize(
    ("said", "steps"),
    [
        ("So: 1. Öffne es. 2. Warte. 3. Geh.", "So:\n1. Öffne es.\n2. Warte.\n3. Geh."),
        ("So: 1. open it, 2. wait, 3. go.", "So:\n1. open it,\n2. wait,\n3. go."),
        ("Do: 1. Open the door. 2. Open the box.", "Do:\n1. Open the door.\n2. Open the box."),
        ("So: 1. Ruf Ana an. 2. Nimm Bus 7, 3. Halt. 3. Geh.", "So:\n1. Ruf Ana an.\n2. Nimm Bus 7, 3. Halt.\n3. Geh."),
        ("Do: 1) open; 2) shut; 3) go", "Do:\n1) open;\n2) shut;\n3) go"),
    ],
)
def test_what_counts_on_from_one_becomes_lines(said: str, steps: str) -> None:
    for shape in SHAPES:
        assert shaped(said, shape) == steps
        shaping = Shaping(shape)
        assert "".join(map(shaping.feed, said)) + shaping.finish() == steps


def test_a_long_wait_for_the_second_step_ends() -> None:
    said, shaping = "So: 1. " + "go on and " * 200, Shaping(SHAPES[0])
    assert "".join(map(shaping.feed, said)) + shaping.finish() == said


@pytest.mark.parametrize(
    "said", ["Vegan? ✅", "Count: 🍎🍎 + 🍎", "Rating ⭐⭐⭐ here", "♠♠♠ and ☐☐", "Saved. ❌", "🟩🟩🟨"]
)
def test_signs_that_tell_something_are_read_out(said: str) -> None:
    assert shaped(said, shape_of([Preset.SCREEN_READER])) == said
