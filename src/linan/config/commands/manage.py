"""`linan manage …`: any command of Django, with the database up."""

from argparse import Namespace

from django.core.management import execute_from_command_line

from linan.config.paths import DATA
from linan.ground.database.server import running


def run(arguments: Namespace) -> int:
    """Pass the words on to Django."""
    with running(DATA):
        execute_from_command_line(["linan manage", *arguments.rest])
    return 0
