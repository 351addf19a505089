"""`linan intake`: what devices send."""

from argparse import Namespace

import uvloop

from linan.ground.log_setup import set_up_logs
from linan.monitoring.intake import serve


def run(arguments: Namespace) -> int:
    """Take in until told to stop."""
    set_up_logs()
    uvloop.run(serve())
    return 0
