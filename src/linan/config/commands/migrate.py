"""`linan migrate`: bring the database's tables up to date."""

from argparse import Namespace

from django.core.management import call_command

from linan.config.paths import DATA
from linan.ground.database.server import running


def run(arguments: Namespace) -> int:
    """Apply the migrations that are missing."""
    with running(DATA):
        call_command("migrate", interactive=False, verbosity=1)
    return 0
