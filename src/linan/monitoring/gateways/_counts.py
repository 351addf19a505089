"""What the gateways count."""

from prometheus_client import Counter

REFUSED = Counter("linan_gateway_refused", "What gateways refused, by gateway and reason", ["gateway", "reason"])
RECEIVED = Counter("linan_gateway_messages", "Messages of devices that were understood", ["gateway"])
CLOCK = Counter("linan_gateway_wrong_clock", "Readings whose own time was more than a day off")
UNKNOWN_KEY = Counter("linan_gateway_unknown_key", "Values under a key that the device model does not have")
