"""What `/help` says: in a terminal all that can be typed, elsewhere what is listed for the asker, in their language.

And what is said to somebody who only called, or whose command was broken off.
"""

from functools import cache

from adapters.catalog import ENGLISH, Catalog, Words
from adapters.outgoing import Limits, Outgoing
from adapters.types import Command, Message
from bot.catalog import load_catalog, load_frame
from bot.naming import as_typed
from bot.order import Order

TYPED = """\
  /memory [WORDS]              what I remember about you that may be told here; /memory history adds what was replaced
  /memory at 2026-03-31        what held on that day, as far as I know now
  /memory believed 2026-03-31  what I believed on that day; /memory at DATE believed DATE asks for both
  /memory correct N TEXT       replace number N of the list
  /forget N [N ...]            forget those numbers of the list; /forget WORDS finds what to forget
  /why                         what my last answer here used; /why tone how my answers sound, and why
  /reword                      my last answer here again, in other words
  /remember TEXT               keep exactly this
  /share N here                let number N be used in this place too; /share N off takes it back
  /share preferences here      the same for all of a kind that you tell me alone, now and later
  /share                       what you share, and how to share other kinds
  /tone [add TEXT]             how you want to be answered
  /tone DIAL -2..2             turn a dial, as in /tone length -1; /tone FORM on or off; /tone undo, measured
  /timezone [NAME]             your time zone
  /persona [NAME]              who I am; in a space: NAME here, also NAME, not NAME
  /remind WHAT AND WHEN        remind you, as in /remind call Bob tomorrow at 9
  /reminders                   your reminders with their next times; /reminders calendar, file, open, lost
  /reminders N                 one of them; after N: when TIME, text WORDS, pause, resume, skip, cancel
  /reminders quiet 22:00-07:00 when nothing comes; /reminders quiet off ends it
  /reminders all               cancel all of them, once you confirm
  /privacy                     what I keep and why; learning on or off, forget everything
  /export                      everything I keep of you, as a file
  /leave                       leave this place
  /help                        this list"""
_listed, _frame = cache(load_catalog), cache(load_frame)


def usage_of(order: Order) -> str:
    """The text of `/help`."""
    if not order.controls:
        return f"{_frame()['before'][ENGLISH]}\n{TYPED}"
    theirs = tuple(each for each in _listed() if order.author.manages or not each.manager)
    return "\n".join([_in(_frame()["before"], order.locale), *listed(theirs, order.locale)])


def called(message: Message, limits: Limits) -> Outgoing:
    """How to go on, for who called without a word, or whose words the platform keeps from us."""
    text = as_typed(_in(_frame()["withheld" if message.withheld else "called"], message.author.locale), limits.commands)
    return Outgoing(message.address, text, message.id, mentions=message.author.handle)


def interrupted(command: Command, limits: Limits) -> Outgoing:
    """What is said of a command that the end of the program broke off; it may have been obeyed already."""
    text = as_typed(_in(_frame()["interrupted"], command.author.locale), limits.commands)
    return Outgoing(command.address, text, command.id, private=True, plain=True)


def listed(catalog: Catalog, locale: str | None) -> list[str]:
    """A line for each command of a catalog, and one for the menus of messages, in the words of a locale."""
    commands = [f"/{_in(spec.names, locale)}: {_in(spec.descriptions, locale)}." for spec in catalog if not spec.menu]
    menus = ", ".join(f"“{_in(spec.names, locale)}”" for spec in catalog if spec.menu)
    return [*commands, _in(_frame()["menus"], locale).format(menus=menus)]


def _in(words: Words, locale: str | None) -> str:
    """The words in that language, else in English."""
    return words.get((locale or ENGLISH).partition("-")[0], words[ENGLISH])
