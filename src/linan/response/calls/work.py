"""The room's standing work in the worker: sending, and letting silence escalate."""

import threading

import uvloop

from linan.response.calls.sender.loop import send_until


def run(stop: threading.Event) -> None:
    """Work until stop is set."""
    uvloop.run(send_until(stop))
