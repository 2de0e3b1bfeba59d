"""The words of `/tone` in each language, and the same short news told as somebody wishes: a bank, no model. Pure.

A sample has to show what a dial does before anything is asked of a model, the same on every press.
"""

from collections.abc import Mapping
from functools import cache

from pydantic import BaseModel, ConfigDict, Field

from bot.tone.presets import shape_of
from bot.tone.shaping import shaped
from bot.tone.tongues import tongues
from memory.preference import Refined
from memory.tone.wished import Dial, Preset, Wishes

ENGLISH = "en"
_EMOJI = ("🚆", "☕", "🙂")


class _Named(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str
    steps: list[str] = Field(min_length=4, max_length=4)


class _Both(BaseModel):
    model_config = ConfigDict(extra="forbid")
    t: str
    v: str


class Why(BaseModel):
    """The words of `/why tone`: the layers, where each comes from, and who decided."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    head: str
    eased: str
    operator: str
    persona: str
    said: str
    measured: str
    together: str
    usual: str
    nothing: str
    free: str
    own: str
    place: str
    group: str
    messages: str
    no_messages: str
    sure: str
    always: str
    span: str
    told: str
    chosen: str
    by_operator: str
    by_persona: str
    by_wish: str
    by_habit: str
    in_operator: str
    in_persona: str
    past_persona: str


class Words(BaseModel):
    """All words of one language."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    title: str
    middle: str  # where nothing is wished
    centre: str  # between both ends
    sample: str
    kept: str
    done: str
    undone: str
    nothing: str
    reset: str
    undo: str
    measured: str
    words: str
    none_yet: str
    presets: str
    back: str
    on: str
    off: str
    learned: str
    held: str
    change: str
    forget: str
    sure: str
    forgotten: str
    dials: dict[Dial, _Named]
    forms: dict[Preset, str]
    bank: dict[str, str | _Both]
    why: Why
    joint: str = " "  # between sentences
    polite: bool = False  # where nothing is wished

    def level(self, dial: Dial, value: int) -> str:
        """What a place of a dial is called."""
        if value == 0:
            return self.middle
        return self.dials[dial].steps[value + 2 if value < 0 else value + 1]

    def place(self, dial: Dial, value: int) -> str:
        """The same for where something stands, which is measured itself or set."""
        return self.level(dial, value) if value else self.centre

    def dial(self, dial: Dial, value: int) -> str:
        """A dial with what is wished there, as in `Length: shorter`."""
        return f"{self.dials[dial].name}: {self.level(dial, value)}"

    def form(self, preset: Preset, *, on: bool) -> str:
        """A preset and whether it is on."""
        return f"{self.forms[preset]}: {self.on if on else self.off}"


def words_for(locale: str | None) -> Words:
    """The words for a BCP 47 tag; English where its language has none."""
    return _words().get((locale or ENGLISH).partition("-")[0].casefold(), _words()[ENGLISH])


def languages() -> tuple[str, ...]:
    """The languages that have words."""
    return tuple(sorted(_words()))


def learned_line(refined: Refined, words: Words) -> str:
    """That a wish was made of somebody's signals, and of how many."""
    return words.learned.format(answers=refined.answers, days=refined.days)


def sample(wishes: Wishes, locale: str | None) -> str:
    """A few sentences as the wishes want them."""
    words = words_for(locale)
    sentences = _sentences(wishes, words)
    if Preset.STEPS in wishes.presets:
        text = "\n".join(f"{at}. {each}" for at, each in enumerate(sentences, 1))
    else:
        text = words.joint.join(sentences)
    return shaped(text, shape_of(wishes.presets))


def _sentences(wishes: Wishes, words: Words) -> list[str]:
    at = {dial: wishes.dials.get(dial, 0) for dial in Dial}
    plain = at[Dial.PLAINNESS] > 0 or bool(wishes.presets & {Preset.LITERAL, Preset.LOW_LOAD, Preset.NO_IDIOMS})
    picked = {
        "casual": at[Dial.FORMALITY] < 0 and at[Dial.LENGTH] > -2,
        "formal": at[Dial.FORMALITY] > 0,
        "careful": at[Dial.DIRECTNESS] < 0,
        "fact": at[Dial.DIRECTNESS] == 0 or (at[Dial.DIRECTNESS] == 1 and at[Dial.FORMALITY] > 0),
        "more": at[Dial.LENGTH] >= 0 and not plain,
        "more_plain": at[Dial.LENGTH] >= 0 and plain,
        "long": at[Dial.LENGTH] > 0,
        "longer": at[Dial.LENGTH] > 1,
        "humour": at[Dial.HUMOUR] > 0 and not wishes.presets & {Preset.LITERAL, Preset.NO_IDIOMS},
        "warm": at[Dial.WARMTH] > 0,
    }
    picked["blunt"] = not (picked["careful"] or picked["fact"])
    order = ("casual", "formal", "careful", "fact", "blunt", "more", "more_plain", "long", "longer", "humour", "warm")
    address = at[Dial.ADDRESS] or at[Dial.FORMALITY]
    formal = address > 0 or (words.polite and address == 0)
    sentences = [_said(words.bank[each], formal=formal) for each in order if picked[each]]
    return _with_emoji(sentences, at[Dial.EMOJI], words.joint)


def _said(sentence: str | _Both, *, formal: bool) -> str:
    if isinstance(sentence, str):
        return sentence
    return sentence.v if formal else sentence.t


def _with_emoji(sentences: list[str], wished: int, joint: str) -> list[str]:
    """None as a rule, one at the end where more are wished, one each where many are."""
    most = {1: 1, 2: len(_EMOJI)}.get(wished, 0)
    marked = sentences[-most:] if most else []
    kept = sentences[: len(sentences) - len(marked)]
    return kept + [f"{each}{joint}{emoji}" for each, emoji in zip(marked, _EMOJI, strict=False)]


@cache
def _words() -> Mapping[str, Words]:
    return {language: Words.model_validate(known) for language, known in tongues("sample").items()}
