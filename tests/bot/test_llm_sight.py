"""Whether a model can see, as each kind of server tells it, and how an image goes to one that can."""

from collections.abc import Mapping
from typing import Any

import pytest

from bot.llm import Endpoint, Models
from bot.llm.sight import sees
from bot.llm.types import ChatMessage, Image
from bot.llm.wire import message_json
from tests.bot.stand_in import StandIn, model_list

TOLD: tuple[tuple[Mapping[str, Any], Mapping[str, Any], bool | None], ...] = (
    ({"/props": {"modalities": {"vision": True, "audio": False}}}, {}, True),
    ({"/props": {"modalities": {"vision": False}}}, {}, False),
    ({"/props": {"modalities": "vision"}}, {}, None),
    ({"POST /api/show": {"capabilities": ["completion", "vision"]}}, {}, True),
    ({"POST /api/show": {"capabilities": ["completion"]}}, {}, False),
    ({"/api/v0/models": {"data": [{"id": "other", "type": "vlm"}, {"id": "m", "type": "llm"}]}}, {}, False),
    ({"/api/v0/models": {"data": [{"id": "m", "type": "vlm"}]}}, {}, True),
    ({"/model/info": {"data": [{"model_name": "m", "model_info": {"supports_vision": True}}]}}, {}, True),
    ({}, {"architecture": {"input_modalities": ["text", "image"]}}, True),
    ({}, {"architecture": {"input_modalities": ["text"]}}, False),
    ({}, {"id": "m-vision"}, None),
    ({"/props": None, "/model/info": {"data": 3}}, {"architecture": None}, None),
)


@pytest.mark.parametrize(("facts", "entry", "told"), TOLD)
def test_a_server_tells_whether_its_model_sees(
    facts: Mapping[str, Any], entry: Mapping[str, Any], told: bool | None
) -> None:
    assert sees(facts, entry, model="m") is told


@pytest.mark.parametrize(("set_to", "found"), [(None, None), (True, True), (False, False)])
async def test_a_setting_wins_over_what_is_told(server: StandIn, set_to: bool | None, found: bool | None) -> None:
    server.on("/v1/models", model_list("m"))
    async with Models([Endpoint(server.url, "m", vision=set_to)]) as models:
        assert [each.vision for each in await models.probe()] == [found]


async def test_a_setting_holds_while_the_server_is_away() -> None:
    async with Models([Endpoint("http://127.0.0.1:9/v1", "m", vision=True)]) as models:
        (found,) = await models.probe()
        assert (found.reachable, found.vision) == (False, True)


def test_an_image_travels_as_a_data_url_behind_the_words() -> None:
    assert message_json(ChatMessage("user", "What is this?", (Image("image/png", b"\x89PNG"),))) == {
        "role": "user",
        "content": [
            {"type": "text", "text": "What is this?"},
            {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw=="}},
        ],
    }
    assert message_json(ChatMessage("user", "Hi")) == {"role": "user", "content": "Hi"}
