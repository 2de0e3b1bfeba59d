"""A DSN, and our one addition to it: `pooler=transaction`.

Behind a pooler that lends a server connection for one transaction only (PgBouncer, Supavisor), nothing may be kept in
the session: then no statement is prepared beforehand, each runs in a transaction of its own, and the application's
role is taken for that transaction. It costs three more round trips a statement, so it is asked for, not guessed.
"""

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from memory.errors import DsnInvalid


@dataclass(frozen=True, slots=True)
class Login:
    """Where to connect; `pooled` means behind a transaction-mode pooler."""

    dsn: str
    pooled: bool

    @property
    def cached_statements(self) -> int:
        """How many prepared statements a connection may keep."""
        return 0 if self.pooled else 200


def login(dsn: str) -> Login:
    """Reads a DSN; raises DsnInvalid."""
    try:
        parts = urlsplit(dsn)
        options = parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query))
        parts.port  # noqa: B018  it is read for its ValueError
    except ValueError as fault:
        raise DsnInvalid() from fault
    if parts.scheme not in ("postgresql", "postgres") or not dsn.startswith(f"{parts.scheme}://"):
        raise DsnInvalid()
    if any(not key for key, _value in options):
        raise DsnInvalid()
    pooler = dict(options).get("pooler")
    if pooler not in (None, "transaction"):
        raise DsnInvalid("pooler can only be 'transaction' in a DSN.")
    rest = [(key, value) for key, value in options if key != "pooler"]
    return Login(urlunsplit(parts._replace(query=urlencode(rest))), pooler is not None)
