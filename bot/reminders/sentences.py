"""What is said about a wish, in English: the other languages have each of these by its English. Data."""

from bot.reminders.outcomes import Refusal
from bot.reminders.reminding import MOST_ACTIVE
from bot.reminders.wish import LEAST_APART, Missing
from bot.when import Note, Unsure
from memory.reminder import Consent, Standing

FRESH, KNOWN = "I will remind you of this: {text}", "I have that already: {text}"
HELD_UP = "It is paused; /reminders lets it go on."
AGAIN = "It comes again until you say that it is done, {count} times at most. Minutes between: {minutes}."
USELESS = "It is left out when it is too late by this many minutes: {minutes}."
NOT_YOURS_NOW = (
    "It comes to a channel, so only who manages its space changes it, and only there. Cancelling it goes anywhere."
)
NOTES = {
    Note.HOUR_ASSUMED: "You named no time of day, so I took this one.",
    Note.DAY_ASSUMED: "You named a longer stretch, so I took this day of it.",
    Note.CLOCK_SKIPS: "The clocks leave that time out on that day; it comes as much later as they jump.",
    Note.CLOCK_TWICE: "The clocks show that time twice on that day; it comes the first time.",
    Note.LAST_DAY: "In a month that is too short it comes on the last day.",
    Note.HALF_ASSUMED: "You did not say whether morning or afternoon.",
}
QUESTIONS = {
    Unsure.NO_TIME: "When shall I remind you?",
    Unsure.PAST: "That is over already. Do you mean this?",
    Unsure.MORNING_OR_EVENING: "In the morning or in the evening?",
    Unsure.WHICH_DAY: "Which day do you mean?",
    Unsure.WHICH_HOUR: "Which hour do you mean?",
    Unsure.WHICH_ZONE: "Which time zone do you mean?",
    Unsure.SHORT_MONTHS: "Some months have no such day. What shall hold in those?",
    Unsure.HOW_OFTEN: "From now on always then, or only that one time and no more?",
    Missing.ZONE: "I do not know your time zone yet, so I do not know when that is. Which one is yours?",
    Missing.TASK: "What shall I remind you of?",
}
REFUSALS = {
    Refusal.NOTHING: "Say what and when, as in /remind call Bob tomorrow at 9.",
    Refusal.TOO_LONG: "That is too long for a reminder; 2,000 characters are the most.",
    Refusal.TOO_MANY: f"You have {MOST_ACTIVE} reminders, which is the most. Cancel some first: /reminders shows them.",
    Refusal.TOO_OFTEN: (
        f"I remind every {LEAST_APART.seconds // 60} minutes at most. Say it again with more time between."
    ),
    Refusal.NOT_MANAGER: (
        "Only those who manage this space can have me remind everybody here. I can remind you alone, in our own"
        " conversation: say it without the channel."
    ),
    Refusal.SETTLED: "That was answered already, or asked anew since.",
    Refusal.OVER: "That time is over by now, so there is nothing to remind you of.",
}
OTHERWISE = "If you meant otherwise: {ways}."
CHANGE = "To change it: /reminders when {number} and another time; all of them: /reminders."
# Where nothing can be pressed: how what is asked is answered.
NAME_ZONE = "Say /timezone and its name, as in /timezone Europe/Berlin, then /reminders answer {number}."
NAME_TASK = "Say /reminders answer {number} and what it is."
CHOOSE = "Say /reminders answer {number} and the number, or the time in your own words."
NAME_TIME = "Say /reminders answer {number} and when."
AGAIN_EXACTLY = "Say it again, more exactly."
CHANGED = "Changed: {text}"
CANCELLED, NO_LONGER = "Cancelled: {text}", "I no longer remind you of that."
# What lists show.
SAID = 'You said: "{quote}".'
NONE = "You have no reminders."
HOW_TO_MAKE = "/remind makes one, as in /remind call Bob tomorrow at 9."
HOW = (
    "/reminders N shows one. When N TIME, text N WORDS, pause N, resume N, skip N or cancel N after /reminders change"
    " it; so do cancel all, quiet 22:00-07:00, calendar, file, open and lost."
)
HOW_TO_ANSWER = "Say /reminders answer N and the answer, /reminders accept N or /reminders drop N."
STANDINGS = {Standing.PAUSED: "paused", Standing.ENDED: "over", Standing.CANCELLED: "cancelled"}
PEOPLE = {
    Consent.ASKED: "A second person was asked and has not answered yet.",
    Consent.AGREED: "A second person is told if you do not say that it is done.",
    Consent.DECLINED: "The second person did not agree, so nobody else is told.",
}
QUIET = (
    "From {start} to {end} I am quiet: what is due then comes at {end}, but for what repeats until you say that it is"
    " done. /reminders quiet off ends that."
)
