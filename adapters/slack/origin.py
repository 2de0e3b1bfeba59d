"""Where a command or a control was used, and so where its answer goes; it comes back with a form that it led to."""

from dataclasses import dataclass, field, replace

from pydantic import TypeAdapter, ValidationError

from adapters.slack.spots import Spot

LONGEST = 3000  # characters that Slack keeps with a form


@dataclass(frozen=True, slots=True)
class Origin:
    """`url` takes answers, `trigger` opens one form within three seconds; neither is for a log.

    `message`: the ts of the message whose control was used, `hidden`: it is shown to `user` alone; `showing`: what the
    user's own page shows, None where that is not where it was used.
    """

    spot: Spot
    user: str
    url: str = field(default="", repr=False)
    trigger: str = field(default="", repr=False)
    message: str = ""
    hidden: bool = False
    showing: str | None = None


_KEPT = TypeAdapter(Origin)


def write_origin(origin: Origin) -> str:
    """As it is kept with a form; without what is spent then, and without what would be too long."""
    kept = replace(origin, trigger="")
    for shorter in (kept, replace(kept, showing=None if kept.showing is None else ""), replace(kept, url="")):
        written = _KEPT.dump_json(shorter).decode()
        if len(written) <= LONGEST:
            return written
    return ""


def read_origin(content: str) -> Origin | None:
    """What `write_origin` wrote; None for anything else."""
    try:
        return _KEPT.validate_json(content)
    except ValidationError:
        return None
