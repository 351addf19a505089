"""`linan up`: everything on this box, restarted when it dies."""

from argparse import Namespace

from linan.config.supervisor import Supervisor


def run(arguments: Namespace) -> int:
    """Supervise until told to stop."""
    return Supervisor().run()
