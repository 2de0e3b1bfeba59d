"""From what Slack tells of messages and reactions to our events. Pure: what has to be asked is asked before.

What is not the author's own words never becomes their text: a message that they pass on is `quoted`. Messages of other
bots and of Slack itself do not exist for us.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from adapters.slack.attachments import attachments_of
from adapters.slack.payloads import inner, objects_in, text_in
from adapters.slack.rich import ids_in, rich_words
from adapters.slack.spots import Where
from adapters.slack.wire import Bot
from adapters.slack.wording import Names, mentioned, readable
from adapters.types import Author, Message, Quoted, Reaction
from adapters.wording import one_line

Shape = Mapping[str, object]
SPOKEN = ("", "file_share", "thread_broadcast", "me_message")
SLACK = "USLACKBOT"
PASSED_ON = "a forwarded message"
NEVER = datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True, slots=True)
class Known:
    """What was learnt before a message is read: where it stands, who wrote it, who the bot is, and names in it."""

    where: Where
    author: Author
    bot: Bot
    names: Names = field(default_factory=Names)
    addressed: bool = True


def is_spoken(message: Shape, bot: Bot) -> bool:
    """Whether a person said it: not Slack, another bot or ourselves."""
    user = text_in(message, "user")
    by_bot = any(message.get(each) for each in ("bot_id", "bot_profile")) or user in ("", SLACK, bot.user)
    return not by_bot and text_in(message, "subtype") in SPOKEN and bool(text_in(message, "ts"))


def message_of(message: Shape, known: Known) -> Message:
    """What somebody said, as the bot hears it."""
    return Message(
        id=text_in(message, "ts"),
        address=known.where.address,
        audience=known.where.audience,
        author=known.author,
        text=words_of(message, known.names, bot=known.bot),
        sent_at=time_of(text_in(message, "ts")),
        reply_to=thread_of(message),
        addressed=known.addressed,
        attachments=attachments_of(message.get("files"), known.where.spot.team),
        quoted=_quoted(message, known),
    )


def reaction_of(event: Shape, where: Where, author: Author) -> Reaction:
    """An emoji that was put on a message or taken from it."""
    return Reaction(
        address=where.address,
        audience=where.audience,
        author=author,
        message_id=text_in(inner(event, "item"), "ts"),
        emoji=f":{text_in(event, 'reaction')}:",
        added=text_in(event, "type") == "reaction_added",
        at=time_of(text_in(event, "event_ts")),
    )


def words_of(message: Shape, names: Names, *, bot: Bot) -> str:
    """The author's own words, without the bot's mention."""
    rich = rich_words(message.get("blocks"), names, ours=(bot.user,))
    return rich or readable(text_in(message, "text"), names, ours=(bot.user,))


def thread_of(message: Shape) -> str | None:
    """The thread that it is a reply in, None for what stands by itself or begins one."""
    thread = text_in(message, "thread_ts")
    return thread if thread and thread != text_in(message, "ts") else None


def mentions(message: Shape, bot: Bot) -> bool:
    """Whether the bot is mentioned."""
    return bool(bot.user) and bot.user in {
        *mentioned(text_in(message, "text"), "@"),
        *ids_in(message.get("blocks"), "user"),
    }


def people_in(message: Shape) -> set[str]:
    """The ids of people who are mentioned, in what was passed on too."""
    return {user for each in _texts(message) for user in mentioned(each, "@")} | set(
        ids_in(message.get("blocks"), "user")
    )


def channels_in(message: Shape) -> set[str]:
    """The ids of channels that are mentioned, in what was passed on too."""
    return {channel for each in _texts(message) for channel in mentioned(each, "#")} | set(
        ids_in(message.get("blocks"), "channel")
    )


def is_reworded(message: Shape, before: Shape) -> bool:
    """Whether its words or its files are others; a link that unfolds or a pin is no change."""
    return text_in(message, "text") != text_in(before, "text") or _files(message) != _files(before)


def time_of(ts: str) -> datetime:
    """The time that Slack's name of a message begins with."""
    try:
        return datetime.fromtimestamp(float(ts), UTC)
    except (ValueError, OverflowError, OSError):
        return NEVER


def _files(message: Shape) -> list[str]:
    return [text_in(each, "id") for each in objects_in(message, "files") if each.get("mode") != "tombstone"]


def _texts(message: Shape) -> Iterator[str]:
    yield text_in(message, "text")
    yield from (text_in(each, "text") for each in _passed_on(message))


def _passed_on(message: Shape) -> list[Shape]:
    found = objects_in(message, "attachments")
    return [each for each in found if each.get("is_share") is True or each.get("is_msg_unfurl") is True]


def _quoted(message: Shape, known: Known) -> Quoted | None:
    """What somebody passed on; whose words it is stands beside it, as far as Slack says."""
    for each in _passed_on(message)[:1]:
        text = readable(text_in(each, "text"), known.names)
        files = tuple(text_in(file, "name") or "file" for file in objects_in(each, "files"))
        if text or files:
            name = one_line(text_in(each, "author_name") or text_in(each, "author_subname") or PASSED_ON)
            return Quoted(name, text, files, text_in(each, "author_id") == known.bot.user)
    return None
