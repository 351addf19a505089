"""`linan archive [--before DATE]`: close days of readings now instead of tonight."""

import argparse
from datetime import UTC, date

from linan.config.paths import DATA
from linan.ground.access.scopes import everywhere
from linan.ground.clock import now
from linan.ground.database.server import running
from linan.monitoring.actions.archive import archive_days, days_waiting
from linan.monitoring.archive.retention import retention


def run(arguments: argparse.Namespace) -> int:
    """Close the days and say what was written; 1 when a day had to stay open."""
    moment = now()
    asked = _parser().parse_args(arguments.rest)
    before = asked.before or retention().first_open_day(moment.astimezone(UTC).date())
    with running(DATA), everywhere():
        for day in archive_days(before=before, now=moment):
            print(f"✓ {day}")
        waiting = days_waiting(before=before)
    for day in waiting:
        print(f"✗ {day}")
    return 1 if waiting else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="linan archive", description="Close days of readings into files.")
    parser.add_argument(
        "--before", type=date.fromisoformat, metavar="DATE", help="close the UTC days before this one, such as 2026-01-31",
    )
    return parser
