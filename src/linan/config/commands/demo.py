"""`linan demo …`: the demonstration's neighbourhood and its night."""

from argparse import Namespace
from importlib import import_module

from linan.config.paths import DATA
from linan.ground.database.server import running


def run(arguments: Namespace) -> int:
    """Pass the words on to the demonstration, which is above this storey and so is named, not imported."""
    with running(DATA):
        import_module("linan.demo.command").main(arguments.rest)
    return 0
