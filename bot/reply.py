"""What a command answers, before it is known where to: plain text with controls, never markup.

Whoever sends it decides on the address and on who may read it; `replace` only asks that a pressed button's message
be written over.
"""

from dataclasses import dataclass

from adapters.outgoing import Button, File, Form, Limits, Outgoing, Pick
from adapters.types import Command
from bot.naming import as_typed


@dataclass(frozen=True, slots=True)
class Reply:
    """The text of an answer and what stands under it. A `form` is shown alone, the text only where it cannot be.

    `marked`: its markup counts, as in an answer of the model; else every sign is shown as it is written.
    """

    text: str
    buttons: tuple[Button, ...] = ()
    pick: Pick | None = None
    form: Form | None = None
    files: tuple[File, ...] = ()
    replace: bool = False
    marked: bool = False


def to_outgoing(reply: Reply, command: Command, limits: Limits) -> Outgoing:
    """The reply as an answer that only the person who gave the command reads."""
    return Outgoing(
        command.address,
        as_typed(reply.text, limits.commands),
        command.id,
        private=True,
        buttons=reply.buttons,
        pick=reply.pick,
        form=reply.form,
        files=reply.files if limits.file else (),
        replace=reply.replace and command.control is not None,
        plain=not reply.marked,
    )
