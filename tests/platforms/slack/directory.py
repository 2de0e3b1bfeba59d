"""auth.*, users.*, bots.*, team.* and reactions.*: who there is."""

from tests.platforms.slack.asking import Asked, Method, RefusedCall, page_of
from tests.platforms.slack.happenings import Happenings
from tests.platforms.slack.shapes import message_shape, team_shape, user_shape
from tests.platforms.slack.wire import Payload
from tests.platforms.slack.world import APP, Message, User


class Directory:
    """The methods of the families."""

    def __init__(self, happenings: Happenings) -> None:
        self._happenings = happenings
        self._world = happenings.world

    def methods(self) -> dict[str, Method]:
        """By name."""
        return {
            "auth.test": self.who_am_i,
            "users.info": self.info,
            "users.list": self.all,
            "users.lookupByEmail": self.by_email,
            "bots.info": self.bot,
            "team.info": self.team,
            "reactions.add": self.react,
            "reactions.remove": self.unreact,
            "reactions.get": self.reactions,
        }

    def who_am_i(self, asked: Asked) -> Payload:
        """Whose token this is."""
        team = self._world.teams[asked.installation.team]
        named: Payload = {"team": team.name, "team_id": team.id, "user": "rapport", "user_id": asked.me}
        org = asked.installation.org
        enterprise: Payload = {} if team.enterprise is None else {"enterprise_id": team.enterprise}
        url = f"https://{team.domain}.slack.com/"
        return {
            "url": url,
            **named,
            **enterprise,
            "bot_id": asked.installation.bot_id,
            "is_enterprise_install": bool(org),
        }

    def info(self, asked: Asked) -> Payload:
        """One account."""
        user = self._world.users.get(asked.need("user"))
        if user is None or not self._sees(asked, user):
            raise RefusedCall("user_not_found")
        return {"user": self._shape(asked, user)}

    def all(self, asked: Asked) -> Payload:
        """All accounts of the workspace."""
        team = asked.text("team_id") or asked.installation.team
        found = [self._shape(asked, each) for each in self._world.users.values() if team in (each.team, *each.also)]
        page = page_of(asked, found)
        return {"members": page.items, "cache_ts": 1, "response_metadata": {"next_cursor": page.cursor}}

    def by_email(self, asked: Asked) -> Payload:
        """An account by its address."""
        wanted = asked.need("email")
        for user in self._world.users.values():
            if user.email == wanted and self._sees(asked, user):
                return {"user": self._shape(asked, user)}
        raise RefusedCall("users_not_found")

    def bot(self, asked: Asked) -> Payload:
        """A bot."""
        for user in self._world.users.values():
            if user.bot_id == asked.text("bot"):
                named: Payload = {"id": user.bot_id, "name": user.name, "user_id": user.id, "app_id": APP}
                return {"bot": {**named, "deleted": False, "updated": 1, "icons": {}}}
        raise RefusedCall("bot_not_found")

    def team(self, asked: Asked) -> Payload:
        """A workspace."""
        team = self._world.teams.get(asked.text("team") or asked.installation.team)
        if team is None:
            raise RefusedCall("team_not_found")
        return {"team": team_shape(team)}

    def react(self, asked: Asked) -> Payload:
        """The bot puts an emoji under a message."""
        message, name = self._reacted(asked), asked.need("name")
        users = message.reactions.setdefault(name, [])
        if asked.me in users:
            raise RefusedCall("already_reacted")
        users.append(asked.me)
        self._happenings.reacted(message, asked.me, name)
        return {}

    def unreact(self, asked: Asked) -> Payload:
        """The bot takes it back."""
        message, name = self._reacted(asked), asked.need("name")
        if asked.me not in message.reactions.get(name, []):
            raise RefusedCall("no_reaction")
        message.reactions[name].remove(asked.me)
        self._happenings.reacted(message, asked.me, name, added=False)
        return {}

    def reactions(self, asked: Asked) -> Payload:
        """A message with what stands under it."""
        message = self._reacted(asked)
        return {
            "type": "message",
            "channel": message.channel,
            "message": message_shape(self._world, message, metadata=False),
        }

    def _reacted(self, asked: Asked) -> Message:
        channel = asked.channel(member=True)
        found = self._world.message(channel.id, asked.need("timestamp"))
        if found is None:
            raise RefusedCall("message_not_found")
        return found

    def _shape(self, asked: Asked, user: User) -> Payload:
        email = "users:read.email" in asked.installation.scopes
        enterprise = self._world.teams[user.team].enterprise
        shape = user_shape(user, email=email, locale=asked.truth("include_locale"), enterprise=enterprise)
        ours = asked.installation
        strange = ours.team not in (user.team, *user.also) and (ours.org is None or ours.org != enterprise)
        return {**shape, "is_stranger": strange} if strange else shape

    def _sees(self, asked: Asked, user: User) -> bool:
        """People of other workspaces are known where a channel is shared with them."""
        if asked.installation.team in (user.team, *user.also) or asked.installation.org:
            return True
        return any({user.id, asked.me} <= set(each.members) for each in self._world.channels.values())
