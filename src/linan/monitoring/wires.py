"""How what lies between devices and readings is said: ways in, kinds of platforms, reasons of refusals."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import ModuleType

from django.conf import settings
from django.utils.translation import gettext

from linan.ground.plugins import load_folder
from linan.ground.text import noop
from linan.monitoring.models import Stranger
from linan.monitoring.profiles import load_profiles

BROKER = "broker"
GATEWAYS: dict[str, str] = {
    "mqtt": noop("MQTT (ThingsBoard)"),
    "http": noop("HTTP and platforms"),
    BROKER: noop("Brokers"),
    "gb26875": noop("Fire alarm systems (GB/T 26875.3)"),
    "hj212": noop("Environment (HJ 212)"),
    "sl651": noop("Hydrology (SL 651)"),
}
ADDRESSES: dict[str, str] = {"token": noop("token"), "name": noop("name below a gateway"), "certificate": noop("certificate")}
REASONS: dict[str, str] = {
    "unknown_token": noop("unknown token"),
    "BAD_TOKEN": noop("unknown token"),
    "unknown_address": noop("unknown address"),
    "UNKNOWN_DEVICE": noop("unknown device"),
    "unknown": noop("unknown device"),
    "bad_signature": noop("wrong signature"),
    "bad_reading": noop("not telemetry"),
    "BAD_PAYLOAD": noop("not telemetry"),
    "bad_message": noop("not a message of this kind"),
    "field_missing": noop("a field is missing"),
    "no_codec": noop("payload without a codec"),
    "too_large": noop("too long"),
    "TOO_LARGE": noop("too long"),
    "too_slow": noop("too slow"),
    "KEEP_ALIVE": noop("fell silent"),
    "TAKEN_OVER": noop("connected again elsewhere"),
    "MALFORMED": noop("broken packet"),
    "PROTOCOL_ERROR": noop("against the protocol"),
    "BAD_VERSION": noop("protocol version not spoken"),
    "NO_TOPIC": noop("unknown topic"),
    "NO_QOS": noop("QoS 2 is not spoken"),
    "crc": noop("wrong check sum"),
    "checksum": noop("wrong check sum"),
    "length": noop("wrong length"),
    "end": noop("wrong end mark"),
    "command": noop("unknown command"),
    "unit": noop("data unit not understood"),
    "segment": noop("station or command missing"),
    "text": noop("report not understood"),
    "packet": noop("wrong packet number"),
    "password": noop("wrong password"),
    "unreadable": noop("nothing readable in it"),
    "encrypted": noop("encrypted"),
    "certificate": noop("certificate not accepted"),
    "certificate_early": noop("certificate not valid yet"),
    "certificate_expired": noop("certificate run out"),
    "certificate_issuer": noop("certificate of an unknown authority"),
    "certificate_missing": noop("no certificate shown"),
    "certificate_other": noop("certificate of another device"),
    "certificate_purpose": noop("certificate not meant for this"),
    "certificate_stranger": noop("certificate bound to no device"),
    "certificate_two": noop("certificate of two devices"),
    "tls": noop("TLS not agreed"),
    "downlink": noop("an order, not a report"),
    "garbage": noop("rubbish again and again"),
    "cut": noop("cut off in a message"),
    "stalled": noop("too slow"),
    "idle": noop("fell silent"),
    "too_many": noop("too many connections"),
    "nothing_to_do": noop("no command waited"),
    "too_fast": noop("too many at once"),
    "bad_template": noop("template not understood"),
}


@cache
def platforms() -> Mapping[str, ModuleType]:
    """Return the kinds of platforms that push, by file."""
    return load_folder("linan.monitoring.domain.sources")


def source_kinds() -> dict[str, str]:
    """Return {kind: its name in the language now active} of everything that can be connected."""
    pushing = {kind: gettext(module.TITLE) for kind, module in platforms().items()}
    return {**pushing, BROKER: gettext("MQTT broker (Zigbee2MQTT, Home Assistant, Tasmota, Shelly, Frigate)")}


def source_kind_name(kind: str) -> str:
    """Return the name of a kind of platform."""
    return source_kinds().get(kind, kind)


@dataclass(frozen=True, slots=True)
class Port:
    """Where devices reach a way in. setting: the environment variable that sets it; number: 0 where it is closed."""

    setting: str
    number: int
    speaks: str


def port_of(gateway: str) -> Port | None:
    """Return the port of a way in, None for one that calls others itself."""
    return {
        "mqtt": Port("LINAN_MQTT_PORT", settings.MQTT_PORT, "TCP"),
        "http": Port("LINAN_INTAKE_HTTP_PORT", settings.INTAKE_HTTP_PORT, "TCP"),
        "gb26875": Port("LINAN_GB26875_PORT", settings.GB26875_PORT, "TCP, UDP"),
        "hj212": Port("LINAN_HJ212_PORT", settings.HJ212_PORT, "TCP"),
        "sl651": Port("LINAN_SL651_PORT", settings.SL651_PORT, "TCP"),
    }.get(gateway)


def gateway_name(gateway: str) -> str:
    """Return the name of a way in; one without a name stands as its key."""
    return gettext(GATEWAYS[gateway]) if gateway in GATEWAYS else gateway


def reason_name(code: str) -> str:
    """Return why something was refused; a code without words stands as it is."""
    return gettext(REASONS[code]) if code in REASONS else code


def address_kind_name(kind: str) -> str:
    """Return by what a stranger is known."""
    if kind.startswith("source-"):
        return gettext("address on its platform")
    return gettext(ADDRESSES[kind]) if kind in ADDRESSES else gateway_name(kind)


def shown_address(stranger: Stranger) -> str:
    """Return an address as a page shows it: of a token only the beginning of its hash."""
    return f"{stranger.address[:8]}…" if stranger.kind == "token" else stranger.address


def likely_profile(messages: Iterable[tuple[str, str]]) -> str:
    """Return the device model whose keys the messages use most; empty where none fits. messages: (moment, text)."""
    keys = {key for _at, text in messages for key in _keys(text)}
    fits = {key: len(keys & one.series.keys()) for key, one in load_profiles().items()}
    best = max(fits, key=lambda key: (fits[key], -len(load_profiles()[key].series)))
    return best if fits[best] else ""


def _keys(text: str) -> set[str]:
    """Return all names in a JSON text, however deep; none where it is no JSON."""
    try:
        waiting, found = [json.loads(text)], set[str]()
    except (ValueError, RecursionError):
        return set()
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            found |= one.keys()
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one[:10]
    return found
