"""Where the two vocabularies meet: an adapter's address and author become memory's place and account.

The only module that knows both. Audiences are mapped by a match, so that a new kind of audience cannot slip through.
"""

from typing import assert_never

from adapters.types import Address, Author, Command, Message
from adapters.types import Audience as Heard
from memory.types import Account, Audience, Place


def place_of(event: Message | Command) -> Place:
    """The place where the event happened."""
    return to_place(event.address, event.audience)


def to_place(address: Address, heard: Heard) -> Place:
    """Memory's place for an address; spaces of different platforms never share a name."""
    space = f"{address.platform}/{address.space}" if address.space else None
    return Place(address.key, space, to_audience(heard), address.title or address.channel, address.room)


def to_audience(heard: Heard) -> Audience:
    """Memory's word for who can read along."""
    match heard:
        case Heard.DIRECT:
            return Audience.DIRECT
        case Heard.PRIVATE:
            return Audience.PRIVATE
        case Heard.PUBLIC:
            return Audience.PUBLIC
        case _:
            assert_never(heard)


def to_account(platform: str, author: Author) -> Account:
    """Memory's account for an author."""
    return Account(platform, author.handle, author.name, author.timezone, author.locale)
