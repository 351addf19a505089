"""`linan demo …`: everything of one box, and the demonstration's night beside it."""

from argparse import Namespace
from importlib import import_module


def run(arguments: Namespace) -> int:
    """Pass the words on to the demonstration, which is above this storey and so is named, not imported."""
    code: int = import_module("linan.demo.command").main(arguments.rest)
    return code
