"""What a long run leaves behind is bounded: messages, ids, buckets, nonces and the log."""

from simcord.enums import ChannelType

from tests.platforms.discord import world as bounds
from tests.platforms.discord.buckets import MOST_BUCKETS, Buckets
from tests.platforms.discord.log import Call, Log, Told
from tests.platforms.discord.nonces import MOST, Nonces
from tests.platforms.discord.requests import Read
from tests.platforms.discord.server import DiscordStandIn


async def test_messages_and_ids(discord: DiscordStandIn) -> None:
    alice = discord.person("Alice")
    backend = discord.world.backend
    for number in range(bounds.KEPT_MESSAGES + 5):
        await alice.dm(str(number))
    kept = alice.direct.posts()
    assert len(kept) == bounds.KEPT_MESSAGES
    assert kept[-1].text == str(bounds.KEPT_MESSAGES + 4)
    backend._sequences.update({number: 1 for number in range(bounds.MOST_NUMBERS + 1)})
    before = backend.snowflake()
    await alice.dm("last")
    assert len(backend._sequences) < bounds.MOST_NUMBERS
    assert before in backend._reserved_ids
    assert backend.transcript == []
    assert backend.http_requests == []


def test_the_log_keeps_the_newest_and_counts_the_rest() -> None:
    log = Log(3)
    for number in range(5):
        log.call(Call("GET", f"/{number}", {}, None, ()))
        log.event(Told("X", 0, str(number), {}))
    assert [each.path for each in log.calls] == ["/2", "/3", "/4"]
    assert [each.id for each in log.told] == ["2", "3", "4"]
    assert log.lost == 2


def test_buckets() -> None:
    buckets = Buckets(1, 0.0)
    for number in range(MOST_BUCKETS + 10):
        buckets.take("POST", f"/channels/{number}/messages")
    assert len(buckets._buckets) <= MOST_BUCKETS


def test_edits_of_all_messages_of_a_channel_share_a_bucket_and_channels_do_not() -> None:
    buckets = Buckets(1, 60.0)
    assert buckets.take("PATCH", "/channels/1/messages/2")[1] is None
    assert buckets.take("PATCH", "/channels/1/messages/3")[1] is not None
    assert buckets.take("PATCH", "/channels/2/messages/3")[1] is None
    assert buckets.take("POST", "/channels/1/messages")[1] is None
    assert buckets.take("POST", "/webhooks/1/token")[1] is None
    assert buckets.take("POST", "/webhooks/1/other")[1] is None
    assert [buckets.take("POST", "/interactions/1/token/callback") for _ in range(2)] == [({}, None)] * 2


def test_nonces() -> None:
    told: dict[str, object] = {}
    nonces = Nonces(told)

    def post(asked: Read) -> object:
        number = len(told)
        nonces.posted(str(number))
        return {"id": str(number)}

    for number in range(MOST + 5):
        nonces.once(Read("POST", "/x", {}, {"nonce": number, "enforce_nonce": True}, [], None), post)
    assert len(told) == len(nonces.origins) == MOST


def test_a_nonce_is_the_same_in_one_place_and_for_a_while() -> None:
    made: list[str] = []
    nonces = Nonces({})

    def post(asked: Read) -> object:
        made.append(asked.path)
        return len(made)

    def once(path: str, *, enforced: bool = True) -> object:
        return nonces.once(Read("POST", path, {}, {"nonce": "7", "enforce_nonce": enforced}, [], None), post)

    assert [once("/x"), once("/x"), once("/y"), once("/x", enforced=False)] == [1, 1, 2, 3]
    nonces.seconds = 0.0
    assert once("/x") == 4


def test_whose_request_made_a_message_is_known_and_whether_its_nonce_was_forgotten() -> None:
    nonces = Nonces({})

    def post(asked: Read) -> object:
        nonces.posted(asked.caller)
        return asked.caller

    for caller in ("1", "2"):
        body = {"nonce": "7", "enforce_nonce": True}
        assert nonces.once(Read("POST", "/x", {}, body, [], None, caller), post) == caller
        nonces.seconds = 0.0
    assert [(each.caller, each.forgotten) for each in nonces.origins.values()] == [("1", False), ("2", True)]


async def test_a_channel_of_any_kind(discord: DiscordStandIn) -> None:
    voice = discord.guild().channel("loud", ChannelType.VOICE)
    assert voice.stored.type == ChannelType.VOICE
