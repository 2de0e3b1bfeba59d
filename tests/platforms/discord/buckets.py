"""Rate limits as Discord has them: a bucket for each route and place, told in headers, enforced when it is empty."""

import time
from dataclasses import dataclass

MOST_BUCKETS = 5000


@dataclass(slots=True)
class Bucket:
    """Requests that are left until it is full again."""

    left: int
    full_at: float


class Buckets:
    """`size` requests in `seconds` for each method and place; the callbacks of interactions have no limit."""

    def __init__(self, size: int, seconds: float) -> None:
        self.size, self.seconds = size, seconds
        self._buckets: dict[str, Bucket] = {}

    def take(self, method: str, path: str) -> tuple[dict[str, str], float | None]:
        """Headers for the answer, and the seconds to wait where there is nothing left."""
        if path.startswith("/interactions/"):
            return {}, None
        key, now = _key(method, path), time.time()
        bucket = self._buckets.get(key)
        if bucket is None or bucket.full_at <= now:
            self._make_room(now)
            bucket = self._buckets[key] = Bucket(self.size, now + self.seconds)
        wait = bucket.full_at - now
        refused = bucket.left <= 0
        bucket.left = max(bucket.left - 1, 0)
        return self._headers(key, bucket, wait), wait if refused else None

    def _make_room(self, now: float) -> None:
        if len(self._buckets) >= MOST_BUCKETS:
            self._buckets = {key: each for key, each in self._buckets.items() if each.full_at > now}

    def _headers(self, key: str, bucket: Bucket, wait: float) -> dict[str, str]:
        return {
            "X-RateLimit-Limit": str(self.size),
            "X-RateLimit-Remaining": str(bucket.left),
            "X-RateLimit-Reset": f"{bucket.full_at:.3f}",
            "X-RateLimit-Reset-After": f"{wait:.3f}",
            "X-RateLimit-Bucket": format(hash(_route(key)) & 0xFFFFFFFF, "08x"),
        }


def _key(method: str, path: str) -> str:
    """The route, with the channel, guild or webhook that it is about and without what is smaller."""
    parts = path.strip("/").split("/")
    major = parts[:3] if parts[0] == "webhooks" else parts[:2]
    rest = ["*" if each.isdecimal() else each for each in parts[len(major) :]]
    if "reactions" in rest:
        rest = rest[: rest.index("reactions") + 1]
    return f"{method} /{'/'.join([*major, *rest])}"


def _route(key: str) -> str:
    return "/".join("*" if each.isdecimal() else each for each in key.split("/"))
