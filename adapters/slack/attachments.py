"""The files beside a message, as Slack tells of them; where each is read is told by its `ref`, and its workspace."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from mimetypes import guess_type

from adapters.errors import AdapterError
from adapters.slack.payloads import inner, objects_in, text_in
from adapters.slack.wire import Answer, Wire
from adapters.types import Attachment

GONE = ("tombstone", "hidden_by_limit")  # modes of what is not there any more
WITHHELD = "check_file_info"  # all that an event says of a file from another workspace
LOOK_SECONDS, MOST_LOOKED_UP = 5.0, 10
UNKNOWN = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Ref:
    """A file, and the workspace whose token reads it; no `url` where the event did not say one."""

    team: str
    file: str
    url: str = ""

    def __str__(self) -> str:
        return f"{self.team} {self.file} {self.url}"


def read_ref(text: str) -> Ref:
    """What an attachment's `ref` says."""
    team, _, rest = text.partition(" ")
    file, _, url = rest.partition(" ")
    return Ref(team, file, url)


def attachments_of(files: object, team: str) -> tuple[Attachment, ...]:
    """What the `files` of a message in that workspace are, as far as they are still there."""
    listed = objects_in({"files": files}, "files")
    return tuple(_attachment(each, team) for each in listed if each.get("mode") not in GONE)


async def looked_up(wire: Wire, team: str, files: object) -> Sequence[Mapping[str, object]]:
    """The same files, with what Slack withholds of those from another workspace until it is asked; never fails."""

    async def look(file: Mapping[str, object]) -> Mapping[str, object]:
        if file.get("file_access") != WITHHELD:
            return file
        try:
            return await file_of(wire, team, text_in(file, "id")) or file
        except AdapterError:
            return file

    listed = objects_in({"files": files}, "files")
    return [*await asyncio.gather(*map(look, listed[:MOST_LOOKED_UP])), *listed[MOST_LOOKED_UP:]]


async def file_of(wire: Wire, team: str, file: str) -> Answer:
    """What Slack says of a file when it is asked; raises `AdapterError`."""
    return inner(await wire.ask(team, "files.info", {"file": file}, seconds=LOOK_SECONDS), "file")


def _attachment(file: Mapping[str, object], team: str) -> Attachment:
    size, name = file.get("size"), text_in(file, "name") or text_in(file, "title") or "file"
    return Attachment(
        name,
        text_in(file, "mimetype") or guess_type(name)[0] or UNKNOWN,  # Slack may still look what it is
        size if isinstance(size, int) else 0,
        str(Ref(team, text_in(file, "id"), text_in(file, "url_private"))),
    )
