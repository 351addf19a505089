"""Commands on their way to devices: who can be reached by which gateway, and what devices answered. No I/O.

A gateway calls the one `COMMANDS` of its process, on the event loop:

    COMMANDS.attend(sender.device_id, self.deliver)      # when the device wants commands (SUBSCRIBE, long poll)
    COMMANDS.leave(sender.device_id, self.deliver)       # when it is gone
    COMMANDS.answered(sender.device_id, 17, payload)     # the device answered command 17

`deliver(order)` sends one order and does not wait; over MQTT that is a PUBLISH of `order.payload` to
v1/devices/me/rpc/request/<order.command_id>. A command that waits is handed out as soon as somebody attends.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Order:
    """One command: {"method", "params"} in ThingsBoard's words."""

    command_id: int
    device_id: int
    method: str
    params: Any

    @property
    def payload(self) -> bytes:
        """The body of the call."""
        return json.dumps({"method": self.method, "params": self.params}, ensure_ascii=False).encode()


@dataclass(frozen=True, slots=True)
class Answered:
    """What a device said to a command. answer: JSON, or text where it was none."""

    command_id: int
    device_id: int
    answer: Any


Deliver = Callable[[Order], object]


class Deliveries:
    """Which devices can be reached, and what came back."""

    def __init__(self) -> None:
        self._attending: dict[int, list[Deliver]] = {}
        self._answers: list[Answered] = []

    @property
    def device_ids(self) -> frozenset[int]:
        """The devices that can be reached now."""
        return frozenset(self._attending)

    def attend(self, device_id: int, deliver: Deliver) -> None:
        """Take a session that can deliver to a device; the newest delivers."""
        self._attending.setdefault(device_id, []).append(deliver)

    def leave(self, device_id: int, deliver: Deliver) -> None:
        """Forget a session; one that never attended may leave as well."""
        remaining = [one for one in self._attending.get(device_id, []) if one != deliver]
        if remaining:
            self._attending[device_id] = remaining
        else:
            self._attending.pop(device_id, None)

    def deliver(self, order: Order) -> None:
        """Hand an order to the newest session of its device; nobody there: it will expire unconfirmed."""
        sessions = self._attending.get(order.device_id)
        if sessions:
            sessions[-1](order)

    def answered(self, device_id: int, command_id: int, payload: bytes) -> None:
        """Note what a device answered; the way to the office stores it within a second."""
        if len(self._answers) < 10_000:
            self._answers.append(Answered(command_id, device_id, _said(payload)))

    def take_answers(self) -> list[Answered]:
        """Return the answers since the last taking."""
        taken, self._answers = self._answers, []
        return taken


def _said(payload: bytes) -> Any:
    try:
        return json.loads(payload[:4_000])
    except (ValueError, RecursionError):
        return payload[:400].decode(errors="replace").replace("\0", "")


COMMANDS = Deliveries()
