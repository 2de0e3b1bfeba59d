"""Finds language models that already listen on this machine, so that the first run needs no settings.

The usual ports of the known servers are asked side by side for their list of models. Other programs live on those
ports too: whatever does not answer with a list of models is passed over, and nothing but that list is asked of it
before it did.
"""

from collections.abc import Sequence

from bot.llm import Abilities, Endpoint, Models, usual_ports

SECONDS = 0.3


async def listening(ports: Sequence[int] | None = None, *, seconds: float = SECONDS) -> tuple[Endpoint, ...]:
    """The endpoints on loopback that have a model which can chat; by default on the usual ports.

    Takes up to three times `seconds`, and a moment where nothing listens.
    """
    asked = [Endpoint(f"http://127.0.0.1:{port}/v1") for port in (usual_ports() if ports is None else ports)]
    if not asked:
        return ()
    async with Models(asked) as models:
        found = await models.probe(seconds=seconds)
    pairs = zip(asked, found, strict=True)
    return tuple(_endpoint(endpoint, one) for endpoint, one in pairs if one.reachable and one.model)


def _endpoint(endpoint: Endpoint, found: Abilities) -> Endpoint:
    return Endpoint(endpoint.url, found.model, name=found.server or found.endpoint)
