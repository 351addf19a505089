"""The logs: one JSON object a line, and no personal data, whatever is logged."""

import json
import subprocess
import sys
from typing import Any

PHONE = "13800000000"
SET_UP = "import logging, structlog; from linan.ground.log_setup import set_up_logs; set_up_logs()\n"
A_FAULT = f"""
def open_people():
    raise ValueError("{PHONE}")
try:
    open_people()
except ValueError:
    logging.getLogger("django.request").exception("Internal Server Error: %s", "/people/")
"""
ONE_LINE_EACH = """
structlog.get_logger().info("intake_open", gateways=2)
logging.getLogger("_granian").info("Starting")
"""


def test_an_error_is_told_by_its_class_and_place_without_what_was_typed() -> None:
    (said,) = _lines_of(A_FAULT)

    assert (said["event"], said["error"]) == ("Internal Server Error: /people/", "ValueError")
    assert said["at"][-1].endswith("open_people")
    assert PHONE not in json.dumps(said)


def test_lin_an_and_its_libraries_write_the_same_lines() -> None:
    said = _lines_of(ONE_LINE_EACH)

    assert [(one["event"], one["level"]) for one in said] == [("intake_open", "info"), ("Starting", "info")]
    assert [sorted(one) for one in said] == [["event", "gateways", "level", "timestamp"], ["event", "level", "timestamp"]]


def _lines_of(statements: str) -> list[dict[str, Any]]:
    """Return what a process of its own logged: the logs of the tests stay as they are."""
    done = subprocess.run([sys.executable, "-c", SET_UP + statements], capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stderr.splitlines()]
