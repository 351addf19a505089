"""`linan new profile KEY`: draft a device model from a message, read from standard input as `linan decode` reads it."""

import json
import re
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from linan.monitoring.decoders import Undecodable, kinds, open_decoder
from linan.monitoring.profiles import FOLDER
from linan.monitoring.profiles._draft import NothingMeasured, draft_profile


def run(arguments: Namespace) -> int:
    """Write the draft and say where it lies; 1 when it cannot be made."""
    asked = _parse(arguments.rest)
    path = asked.folder / f"{asked.key}.yaml"
    refusal = _refusal(asked, path)
    if refusal:
        print(f"linan new profile: {refusal}", file=sys.stderr)
        return 1
    try:
        path.write_text(_draft(asked), encoding="utf-8")
    except (Undecodable, NothingMeasured) as fault:
        print(f"linan new profile: no value in the message: {fault}", file=sys.stderr)
        return 1
    print(path)
    return 0


def _refusal(asked: Namespace, path: Path) -> str:
    """Return why a draft cannot be begun, empty when it can."""
    if not re.fullmatch(r"[a-z][a-z0-9_]{1,39}", asked.key):
        return f"a key is small letters, digits and _: {asked.key}"
    if path.exists():
        return f"it is there already: {path}"
    return "" if asked.gateway in kinds() else f"not one of {', '.join(kinds())}: {asked.gateway}"


def _draft(asked: Namespace) -> str:
    line = sys.stdin.readline().strip()
    said = open_decoder(asked.gateway).decode(line).said
    fields = {key: value for one in said for key, value in one.own.items()}
    return draft_profile(asked.key, gateway=asked.gateway, sent=_object_or_text(line), fields=fields)


def _object_or_text(line: str) -> object:
    try:
        sent = json.loads(line)
    except ValueError:
        return line
    return sent if isinstance(sent, dict) else line


def _parse(words: list[str]) -> Namespace:
    parser = ArgumentParser(prog="linan new", description=__doc__)
    parser.add_argument("what", choices=["profile"])
    parser.add_argument("key", metavar="KEY", help="small letters, digits and _; the file is called like it")
    parser.add_argument("--gateway", default="thingsboard", metavar="KIND", help=", ".join(kinds()))
    parser.add_argument("--folder", type=Path, default=FOLDER, metavar="FOLDER", help="where the file is put")
    return parser.parse_args(words)
