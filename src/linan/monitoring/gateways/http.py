"""The HTTP port of the intake: devices under /api/v1/{token}, platforms that push under /in/{secret}.

Whatever carries readings is answered after the COMMIT.
"""

from collections.abc import Awaitable, Callable

from aiohttp import web
from django.conf import settings

from linan.monitoring.domain.reading import Sink
from linan.monitoring.gateways._http_devices import Door
from linan.monitoring.gateways._http_refusals import LIMIT, refuse_in_words
from linan.monitoring.gateways._http_sources import Hooks, Sources

Close = Callable[[], Awaitable[None]]


async def open_gateway(directory: Sources, sink: Sink) -> Close:
    """Listen on the HTTP port of the intake; return what closes it."""
    return await listen(directory, sink, port=settings.INTAKE_HTTP_PORT)


async def listen(directory: Sources, sink: Sink, *, port: int) -> Close:
    """Listen on a port; return what closes it."""
    hooks = Hooks(directory, sink)
    app = web.Application(client_max_size=LIMIT, middlewares=[refuse_in_words])
    app.add_routes([*_of_devices(Door(directory, sink)), *_of_platforms(hooks)])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "0.0.0.0", port).start()

    async def close() -> None:
        await runner.cleanup()
        await hooks.close()

    return close


def _of_devices(door: Door) -> list[web.RouteDef]:
    return [
        web.post("/api/v1/provision", door.left_to_people),
        web.post("/api/v1/{token}/telemetry", door.telemetry),
        web.post("/api/v1/{token}/attributes", door.attributes),
        web.get("/api/v1/{token}/attributes", door.known_attributes),
        web.get("/api/v1/{token}/attributes/updates", door.changed_attributes),
        web.get("/api/v1/{token}/rpc", door.command),
        web.post("/api/v1/{token}/rpc", door.call),
        web.post(r"/api/v1/{token}/rpc/{command:\d{1,15}}", door.answer),
        web.post("/api/v1/{token}/claim", door.left_to_people),
    ]


def _of_platforms(hooks: Hooks) -> list[web.RouteDef]:
    return [
        web.get("/in/{secret}", hooks.get),
        web.post("/in/{secret}", hooks.post),
        web.post("/in/{secret}/{below:.*}", hooks.post),
    ]
