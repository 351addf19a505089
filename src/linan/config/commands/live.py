"""`linan live`: the event streams."""

from argparse import Namespace

from linan.ground.live.server import serve


def run(arguments: Namespace) -> int:
    """Serve until told to stop."""
    serve()
    return 0
