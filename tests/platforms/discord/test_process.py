"""The stand-in as a process of its own, with its human side over HTTP."""

from typing import cast

from tests.platforms.discord.world import Payload
from tests.platforms.outside import outside


async def test_a_process_with_its_human_side() -> None:
    async with outside("tests.platforms.discord", "--port", "0", "--kept", "100") as discord:
        api, headers = str(discord.seed["api"]), {"Authorization": f"Bot {discord.seed['token']}"}
        said = await discord.seen("send", person="Alice", text="hi")
        address = f"{api}/channels/{discord.seed['channel']}/messages"
        async with discord.session.get(address, headers=headers) as answer:
            listed = cast(list[Payload], await answer.json())
        assert [(each["id"], each["content"]) for each in listed] == [(said["id"], "hi")]
        await discord.human("edit", 409, person="Bob", post=said["id"], text="not mine")
        await discord.human("nothing", 404)
        await discord.human("fail", status=503, path="/users/*")
        async with discord.session.get(f"{api}/users/@me", headers=headers) as answer:
            assert answer.status == 503
        assert [each["status"] for each in await discord.all_of("calls")] == [200, 503]
