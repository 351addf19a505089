"""The words of `./run demo`."""

import argparse
from collections.abc import Sequence


def parse(words: Sequence[str]) -> argparse.Namespace:
    """Return which night is played, how fast, and whether anybody is there to see it."""
    parser = argparse.ArgumentParser(
        prog="run demo", description="A living neighbourhood, and the night its e-bike shed burns or its gas main breaks."
    )
    parser.add_argument("--story", choices=["fire", "gas", "none"], default="fire", help="which night to play")
    parser.add_argument("--speed", type=float, choices=[1.0, 4.0, 10.0], default=1.0, help="times as fast as it was")
    parser.add_argument("--unattended", action="store_true", help="play the whole night without a visitor, then end")
    parser.add_argument("--paused", action="store_true", help="begin when somebody presses Go on at /demo/")
    return parser.parse_args(words)
