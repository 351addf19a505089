"""The map's streets and footways as the path network that evacuations of a community are planned on."""

from datetime import datetime

from linan.command.evacuations.actions.networks import import_network
from linan.command.evacuations.domain.topology import DrawnPath
from linan.command.evacuations.models import PathNetwork
from linan.demo.neighbourhood.osm import Feature, layer, read_map
from linan.ground.orgs.models import Org
from linan.ground.people.models import SYSTEM


def add_paths(community: Org, *, now: datetime) -> PathNetwork:
    """Read in the paths of the whole map for a community: its people may be led beyond its border."""
    paths = [_path(one) for name in ("roads", "footways") for one in layer(name)]
    name = f"{community.name}步行路网"
    return import_network(paths, org=community, name=name, credit=str(read_map()["credit"]), by=SYSTEM, now=now)


def _path(found: Feature) -> DrawnPath:
    tags = found.tags
    return DrawnPath(
        start=str(tags["u"]), end=str(tags["v"]), length_m=float(tags["length_m"]), kind=tags["highway"],
        corners=found.geometry["coordinates"], width_m=float(tags["width_m"]) if tags.get("width_m") else None,
        has_steps=tags.get("steps") == "1" or tags["highway"] == "steps",
    )
