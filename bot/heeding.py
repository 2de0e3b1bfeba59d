"""What is said of a message before it is answered: which wish was heard and kept, and in an emergency where help is.

Neither needs a model. A wish counts for the very answer, as it is kept before that is begun.
"""

from collections.abc import Mapping
from datetime import datetime

from adapters.outgoing import Button
from bot.naming import as_said
from bot.reply import Reply
from bot.tone.easing import Easing, Noticed, advice_in, notice
from bot.tone.said import said
from bot.tone.sample import words_for
from bot.tone_command import COMMAND, UNDO, named
from bot.wishing import Wishing
from memory.types import Audience, Noted, Viewer

DEFAULT = "default"


class Heeding:
    """Heeds what messages say about their answers. `help_lines` are the operator's, by language tag."""

    def __init__(self, wishing: Wishing, help_lines: Mapping[str, str]) -> None:
        self._wishing = wishing
        self._help_lines = {tag.casefold(): line for tag, line in help_lines.items()}

    async def heed(
        self, viewer: Viewer, noted: Noted, *, at: datetime, locale: str | None, learning: bool
    ) -> tuple[Reply, ...]:
        """What is to be said before the answer; nothing as a rule."""
        noticed = notice(noted.text)
        if noticed is not None:
            return (Reply(as_said(self._help(noticed, locale))),) if noticed.easing is Easing.EMERGENCY else ()
        wish = said(noted.text)
        if not (wish.turns or wish.presets):
            return ()
        source = noted.spot if learning else None  # what is off the record is nothing to be named later
        changes = await self._wishing.heed(viewer, wish, at=at, source=source)
        words = words_for(locale)
        told = words.kept.format(what=named(changes, words), undo=f"/{COMMAND} {UNDO}")
        alone = viewer.place.audience is Audience.DIRECT  # elsewhere others could press it
        return (Reply(f"({told})", (Button(words.undo, COMMAND, UNDO),) if alone else ()),)

    def _help(self, noticed: Noticed, locale: str | None) -> str:
        """The operator's help line for where the person is, else for the language they wrote in, else plain advice."""
        tag = (locale or "").casefold()
        for each in (tag, tag.partition("-")[0], noticed.language, DEFAULT):
            if each and (line := self._help_lines.get(each)):
                return line
        return advice_in(noticed.language)
