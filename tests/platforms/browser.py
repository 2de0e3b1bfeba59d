"""A real Chromium without a window, spoken to by its own protocol: it opens pages as somebody's browser would.

Its own protocol, since that is a socket and some JSON, and a library for it would bring a browser of its own to fetch.
"""

import asyncio
import json
import re
import shutil
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import aiohttp
import pytest

NAMES = ("chromium", "chromium-browser", "chromium-headless-shell", "google-chrome", "google-chrome-stable", "chrome")
ON_MACOS = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
QUIET = ("background-networking", "component-update", "default-apps", "extensions", "gpu", "quic", "sync")
SECONDS = 30.0
LISTENING = re.compile(r"DevTools listening on (ws://\S+)")
Told = Mapping[str, object]


def found_browser() -> str:
    """The path of a Chromium on this machine; skips the test, by name, where there is none."""
    found = next(filter(None, map(shutil.which, NAMES)), None) or (ON_MACOS if Path(ON_MACOS).exists() else None)
    if found is None:
        pytest.skip("there is no Chromium on this machine (Debian's package is called chromium)")
    return found


@dataclass(slots=True)
class Page:
    """A tab. `troubles` are what its console complained of, as when a page wants what its policy forbids."""

    socket: aiohttp.ClientWebSocketResponse
    session: str = ""
    calls: int = 0
    loaded: int = 0
    troubles: list[str] = field(default_factory=list)

    async def ask(self, method: str, **sent: object) -> Told:
        """One command of the protocol."""
        self.calls += 1
        named: dict[str, object] = {"sessionId": self.session} if self.session else {}
        await self.socket.send_json({"id": self.calls, "method": method, "params": sent, **named})
        while True:
            told = await self._hear()
            if told.get("id") == self.calls:
                assert "error" not in told, told
                return cast(Told, told["result"])

    async def go(self, address: str) -> None:
        """Type an address."""
        before = self.loaded
        await self.ask("Page.navigate", url=address)
        await self._load(before)

    async def show(self, html: str) -> None:
        """A page that comes from nowhere."""
        await self.go("about:blank")
        frame = cast(Told, cast(Told, (await self.ask("Page.getFrameTree"))["frameTree"])["frame"])["id"]
        await self.ask("Page.setDocumentContent", frameId=frame, html=html)

    async def run(self, script: str) -> object:
        """What an expression of JavaScript gives, as JSON."""
        told = await self.ask("Runtime.evaluate", expression=f"JSON.stringify({script})")
        assert "exceptionDetails" not in told, told
        return cast(object, json.loads(str(cast(Told, told["result"])["value"])))

    async def words(self) -> str:
        """What is to be read on it."""
        return str(await self.run("document.body.innerText"))

    async def press(self, label: str) -> None:
        """Go with the Tab key to what is called so, and press Enter; raises AssertionError where nothing is."""
        for _ in range(20):
            await self.tab()
            if await self.run("document.activeElement.textContent.trim()") == label:
                before = self.loaded
                await self._key("Enter", 13, "\r")
                return await self._load(before)
        raise AssertionError(f"no way by keyboard to: {label}")

    async def tab(self) -> None:
        """Go on to what comes next."""
        await self._key("Tab", 9)

    async def dark(self, wanted: str = "dark") -> None:
        """As on a system that wants pages `dark`, or `light`."""
        await self.ask("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": wanted}])

    async def narrow(self, width: int = 320) -> None:
        """As on a small telephone."""
        size: dict[str, object] = {"width": width, "height": 640, "deviceScaleFactor": 1, "mobile": False}
        await self.ask("Emulation.setDeviceMetricsOverride", **size)

    async def _key(self, name: str, code: int, text: str = "") -> None:
        key: dict[str, object] = {"key": name, "code": name, "windowsVirtualKeyCode": code, "text": text}
        await self.ask("Input.dispatchKeyEvent", type="keyDown", **key)
        await self.ask("Input.dispatchKeyEvent", type="keyUp", **{**key, "text": ""})

    async def _load(self, before: int) -> None:
        async with asyncio.timeout(SECONDS):
            while self.loaded == before:
                await self._hear()

    async def _hear(self) -> Told:
        told = cast(Told, await self.socket.receive_json(timeout=SECONDS))
        if told.get("method") == "Page.loadEventFired":
            self.loaded += 1
        if told.get("method") == "Log.entryAdded":
            entry = cast(Told, cast(Told, told["params"])["entry"])
            if entry.get("level") == "error":
                self.troubles.append(str(entry.get("text")))
        return told


@asynccontextmanager
async def browsing() -> AsyncIterator[Page]:
    """A tab of a browser that nobody used before; it ends with the block."""
    with tempfile.TemporaryDirectory(prefix="rapport-browser-", ignore_cleanup_errors=True) as profile:
        switches = [f"--disable-{each}" for each in QUIET]
        own = ("--headless", "--no-sandbox", "--no-first-run", "--remote-debugging-port=0")
        child = await asyncio.create_subprocess_exec(
            *(found_browser(), *switches, *own, f"--user-data-dir={profile}", "about:blank"),
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            address = await _listening(child)
            async with aiohttp.ClientSession() as session, session.ws_connect(address, max_msg_size=0) as socket:
                yield await _opened(Page(socket))
        finally:
            child.kill()
            await child.communicate()


async def _listening(child: asyncio.subprocess.Process) -> str:
    assert child.stderr is not None
    async with asyncio.timeout(SECONDS):
        async for line in child.stderr:
            found = LISTENING.search(line.decode())
            if found:
                return found[1]
    raise AssertionError("the browser did not start")


async def _opened(page: Page) -> Page:
    made = await page.ask("Target.createTarget", url="about:blank")
    attached = await page.ask("Target.attachToTarget", targetId=made["targetId"], flatten=True)
    page.session = str(attached["sessionId"])
    for domain in ("Page", "Log", "Runtime"):
        await page.ask(f"{domain}.enable")
    return page
