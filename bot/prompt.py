"""Builds the prompt. Pure: the same inputs give the same bytes.

Stable parts first, changing parts last: an opening that never changes, then the transcript, then the new message.
What was recalled stands as notes above the message it was recalled for and stays there in later prompts, so that each
prompt begins with the whole of the former one, and a server that caches prefixes reads what is new only. Taking notes
out again would cost reading the last message and answer anew each time; leaving them in costs context, which is
why nothing is noted twice within a window and the older half goes at once when it is full.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot.beside import NOTHING, Beside
from bot.llm.tokens import approximate
from bot.llm.types import ChatMessage
from bot.notes import Notes
from bot.safety import neutral, neutral_name
from memory.types import Line

Count = Callable[[str], int]
MESSAGE_TOKENS = 6
IMAGE_TOKENS = 1_000  # about what models that can see make of a picture
UNKNOWN_CONTEXT = 4096
COUNTING = 0.9  # counting is approximate, so a tenth of the context stays free
_CUT = "\n[…]\n"
GROUP = "Several people talk here; each line of theirs begins with the name of who wrote it. Answer the last one."


@dataclass(frozen=True, slots=True)
class Budget:
    """Tokens: longest prompt, what of the transcript stays when it is full, longest reply, what memory may add.

    `examples` tells whether the model is small enough to need the persona's, `count` how it counts tokens.
    """

    prompt: int
    kept: int
    reply: int
    recall: int
    profile: int
    examples: bool = False
    count: Count = approximate


@dataclass(frozen=True, slots=True)
class Scene:
    """What a prompt is made of: transcript `lines` from seq `since` on, the last to be answered, `notes` by seq.

    `beside` stands above the last line in this prompt only.
    """

    opening: str
    group: bool
    lines: Sequence[Line]
    notes: Mapping[int, Notes]
    since: int
    examples: Sequence[tuple[str, str]] = ()
    beside: Beside = NOTHING


@dataclass(frozen=True, slots=True)
class Prompt:
    """What goes to the model, and the first transcript line that is in it."""

    messages: tuple[ChatMessage, ...]
    since: int
    tokens: int


def budget_for(context: int | None, *, slow: bool, count: Count = approximate) -> Budget:
    """Budgets for a model of that context length; a `slow` one reads few tokens a second and gets few."""
    known = context or UNKNOWN_CONTEXT
    reply = min(200 if slow else 800, known // 4)
    longest = min(int((known - reply) * COUNTING), 3000 if slow else 12_000)
    if slow:
        return Budget(longest, min(400, longest // 3), reply, min(120, known // 8), 60, examples=True, count=count)
    return Budget(longest, longest // 2, reply, min(600, known // 8), min(200, known // 16), count=count)


def compose(scene: Scene, budget: Budget, *, count: Count) -> Prompt:
    """The prompt for the last line of the scene. When it is full the older part goes at once, not a line each turn."""
    system = f"{scene.opening}\n{GROUP}" if scene.group else scene.opening
    head = opening_messages(system, scene.examples if budget.examples else ())
    room = budget.prompt - sum(count(each.text) + MESSAGE_TOKENS for each in head)
    room -= len(scene.beside.images) * IMAGE_TOKENS
    shown = [line for line in scene.lines if line.spot.seq >= scene.since] or list(scene.lines[-1:])
    told = [_rendered(line, scene) for line in shown]
    sizes = [count(text) + MESSAGE_TOKENS for text in told]
    first = kept_from(sizes, budget.kept) if sum(sizes) > room else 0
    since = shown[first].spot.seq
    while first < len(shown) - 1 and shown[first].speaker_id is None:  # a conversation begins with a person's words
        first += 1
    left = room - sum(sizes[first:-1]) - count(scene.beside.text)
    told[-1] = _rendered(_cut(shown[-1], left, count=count), scene)
    *before, asked = _messages(shown[first:], told[first:])
    messages = (*head, *before, replace(asked, images=scene.beside.images))
    tokens = sum(count(each.text) + MESSAGE_TOKENS for each in messages)
    return Prompt(messages, since, tokens + len(scene.beside.images) * IMAGE_TOKENS)


def opening_messages(system: str, examples: Sequence[tuple[str, str]]) -> tuple[ChatMessage, ...]:
    """What every prompt begins with."""
    shown = [(ChatMessage("user", said), ChatMessage("assistant", answered)) for said, answered in examples]
    return (ChatMessage("system", system), *(message for pair in shown for message in pair))


def kept_from(sizes: Sequence[int], room: int) -> int:
    """From where on the newest lines fit into `room`; the last one always does."""
    start, used = len(sizes) - 1, sizes[-1]
    while start > 0 and used + sizes[start - 1] <= room:
        start -= 1
        used += sizes[start]
    return start


def _cut(line: Line, room: int, *, count: Count) -> Line:
    """The line with its middle left out where it alone is longer than what is left."""
    text = line.text
    while count(text) > room and len(text) > 200:
        keep = min(len(text) * 2 // 5, max(90, len(text) * max(room, 50) // (2 * count(text))))
        text = text[:keep] + _CUT + text[-keep:]
    return line if text is line.text else Line(line.spot, line.speaker_id, line.speaker, text, line.said_at)


def _messages(lines: Sequence[Line], told: Sequence[str]) -> list[ChatMessage]:
    """Lines, told so, as messages; neighbours of one side become one, as many templates insist on alternation."""
    sides: list[tuple[Literal["user", "assistant"], list[str]]] = []
    for line, text in zip(lines, told, strict=True):
        side: Literal["user", "assistant"] = "assistant" if line.speaker_id is None else "user"
        if not sides or sides[-1][0] != side:
            sides.append((side, []))
        sides[-1][1].append(text)
    return [ChatMessage(side, "\n".join(texts)) for side, texts in sides]


def _rendered(line: Line, scene: Scene) -> str:
    text = neutral(line.text)
    if line.speaker_id is None:
        return text
    if scene.group:
        # Indented, so that nobody can write a line that seems to be somebody else's.
        text = f"{neutral_name(line.speaker or '')}: " + text.replace("\n", "\n  ")
    above, asked = scene.notes.get(line.spot.seq), line.spot == scene.lines[-1].spot
    parts = (above.text if above else "", scene.beside.text if asked else "", text)
    return "\n".join(part for part in parts if part)
