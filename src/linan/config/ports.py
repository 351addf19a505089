"""Free ports: the wanted one, or the next one up."""

import socket
from collections.abc import Mapping

from linan.ground.refusals import Refused
from linan.ground.text import noop

WANTED = {
    "LINAN_WEB_PORT": 8000, "LINAN_LIVE_PORT": 8001, "LINAN_MQTT_PORT": 1883, "LINAN_INTAKE_HTTP_PORT": 8080,
    "LINAN_INTAKE_METRICS_PORT": 9464,
}
_TRIES = 100


class NoPortFree(Refused):
    """Every port tried is taken."""

    code = "no_port_free"
    status = 503
    msgid = noop("No port is free from %(wanted)s on. Stop another program, or set %(name)s.")


def is_free(port: int, address: str) -> bool:
    """Return whether something could listen there now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError:
            return False
    return True


def wanted_ports(environ: Mapping[str, str]) -> dict[str, int]:
    """Return the ports asked for, by the name of their setting."""
    return {name: int(environ.get(name, usual)) for name, usual in WANTED.items()}


def choose_ports(environ: Mapping[str, str], address: str) -> dict[str, int]:
    """Return a free port for each setting, none given twice.

    Raises: NoPortFree.
    """
    chosen: dict[str, int] = {}
    for name, wanted in wanted_ports(environ).items():
        chosen[name] = _first_free(name, wanted, address, set(chosen.values()))
    return chosen


def _first_free(name: str, wanted: int, address: str, taken: set[int]) -> int:
    for port in range(wanted, min(wanted + _TRIES, 65536)):
        if port not in taken and is_free(port, address):
            return port
    raise NoPortFree(name=name, wanted=wanted)
