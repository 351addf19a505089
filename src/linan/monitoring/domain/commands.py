"""What devices can be told to do. A device model names the keys in `commands`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from linan.ground.text import noop


@dataclass(frozen=True, slots=True)
class CommandKind:
    """One command. method, params: of the call; takes_text: the person writes what is spoken, into params["text"].

    warning: what it does to people, said before it is given; empty where it does nothing to them.
    """

    title: str
    icon: str
    method: str
    params: Mapping[str, Any] = field(default_factory=dict)
    takes_text: bool = False
    warning: str = ""


COMMANDS: dict[str, CommandKind] = {
    "siren": CommandKind(
        noop("Sound the siren"), "sound", "siren", {"on": True},
        warning=noop("Everybody around hears it. Say over other channels what they should do."),
    ),
    "siren_off": CommandKind(noop("Silence the siren"), "silent", "siren", {"on": False}),
    "speak": CommandKind(
        noop("Speak a text"), "people", "speak", takes_text=True, warning=noop("Everybody around hears it, at any hour."),
    ),
    "valve_close": CommandKind(
        noop("Shut the valve"), "lock", "valve", {"open": False}, warning=noop("The household stands without supply."),
    ),
    "valve_open": CommandKind(
        noop("Open the valve"), "shield", "valve", {"open": True},
        warning=noop("Only when somebody on the spot has checked that all taps are closed."),
    ),
    "check_duty": CommandKind(noop("Ask who is on duty"), "person", "check_duty", {"minutes": 5}),
    "set_clock": CommandKind(noop("Set the clock"), "clock", "set_clock"),
}
LONGEST_TEXT = 200
