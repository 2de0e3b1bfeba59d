"""Commands and controls as Discord takes and gives them: built, compared, read back. Pure."""

import copy
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import discord
import pytest

from adapters.catalog import ChoiceSpec, CommandSpec, OptionSpec
from adapters.discord.commands import fingerprint, menu_target, ordered, payload, suggestions
from adapters.discord.views import modal_of, used, view_of
from adapters.outgoing import Button, Choice, Form, Outgoing, Pick, Source, Style
from adapters.types import direct_with

if TYPE_CHECKING:
    from discord.types.interactions import ApplicationCommandInteractionData

FIND = CommandSpec(
    "find",
    {"en": "find", "es": "buscar", "pt": "procurar", "xx": "nowhere"},
    {"en": "Finds", "es": "Busca", "pt": "Procura", "xx": "Nowhere"},
    (
        OptionSpec("how", {"en": "how"}, {"en": "How"}, choices=(ChoiceSpec("all", {"en": "All", "de": "Alles"}),)),
        OptionSpec("what", {"en": "what"}, {"en": "What"}, suggest=lambda typed: [f"{typed}{n}" for n in range(40)]),
        OptionSpec("more", {"en": "more"}, {"en": "More"}, prefix="more"),
    ),
)
KEEP = CommandSpec("keep", {"en": "Keep this", "de": "Behalte das"}, {}, menu=True)
RULE = CommandSpec("rule", {"en": "rule"}, {"en": "Rules"}, manager=True)
CATALOG = (FIND, KEEP, RULE)


@dataclass(frozen=True, slots=True)
class Pressed:
    """An interaction, as far as is read of it."""

    type: discord.InteractionType
    data: dict[str, object]
    guild_id: int | None


def test_a_command_is_for_everywhere_and_has_the_words_of_every_locale() -> None:
    made = payload(FIND)
    assert (made["name"], made["type"], made["default_member_permissions"]) == ("find", 1, None)
    assert (made["integration_types"], made["contexts"]) == ([0, 1], [0, 1, 2])
    assert made["name_localizations"] == {"es-ES": "buscar", "es-419": "buscar", "pt-BR": "procurar"}
    how, what, more = cast(list[dict[str, object]], made["options"])
    assert how["choices"] == [{"value": "all", "name": "All", "name_localizations": {"de": "Alles"}}]
    assert what["autocomplete"] is True and "choices" not in what
    assert "autocomplete" not in more and more["required"] is False


def test_a_managers_command_is_for_servers_and_a_menu_has_no_description() -> None:
    made = payload(RULE)
    assert (made["integration_types"], made["contexts"], made["default_member_permissions"]) == ([0], [0], "32")
    menu = payload(KEEP)
    assert menu["type"] == 3 and not {"description", "options"} & set(menu)


def listed(commands: list[dict[str, object]]) -> list[dict[str, object]]:
    """As Discord gives them back: in its own order, with its own fields, without what is false."""
    made = copy.deepcopy(commands)
    for at, each in enumerate(made):
        each |= {"id": str(at), "version": "7", "application_id": "1", "nsfw": False, "dm_permission": True}
        each["contexts"] = list(reversed(cast(list[int], each["contexts"])))
        each.setdefault("description", "")
        each.setdefault("description_localizations", None)
        for option in cast(list[dict[str, object]], each.get("options", [])):
            option.pop("required")
    return list(reversed(made))


def test_what_discord_lists_is_known_again_and_every_change_is_seen() -> None:
    wanted = [payload(each) for each in CATALOG]
    assert fingerprint(listed(wanted)) == fingerprint(wanted)
    for old, new in (
        ('"Finds"', '"Seeks"'),
        ('"buscar"', '"hallar"'),
        ('"All"', '"Each"'),
        ('"value": "all"', '"value": "each"'),
        ('"32"', '"0"'),
        ('"autocomplete": true', '"autocomplete": false'),
        ('"Alles"', '"Jedes"'),
        ("[0, 1, 2]", "[0, 1]"),
    ):
        text = json.dumps(wanted)
        assert old in text
        assert fingerprint(json.loads(text.replace(old, new))) != fingerprint(wanted), old
    assert fingerprint(wanted[1:]) != fingerprint(wanted)


def given_data(**data: object) -> "ApplicationCommandInteractionData":
    return cast("ApplicationCommandInteractionData", {"id": "1", "type": 1, **data})


@pytest.mark.parametrize(
    ("values", "argument"),
    [
        ({}, ""),
        ({"what": "bikes"}, "bikes"),
        ({"more": "bikes", "how": "all"}, "all more bikes"),
        ({"more": "  "}, ""),
        ({"unknown": "x", "what": " y "}, "y"),
    ],
)
def test_options_become_an_argument_in_the_catalogs_order(values: Mapping[str, str], argument: str) -> None:
    options = [{"type": 3, "name": name, "value": value} for name, value in values.items()]
    assert ordered(given_data(name="find", options=options), CATALOG) == ("find", argument)


def test_menus_and_commands_are_told_apart() -> None:
    assert ordered(given_data(name="Keep this", type=3, target_id="5"), CATALOG) == ("keep", "")
    assert ordered(given_data(name="Keep this"), CATALOG) is None
    assert ordered(given_data(name="find", type=3, target_id="5"), CATALOG) is None
    assert ordered(given_data(name="gone"), CATALOG) is None
    assert menu_target(given_data(name="find")) is None
    assert menu_target(given_data(name="Keep this", type=3, target_id="5", resolved={"messages": {}})) is None


def test_what_is_typed_is_completed_by_25_at_most() -> None:
    options = [{"type": 3, "name": "what", "value": "b", "focused": True}]
    found = suggestions(given_data(name="find", options=options), CATALOG)
    assert [each.value for each in found] == [f"b{n}" for n in range(25)]
    assert suggestions(given_data(name="find", options=[{**options[0], "name": "more"}]), CATALOG) == []
    assert suggestions(given_data(name="gone", options=options), CATALOG) == []


async def test_buttons_and_lists_are_cut_to_what_discord_takes() -> None:
    choices = tuple(Choice(f"f{n}", "long " * 40, "detail " * 40) for n in range(30))
    outgoing = Outgoing(
        direct_with("discord", "1"),
        "Text",
        buttons=(Button("word " * 30, "memory", "page 2", Style.DANGER), Button("\n", "memory", "page 3")),
        pick=Pick("Choose " * 40, "memory", "show", choices),
    )
    view = view_of(outgoing)
    assert view is not None and view.is_finished()
    rows = view.to_components()
    first, second = rows[0]["components"]
    assert len(first["label"]) == 80 and first["style"] == 4 and first["custom_id"] == "r:memory:page 2"
    assert second["label"]
    (select,) = rows[1]["components"]
    assert len(select["options"]) == 25 and len(select["placeholder"]) == 100
    assert all(len(each["label"]) == len(each["description"]) == 100 for each in select["options"])


@pytest.mark.parametrize(("source", "kind"), [(Source.PEOPLE, 5), (Source.ROLES, 6), (Source.CHANNELS, 8)])
async def test_discords_own_lists_are_asked_for_by_their_kind(source: Source, kind: int) -> None:
    pick = Pick("Choose " * 40, "settings", "roles add", source=source, most=99)
    view = view_of(Outgoing(direct_with("discord", "1"), "Text", pick=pick))
    assert view is not None and view.is_finished()
    ((select,),) = [row["components"] for row in view.to_components()]
    assert (select["type"], select["custom_id"], select["max_values"]) == (kind, "r:settings:roles add", 25)
    assert len(select["placeholder"]) == 100


@pytest.mark.parametrize(
    ("kind", "resolved", "argument"),
    [
        (3, {}, "a 1 2"),
        (5, {"members": {"1": {}}, "users": {"1": {}, "2": {}}}, "a 1"),
        (6, {"roles": {"2": {}}, "members": {"1": {}}}, "a 2"),
        (8, {"channels": {"1": {}, "2": {}}}, "a 1 2"),
        (8, {"roles": {"1": {}}}, "a"),
        (7, {"roles": {"1": {}}, "users": {"2": {}}}, "a"),
    ],
)
def test_of_what_was_picked_counts_only_what_discord_says_is_there(
    kind: int, resolved: dict[str, object], argument: str
) -> None:
    data = {"custom_id": "r:settings:a", "component_type": kind, "values": ["1", "2"], "resolved": resolved}
    interaction = Pressed(discord.InteractionType.component, data, 100)
    assert used(cast(discord.Interaction, interaction)) == ("settings", argument)


async def test_without_controls_there_is_no_view() -> None:
    place = direct_with("discord", "1")
    assert view_of(Outgoing(place, "Text")) is None


async def test_a_form_has_its_field_filled_in() -> None:
    form = modal_of(Form("Title " * 20, "memory", "correct f1", "Label " * 20, "x" * 5000))
    made = form.to_dict()
    assert made["custom_id"] == "r:memory:correct f1" and len(made["title"]) == 45
    (label,) = made["components"]
    assert len(label["label"]) == 45 and label["component"]["value"] == "x" * 4000
    assert form.is_finished()
    empty = modal_of(Form("Title", "tone", "add", "Label", required=False)).to_dict()
    assert not empty["components"][0]["component"].get("value") and not empty["components"][0]["component"]["required"]
