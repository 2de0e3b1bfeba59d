"""views.*: modals, each opened with a trigger that somebody gave a moment ago, and homes."""

import time
import uuid
from dataclasses import dataclass, field

from tests.platforms.slack.asking import Asked, Method, RefusedCall
from tests.platforms.slack.blocks import broken_view
from tests.platforms.slack.chat import parsed
from tests.platforms.slack.delivery import Timing
from tests.platforms.slack.happenings import Happenings
from tests.platforms.slack.shapes import view_shape
from tests.platforms.slack.wire import Payload, text_of
from tests.platforms.slack.world import Installation, View

DEEPEST = 3


@dataclass(slots=True)
class Trigger:
    """Somebody used something just now; one view may be opened for them. `view` is the modal they used it in."""

    user: str
    team: str
    view: str | None = None
    at: float = field(default_factory=time.monotonic)
    used: bool = False
    opened: View | None = None


class Views:
    """The methods of the family, and the triggers that are out."""

    def __init__(self, happenings: Happenings, timing: Timing) -> None:
        self._world = happenings.world
        self._log = happenings.log
        self._timing = timing
        self.triggers: dict[str, Trigger] = {}

    def methods(self) -> dict[str, Method]:
        """By name."""
        return {
            "views.open": self.open,
            "views.push": self.push,
            "views.update": self.update,
            "views.publish": self.publish,
        }

    def trigger(self, trigger: Trigger) -> str:
        """The id under which a view may be opened; the oldest are forgotten."""
        made = f"{uuid.uuid4().int % 10**12}.{uuid.uuid4().hex}"
        self.triggers[made] = trigger
        while len(self.triggers) > 1000:
            del self.triggers[next(iter(self.triggers))]
        return made

    def open(self, asked: Asked) -> Payload:
        """A modal on its own."""
        trigger = self._taken(asked)
        return self._shown(asked, self._made(asked, trigger, None))

    def push(self, asked: Asked) -> Payload:
        """A modal over another."""
        trigger = self._taken(asked)
        below = self._world.views.get(trigger.view or "")
        if below is None:
            raise RefusedCall("exchanged_trigger_id")
        return self._shown(asked, self._made(asked, trigger, below))

    def stacked(self, installation: Installation, trigger: Trigger, below: View, body: Payload) -> View:
        """The modal that an acknowledgement puts over another."""
        return self._made(Asked(self._world, installation, {"view": body}), trigger, below)

    def replace(self, view: View, body: Payload) -> None:
        """The content that an acknowledgement gives a modal."""
        view.body, view.revision = _checked(body, "modal"), view.revision + 1

    def update(self, asked: Asked) -> Payload:
        """Another content; with a hash, only where nobody was quicker."""
        wanted = asked.text("view_id")
        external = asked.text("external_id")
        found = [
            each for each in self._world.views.values() if wanted == each.id or (external and external == each.external)
        ]
        if not found:
            raise RefusedCall("not_found")
        view = found[0]
        if asked.text("hash") and asked.text("hash") != f"{view.revision}.{view.id}":
            raise RefusedCall("hash_conflict")
        view.body, view.revision = _checked(asked.args.get("view"), "modal"), view.revision + 1
        self._log.news()
        return self._shown(asked, view)

    def publish(self, asked: Asked) -> Payload:
        """A person's home."""
        user = asked.need("user_id")
        if user not in self._world.users:
            raise RefusedCall("user_not_found")
        kept = self._world.homes.get(user)
        if kept is not None and asked.text("hash") and asked.text("hash") != f"{kept.revision}.{kept.id}":
            raise RefusedCall("hash_conflict")
        view = kept or View(self._world.id("V"), user, asked.installation.team, {})
        view.body, view.revision = _checked(asked.args.get("view"), "home"), view.revision + 1
        self._world.homes[user] = view
        self._log.news()
        return self._shown(asked, view)

    def pile(self, view: View) -> list[View]:
        """The modals below and with this one, the lowest first."""
        below = self._world.views.get(view.previous or "")
        return [view] if below is None else [*self.pile(below), view]

    def _taken(self, asked: Asked) -> Trigger:
        trigger = self.triggers.get(asked.need("trigger_id"))
        if trigger is None or trigger.team != asked.installation.team:
            raise RefusedCall("invalid_trigger_id")
        if trigger.used:
            raise RefusedCall("exchanged_trigger_id")
        if time.monotonic() - trigger.at > self._timing.trigger:
            raise RefusedCall("expired_trigger_id")
        trigger.used = True
        return trigger

    def _made(self, asked: Asked, trigger: Trigger, below: View | None) -> View:
        if below is not None and len(self.pile(below)) >= DEEPEST:
            raise RefusedCall("push_limit_reached")
        body = _checked(asked.args.get("view"), "modal")
        view = View(
            self._world.id("V"), trigger.user, trigger.team, body, external=text_of(body.get("external_id")) or None
        )
        view.previous = None if below is None else below.id
        view.root = view.id if below is None else below.root
        self._world.views[view.id] = trigger.opened = view
        while len(self._world.views) > 1000:
            del self._world.views[next(iter(self._world.views))]
        self._log.news()
        return view

    def _shown(self, asked: Asked, view: View) -> Payload:
        return {"view": view_shape(view, bot=asked.installation.bot_id)}


def _checked(given: object, kind: str) -> Payload:
    """A view that Slack would take."""
    body = parsed(given)
    wrong = list(broken_view(body))
    if body.get("type") != kind:
        wrong.append(f"type is not {kind}")
    if wrong:
        raise RefusedCall("invalid_arguments", response_metadata={"messages": wrong})
    return body
