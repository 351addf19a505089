"""`linan network FOLDER --for CODE`: read the paths of an area in (nodes.csv, walk_edges.csv)."""

import argparse
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from linan.command.evacuations.actions.networks import import_network
from linan.command.evacuations.domain.topology import drawn_in_folder
from linan.command.evacuations.pages import mended_lines
from linan.config.paths import DATA
from linan.ground.access.scopes import everywhere
from linan.ground.clock import now
from linan.ground.database.server import running
from linan.ground.orgs.models import Org
from linan.ground.people.models import SYSTEM
from linan.ground.refusals import Refused
from linan.ground.text import noop


class NoSuchCode(Refused):
    """No organisation has the code."""

    code = "no_such_code"
    msgid = noop("No organisation has the code %(given)s. Look it up under Administration.")


def run(arguments: Namespace) -> int:
    """Read the folder in and say what was mended."""
    asked = _parse(arguments.rest)
    drawn = drawn_in_folder(asked.folder)
    with running(DATA), everywhere():
        org = Org.objects.filter(code=asked.code).first()
        if org is None:
            raise NoSuchCode(given=asked.code)
        network = import_network(
            drawn, org=org, name=asked.name or asked.folder.name, credit=asked.credit, by=SYSTEM, now=now()
        )
        lines = mended_lines(network)
    print(f"✓ {network.name} · {len(network.paths)} · {org}")
    for line in lines:
        print(f"  {line}")
    return 0


def _parse(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="linan network", description="Read the paths of an area in.")
    parser.add_argument("folder", type=Path, help="folder with nodes.csv (node_id,lon,lat) and walk_edges.csv (u,v,length_m)")
    parser.add_argument("--for", dest="code", required=True, help="code of the community or street the paths are for")
    parser.add_argument("--name", default="", help="what the network is called; the folder's name where nothing is given")
    parser.add_argument("--credit", default="", help="whose map it is")
    return parser.parse_args(words)
