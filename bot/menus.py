"""What a menu on a message does: have it remembered, or ask what is known about it.

Only what people say of themselves is remembered of them, so nobody can have somebody else's words kept. What is known
about a message is told to the asker alone, from what they may read.
"""

from bot.browsing import own_items, share_button
from bot.errors import UserError
from bot.listing import one_line
from bot.naming import as_said
from bot.order import UNSEEN, UNSURE, Order
from bot.picks import pick_of
from bot.reply import Reply
from bot.tokens import token_of
from bot.why import things_in, told_lines
from memory.memory import Memory
from memory.recalled import Passage, Recall
from memory.types import Audience, Utterance

TOKENS = 400
NO_MESSAGE = "Open that on a message: it stands in its menu."


class Menus:
    """The menus of a message, and `/remember`, which is the same for words that are typed."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    async def remember(self, order: Order) -> Reply:
        """Keeps what was typed; raises `UserError`."""
        if not order.argument:
            raise UserError("Say what to remember, as in /remember my bike is blue.")
        viewer = order.viewer
        said = Utterance(order.id, viewer.person, viewer.place, order.argument, order.at)
        return await self._kept(order, said)

    async def keep(self, order: Order) -> Reply:
        """Keeps a message of the asker's own, as said where it stands; raises `UserError`."""
        about = order.about
        if about is None:
            raise UserError(NO_MESSAGE)
        if about.author.handle != order.author.handle:
            return Reply(
                f"Those are words of {_whose(order)}, and I keep only what people say themselves: they can ask me to"
                " remember it. What you know of it you can tell me in your own words, with /remember."
            )
        if not about.text.strip():
            raise UserError("There are no words in that message that I could keep.")
        origin = order.origin
        if order.member is None:  # kept where no deletion reaches, it would stay for ever
            raise UserError(UNSEEN)
        if not order.member:
            # Nothing is heard there, neither of who reads nor of a deletion: it is kept as told to the bot alone.
            said = Utterance(about.id, order.viewer.person, order.viewer.place, about.text, about.sent_at)
            return await self._kept(order, said)
        said = Utterance(about.id, origin.person, origin.place, about.text, about.sent_at, about.reply_to)
        return await self._kept(order, said)

    async def about(self, order: Order) -> Reply:
        """What is remembered that has to do with a message, as far as the asker may see it; raises `UserError`."""
        if order.about is None:
            raise UserError(NO_MESSAGE)
        if not order.sure:
            raise UserError(UNSURE)
        words = order.about.text.strip()
        found = await self._memory.recall(order.viewer, words, budget=TOKENS) if words else None
        lines = told_lines(_without(found, words), order.zone) if found is not None and found.fits else []
        if found is None or not lines:
            return Reply("I remember nothing about that which you may see.")
        own = own_items(things_in(found), order.viewer)
        pick = pick_of(own, "Choose one to change", command="memory", argument="show", zone=order.zone)
        return Reply("\n".join(["What I remember about that:", *lines]), pick=pick if order.controls else None)

    async def _kept(self, order: Order, said: Utterance) -> Reply:
        reader = order.origin if said.place == order.origin.place else order.viewer
        noted = await self._memory.note(said)
        fact = await self._memory.remember(reader, noted.spot, noted.text)
        left_out = f" (I left out: {', '.join(noted.redacted)}.)" if noted.redacted else ""
        alone = fact.audience is Audience.DIRECT and order.can_share
        buttons = (share_button(order, token_of(fact)),) if order.controls and alone else ()
        return Reply(f"Kept: {as_said(one_line(fact.text))}{left_out}", buttons)


def _whose(order: Order) -> str:
    author = order.about.author if order.about is not None else None
    return "mine or of another bot" if author is None or author.is_bot else as_said(one_line(author.name, 60))


def _without(found: Recall, words: str) -> Recall:
    """What was found without the very message that was asked about."""
    passages = tuple(
        each
        for each in found.passages
        if not isinstance(each.item, Passage) or any(line.text.strip() != words for line in each.item.lines)
    )
    return Recall(found.facts, passages, found.tokens, found.confidence)
