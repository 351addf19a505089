"""`linan shell`: a Python prompt with Lin'an loaded."""

from argparse import Namespace

from django.core.management import call_command

from linan.config.paths import DATA
from linan.ground.database.server import running


def run(arguments: Namespace) -> int:
    """Open the prompt."""
    with running(DATA):
        call_command("shell")
    return 0
