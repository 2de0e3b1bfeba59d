"""Buttons, lists and forms as Discord shows them, and what using them means.

All that a control needs stands in its id, see `adapters.controls`. None is registered with discord.py, which would keep
each one until its process ends: the views are finished before they are sent, and the raw interaction is read.
"""

from typing import TYPE_CHECKING, assert_never, cast

import discord

from adapters.controls import control_id, label_of, meant
from adapters.outgoing import Button, Form, Outgoing, Pick, Source, Style

if TYPE_CHECKING:  # cannot be imported at run time, in any order
    from discord.types.interactions import (
        MessageComponentInteractionData,
        ModalSubmitComponentInteractionData,
        ModalSubmitInteractionData,
        SelectMessageComponentInteractionData,
    )
    from discord.types.user import User

LONGEST_LABEL, LONGEST_CHOICE, LONGEST_TITLE, LONGEST_TEXT = 80, 100, 45, 4000
MOST_CHOICES = 25
FIELD = "text"
_CHANNELS = [  # all that have messages of their own; a thread follows its channel
    discord.ChannelType.text,
    discord.ChannelType.news,
    discord.ChannelType.voice,
    discord.ChannelType.stage_voice,
    discord.ChannelType.forum,
]
_STYLES = {
    Style.PLAIN: discord.ButtonStyle.secondary,
    Style.PRIMARY: discord.ButtonStyle.primary,
    Style.DANGER: discord.ButtonStyle.danger,
}


def view_of(outgoing: Outgoing) -> discord.ui.View | None:
    """The controls under a message, None where there are none; to be made inside the event loop."""
    if not outgoing.buttons and outgoing.pick is None:
        return None
    view = discord.ui.View(timeout=None)
    for button in outgoing.buttons:
        view.add_item(_button(button))
    if outgoing.pick is not None and (outgoing.pick.choices or outgoing.pick.source is not Source.CHOICES):
        view.add_item(_select(outgoing.pick))
    view.stop()
    return view


def modal_of(form: Form) -> discord.ui.Modal:
    """A form with its one field."""
    modal = discord.ui.Modal(
        title=label_of(form.title, LONGEST_TITLE), custom_id=control_id(form.command, form.argument), timeout=None
    )
    field: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
        custom_id=FIELD,
        style=discord.TextStyle.paragraph,
        default=form.value[:LONGEST_TEXT] or None,
        required=form.required,
        max_length=LONGEST_TEXT,
    )
    modal.add_item(discord.ui.Label(text=label_of(form.label, LONGEST_TITLE), component=field))
    modal.stop()
    return modal


def used(interaction: discord.Interaction) -> tuple[str, str] | None:
    """Command and argument that a press, a pick or a filled form gives; None for what is not ours."""
    if interaction.type is discord.InteractionType.component:
        pressed = cast("MessageComponentInteractionData", interaction.data)
        values = [] if pressed["component_type"] == 2 else _picked(pressed, in_server=interaction.guild_id is not None)
        return meant(pressed["custom_id"], " ".join(values))
    filled = cast("ModalSubmitInteractionData", interaction.data)
    return meant(filled["custom_id"], "\n".join(_entered(each) for each in filled["components"]).strip())


def picked_people(interaction: discord.Interaction) -> "list[User]":
    """Who was picked from a list of people, as Discord tells of them."""
    if interaction.type is not discord.InteractionType.component:
        return []
    pressed = cast("MessageComponentInteractionData", interaction.data)
    return list(pressed.get("resolved", {}).get("users", {}).values()) if pressed["component_type"] == 5 else []


def _picked(pressed: "SelectMessageComponentInteractionData", *, in_server: bool) -> list[str]:
    """The values of a list; of Discord's own lists only what Discord says is there."""
    resolved = pressed.get("resolved", {})
    match pressed["component_type"]:
        case 3:
            return pressed["values"]
        case 5:
            there = {*resolved.get("members", {})} if in_server else {*resolved.get("users", {})}
        case 6:
            there = {*resolved.get("roles", {})}
        case 8:
            there = {*resolved.get("channels", {})}
        case _:
            there = set()
    return [each for each in pressed["values"] if each in there]


def _entered(component: "ModalSubmitComponentInteractionData") -> str:
    if component["type"] == 18 and component["component"]["type"] == 4:
        return component["component"]["value"]
    if component["type"] == 1:
        return "\n".join(each["value"] for each in component["components"])
    return ""


def _button(button: Button) -> "discord.ui.Button[discord.ui.View]":
    return discord.ui.Button(
        label=label_of(button.label, LONGEST_LABEL),
        style=_STYLES[button.style],
        custom_id=control_id(button.command, button.argument),
    )


def _select(pick: Pick) -> "discord.ui.Item[discord.ui.View]":
    custom_id, label = control_id(pick.command, pick.argument), label_of(pick.label, LONGEST_CHOICE)
    most = min(pick.most, MOST_CHOICES)
    match pick.source:
        case Source.CHOICES:
            return _choices(pick)
        case Source.CHANNELS:
            return discord.ui.ChannelSelect(
                custom_id=custom_id, placeholder=label, max_values=most, channel_types=_CHANNELS
            )
        case Source.ROLES:
            return discord.ui.RoleSelect(custom_id=custom_id, placeholder=label, max_values=most)
        case Source.PEOPLE:
            return discord.ui.UserSelect(custom_id=custom_id, placeholder=label, max_values=most)
        case _:
            assert_never(pick.source)


def _choices(pick: Pick) -> "discord.ui.Select[discord.ui.View]":
    options = [
        discord.SelectOption(
            label=label_of(choice.label, LONGEST_CHOICE),
            value=choice.value,
            description=label_of(choice.detail, LONGEST_CHOICE) if choice.detail else None,
        )
        for choice in pick.choices[:MOST_CHOICES]
    ]
    return discord.ui.Select(
        custom_id=control_id(pick.command, pick.argument),
        placeholder=label_of(pick.label, LONGEST_CHOICE),
        max_values=max(1, min(pick.most, len(options))),
        options=options,
    )
