"""assistant.threads.* and agents.sessions.*: what people see of the bot at work in a thread."""

from tests.platforms.slack.asking import Asked, Method, RefusedCall
from tests.platforms.slack.chat import items
from tests.platforms.slack.happenings import Happenings
from tests.platforms.slack.wire import Payload

STATUSES = ("active", "processing", "suspended", "closed")
LONGEST_TITLE, MOST_PROMPTS = 200, 4


class Agents:
    """The methods of the families."""

    def __init__(self, happenings: Happenings) -> None:
        self._world = happenings.world

    def methods(self) -> dict[str, Method]:
        """By name."""
        return {
            "assistant.threads.setStatus": self.status,
            "assistant.threads.setTitle": self.title,
            "assistant.threads.setSuggestedPrompts": self.prompts,
            "agents.sessions.setStatus": self.session,
            "agents.sessions.rename": self.rename,
        }

    def status(self, asked: Asked) -> Payload:
        """A line that shows that the bot is at work; an empty one takes it away."""
        channel, thread = asked.channel("channel_id", member=True), asked.need("thread_ts")
        if self._world.message(channel.id, thread) is None:
            raise RefusedCall("invalid_thread_ts")
        if "status" not in asked.args:
            raise RefusedCall("invalid_arguments")
        if asked.text("status"):
            self._world.statuses[channel.id, thread] = dict(asked.args)
        else:
            self._world.statuses.pop((channel.id, thread), None)
        return {}

    def title(self, asked: Asked) -> Payload:
        """The title of a thread."""
        channel, thread = asked.channel("channel_id", member=True), asked.need("thread_ts")
        self._world.sessions.setdefault((channel.id, thread), {})["title"] = asked.need("title")
        return {}

    def prompts(self, asked: Asked) -> Payload:
        """What is offered to begin with; without a thread, in the Messages tab."""
        channel, prompts = asked.channel("channel_id", member=True), items(asked.args.get("prompts"))
        if not prompts or len(prompts) > MOST_PROMPTS:
            raise RefusedCall("invalid_arguments")
        shown: Payload = {"title": asked.text("title"), "prompts": prompts}
        self._world.prompts[channel.id, asked.text("thread_ts")] = shown
        return {}

    def session(self, asked: Asked) -> Payload:
        """The state of a session; the first time it begins one."""
        channel, thread = asked.channel("channel_id", member=True), asked.text("thread_ts")
        status = asked.need("status")
        if status not in STATUSES:
            raise RefusedCall("invalid_status")
        if len(asked.text("title")) > LONGEST_TITLE:
            raise RefusedCall("title_too_long")
        if self._world.message(channel.id, thread) is None:
            raise RefusedCall("thread_not_found")
        session = self._world.sessions.setdefault((channel.id, thread), {"title": asked.text("title")})
        session["status"] = status
        return {"status": status, "agent_status": status, "title": session["title"]}

    def rename(self, asked: Asked) -> Payload:
        """Another title."""
        channel, title = asked.channel("channel_id", member=True), asked.need("title")
        session = self._world.sessions.get((channel.id, asked.text("thread_ts")))
        if session is None:
            raise RefusedCall("session_not_found")
        if len(title) > LONGEST_TITLE:
            raise RefusedCall("title_too_long")
        session["title"] = title
        return {"title": title}
