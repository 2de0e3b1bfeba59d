"""What is done to a later part of an answer is done to the answer."""

from datetime import UTC, datetime

from adapters.outgoing import Sent
from adapters.types import Address, Audience, Author, Message, Reaction
from bot.continued import Continued

HERE, THERE = Address("discord", "1", "2"), Address("discord", "1", "3")
ADA = Author("7", "Ada")
NOW = datetime(2026, 11, 1, tzinfo=UTC)


def reaction(message_id: str, address: Address = HERE) -> Reaction:
    return Reaction(address, Audience.PUBLIC, ADA, message_id, "👍", True, NOW)


def test_a_reaction_and_a_reply_to_a_later_part_mean_the_first() -> None:
    continued = Continued()
    continued.said(Sent(HERE, "10", ("11", "12")))
    assert continued.meant(reaction("12")) == reaction("10")
    reply = Message("20", HERE, Audience.PUBLIC, ADA, "Why?", NOW, reply_to="11")
    assert continued.meant(reply) == Message("20", HERE, Audience.PUBLIC, ADA, "Why?", NOW, reply_to="10")


def test_what_is_no_later_part_stays_as_it_is() -> None:
    continued = Continued()
    continued.said(Sent(HERE, "10", ("11",)))
    for event in (reaction("10"), reaction("13"), reaction("11", THERE)):
        assert continued.meant(event) is event


def test_only_so_many_are_remembered() -> None:
    continued = Continued(size=2)
    continued.said(Sent(HERE, "10", ("11", "12", "13")))
    assert continued.meant(reaction("11")) == reaction("11") and continued.meant(reaction("13")) == reaction("10")
