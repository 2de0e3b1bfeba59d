"""Workspaces and channels, made and ended by whoever writes the test: nobody asks whether they may."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.platforms.slack import world as kept
from tests.platforms.slack.interactions import Hands
from tests.platforms.slack.posts import Post, post_of
from tests.platforms.slack.wire import Payload

if TYPE_CHECKING:
    from tests.platforms.slack.people import Person


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel, a group or a conversation."""

    hands: Hands
    id: str

    @property
    def mention(self) -> str:
        """How it is written in a text."""
        return f"<#{self.id}>"

    @property
    def stored(self) -> kept.Channel:
        """As it is now."""
        return self.hands.world.channels[self.id]

    def posts(self, *, by_bot: bool | None = None, after: str = "", thread: Post | None = None) -> list[Post]:
        """Its messages, the oldest first; what is shown to one person alone is among them."""
        found = [post_of(self.hands.world, each) for each in self.hands.world.messages.get(self.id, {}).values()]
        under = None if thread is None else thread.thread_ts or thread.ts
        return [
            each
            for each in found
            if each.ts > after and by_bot in (None, each.by_bot) and under in (None, each.thread_ts)
        ]

    def status(self, thread: Post) -> str:
        """The line that shows in a thread that the bot is at work; empty for none."""
        return str(self.hands.world.statuses.get((self.id, thread.thread_ts or thread.ts), {}).get("status", ""))

    def session(self, thread: Post) -> Payload:
        """The agent's session in a thread: `status` and `title`; empty for none."""
        return self.hands.world.sessions.get((self.id, thread.thread_ts or thread.ts), {})

    def prompts(self, thread: Post | None = None) -> Payload:
        """What is offered to begin with: `title` and `prompts`; empty for none."""
        name = "" if thread is None else thread.thread_ts or thread.ts
        return self.hands.world.prompts.get((self.id, name), {})

    def join(self, *people: "Person") -> None:
        """People come in."""
        for person in people:
            self._enter(person.id)

    def invite_bot(self) -> None:
        """The bot is taken in."""
        found = self.hands.world.installed(self.stored.team)
        assert found is not None, "the app is not installed there"
        self._enter(found.user)

    def leave(self, person: "Person") -> None:
        """Somebody goes, or is sent."""
        self._go(person.id)

    def remove_bot(self) -> None:
        """The bot is sent away: it is told so, and hears nothing more."""
        heard = self.hands.world.hearing(self.stored)
        assert heard is not None, "the bot is not there"
        self.stored.members.remove(heard.user)
        kind = "group_left" if self.stored.kind == "group" else "channel_left"
        event: Payload = {"type": kind, "channel": self.id, "actor_id": "U0ADMIN"}
        self.hands.happenings.tell(heard, {**event, "event_ts": self.hands.world.ts()}, self.stored)

    def archive(self, by: "Person") -> None:
        """It is put away."""
        self.stored.archived = True
        self._about("archive", {"user": by.id, "is_moved": 0})

    def unarchive(self, by: "Person") -> None:
        """It is taken out again."""
        self.stored.archived = False
        self._about("unarchive", {"user": by.id, "actor_id": by.id})

    def delete(self, by: "Person") -> None:
        """It is no more."""
        when: Payload = {"date_deleted": int(self.hands.world.now())} if self._family == "group" else {}
        self._about("deleted", {"actor_id": by.id, **when})
        del self.hands.world.channels[self.id]
        self.hands.world.messages.pop(self.id, None)

    def rename(self, name: str) -> None:
        """Another name."""
        self.stored.name = name
        named: Payload = {"id": self.id, "name": name, "name_normalized": name, "created": 1}
        shape: Payload = {**named, "is_channel": self.stored.kind == "channel", "is_mpim": False}
        self._tell({"type": f"{self._family}_rename", "channel": shape})

    def share(self, workspace: "Workspace") -> None:
        """It is connected to another workspace."""
        self.stored.shared.add(workspace.id)
        self._tell({"type": "channel_shared", "connected_team_id": workspace.id, "channel": self.id})

    def unshare(self, workspace: "Workspace") -> None:
        """It is connected no more."""
        self.stored.shared.discard(workspace.id)
        gone: Payload = {"previously_connected_team_id": workspace.id, "is_ext_shared": bool(self.stored.shared)}
        self._tell({"type": "channel_unshared", "channel": self.id, **gone})

    def convert_to_private(self) -> None:
        """It is public no more; Slack says so by a message of its own."""
        self.stored.kind = "group"
        self.hands.happenings.notice(self.stored, self.stored.members[0], "channel_convert_to_private", "made private")

    @property
    def _family(self) -> str:
        return "channel" if self.stored.kind == "channel" else "group"

    def _about(self, what: str, more: Payload) -> None:
        self._tell({"type": f"{self._family}_{what}", "channel": self.id, **more})

    def _tell(self, event: Payload) -> None:
        self.hands.happenings.told_in(self.stored, {**event, "event_ts": self.hands.world.ts()})

    def _enter(self, user: str) -> None:
        if user in self.stored.members:
            return
        self.stored.members.append(user)
        self._tell({"type": "member_joined_channel", **self._member(user)})

    def _go(self, user: str) -> None:
        self.stored.members.remove(user)
        self._tell({"type": "member_left_channel", **self._member(user)})

    def _member(self, user: str) -> Payload:
        kind = "C" if self.stored.kind == "channel" else "G"
        return {"user": user, "channel": self.id, "channel_type": kind, "team": self.hands.world.users[user].team}


@dataclass(frozen=True, slots=True)
class Workspace:
    """A workspace."""

    hands: Hands
    id: str

    @property
    def installation(self) -> kept.Installation:
        """The app in it, even one that is gone."""
        found = [each for each in self.hands.world.installations if each.team == self.id]
        return found[0] if found else _needed(self.hands.world.installed(self.id))

    @property
    def bot(self) -> str:
        """The id of the bot's user."""
        return self.installation.user

    @property
    def mention(self) -> str:
        """How the bot is written in a text."""
        return f"<@{self.bot}>"

    def channel(
        self, name: str, *people: "Person", private: bool = False, bot: bool = True, group: bool = False
    ) -> Channel:
        """A channel, with the bot in it unless `bot` is off; `group`: a conversation of several."""
        kind = "mpim" if group else "group" if private else "channel"
        members = [each.id for each in people] + ([self.bot] if bot else [])
        made = kept.Channel(self.hands.world.id("C"), self.id, name, kind, members)
        self.hands.world.channels[made.id] = made
        return Channel(self.hands, made.id)

    def install(self, scopes: Iterable[str] | None = None) -> kept.Installation:
        """The app is in it from now on."""
        return self.hands.installs.install(self.id, None if scopes is None else set(scopes))

    def uninstall(self) -> None:
        """The app is taken out."""
        self.hands.installs.uninstall(self.installation)

    def revoke(self) -> None:
        """The app's tokens are void."""
        self.hands.installs.revoke(self.installation)


def _needed(found: kept.Installation | None) -> kept.Installation:
    assert found is not None, "the app is not installed there"
    return found
