"""What the controls of every platform have in common: what their ids say, and the sentences around them. Pure.

All that a control needs stands in its id (`r:<command>:<argument>`), so that it works after a restart and in another
process.
"""

import re
from dataclasses import replace

from adapters.outgoing import Button, Outgoing
from adapters.text import unturned
from adapters.types import Command

LONGEST_ID = 100
GONE = "I do not know that one any more. {command}help shows what I know."  # `command` as in `Limits`
NOT_YOURS = "That belongs to somebody else. Ask me yourself, and you get your own."
OPEN = "Press the button to write it."
_ID = re.compile(r"r:([a-z][a-z-]{0,31}):(.*)", re.DOTALL)


def control_id(command: str, argument: str) -> str:
    """The id of a control that gives the command; raises `ValueError` where a platform would not carry it."""
    made = f"r:{command}:{argument}"
    if len(made) > LONGEST_ID or _ID.fullmatch(made) is None:
        raise ValueError("The control of a command is too long or not one.")
    return made


def meaning(custom_id: str) -> tuple[str, str] | None:
    """Command and argument of a control's id; None for one that is not ours."""
    found = _ID.fullmatch(custom_id) if len(custom_id) <= LONGEST_ID else None
    return None if found is None else (found[1], found[2])


def meant(custom_id: str, added: str) -> tuple[str, str] | None:
    """The same where something was picked or entered, which is added to the argument."""
    found = meaning(custom_id)
    return None if found is None else (found[0], f"{found[1]} {added}".strip())


def label_of(text: str, longest: int) -> str:
    """One line of bearable length; never empty, which platforms refuse."""
    line = " ".join(unturned(text).split()) or "…"
    return line if len(line) <= longest else line[: longest - 1] + "…"


def with_opener(outgoing: Outgoing, command: Command) -> Outgoing:
    """The same with a button in the place of the form, which can only be shown to somebody who just did something."""
    return replace(
        outgoing, text=outgoing.text or OPEN, form=None, buttons=(Button("Write", command.name, command.argument),)
    )
