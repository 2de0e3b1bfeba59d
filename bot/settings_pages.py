"""What `/settings` shows: in plain words what holds, and under it what can be changed. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from adapters.outgoing import Button, Choice, Pick, Source, Style
from bot.naming import as_said
from bot.permissions import (
    ANSWER,
    LIMITS,
    LISTEN,
    Rules,
    Stored,
    chosen_channels,
)
from bot.reply import Reply

COMMAND = "settings"
MOST_PICKED, MOST_NAMED = 25, 10
BACK = Button("Back to all settings", COMMAND, "show")
LIMIT_NAMES = dict(
    zip(
        LIMITS,
        (
            "answers a minute for one person",
            "answers a minute for the whole space",
            "tokens a day for one person",
            "tokens a day for the whole space",
        ),
        strict=True,
    )
)
LISTENS = (
    "From now on I remember what is said in this channel, also where I am not addressed, so that I can use it in"
    " answers to people who can read it. Your managers can end that with /settings."
)
LISTENS_NO_MORE = "I no longer remember what is said in this channel, but for what is said to me."
DEAF = (
    "I cannot listen: whoever runs me has not switched that on with the setting listen; `rapport doctor` says what else"
    " it needs."
)


@dataclass(frozen=True, slots=True)
class View:
    """What is set in the space, and the rules in the channel where it is asked.

    `names` are those of roles and people by id, as far as they are known; `lists`: whether the platform lists what it
    has, so that more than this channel can be set; `has_roles`: whether there are roles at all.
    """

    stored: Stored
    channel: str
    rules: Rules
    names: Mapping[str, str] = field(default_factory=dict)
    lists: bool = False
    has_roles: bool = True


def overview(view: View) -> Reply:
    """Everything at a glance."""
    lines = [
        "These are the settings of this space and of this channel.",
        f"Answers: {_answers(view)}",
        f"Listening: {_listening(view)}",
        f"Who may talk with me: {_talkers(view)}",
        _persona(view),
        f"Reminders from talk: {_proposes(view)}",
        "Limits: " + "; ".join(f"{_limit(getattr(view.rules.limits, name))} {LIMIT_NAMES[name]}" for name in LIMITS),
    ]
    pages = (("Channels", "channels"), ("Listening", "listen"), ("Who may talk", "roles"), ("Persona", "persona"))
    more = (("Reminders from talk", "propose"), ("Limits", "limits"), ("What was changed", "audit"))
    return _page("\n".join(lines), [Button(label, COMMAND, name) for label, name in (*pages, *more)], back=False)


def channels(view: View) -> Reply:
    """Where the bot answers."""
    everywhere = view.stored.get(("", ANSWER)) is not False
    here = (
        Button("Do not answer in this channel", COMMAND, "channels here off")
        if view.rules.answers
        else Button("Answer in this channel", COMMAND, "channels here on", Style.PRIMARY)
    )
    others = (
        Button("Answer only in chosen channels", COMMAND, "channels all off")
        if everywhere
        else Button("Answer in all channels", COMMAND, "channels all on")
    )
    more = _others(view, "channels", "Answer in other channels", "Do not answer in other channels")
    return _page(f"Answers: {_answers(view)}", [here, others, *more])


def listening(view: View, *, able: bool) -> Reply:
    """What of other people's talk is remembered."""
    if not able:
        return _page(f"Listening: {_listening(view)}\n{DEAF}", [])
    text = (
        f"Listening: {_listening(view)}\nWhere I listen I remember what people say to one another, and say so in the"
        " channel when you switch it on. Elsewhere I take in only what is said to me."
    )
    here = (
        Button("Stop listening in this channel", COMMAND, "listen off")
        if view.rules.listens
        else Button("Listen in this channel", COMMAND, "listen on", Style.PRIMARY)
    )
    return _page(text, [here, *_others(view, "listen", "Listen in other channels", "Stop listening in other channels")])


def choose(text: str, label: str, *, argument: str, source: Source) -> Reply:
    """The platform's own list, of which several are picked for the argument."""
    pick = Pick(label, COMMAND, argument, source=source, most=MOST_PICKED)
    return Reply(text, (BACK,), pick, replace=True)


def headed(said: str, page: Reply) -> Reply:
    """A page under what was just done."""
    return replace(page, text=f"{said}\n{page.text}") if said else page


def some(names: Collection[str]) -> str:
    """Names in a row, not too many."""
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return ", ".join([*names][:MOST_NAMED]) + more


def talkers(view: View) -> Reply:
    """Who may talk with the bot."""
    roles, blocked = sorted(view.rules.roles), sorted(view.rules.blocked)
    buttons = [Button("Block a person", COMMAND, "block add")]
    if view.has_roles:
        buttons.insert(0, Button("Add a role that may talk", COMMAND, "roles add"))
    if roles:
        buttons.append(Button("Let everybody talk", COMMAND, "roles clear"))
    choices = [Choice(f"roles drop {each}", f"Remove the role {view.names.get(each, each)}") for each in roles]
    choices += [Choice(f"block drop {each}", f"Unblock the person {view.names.get(each, each)}") for each in blocked]
    pick = Pick("Take one off the list", COMMAND, "", tuple(choices)[:25]) if choices else None
    text = f"Who may talk with me: {_talkers(view)}\nWho manages this space always may."
    return Reply(text, (*buttons, BACK), pick, replace=True)


def proposing(view: View) -> Reply:
    """Whether what people say they will do becomes an offer."""
    text = (
        f"Reminders from talk: {_proposes(view)}\nWho says here that they will do something on a day may be asked,"
        " alone, whether I shall remind them: three times a day at most, and of nothing delicate."
    )
    if view.rules.proposes:
        return _page(text, [Button("Do not offer reminders", COMMAND, "propose off")])
    return _page(text, [Button("Offer reminders", COMMAND, "propose on", Style.PRIMARY)])


def personas(view: View, names: Sequence[str]) -> Reply:
    """Who the bot is here."""
    choices = tuple(Choice(f"persona {name}", name) for name in names[:25])
    pick = Pick("Choose a persona", COMMAND, "", choices)
    usual = Button("The usual one", COMMAND, "persona usual")
    return Reply(_persona(view), (usual, BACK), pick, replace=True)


def limits(view: View) -> Reply:
    """How much people and the space may have."""
    now = {name: getattr(view.rules.limits, name) for name in LIMITS}
    lines = [f"- {_limit(number)} {LIMIT_NAMES[name]}" for name, number in now.items()]
    choices = tuple(
        Choice(f"limits {name}", LIMIT_NAMES[name][:1].upper() + LIMIT_NAMES[name][1:], f"now {_limit(number)}")
        for name, number in now.items()
    )
    pick = Pick("Choose a limit to change", COMMAND, "", choices)
    return Reply("\n".join(["How much I answer here:", *lines]), (BACK,), pick, replace=True)


def _page(text: str, buttons: Sequence[Button], *, back: bool = True) -> Reply:
    return Reply(text, (*buttons, BACK) if back else tuple(buttons), replace=True)


def _answers(view: View) -> str:
    here = "I answer in this channel" if view.rules.answers else "I do not answer in this channel"
    if view.stored.get(("", ANSWER)) is not False:
        return f"{here}; elsewhere I answer in {_all_but(chosen_channels(view.stored, ANSWER, value=False))}."
    return f"{here}; I answer only in chosen channels, which are {len(chosen_channels(view.stored, ANSWER))}."


def _all_but(denied: Sequence[str]) -> str:
    return f"all channels but {len(denied)}" if denied else "all channels"


def _listening(view: View) -> str:
    here = "I remember what is said in this channel" if view.rules.listens else "I do not listen in this channel"
    others = [each for each in chosen_channels(view.stored, LISTEN) if each != view.channel]
    many = "one other channel" if len(others) == 1 else f"{len(others)} other channels"
    return f"{here}; I listen in {many}." if others else f"{here}."


def _others(view: View, name: str, *labels: str) -> list[Button]:
    """Buttons to switch it on and off in channels that are picked."""
    if not view.lists:
        return []
    return [Button(label, COMMAND, f"{name} those {to}") for label, to in zip(labels, ("on", "off"), strict=True)]


def _persona(view: View) -> str:
    called = f"; to their names answer {', '.join(view.rules.personas)}" if view.rules.personas else ""
    return f"Persona: {view.rules.persona or 'the usual one'}{called}."


def _proposes(view: View) -> str:
    return "I offer them." if view.rules.proposes else "I do not offer them."


def _talkers(view: View) -> str:
    roles, blocked = (
        [as_said(view.names.get(each, each)) for each in sorted(ids)] for ids in (view.rules.roles, view.rules.blocked)
    )
    who = f"people with one of these roles: {some(roles)}" if roles else "everybody"
    return f"{who}, but not {some(blocked)}." if blocked else f"{who}."


def _limit(number: int) -> str:
    return f"{number:,}" if number else "any number of"
