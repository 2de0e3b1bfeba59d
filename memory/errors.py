"""One exception tree for memory; each docstring is the default message and says what to do."""


class MemoryFault(Exception):
    """Memory failed; see the cause."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or (type(self).__doc__ or "").strip())


class DsnInvalid(MemoryFault):
    """The DSN is not understood. It looks like postgresql://user:password@host:5432/database."""


class DatabaseUnreachable(MemoryFault):
    """The database cannot be reached. Check that it runs and that the DSN is right."""


class DatabaseBusy(DatabaseUnreachable):
    """Somebody else was changing the same things at that moment. Nothing was changed; try again."""


class DatabaseRefused(MemoryFault):
    """The database refused the login. Check user, password and database name in the DSN."""


class DatabaseTooOld(MemoryFault):
    """PostgreSQL is too old. Use version 15 or newer."""


class VectorExtensionMissing(MemoryFault):
    """The pgvector extension is missing or older than 0.8. Install pgvector 0.8 or newer on the server."""


class DiskFull(MemoryFault):
    """The disk is full. Free some space and start again; nothing that was confirmed is lost."""


class ReadOnlyStorage(MemoryFault):
    """The data folder cannot be written. Check its permissions, or choose another with RAPPORT_HOME."""


class ClusterUnusable(MemoryFault):
    """The embedded database cannot use its folder. Its log, under postgres/log in the data folder, says why."""


class SchemaTooNew(MemoryFault):
    """The database was used by a newer version of Rapport. Update Rapport, or use another database."""


class RowSecurityOff(MemoryFault):
    """This database login bypasses row-level security, so the audience rule would have one wall only."""


class EmbeddingMismatch(MemoryFault):
    """The embedding model is not the one this memory was made with. Run `rapport reembed`, or set the old one."""


class EmbedderUnavailable(MemoryFault):
    """The embedding model did not answer. Check its endpoint; memory still searches by words."""


class ExtractorUnavailable(MemoryFault):
    """The language model did not answer in time; what was said is kept and learned later."""


class ExtractorPreempted(MemoryFault):
    """Learning stepped aside for a reply; the batch is taken up again in quiet."""


class PlaceUnknown(MemoryFault):
    """Nobody has been met in that place yet, so nothing can be kept for it."""


class PlaceMismatch(MemoryFault):
    """A place stays in its space, direct or not, and with its person; nothing was kept."""


class ChoiceUnknown(MemoryFault):
    """That cannot be chosen."""


class NotVisible(MemoryFault):
    """There is no such fact that you may see here."""
