"""Times in people's words, understood or asked about: `read` and `request` are the door. Pure, and without a model.

A grammar of our own: words are data (`words/*.toml`), rules over typed tokens are shared by all languages, and what
words leave open becomes a question or an offer, never a silent guess. Libraries that read times in words got a quarter
of what people type to a bot; for the days of a rule there is dateutil, for zones the pinned zone data.
"""

from bot.when.asking import bare, is_day, is_hour, request, whole_time
from bot.when.door import read
from bot.when.reading import Choice, Note, Reading, Unsure
from bot.when.rules import Freq, Rule, Weekday, read_rule
from bot.when.say import say, say_day, say_moment
from bot.when.schedule import Every, Once, Recurring, Schedule

__all__ = [
    "Choice",
    "Every",
    "Freq",
    "Note",
    "Once",
    "Reading",
    "Recurring",
    "Rule",
    "Schedule",
    "Unsure",
    "Weekday",
    "bare",
    "is_day",
    "is_hour",
    "read",
    "read_rule",
    "request",
    "say",
    "say_day",
    "say_moment",
    "whole_time",
]
