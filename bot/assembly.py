"""Puts together what answers, over parts that are open already; the same for the program and its tests."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.amends import Amends
from bot.asking_reminders import AskingReminders
from bot.changes import Changes, Told
from bot.commands import Commands
from bot.config import LimitSettings
from bot.context import Context
from bot.delivering.waiting import WaitingReminders
from bot.dispatch import Dispatch
from bot.gate import Gate
from bot.heeding import Heeding
from bot.house import House
from bot.inbox import Inbox
from bot.learning_tone.preferring import Preferring
from bot.limits import Allowances, Pace
from bot.loops import Loops
from bot.mind import Mind
from bot.open_pages import OpenPages
from bot.ordering import Ordering, Tools
from bot.own_page import OwnPage
from bot.pending import Pending
from bot.personas import Personas
from bot.proposals import Proposals
from bot.ratings import COMMAND as RATE
from bot.ratings import Ratings
from bot.readers import Readers
from bot.reminder_orders.commands import ReminderCommands
from bot.rewording import COMMAND as REWORD
from bot.rewording import Rewording
from bot.rules import SpaceRules
from bot.serving import Means, Serving
from bot.settings_command import SettingsCommand
from bot.settings_pages import COMMAND as SETTINGS
from bot.shelf import Shelf
from bot.turn import Turns
from bot.wishing import Wishing
from bot.worker import Worker
from memory.memory import Memory


@dataclass(frozen=True, slots=True)
class Ground:
    """What answers stand on; `limits` hold where managers set nothing, `exports` is the folder of exported files.

    `help_lines`: what is said first in an emergency, by language tag. `shelf`: the personas there are, `usual` the key
    of the one that answers where nobody chose.
    """

    memory: Memory
    mind: Mind
    worker: Worker
    context: Context
    exports: Path
    limits: LimitSettings
    help_lines: Mapping[str, str] = field(default_factory=dict)
    shelf: Shelf = field(default_factory=Shelf)
    usual: str = ""


@dataclass(frozen=True, slots=True)
class Assembly:
    """What takes events, and of it what has work in the background."""

    dispatch: Dispatch
    changes: Changes
    inbox: Inbox
    amends: Amends
    pages: OpenPages
    proposals: Proposals


def assemble(ground: Ground) -> Assembly:
    """All that answers and follows what platforms tell."""
    memory, worker, context, windows = ground.memory, ground.worker, ground.context, ground.context.windows
    rules, pending, ratings = SpaceRules(memory.settings, limits=ground.limits), Pending(), Ratings(memory)
    personas = Personas(context.persona, ground.shelf, usual_key=ground.usual)
    house = House(rules, personas, context.operator)
    gate = Gate(rules, Allowances(memory.answers), Loops(), personas.calls)
    readers = Readers(memory.following, windows.clear)
    inbox = Inbox(memory, pending.stop)
    wishing = Wishing(memory.tones, memory.preferences.refinements)
    preferring = Preferring(memory.preferences, memory.tones)
    heeding = Heeding(wishing, memory.recent, ground.help_lines, ground.context.operator, names=personas.names)
    waiting = WaitingReminders(memory.outbox, tones=memory.tones)
    means = Means(gate, pending, readers, personas, inbox, waiting, heeding, preferring)
    asking = AskingReminders(memory)
    turns = Turns(memory, ground.mind, context=context, reminders=asking)
    told = Told(ratings, preferring)
    changes = Changes(memory, pending, told=told, quiet=worker.quiet, changed=windows.clear)
    commands = Commands(memory, wishing, windows=windows, exports=ground.exports, house=house)
    reminders = ReminderCommands(memory, ground.exports, tones=memory.tones)
    rewording = Rewording(memory, ground.mind, gate=gate, house=house)
    own = {
        RATE: ratings.reason,
        REWORD: rewording.obey,
        SETTINGS: SettingsCommand(rules, ground.shelf).obey,
        **reminders.acts(),
    }
    page, pages = OwnPage(memory, wishing, exports=ground.exports), OpenPages(memory.pages)
    pace = Pace(ground.limits.person_commands_per_minute)
    ordering = Ordering(
        memory,
        commands,
        Tools(own, page, pages, worker, readers, pace),
    )
    serving = Serving(memory, turns, worker=worker, means=means)
    dispatch = Dispatch(serving, ordering, changes=changes)
    return Assembly(dispatch, changes, inbox, Amends(memory, inbox), pages, Proposals(memory, rules))
