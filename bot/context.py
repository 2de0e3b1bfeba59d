"""Gathers what a prompt is made of: transcript, recall and profile side by side, within the window of the place."""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from adapters.types import Message
from bot.beside import Files, beside
from bot.days import zone_of
from bot.known import Known, first_line, said_here, within
from bot.notes import Asker, Notes, Shown, with_doubt, with_line, with_question, with_tone, write_notes
from bot.patience import PATIENCE_SECONDS
from bot.persona import Persona
from bot.prompt import Budget, Prompt, Scene, compose
from bot.subquestions import SubQuestions
from bot.tone.layers import Operator
from bot.tone.lingering import lingering
from bot.tone.matching import UNMATCHED, Matching, matching_within
from bot.variety import beyond
from bot.window import Window, Windows
from memory.found import Found, joined
from memory.grounding import asks
from memory.memory import Memory
from memory.recalled import Recall
from memory.span import Asked
from memory.tone.addressee import Addressee
from memory.types import Audience, Conflict, Fact, Line, Noted, Spot, Viewer

LINES = 120
BESIDE = 3  # what comes with a message may take this part of a prompt
NO_FILES = Files()
MOST_PARTS = 16  # questions under way whose parts are kept
EVERYBODY = Operator()
Clock = Callable[[], datetime]


class Tones(Protocol):
    """Knows how people are to be answered, as `memory.tones` does."""

    async def of(self, viewer: Viewer) -> Addressee:
        """How the viewer is to be answered where they are."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A message that has been noted: who asks where, and since when (monotonic seconds) the person waits.

    `persona` None: the usual one; it `signs` where others answer too. `only_here`: nothing that was said elsewhere may
    be used, since it is not sure that the person may still read there. `patience`: how long a database that is away is
    waited for, in seconds.
    """

    viewer: Viewer
    message: Message
    noted: Noted
    since: float
    note_ms: float
    persona: Persona | None = None
    signs: bool = False
    only_here: bool = False
    patience: float = PATIENCE_SECONDS


@dataclass(frozen=True, slots=True)
class Prepared:
    """A prompt, and what of memory is in it: recalled now, noted now, noted earlier in the window, asked back.

    `matching` is how the answer is to sound.
    """

    prompt: Prompt
    recall: Recall
    notes: Notes | None
    shown: Shown
    conflict: Conflict | None = None
    matching: Matching = UNMATCHED
    recall_ms: float = 0.0
    prompt_ms: float = 0.0


class Context:
    """Prepares prompts; keeps each place's window."""

    def __init__(
        self,
        memory: Memory,
        persona: Persona,
        *,
        windows: Windows,
        clock: Clock,
        subquestions: SubQuestions | None = None,
        tones: Tones | None = None,
        operator: Operator = EVERYBODY,
    ) -> None:
        self._memory = memory
        self.persona = persona
        self.operator = operator
        self.windows = windows
        self._clock = clock
        self._subquestions = subquestions
        self._tones: Tones = memory.tones if tones is None else tones
        self._parts: dict[Spot, tuple[str, ...]] = {}

    async def prepare(self, heard: Heard, budget: Budget, *, files: Files = NO_FILES) -> Prepared:
        """The prompt that answers what was heard, with what was read of its files."""
        began, viewer = time.perf_counter(), heard.viewer
        window, asked = await self._window(viewer, budget), heard.noted.spot.seq
        told = len(window.shown_before(asked).facts)
        lines, found, (profile, conflict), addressee = await asyncio.gather(
            self._memory.recent(viewer, LINES),
            self._find(heard, told),
            self._introduction(viewer, window, asked),
            self._tones.of(viewer),
        )
        recall_ms, began, since = _since(began), time.perf_counter(), window.since
        above = beside(heard.message.quoted, files, room=budget.prompt // BESIDE, count=budget.count)
        matching = self._matching(addressee, heard, lines, small=budget.examples)
        known = allowed(Known(lines, found, within(profile, budget), conflict, above, matching), heard)
        prepared = self._compose(heard, budget, window=window, known=known)
        if window.since > since:  # the older part left the prompt just now, and may be what is asked for
            if not profile and not window.knows(viewer.person, asked):
                profile, _ = await self._introduction(viewer, window, asked)
                known = allowed(replace(known, profile=within(profile, budget)), heard)
            prepared = self._compose(heard, budget, window=window, known=known)
        if known.conflict is None:  # what is to be asked is asked again until it reached the person
            window.meet(viewer.person, asked)
        return replace(prepared, recall_ms=recall_ms, prompt_ms=_since(began))

    def _matching(self, addressee: Addressee, heard: Heard, lines: Sequence[Line], *, small: bool) -> Matching:
        """How the answer is to sound, as far as the operator and who answers let it move."""
        adapts, text = (heard.persona or self.persona).adapts, heard.noted.text
        held = lingering(lines, heard.viewer.person, asked=heard.noted.spot, text=text, at=heard.message.sent_at)
        return matching_within(addressee, text, operator=self.operator, adapts=adapts, small=small, held=held)

    async def _find(self, heard: Heard, told: int) -> Found:
        """What fits the question and, where the model may be asked for them, its parts."""
        viewer, text, now = heard.viewer, heard.noted.text, asked_at(heard, self._clock())
        whole, parts = await asyncio.gather(
            self._memory.find(viewer, text, spare=told, asked=now), self._parts_of(heard.noted.spot, text)
        )
        if not parts:
            return whole
        return joined(whole, await asyncio.gather(*(self._memory.find(viewer, each, asked=now) for each in parts)))

    async def _parts_of(self, spot: Spot, text: str) -> tuple[str, ...]:
        """Asked for once, though a prompt that is too full is made again."""
        if self._subquestions is None or not asks(text):
            return ()
        if spot not in self._parts:
            if len(self._parts) >= MOST_PARTS:
                self._parts.clear()
            self._parts[spot] = await self._subquestions(text)
        return self._parts[spot]

    async def _introduction(self, viewer: Viewer, window: Window, asked: int) -> tuple[Sequence[Fact], Conflict | None]:
        """The person's profile, and in direct what they are to be asked: once a conversation, while it is in sight."""
        if window.knows(viewer.person, asked):
            return (), None
        if viewer.place.audience is not Audience.DIRECT:
            return await self._memory.profile(viewer), None
        return await asyncio.gather(self._memory.profile(viewer), self._memory.open_conflict(viewer))

    def _compose(self, heard: Heard, budget: Budget, *, window: Window, known: Known) -> Prepared:
        asked, asker = heard.noted.spot, heard.message.author
        now = self._clock().astimezone(zone_of(asker.timezone))
        shown = Shown() if heard.only_here else window.shown_before(asked.seq)
        recall = known.found.packed(budget.recall, skip=window.spots(asked), known=shown.facts, asked=(asked,))
        recall = said_here(recall, asked) if heard.only_here else recall
        whose = Asker(asker.name, heard.viewer.person)
        notes = write_notes(whose, recall, profile=known.profile, shown=shown, now=now)
        if asks(heard.noted.text) and not recall.fits:
            notes = with_doubt(notes, now=now)
        if variety := beyond(recall, tuple(shown.facts.values()), whose.person, easing=known.matching.easing):
            notes = with_line(notes, variety, now=now)
        if known.conflict is not None:
            notes = with_question(notes, known.conflict, now=now)
        told = known.matching.instruction
        if told != ("" if heard.only_here else window.tone_before(whose.person, asked.seq)):
            notes = with_tone(notes, whose, told, now=now)
        window.keep(_moved(window.since, known.lines), asked.seq, notes=notes)
        prompt = compose(self._scene(heard, known, window=window), budget, count=budget.count)
        window.keep(prompt.since, asked.seq, notes=notes)
        return Prepared(prompt, recall, notes, shown, known.conflict, known.matching)

    async def _window(self, viewer: Viewer, budget: Budget) -> Window:
        now = self._clock()
        window = self.windows.get(viewer.place.key, now)
        if window is None:
            window = Window(first_line(await self._memory.recent(viewer, LINES), budget), now)
            self.windows.put(viewer.place.key, window)
        return window

    def _scene(self, heard: Heard, known: Known, *, window: Window) -> Scene:
        persona = heard.persona or self.persona
        return Scene(
            opening=persona.opens(several=heard.signs),
            group=heard.viewer.place.audience is not Audience.DIRECT,
            lines=_with_asked(known.lines, heard),
            notes=_notes_for(heard, window),
            since=window.since,
            examples=persona.examples,
            beside=known.beside,
        )


def allowed(known: Known, heard: Heard) -> Known:
    """What of the person's own may be used where it is not sure that they still read what was said elsewhere."""
    if not heard.only_here:
        return known
    profile = [fact for fact in known.profile if fact.audience is Audience.DIRECT]
    both = (known.conflict.older, known.conflict.newer) if known.conflict is not None else ()
    direct = all(fact.audience is Audience.DIRECT for fact in both)
    return replace(known, profile=profile, conflict=known.conflict if direct else None)


def asked_at(heard: Heard, now: datetime) -> Asked:
    """When and where in the world it was asked."""
    return Asked(now, zone_of(heard.message.author.timezone), heard.message.author.locale)


def _moved(since: int, lines: Sequence[Line]) -> int:
    """`since`, or far ahead of it when the transcript read no longer reaches back that far."""
    if len(lines) < LINES or lines[0].spot.seq <= since:
        return since
    return lines[LINES // 2].spot.seq


def _with_asked(lines: Sequence[Line], heard: Heard) -> Sequence[Line]:
    """The transcript up to the message asked; what others said meanwhile belongs to their own turns."""
    asked, name = heard.noted.spot, heard.message.author.name
    before = [line for line in lines if line.spot.seq < asked.seq]
    return [*before, Line(asked, heard.viewer.person, name, heard.noted.text, heard.message.sent_at)]


def _notes_for(heard: Heard, window: Window) -> Mapping[int, Notes]:
    """The notes above the lines; those of earlier ones may tell what was said elsewhere."""
    asked = heard.noted.spot.seq
    return {at: each for at, each in window.notes.items() if at == asked} if heard.only_here else window.notes


def _since(began: float) -> float:
    return (time.perf_counter() - began) * 1000
