"""The devices that a gateway speaks for over MQTT: ThingsBoard's gateway API."""

from collections.abc import Callable
from functools import partial
from typing import Any

import msgspec

from linan.monitoring.domain.reading import BadReading, Directory, Sender, Sink
from linan.monitoring.gateways._commands import COMMANDS, Deliver, Order
from linan.monitoring.gateways._counts import REFUSED
from linan.monitoring.gateways._raw import NOTES
from linan.monitoring.gateways._thingsboard import Row, rows_of
from linan.monitoring.gateways._topics import GATEWAY, gateway_attributes, named

MOST = 10_000  # devices that one gateway may be there for
# By this name ThingsBoard keeps it too; the alarm desk folds what hangs on a silent gateway.
LAST_GATEWAY = "lastConnectedGateway"


class SpokenFor:
    """What one gateway's session says for other devices of its organisation."""

    def __init__(
        self, gateway: Sender, directory: Directory, sink: Sink, publish: Callable[[str, bytes], None]
    ) -> None:
        self.gateway = gateway
        self.directory = directory
        self.sink = sink
        self.publish = publish
        self.there: dict[int, Deliver] = {}
        self.known: set[int] = set()

    async def take(self, topic: str, message: Any, received_us: int) -> None:
        """Take one message; all of it or nothing. Raises: BadReading."""
        take = {
            "telemetry": self._telemetry, "attributes": self._attributes, "connect": self._connect,
            "disconnect": self._disconnect, "rpc": self._answer, "attributes/request": self._asked,
        }.get(topic.removeprefix(GATEWAY))
        # A device is claimed on its own page, by a person; so v1/gateway/claim is refused like any unknown topic.
        if take is None or not isinstance(message, dict):
            raise BadReading(problem=topic)
        await take(message, received_us)

    def leave(self) -> None:
        """Be there for no device any more."""
        for device_id, deliver in self.there.items():
            COMMANDS.leave(device_id, deliver)
        self.there.clear()

    async def _sender(self, name: Any) -> Sender:
        sender = await self.directory.by_name(self.gateway, name) if isinstance(name, str) else None
        if sender is None:
            REFUSED.labels("mqtt", "UNKNOWN_DEVICE").inc()
            NOTES.stranger("name", str(name)[:80], "", org_id=self.gateway.org_id)
            raise BadReading(problem=str(name)[:80])
        return sender

    async def _telemetry(self, message: dict[str, Any], received_us: int) -> None:
        rows: list[Row] = []
        senders = [(await self._sender(name), entries) for name, entries in message.items()]
        for sender, entries in senders:
            rows += rows_of(sender, entries, received_us)
        for sender, _ in senders:
            self._keep_way(sender.device_id)
        for series_id, at_us, value in rows:
            self.sink.put(series_id, at_us, value)

    def _keep_way(self, device_id: int) -> None:
        """Keep, once a session, through which gateway a device speaks."""
        if device_id not in self.known:
            self.known.add(device_id)
            self.sink.put_attributes(device_id, {LAST_GATEWAY: self.gateway.device_id})

    async def _attributes(self, message: dict[str, Any], received_us: int) -> None:
        said: list[tuple[Sender, dict[str, Any]]] = []
        for name, attributes in message.items():
            if not isinstance(attributes, dict):
                raise BadReading(problem=name)
            said.append((await self._sender(name), attributes))
        for sender, attributes in said:
            self.sink.put_attributes(sender.device_id, attributes)

    async def _connect(self, message: dict[str, Any], received_us: int) -> None:
        sender = await self._sender(message.get("device"))
        self._keep_way(sender.device_id)
        if sender.device_id not in self.there and len(self.there) < MOST:
            self.there[sender.device_id] = partial(self._deliver, sender.name)
            COMMANDS.attend(sender.device_id, self.there[sender.device_id])

    async def _disconnect(self, message: dict[str, Any], received_us: int) -> None:
        sender = await self._sender(message.get("device"))
        deliver = self.there.pop(sender.device_id, None)
        if deliver:
            COMMANDS.leave(sender.device_id, deliver)

    async def _answer(self, message: dict[str, Any], received_us: int) -> None:
        said = named(message)
        sender = await self._sender(said.device)
        COMMANDS.answered(sender.device_id, said.id, msgspec.json.encode(said.said))

    async def _asked(self, message: dict[str, Any], received_us: int) -> None:
        sender = await self._sender(message.get("device"))
        client = dict(await self.directory.client_attributes(sender.device_id))
        self.publish("v1/gateway/attributes/response", gateway_attributes(message, client, dict(sender.shared)))

    def _deliver(self, name: str, order: Order) -> None:
        data = {"id": order.command_id, "method": order.method, "params": order.params}
        self.publish("v1/gateway/rpc", msgspec.json.encode({"device": name, "data": data}))
