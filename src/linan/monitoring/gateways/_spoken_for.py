"""The devices that a gateway speaks for over MQTT: ThingsBoard's gateway API."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

import msgspec

from linan.monitoring.domain.reading import BadReading, Directory, Sender, Sink
from linan.monitoring.gateways._commands import COMMANDS, Deliver, Order
from linan.monitoring.gateways._counts import REFUSED
from linan.monitoring.gateways._raw import NOTES, text_of
from linan.monitoring.gateways._thingsboard import Row, rows_of
from linan.monitoring.gateways._topics import GATEWAY, GATEWAY_ATTRIBUTES, gateway_attributes, named, news_of

T = TypeVar("T")
MOST = 10_000  # devices that one gateway may be there for
# By this name ThingsBoard keeps it too; the alarm desk folds what hangs on a silent gateway.
LAST_GATEWAY = "lastConnectedGateway"


@dataclass(frozen=True, slots=True)
class _There:
    """A device that can be reached through the gateway, as it was known when it was last told something."""

    sender: Sender
    deliver: Deliver


class SpokenFor:
    """What one gateway's session says for other devices of its organisation."""

    def __init__(
        self, gateway: Sender, directory: Directory, sink: Sink, publish: Callable[[str, bytes], None]
    ) -> None:
        self.gateway = gateway
        self.directory = directory
        self.sink = sink
        self.publish = publish
        self.there: dict[int, _There] = {}
        self.known: set[int] = set()

    async def take(self, topic: str, message: Any, received_us: int) -> None:
        """Take one message; whom nobody installed is listed, and refused where nobody else is spoken for.

        Raises: BadReading.
        """
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
        for device_id, one in self.there.items():
            COMMANDS.leave(device_id, one.deliver)
        self.there.clear()

    def follow_the_office(self) -> None:
        """Tell the gateway what was set for its devices since they were last told."""
        for device_id, one in list(self.there.items()):
            fresh = self.directory.still_named(self.gateway, one.sender.name)
            if fresh is not None and fresh is not one.sender:
                self.there[device_id] = _There(fresh, one.deliver)
                news = news_of(one.sender.shared, fresh.shared)
                if news:
                    said = msgspec.json.encode({"device": fresh.name, "data": news})
                    self.publish(GATEWAY_ATTRIBUTES, said)

    async def _found(self, name: Any, said: Any = None) -> Sender | None:
        """Return a device by its name; one that nobody installed is listed with what was said for it."""
        sender = await self.directory.by_name(self.gateway, name) if isinstance(name, str) else None
        if sender is None:
            REFUSED.labels("mqtt", "UNKNOWN_DEVICE").inc()
            raw = text_of(msgspec.json.encode(said)) if said is not None else ""
            NOTES.stranger("name", str(name)[:80], raw, org_id=self.gateway.org_id)
        return sender

    async def _sender(self, name: Any) -> Sender:
        sender = await self._found(name)
        if sender is None:
            raise BadReading(problem=str(name)[:80])
        return sender

    async def _installed(self, message: dict[str, T]) -> list[tuple[Sender, T]]:
        """Return what is said of devices that are installed. Raises: BadReading where there are none."""
        found = [(await self._found(name, said), said) for name, said in message.items()]
        installed = [(sender, said) for sender, said in found if sender is not None]
        if message and not installed:
            raise BadReading(problem=", ".join(message)[:80])
        return installed

    async def _telemetry(self, message: dict[str, Any], received_us: int) -> None:
        installed = await self._installed(message)
        rows: list[Row] = []
        for sender, entries in installed:
            rows += rows_of(sender, entries, received_us)
        for sender, _ in installed:
            self._meet(sender)
        for series_id, at_us, value in rows:
            self.sink.put(series_id, at_us, value)

    def _meet(self, sender: Sender) -> None:
        """Keep, once a session, through which gateway a device speaks, and reach it that way."""
        if sender.device_id not in self.known:
            self.known.add(sender.device_id)
            self.sink.put_attributes(sender.device_id, {LAST_GATEWAY: self.gateway.device_id})
        if sender.device_id not in self.there and len(self.there) < MOST:
            self.there[sender.device_id] = _There(sender, partial(self._deliver, sender.name))
            COMMANDS.attend(sender.device_id, self.there[sender.device_id].deliver)

    async def _attributes(self, message: dict[str, Any], received_us: int) -> None:
        for name, attributes in message.items():
            if not isinstance(attributes, dict):
                raise BadReading(problem=name)
        for sender, attributes in await self._installed(message):
            self._meet(sender)
            self.sink.put_attributes(sender.device_id, attributes)

    async def _connect(self, message: dict[str, Any], received_us: int) -> None:
        sender = await self._found(message.get("device"), message)
        if sender is not None:
            self._meet(sender)

    async def _disconnect(self, message: dict[str, Any], received_us: int) -> None:
        sender = await self._found(message.get("device"))
        one = self.there.pop(sender.device_id, None) if sender else None
        if sender and one:
            COMMANDS.leave(sender.device_id, one.deliver)

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
