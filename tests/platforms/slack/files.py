"""files.*: a file is asked for, sent to an address of its own, and then shown in a channel."""

import mimetypes

from aiohttp import web

from tests.platforms.slack.asking import Asked, Method, RefusedCall
from tests.platforms.slack.chat import items
from tests.platforms.slack.happenings import Happenings
from tests.platforms.slack.shapes import file_shape
from tests.platforms.slack.wire import Payload, text_of
from tests.platforms.slack.world import Channel, File, Message

UPLOAD, DOWNLOAD, KEPT = "/upload/v1/", "/files-pri/", 200


class Files:
    """The methods of the family, and the addresses beside them."""

    def __init__(self, happenings: Happenings) -> None:
        self._happenings = happenings
        self._world = happenings.world

    def methods(self) -> dict[str, Method]:
        """By name."""
        return {
            "files.getUploadURLExternal": self.begin,
            "files.completeUploadExternal": self.complete,
            "files.info": self.info,
            "files.delete": self.delete,
        }

    def begin(self, asked: Asked) -> Payload:
        """Where a file may be sent."""
        name, length = asked.need("filename"), asked.need("length")
        if not length.isdigit() or int(length) == 0:
            raise RefusedCall("invalid_arguments")
        media = mimetypes.guess_type(name)[0] or "application/octet-stream"
        file = self.kept(File(self._world.id("F"), asked.installation.team, asked.me, name, media))
        return {"upload_url": f"{self._world.base}{UPLOAD}{file.id}", "file_id": file.id}

    def kept(self, file: File) -> File:
        """A file that is there now; the oldest goes where there are too many."""
        self._world.files[file.id] = file
        while len(self._world.files) > KEPT:
            del self._world.files[next(iter(self._world.files))]
        return file

    def complete(self, asked: Asked) -> Payload:
        """Files that were sent are shown, in a message of the bot where a channel is named."""
        files = [self._sent(each) for each in items(asked.args.get("files"))]
        if not files:
            raise RefusedCall("invalid_arguments")
        if asked.text("channel_id"):
            self._share(asked, files, asked.channel("channel_id", member=True))
        return {"files": [{"id": each.id, "title": each.title or each.name} for each in files]}

    def info(self, asked: Asked) -> Payload:
        """One file."""
        return {"file": file_shape(self._world, self._file(asked.need("file")))}

    def delete(self, asked: Asked) -> Payload:
        """A file goes."""
        del self._world.files[self._file(asked.need("file")).id]
        return {}

    async def take(self, request: web.Request) -> web.Response:
        """The content of a file, as it is or in a form."""
        file = self._world.files.get(request.path.rpartition("/")[2])
        if file is None or file.done:
            return web.Response(status=404)
        file.content = await _content(request)
        return web.Response(text=f"OK - {len(file.content)}")

    async def give(self, request: web.Request) -> web.Response:
        """The content of a file; without a token that may read it, the page to sign in."""
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        number = request.path.removeprefix(DOWNLOAD).partition("/")[0].rpartition("-")[2]
        file = self._world.files.get(number)
        reading = [each for each in self._world.installations if each.token == token and not each.gone]
        if file is None:
            return web.Response(status=404)
        if not reading or "files:read" not in reading[0].scopes:
            return web.Response(text="<!DOCTYPE html><html><body>Sign in</body></html>", content_type="text/html")
        return web.Response(body=file.content, content_type=file.media)

    def _sent(self, asked: Payload) -> File:
        file = self._file(text_of(asked.get("id")))
        if not file.content:
            raise RefusedCall("file_not_found")
        file.title, file.done = text_of(asked.get("title")) or file.name, True
        return file

    def _file(self, number: str) -> File:
        if number not in self._world.files:
            raise RefusedCall("file_not_found")
        return self._world.files[number]

    def _share(self, asked: Asked, files: list[File], channel: Channel) -> None:
        words = asked.text("initial_comment")
        message = Message(self._world.ts(), channel.id, asked.me, words, asked.installation.team)
        message.subtype, message.files = "file_share", [each.id for each in files]
        message.bot_id, message.thread_ts = asked.installation.bot_id, asked.text("thread_ts") or None
        message.blocks = items(asked.args.get("blocks"))
        self._happenings.posted(message)


async def _content(request: web.Request) -> bytes:
    if not request.content_type.startswith("multipart/"):
        return await request.read()
    form = await request.post()
    for part in form.values():
        if isinstance(part, web.FileField):
            return part.file.read()
    return b""
