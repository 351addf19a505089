"""`linan intake`: what devices send."""

from argparse import Namespace

import uvloop

from linan.monitoring.intake import serve


def run(arguments: Namespace) -> int:
    """Take in until told to stop."""
    uvloop.run(serve())
    return 0
