"""MQTT 3.1, 3.1.1 and 5 for devices that speak ThingsBoard's topics: a way in, not a broker.

The access token is the user name; over TLS a certificate may stand for it (_certificates.py). PUBACK goes out after the COMMIT of what was published.
"""

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType

from django.conf import settings

from linan.monitoring.domain.reading import Directory, Sink
from linan.monitoring.gateways._certificates import tls_context
from linan.monitoring.gateways._counts import CONNECTIONS
from linan.monitoring.gateways._scan import warm_up
from linan.monitoring.gateways._session import PATIENCE_S, Server, Session

Close = Callable[[], Awaitable[None]]


async def open_gateway(directory: Directory, sink: Sink) -> Close:
    """Listen on the MQTT port, and with a certificate set on the port for TLS; return what closes them."""
    sealed = {}
    if settings.MQTT_TLS_CERTIFICATE:
        own, key = settings.MQTT_TLS_CERTIFICATE, settings.MQTT_TLS_KEY
        sealed = {settings.MQTT_TLS_PORT: tls_context(own, key, clients=settings.MQTT_TLS_CLIENTS)}
    return await listen(directory, sink, port=settings.MQTT_PORT, sealed=sealed)


async def listen(
    directory: Directory, sink: Sink, *, port: int, patience_s: float = PATIENCE_S,
    sealed: Mapping[int, ssl.SSLContext] = MappingProxyType({}),
) -> Close:
    """Listen on a port, and on those for TLS; return what closes them and every session."""
    warm_up()
    server = Server(directory, sink, patience_s=patience_s)
    loop = asyncio.get_running_loop()
    doors = [
        await loop.create_server(lambda: Session(server), "0.0.0.0", one, backlog=4096, ssl=tls)
        for one, tls in {port: None, **sealed}.items()
    ]
    server.spawn(server.watch())
    CONNECTIONS.labels("mqtt").set_function(lambda: len(server.connections))

    async def close() -> None:
        for door in doors:
            door.close()
        for task in list(server.tasks):
            task.cancel()
        for session in list(server.connections):
            session.transport.close()
        for door in doors:
            await door.wait_closed()

    return close
