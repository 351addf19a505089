"""Home Assistant's MQTT discovery: retained homeassistant/<component>/…/config, then values on the topics it names.

An entity becomes one key of its device: its device class in our words, else the name of its object. Source: Home
Assistant documentation, "MQTT discovery", with device discovery of 2024.11 and the abbreviations.
"""

from dataclasses import dataclass
from typing import Any

from linan.monitoring.domain.brokers._templates import Template, parse_template
from linan.monitoring.domain.sources._posts import BadPost, Heard, json_object, part

TOPICS = ("homeassistant/+/+/config", "homeassistant/+/+/+/config")
BASE = "homeassistant/"
MOST = 5_000  # entities of one broker
# Spoken by dialects of their own, which know more of the device.
ELSEWHERE = ("zigbee2mqtt/", "tele/", "stat/", "shellies/", "frigate/", BASE)
_LONG = {
    "stat_t": "state_topic", "val_tpl": "value_template", "dev_cla": "device_class", "uniq_id": "unique_id",
    "obj_id": "object_id", "pl_on": "payload_on", "pl_off": "payload_off", "dev": "device", "ids": "identifiers",
    "cmps": "components", "p": "platform", "unit_of_meas": "unit_of_measurement",
}
_KEYS = {"carbon_monoxide": "co", "moisture": "leak", "opening": "open", "garage_door": "door"}
_COMPONENTS = frozenset({"binary_sensor", "sensor"})


@dataclass(frozen=True, slots=True)
class Entity:
    """One value of one device."""

    topic: str
    address: str
    name: str
    key: str
    template: Template
    is_binary: bool
    on: str
    off: str


class Reader:
    """Reads one broker's discovery, and the topics that it named."""

    def __init__(self) -> None:
        self._entities: dict[str, list[Entity]] = {}  # config topic: what it announced
        self._by_topic: dict[str, list[Entity]] = {}

    @property
    def wanted(self) -> frozenset[str]:
        """The topics on which values come."""
        return frozenset(self._by_topic)

    def read(self, topic: str, payload: bytes, *, is_retained: bool = False) -> list[Heard] | None:
        """Return what a message says. Raises: BadPost, BadTemplate."""
        if topic.startswith(BASE) and topic.endswith("/config"):
            self._announced(topic, payload)
            return []
        entities = self._by_topic.get(topic)
        if entities is None or is_retained:
            return None if entities is None else []
        return [found for one in entities if (found := _heard(one, payload))]

    def _announced(self, topic: str, payload: bytes) -> None:
        self._entities.pop(topic, None)
        if payload and len(self._entities) < MOST:
            entities = _entities(topic, json_object(payload))
            if entities:
                self._entities[topic] = entities
        self._by_topic = {}
        for some in self._entities.values():
            for one in some:
                self._by_topic.setdefault(one.topic, []).append(one)


def _heard(one: Entity, payload: bytes) -> Heard | None:
    value = one.template(payload)
    if one.is_binary:
        value = {one.on: True, one.off: False}.get(str(value))
    elif isinstance(value, str):
        value = _number(value)
    return None if value is None else Heard(one.address, {one.key: value}, name=one.name)


def _number(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


def _entities(topic: str, config: dict[str, Any]) -> list[Entity]:
    """Return the entities that a config announces; of kinds that measure nothing there are none."""
    said = _in_full(config)
    component, *between, _ = topic.removeprefix(BASE).split("/")
    if component != "device":
        return _of_component(component, between[-1], said, said, between[0])
    parts = said.get("components")
    if not isinstance(parts, dict):
        raise BadPost(field="/cmps", problem="components")
    found = []
    for name, one in parts.items():
        if isinstance(one, dict):
            full = _in_full({"~": said.get("~", ""), **one})
            found += _of_component(str(full.get("platform", "")), str(name), full, said, between[0])
    return found


def _of_component(
    component: str, name: str, said: dict[str, Any], whole: dict[str, Any], node: str
) -> list[Entity]:
    state = said.get("state_topic") or whole.get("state_topic")
    if component not in _COMPONENTS or not isinstance(state, str) or state.startswith(ELSEWHERE):
        return []
    if "+" in state or "#" in state or not state:
        raise BadPost(field="/state_topic", problem=state[:80])
    device = _in_full(part(whole, "device"))
    kind = said.get("device_class")
    return [Entity(
        topic=state, address=_address(device, said, node), name=str(device.get("name", ""))[:80],
        key=_KEYS.get(kind, kind) if isinstance(kind, str) else name,
        template=parse_template(said.get("value_template")), is_binary=component == "binary_sensor",
        on=str(said.get("payload_on", "ON")), off=str(said.get("payload_off", "OFF")),
    )]


def _address(device: dict[str, Any], said: dict[str, Any], node: str) -> str:
    given = device.get("identifiers")
    first = given[0] if isinstance(given, list) and given else given
    return str(first or said.get("unique_id") or node)[:120]


def _in_full(config: dict[str, Any]) -> dict[str, Any]:
    """Return a config with long names, and its base topic put in for the tilde."""
    base = str(config.get("~", ""))
    return {
        _LONG.get(key, key): value.replace("~", base, 1) if base and isinstance(value, str) and key != "~" and (value.startswith("~") or value.endswith("~")) else value
        for key, value in config.items()
    }
