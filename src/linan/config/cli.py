"""The command line: `linan <command>`; each command is a module of linan.config.commands."""

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import django

from linan.config.paths import DATA
from linan.ground.database.secrets import ensure_secrets
from linan.ground.refusals import Refused


@dataclass(frozen=True, slots=True)
class Entry:
    """One command: what it is for, and which words it takes."""

    about: str
    takes_file: bool = False
    takes_rest: bool = False


ENTRIES = {
    "up": Entry("start everything and keep it running"),
    "migrate": Entry("bring the database's tables up to date"),
    "web": Entry("serve the pages and the API"),
    "live": Entry("serve the event streams"),
    "intake": Entry("take in what devices send"),
    "worker": Entry("let announcements have their effects, and do the slow work"),
    "demo": Entry("the demonstration's neighbourhood and its night", takes_rest=True),
    "import": Entry("bring an OpenStreetMap extract into the layout of an area: import osm FILE", takes_rest=True),
    "evacuate": Entry("who goes where and when, for an area or a bare network; no database", takes_rest=True),
    "doctor": Entry("look whether this machine has what Lin'an needs"),
    "archive": Entry("close days of readings into files now instead of tonight", takes_rest=True),
    "backup": Entry("write database, files, closed days and keys into one file", takes_file=True),
    "restore": Entry("fill an empty data folder from a backup", takes_file=True),
    "verify": Entry("prove that the log was not changed"),
    "decode": Entry("say what a device's messages hold, read from standard input", takes_rest=True),
    "new": Entry("draft a device model from a message: new profile KEY", takes_rest=True),
    "warning": Entry("take a file of public warnings in", takes_file=True),
    "network": Entry("read in the paths people walk on: network FOLDER --for CODE", takes_rest=True),
    "rehearse": Entry("run the alarm conditions over a recording, without a database", takes_rest=True),
    "shell": Entry("a Python prompt with Lin'an loaded"),
    "manage": Entry("any command of Django", takes_rest=True),
}
# These look at the installation before, or without, Django and the database.
_BEFORE_DJANGO = frozenset({"up", "demo", "restore", "decode", "new"})


def main(words: Sequence[str] | None = None) -> None:
    """Run one command and exit with its code; a refusal is one sentence and code 1."""
    arguments = parse(sys.argv[1:] if words is None else words)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linan.config.settings")
    try:
        sys.exit(_run(arguments))
    except Refused as refusal:
        django.setup()
        sys.exit(f"linan: {refusal.sentence}")
    except KeyboardInterrupt:
        sys.exit(130)


def parse(words: Sequence[str]) -> argparse.Namespace:
    """Return the command and its words; what a pass-through command is given stays as it is."""
    parser = argparse.ArgumentParser(prog="linan", description="Lin'an, emergency management on one box or many.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, entry in ENTRIES.items():
        command = commands.add_parser(name, help=entry.about, add_help=not entry.takes_rest)
        if entry.takes_file:
            command.add_argument("file", type=Path, metavar="FILE")
    arguments, rest = parser.parse_known_args(words)
    if rest and not ENTRIES[arguments.command].takes_rest:
        parser.error(f"unknown: {' '.join(rest)}")
    arguments.rest = rest
    return arguments


def _run(arguments: argparse.Namespace) -> int:
    if arguments.command not in _BEFORE_DJANGO:
        ensure_secrets(DATA)
        django.setup()
    code: int = import_module(f"linan.config.commands.{arguments.command}").run(arguments)
    return code


if __name__ == "__main__":
    main()
