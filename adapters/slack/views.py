"""Buttons, lists and forms as Slack shows them, and what using them means. Pure.

All that a control needs stands in its id, see `adapters.controls`; whose it is stands in the id of its block. Whatever
is shown here is plain text, in which Slack reads no marks. What is too long for Slack is cut here, by construction.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import assert_never

from adapters.controls import control_id, label_of, meant
from adapters.outgoing import Button, Choice, Form, Home, Outgoing, Pick, Section, Source, Style
from adapters.slack.payloads import inner, text_in
from adapters.text import unturned

Block = dict[str, object]
LONGEST_SECTION, LONGEST_HEADER, LONGEST_ENTERED = 3000, 150, 3000
LONGEST_LABEL, LONGEST_HINT, LONGEST_TITLE, LONGEST_OPTION = 75, 150, 24, 75
MOST_BUTTONS, MOST_CHOICES = 25, 25
MOST_SECTIONS, MOST_TEXTS = 8, 3  # of a home: with title, controls and line between them 62 blocks, Slack takes 100
LARGEST_VIEW = 240_000  # bytes of JSON, Slack takes 250 kB
FIELD, ENTERED = "field", "text"
_CUT = re.compile(rf"(?s).{{1,{LONGEST_SECTION}}}(?=\n|\Z)|.{{1,{LONGEST_SECTION}}}(?=\s)|.{{1,{LONGEST_SECTION}}}")
_STYLES: Mapping[Style, Block] = {
    Style.PLAIN: {},
    Style.PRIMARY: {"style": "primary"},
    Style.DANGER: {"style": "danger"},
}
_ONE = {
    "static_select": "selected_option",
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
}
_SEVERAL = {
    "multi_static_select": "selected_options",
    "multi_users_select": "selected_users",
    "multi_conversations_select": "selected_conversations",
}


def text_blocks(text: str) -> list[Block]:
    """The text as it is written, in as many blocks as it takes; none for a blank one."""
    parts = (part.strip("\n") for part in _CUT.findall(unturned(text)))
    return [{"type": "section", "text": _plain(part)} for part in parts if part.strip()]


def controls_of(shown: Outgoing | Section, *, whose: str = "", name: str = "r") -> list[Block]:
    """The buttons and the list under a message or a section; `whose`: the id of the only user who may use them.

    `name` begins the ids of the blocks, of which Slack takes each once in a message or view.
    """
    buttons = _buttons(shown.buttons)
    parts = (buttons[start : start + MOST_BUTTONS] for start in range(0, len(buttons), MOST_BUTTONS))
    made: list[Block] = [{"type": "actions", "elements": part} for part in parts]
    if shown.pick is not None and (shown.pick.choices or shown.pick.source is not Source.CHOICES):
        made.append(_list(shown.pick))
    return [{**block, "block_id": f"{name}{at}:{whose}"} for at, block in enumerate(made)]


def modal_of(form: Form, metadata: str) -> Block:
    """A form with its one field; `metadata` comes back with it."""
    field: Block = {"type": "plain_text_input", "action_id": ENTERED, "multiline": True, "max_length": LONGEST_ENTERED}
    if form.value:
        field["initial_value"] = form.value[:LONGEST_ENTERED]
    return {
        "type": "modal",
        "callback_id": control_id(form.command, form.argument),
        "private_metadata": metadata,
        "title": _plain(label_of(form.title, LONGEST_TITLE)),
        "submit": _plain("OK"),
        "close": _plain("Cancel"),
        "blocks": [
            {
                "type": "input",
                "block_id": FIELD,
                "optional": not form.required,
                "label": _plain(label_of(form.label, LONGEST_HINT)),
                "element": field,
            }
        ],
    }


def notice_of(title: str, text: str) -> Block:
    """A modal that only says something."""
    return {
        "type": "modal",
        "title": _plain(label_of(title, LONGEST_TITLE)),
        "close": _plain("Close"),
        "blocks": text_blocks(text)[:MOST_TEXTS],
    }


def home_of(home: Home, metadata: str) -> Block:
    """Somebody's own page, without its end where it is too large; `metadata` comes back with what is done on it."""
    for most in range(min(MOST_SECTIONS, len(home.sections)), 1, -1):
        made = _home(home.sections[:most], metadata)
        if len(json.dumps(made)) <= LARGEST_VIEW:
            return made
    return _home(home.sections[:1], metadata)


def whose_of(block_id: str) -> str:
    """The id of the only user who may use the controls of a block, '' where everybody may."""
    return block_id.partition(":")[2]


def picked_in(action: Mapping[str, object]) -> tuple[str, ...]:
    """What was picked from a list, in Slack's own ids where it is Slack's list; nothing of a button."""
    kind = text_in(action, "type")
    if kind in _ONE:
        found = [action.get(_ONE[kind])]
    else:
        several = action.get(_SEVERAL.get(kind, ""))
        found = several if isinstance(several, list) else []
    return tuple(filter(None, map(_value, found)))


def is_list(action: Mapping[str, object]) -> bool:
    """Whether it is a list that was used, from which nothing may have been picked."""
    return text_in(action, "type") in {*_ONE, *_SEVERAL}


def filled(view: Mapping[str, object]) -> tuple[str, str] | None:
    """Command and argument that a filled form gives; None for one that is not ours."""
    return meant(text_in(view, "callback_id"), entered_in(view))


def entered_in(view: Mapping[str, object]) -> str:
    """What was entered in a form."""
    return text_in(inner(inner(inner(inner(view, "state"), "values"), FIELD), ENTERED), "value").strip()


def _home(sections: Sequence[Section], metadata: str) -> Block:
    blocks: list[Block] = []
    for at, section in enumerate(sections):
        blocks += [{"type": "divider"}] if blocks else []
        blocks += _section(section, f"s{at}.")
    return {"type": "home", "private_metadata": metadata, "blocks": blocks}


def _section(section: Section, name: str) -> Iterator[Block]:
    """A part of a home; buttons beyond what one block takes are left out, since it would be too many to read."""
    if section.title:
        yield {"type": "header", "text": _plain(label_of(section.title, LONGEST_HEADER))}
    yield from text_blocks(section.text)[:MOST_TEXTS]
    kept = Section("", buttons=section.buttons[:MOST_BUTTONS], pick=section.pick)
    yield from controls_of(kept, name=name)


def _buttons(buttons: Sequence[Button]) -> list[Block]:
    """Each button once: Slack refuses two of one id."""
    made: dict[str, Button] = {}
    for each in buttons:
        made.setdefault(control_id(each.command, each.argument), each)
    return [_button(name, each) for name, each in made.items()]


def _button(name: str, button: Button) -> Block:
    label = _plain(label_of(button.label, LONGEST_LABEL))
    return {"type": "button", "action_id": name, "text": label, **_STYLES[button.style]}


def _list(pick: Pick) -> Block:
    """The block with a list; one from which several are picked has to stand beside a text."""
    most = min(pick.most, MOST_CHOICES if pick.source is not Source.CHOICES else len(pick.choices))
    element: Block = {
        "type": f"{'multi_' if most > 1 else ''}{_kind(pick)}",
        "action_id": control_id(pick.command, pick.argument),
        "placeholder": _plain(label_of(pick.label, LONGEST_HINT)),
        **({"max_selected_items": most} if most > 1 else {}),
        **_entries(pick),
    }
    if most <= 1:
        return {"type": "actions", "elements": [element]}
    return {"type": "section", "text": _plain(label_of(pick.label, LONGEST_HINT)), "accessory": element}


def _kind(pick: Pick) -> str:
    match pick.source:
        case Source.CHOICES:
            return "static_select"
        case Source.CHANNELS:
            return "conversations_select"
        case Source.PEOPLE:
            return "users_select"
        case Source.ROLES:
            raise ValueError("Slack has no roles.")
        case _:
            assert_never(pick.source)


def _entries(pick: Pick) -> Block:
    if pick.source is Source.CHANNELS:
        only = ["public", "private"]
        return {"filter": {"include": only, "exclude_external_shared_channels": True, "exclude_bot_users": True}}
    if pick.source is not Source.CHOICES:
        return {}
    made: dict[str, Choice] = {}
    for each in pick.choices:
        made.setdefault(each.value, each)
    return {"options": [_option(each) for each in [*made.values()][:MOST_CHOICES]]}


def _option(choice: Choice) -> Block:
    described = {"description": _plain(label_of(choice.detail, LONGEST_OPTION))} if choice.detail else {}
    return {"text": _plain(label_of(choice.label, LONGEST_OPTION)), "value": choice.value, **described}


def _plain(text: str) -> Block:
    return {"type": "plain_text", "text": text, "emoji": False}


def _value(found: object) -> str:
    """What was picked: an id, or the value of an option."""
    if isinstance(found, Mapping):
        return text_in(found, "value")
    return found if isinstance(found, str) else ""
