"""`linan worker`: the effects of announcements, and the slow work."""

from argparse import Namespace

from linan.ground.jobs.worker import run as work


def run(arguments: Namespace) -> int:
    """Work until told to stop."""
    work()
    return 0
