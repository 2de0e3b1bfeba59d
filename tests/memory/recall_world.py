"""People, places and lines for the tests of recall."""

from datetime import UTC, datetime, timedelta

from memory.memory import Memory
from memory.recall import Recaller
from memory.recalled import Passage, Recall
from memory.store import vectors
from memory.store.database import Database
from memory.types import Account, Audience, PersonId, Place, Spot, Utterance
from tests.memory.embedding import WordEmbedder

START = datetime(2026, 5, 3, 9, 0, tzinfo=UTC)


HOME = Place("dm:ana", None, Audience.DIRECT)


BEN_HOME = Place("dm:ben", None, Audience.DIRECT)


GARDEN = Place("garden", "acme", Audience.PUBLIC, "#garden")


class World:
    """Two people, two direct places and a public one."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.embedder = WordEmbedder()
        self.memory = Memory(database, self.embedder)
        self.recaller = Recaller(database, self.embedder)
        self.clock = START

    async def enter(self, name: str, place: Place) -> PersonId:
        return await self.memory.person(Account("test", name, name), place)

    async def say(self, speaker: PersonId | None, place: Place, *texts: str) -> list[Spot]:
        spots = []
        for text in texts:
            self.clock += timedelta(minutes=1)
            noted = await self.memory.note(Utterance(str(self.clock), speaker, place, text, self.clock))
            spots.append(noted.spot)
        return spots

    async def embed(self) -> None:
        while await vectors.embed_next(self.database, self.embedder):
            pass


def texts(recall: Recall) -> list[str]:
    return [line.text for each in recall.passages if isinstance(each.item, Passage) for line in each.item.lines]


CHATTER = [f"Nothing of note happened on walk number {n} through street {n * 7}" for n in range(40)]
