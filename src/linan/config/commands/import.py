"""`linan import osm FILE`: bring an OpenStreetMap extract into the layout of an area, and say what is broken in it."""

import argparse
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from linan.command.domain.osm.folder import Imported, imported, report_of, write_area
from linan.command.domain.osm.raw import CREDIT, read_extract
from linan.command.evacuations.actions.networks import import_network
from linan.command.evacuations.domain.topology import drawn_in_folder
from linan.command.evacuations.models import PathNetwork
from linan.command.evacuations.network_faults import fault_rows
from linan.config.commands.network import NoSuchCode
from linan.config.paths import DATA
from linan.ground.access.scopes import everywhere
from linan.ground.clock import now
from linan.ground.database.server import running
from linan.ground.orgs.models import Org
from linan.ground.people.models import SYSTEM


def run(arguments: Namespace) -> int:
    """Write the area's folder, say what is broken, and with --for store its paths; 1 when there are none to walk."""
    asked = _parse(arguments.rest)
    name = asked.name or _plain_name(asked.file)
    folder = asked.to or DATA / "areas" / name
    area = read(asked.file, name, folder)
    _say(area, folder)
    if asked.code:
        _store_for(asked.code, area, folder)
    return 0 if area.paths.walk else 1


def read(file: Path, name: str, folder: Path) -> Imported:
    """Bring an extract into a folder and return what it holds. Raises: NotAnExtract, PackedAsPbf."""
    extract = read_extract(file)
    area = imported(extract, name=name)
    write_area(area, extract, folder)
    return area


def store(area: Imported, folder: Path, org: Org) -> PathNetwork:
    """Store the paths of an area with the report of what is broken. Raises: NoPaths."""
    return import_network(
        drawn_in_folder(folder), org=org, name=area.name, credit=CREDIT, by=SYSTEM, now=now(),
        report=report_of(area.faults),
    )


def _store_for(code: str, area: Imported, folder: Path) -> None:
    with running(DATA), everywhere():
        org = Org.objects.filter(code=code).first()
        if org is None:
            raise NoSuchCode(given=code)
        network = store(area, folder, org)
    print(f"✓ {network.name} · {len(network.paths)} · {org}")


def _say(area: Imported, folder: Path) -> None:
    counts = f"buildings {len(area.shapes.buildings)} · paths {len(area.paths.walk)} · roads {len(area.paths.road)}"
    print(f"✓ {folder} · {counts} · {CREDIT}")
    for row in fault_rows(report_of(area.faults)):
        print(f"  {row.count} · {row.title} · {row.remedy}")


def _plain_name(file: Path) -> str:
    return file.name.split(".")[0] or "area"


def _parse(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="linan import", description=__doc__)
    parser.add_argument("form", choices=["osm"], help="what the file is")
    parser.add_argument("file", type=Path, help=".osm, .osm.gz, .osm.bz2, or JSON of Overpass")
    parser.add_argument("--to", type=Path, help="folder to write; the data folder's areas/NAME where nothing is given")
    parser.add_argument("--name", default="", help="what the area is called; the file's name where nothing is given")
    parser.add_argument("--for", dest="code", default="", help="code of the community or street to store the paths for")
    return parser.parse_args(words)
