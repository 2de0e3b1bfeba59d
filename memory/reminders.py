"""The door to reminders, reachable as `memory.reminders`."""

from memory.store.database import Database


class Reminders:
    """What is to be told to whom and when."""

    def __init__(self, database: Database) -> None:
        self._database = database
