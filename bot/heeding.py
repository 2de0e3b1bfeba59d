"""What is said of a message before it is answered: which wish was heard and kept, and in an emergency where help is.

Neither needs a model. A wish counts for the very answer, as it is kept before that is begun.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import datetime

from adapters.outgoing import Button
from adapters.types import Message
from bot.calling import without_call
from bot.naming import as_said
from bot.reply import Reply
from bot.tone.adapts import Range
from bot.tone.drafts import asks_in_words
from bot.tone.easing import Easing, advice_in, beside, easing_of, notice
from bot.tone.layers import Operator, holding
from bot.tone.said import Said, answers, said
from bot.tone.sample import words_for
from bot.tone_command import COMMAND, UNDO, named
from bot.wishing import Change, Wishing
from memory.keepable import LONGEST
from memory.types import Audience, Line, Noted, Spot, Viewer

DEFAULT = "default"
EVERYBODY = Operator()
_UNTOLD = (Easing.DISTRESS, Easing.GRIEF)  # in which wishes are kept and not confirmed
LINES = 8  # in which ours is looked for, and what the person said before
Names = Callable[[], Collection[str]]
Recent = Callable[[Viewer, int], Awaitable[Sequence[Line]]]


class Heeding:
    """Heeds what messages say about their answers. `help_lines` are the operator's, by language tag, as `operator` is.

    `recent` gives the last lines of a place: what was asked there is not answered by a wish, and what is said of a text
    that somebody asked for is none. `names` are what we are called by, which is no part of a wish.
    """

    def __init__(
        self,
        wishing: Wishing,
        recent: Recent,
        help_lines: Mapping[str, str],
        operator: Operator = EVERYBODY,
        *,
        names: Names = frozenset,
    ) -> None:
        self._wishing = wishing
        self._operator = operator
        self._recent = recent
        self._names = names
        self._help_lines = {tag.casefold(): line for tag, line in help_lines.items()}

    async def heed(
        self, viewer: Viewer, noted: Noted, *, message: Message, adapts: Range, learning: bool
    ) -> tuple[Reply, ...]:
        """What is to be said before the answer, in which tone may move as far as `adapts`; nothing as a rule.

        In an emergency wishes are set aside; in grief they are kept and nothing is said of it, which would be cold.
        """
        easing, locale = easing_of(noted.text), message.author.locale
        if easing is Easing.EMERGENCY:
            return (Reply(as_said(self.help(noted.text, locale))),)
        wish = self._said(noted.text, eased=easing is not None)
        if not wish.changes_something or (not wish.lasting and await self._is_of_before(viewer, noted)):
            return ()
        source = noted.spot if learning else None  # what is off the record is nothing to be named later
        changes = await self._change(viewer, wish, at=message.sent_at, source=source)
        if easing in _UNTOLD or not changes:
            return ()
        words, holds = (
            words_for(locale or wish.language),
            holding(self._operator, adapts, await self._wishing.of(viewer)),
        )
        told = words.kept.format(what=named(changes, words, holds), undo=f"/{COMMAND} {UNDO}")
        alone = viewer.place.audience is Audience.DIRECT  # elsewhere others could press it
        return (Reply(f"({told})", (Button(words.undo, COMMAND, UNDO),) if alone else ()),)

    async def _change(self, viewer: Viewer, wish: Said, *, at: datetime, source: Spot | None) -> tuple[Change, ...]:
        """What changes; to take back what nobody wished is nothing that could be told."""
        back = await self._wishing.reset(viewer, at=at) if wish.reset else ()
        changes = (*back, *await self._wishing.heed(viewer, wish, at=at, source=source))
        return tuple(each for each in changes if each.before or each.after)

    async def _is_of_before(self, viewer: Viewer, noted: Noted) -> bool:
        """Whether it rather answers what we asked last, or is about a text that the person asked for."""
        lines = [each for each in await self._recent(viewer, LINES) if each.spot.seq < noted.spot.seq]
        ours = [each.text for each in lines if each.speaker_id is None]
        if ours and answers(noted.text, ours[-1]):
            return True
        theirs = (each.text for each in reversed(lines) if each.speaker_id == viewer.person)
        return asks_in_words(next((each for each in theirs if not self._is_remark(each)), ""))

    def _is_remark(self, text: str) -> bool:
        """Whether a line may itself be about a text that was asked for before it."""
        wish = self._said(text)
        return bool(wish) and not wish.lasting

    def _said(self, text: str, *, eased: bool = False) -> Said:
        """What is wished, by whichever of our names we are called."""
        if found := said(beside(text) if eased else text):
            return found
        rest = without_call(text, self._names())
        return said(beside(rest) if eased else rest) if rest != text else found

    def help(self, text: str, locale: str | None) -> str:
        """In an emergency the operator's help line for where the person is, else for the language of the text, else
        plain advice; else nothing.
        """
        noticed = notice(text)
        if noticed is None or noticed.easing is not Easing.EMERGENCY:
            return ""
        tag = (locale or "").casefold()
        for each in (tag, tag.partition("-")[0], noticed.language, DEFAULT):
            if each and (line := self._help_lines.get(each)):
                return line
        return advice_in(noticed.language)


def remarks_on(noted: Noted) -> list[str]:
    """What the person should know about how the message was kept."""
    remarks = []
    if noted.redacted:
        remarks.append(f"(I did not keep this part of it: {', '.join(noted.redacted)}.)")
    if noted.shortened:
        remarks.append(f"(That was very long; I kept its first {LONGEST:,} characters.)")
    return remarks
