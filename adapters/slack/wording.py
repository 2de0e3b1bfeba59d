"""Slack's markup for people, channels, groups, times and links as words that a person would read there. Pure.

No raw id is left: an id means nothing to a model, and would become part of what is remembered. Slack escapes what
people typed themselves, so whatever still stands in angle brackets is its own.
"""

import html
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from adapters.wording import one_line, without

MARKUP = re.compile(
    r"<(?:(?P<kind>[@#!])(?P<id>[^<>|\n]{0,300})|(?P<url>[^<>|\s@#!][^<>|\s]{0,3000}))(?:\|(?P<label>[^<>\n]{0,3000}))?>"
)
_HALF = re.compile(r"<+(?=[@#!])([^<>\n]*)>+")
ENTITY = re.compile(r"&(?:amp|lt|gt);")
CROWDS = ("here", "channel", "everyone")
SCHEME = re.compile(r"^(?:https?://|mailto:|tel:)")


@dataclass(frozen=True, slots=True)
class Names:
    """Names by id, as far as they are known and everybody may know them where the text was written."""

    users: Mapping[str, str] = field(default_factory=dict)
    channels: Mapping[str, str] = field(default_factory=dict)

    def user(self, user: str) -> str:
        """How somebody is mentioned."""
        return f"@{self.users.get(user) or 'someone'}"

    def channel(self, channel: str) -> str:
        """How a channel is mentioned."""
        return f"#{self.channels.get(channel) or 'some channel'}"


def readable(text: str, names: Names, *, ours: Collection[str] = ()) -> str:
    """The text with names for ids; mentions of `ours` (the bot's user) are left out."""
    if "<" in text:
        addressed = [found.span() for found in MARKUP.finditer(text) if found["kind"] == "@" and found["id"] in ours]
        text = without(text, addressed) if addressed else text
        text = MARKUP.sub(lambda found: _words(found, names), text)
        text = _HALF.sub(r"\1", text)  # what was no markup may be some around a name
    return ENTITY.sub(lambda found: html.unescape(found[0]), text) if "&" in text else text


def mentioned(text: str, kind: str) -> Iterable[str]:
    """The ids in the text of people (`@`) or channels (`#`)."""
    return (found["id"] for found in MARKUP.finditer(text) if found["kind"] == kind) if "<" in text else ()


def link(url: str, label: str) -> str:
    """An address with what is shown in its place."""
    if not label or label == url:
        return url
    if label == SCHEME.sub("", url):
        return url if url.startswith("http") else label
    return f"{label} ({url})"


def _words(found: re.Match[str], names: Names) -> str:
    name, label = found["id"] or "", found["label"] or ""
    match found["kind"]:
        case "@":
            return names.user(name)
        case "#":
            return names.channel(name)
        case "!":
            return _special(name, label)
        case _:
            return link(found["url"], label)


def _special(name: str, label: str) -> str:
    """A crowd, a group of people or a time; what is shown where Slack says it."""
    if name in CROWDS:
        return f"@{name}"
    if name.startswith("date^"):
        return label or "some time"
    return f"@{one_line(label.removeprefix('@'))}" if label else "@some group"
