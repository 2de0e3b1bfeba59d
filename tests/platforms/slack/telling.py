"""Checks what the stand-in tells against Slack's own published types of events: an app must not learn another Slack.

Where the types leave something out that Slack's documents show, it is named here with the page. More fields than the
types name are none of the judge's business: Slack adds some at any time.
"""

from collections.abc import Iterator
from functools import cache

from jsonschema import Draft7Validator

from tests.platforms.slack.schemas import closest, known, open_ended
from tests.platforms.slack.wire import Payload, mapping, text_of

ENVELOPE = ("token", "api_app_id", "event", "type", "event_id", "event_time", "authorizations")
# docs.slack.dev/reference/events/message: a message within a change has no place of its own, and these subtypes exist.
PLACE = ("channel", "channel_type", "event_ts")
UNTYPED = ("channel_convert_to_private", "tombstone")
UNINVITED = {
    "channel_join": ("inviter",)
}  # docs.slack.dev/reference/events/message/channel_join: people may come alone
NESTED = ("message", "previous_message")


def envelope_errors(envelope: Payload) -> Iterator[str]:
    """What is wrong with an event and what it comes in."""
    yield from (f"the envelope has no {name}" for name in ENVELOPE if name not in envelope)
    if not envelope.get("team_id") and not envelope.get("enterprise_id"):
        yield "the envelope is of nobody"
    yield from event_errors(mapping(envelope.get("event")))


def event_errors(event: Payload) -> list[str]:
    """What is wrong with an event, a line each."""
    kind = text_of(event.get("type"))
    if kind not in known()["events"]:
        return [f"{kind} is no event that is kept of the types"]
    return list(_message(event)) if kind == "message" else list(closest(_event(kind), event))


def _message(event: Payload) -> Iterator[str]:
    """A message by its subtype, with those within it by theirs."""
    subtype = text_of(event.get("subtype"))
    if subtype not in _subtypes() and subtype not in UNTYPED:
        yield f"{subtype} is no subtype of a message"
        return
    place = {name: event[name] for name in PLACE if name in event}
    inner = {name: {**place, **mapping(event[name])} for name in NESTED if name in event}
    for name, each in inner.items():
        yield from (f"{name}: {wrong}" for wrong in _message(each))
    yield from closest(_shape("" if subtype in UNTYPED else subtype), _plain(event, subtype) | inner)


def _plain(event: Payload, subtype: str) -> Payload:
    """As the types know it: what they do not name is judged as the message that it is beside its subtype."""
    return {key: each for key, each in event.items() if key != "subtype"} if subtype in UNTYPED else dict(event)


@cache
def _subtypes() -> dict[str, str]:
    """The types of messages by subtype, '' for a plain one."""
    names = [text_of(each["$ref"]).rpartition("/")[2] for each in known()["definitions"]["AllMessageEvents"]["anyOf"]]
    found = {name: mapping(known()["definitions"][name].get("properties")) for name in names}
    return {text_of(mapping(each.get("subtype")).get("const")): name for name, each in found.items()}


@cache
def _shape(subtype: str) -> Draft7Validator:
    definition = dict(known()["definitions"][_subtypes()[subtype]])
    # What is within was judged by itself.
    properties = {key: {} if key in NESTED else each for key, each in mapping(definition["properties"]).items()}
    required = [each for each in definition["required"] if each not in UNINVITED.get(subtype, ())]
    return open_ended({**definition, "properties": properties, "required": required})


@cache
def _event(kind: str) -> Draft7Validator:
    return open_ended(known()["events"][kind])
