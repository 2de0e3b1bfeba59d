"""The bot has in a guild what it was invited with.

simcord gives its role nearly everything. Here the role has what `rapport invite` asks for, and what all members may do
is not the bot's: there are servers that let them do nothing. Channels change that as they do at Discord.
"""

from simcord.backend import Backend, serializers
from simcord.backend.models import Guild

from adapters.discord.invite import PERMISSIONS

INVITED = sum(1 << permission.bit for permission in PERMISSIONS)


class Permitting(Backend):
    """simcord's model with a bot that has what it was invited with."""

    def create_guild(
        self,
        name: str,
        *,
        id: int | None = None,
        owner_id: int | None = None,
        shard_id: int | None = None,
        shard_count: int = 1,
        **settings: object,
    ) -> Guild:
        """A guild; it is told of when the bot's role is right."""
        subscribers, self.subscribers = self.subscribers, []
        try:
            made = super().create_guild(
                name, id=id, owner_id=owner_id, shard_id=shard_id, shard_count=shard_count, **settings
            )
        finally:
            self.subscribers = subscribers
        (own,) = (role for role in made.roles.values() if role.managed)
        own.permissions = INVITED
        self.emit("GUILD_CREATE", serializers.guild_create_payload(self, made))
        return made

    def compute_permissions(self, guild_id: int, user_id: int, channel_id: int | None = None) -> int:
        """What somebody may do; for the bot as if the role of all members gave nothing."""
        if user_id != self.bot_user.id:
            return super().compute_permissions(guild_id, user_id, channel_id)
        everyone = self.get_guild(guild_id).everyone_role
        kept, everyone.permissions = everyone.permissions, 0
        try:
            return super().compute_permissions(guild_id, user_id, channel_id)
        finally:
            everyone.permissions = kept
