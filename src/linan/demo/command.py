"""`linan demo`: everything of one box, and the demonstration's night beside it."""

import sys
from collections.abc import Sequence

from linan.config.supervisor import Supervisor
from linan.demo.words import parse


def main(words: Sequence[str]) -> int:
    """Run until told to stop, or until an unattended night is over; return the exit code."""
    parse(words)
    return Supervisor(guest=("demo", (sys.executable, "-m", "linan.demo.stage", *words))).run()
