"""What the gateways count."""

from prometheus_client import Counter, Gauge

REFUSED = Counter("linan_gateway_refused", "What gateways refused, by gateway and reason", ["gateway", "reason"])
RECEIVED = Counter("linan_gateway_messages", "Messages of devices that were understood", ["gateway"])
CONNECTIONS = Gauge("linan_gateway_connections", "Connections that are open now", ["gateway"])
CLOCK = Counter("linan_gateway_wrong_clock", "Readings whose own time was more than a day off")


class Tally:
    """A count that costs nothing on the way of every reading; it is read when metrics are."""

    __slots__ = ("count",)

    def __init__(self) -> None:
        self.count = 0


UNKNOWN_KEYS = Tally()
Gauge(
    "linan_gateway_unknown_keys", "Values under a key that the device model does not have"
).set_function(lambda: UNKNOWN_KEYS.count)
