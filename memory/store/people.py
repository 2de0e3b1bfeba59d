"""People, their accounts, and where they are: one round trip makes true whatever an event says about them."""

from memory.errors import PlaceUnknown
from memory.keepable import keepable
from memory.store.database import Database
from memory.types import Account, PersonId, Place, PlaceId

ENTER = "SELECT person_id, place_id FROM enter_place($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
KNOWN = "SELECT EXISTS (SELECT FROM accounts WHERE platform = $1 AND handle = $2)"
WHOSE = "SELECT person_id FROM accounts WHERE platform = $1 AND handle = $2"
LEAVE = "SELECT leave_place($1, $2)"


async def enter(database: Database, account: Account, place: Place) -> tuple[PersonId, PlaceId]:
    """Registers account, person, place and membership; raises PlaceMismatch."""
    texts = (account.platform, account.handle, account.name, account.zone, account.locale, place.key, place.space)
    kept = (None if text is None else keepable(text) for text in texts)
    room = None if place.room is None else keepable(place.room)
    row = await database.fetchrow(ENTER, *kept, place.audience.value, keepable(place.title), room)
    if row is None:
        raise PlaceUnknown()
    return PersonId(row["person_id"]), PlaceId(row["place_id"])


async def leave(database: Database, person: PersonId, place_key: str) -> None:
    """Takes the person out of the place, and out of its space when that was their last place there."""
    await database.fetchval(LEAVE, person, keepable(place_key))


async def is_known(database: Database, account: Account) -> bool:
    """Whether the account is registered."""
    return bool(await database.fetchval(KNOWN, keepable(account.platform), keepable(account.handle)))


async def whose(database: Database, account: Account) -> PersonId | None:
    """The person of a registered account."""
    found = await database.fetchval(WHOSE, keepable(account.platform), keepable(account.handle))
    return None if found is None else PersonId(found)
