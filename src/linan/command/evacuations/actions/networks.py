"""Writes to path networks."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.db import transaction

from linan.command.evacuations.announcements import NetworkImported
from linan.command.evacuations.domain.topology import DrawnPath, mended
from linan.command.evacuations.models import PathNetwork
from linan.ground.announcements.log import announce
from linan.ground.orgs.models import Org
from linan.ground.people.models import Actor
from linan.ground.refusals import Refused
from linan.ground.text import noop


class NoPaths(Refused):
    """A network without a single path."""

    code = "no_paths"
    msgid = noop("No path is in it. Give a folder with nodes.csv and walk_edges.csv.")


@transaction.atomic
def import_network(
    drawn: Iterable[DrawnPath], *, org: Org, name: str, credit: str, by: Actor, now: datetime,
    report: Mapping[str, Any] = MappingProxyType({}),
) -> PathNetwork:
    """Store a network, mended; the newest of an organisation is the one planned with. Raises: NoPaths.

    report: what the import of a map found broken, shown on the network's page.
    """
    found = mended(drawn)
    if not found.paths:
        raise NoPaths
    network = PathNetwork.objects.create(
        org=org, name=name, credit=credit, places=found.places, paths=found.paths, mended=found.counts | ({"report": dict(report)} if report else {}),
        imported_at=now, imported_by_id=by.pk,
    )
    event = NetworkImported(network_id=network.pk, paths=len(found.paths))
    announce(event, by_id=by.pk, org_id=org.pk, about=[f"network-{network.pk}", "networks"], now=now)
    return network
