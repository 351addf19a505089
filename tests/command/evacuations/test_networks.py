"""Path networks: read in from a folder, what was mended told, the newest one planned with."""

from datetime import timedelta
from pathlib import Path

import pytest

from linan.command.domain.evacuation.bare import BadNumber, UnreadableFile
from linan.command.evacuations.actions.networks import NoPaths, import_network
from linan.command.evacuations.asking import network_for
from linan.command.evacuations.domain.topology import drawn_in_folder
from linan.command.evacuations.pages import mended_lines
from linan.ground.people.models import SYSTEM
from tests.build import NOW, a_community
from tests.builders.evacuations import a_network, a_zone

NODES = "node_id,lon,lat\na,118.790,32.040\nb,118.791,32.040\nc,118.792,32.040\n"
EDGES = (
    "u,v,length_m,highway,width_m,steps,access,geometry\n"
    "a,b,94.4,footway,,0,,118.790 32.040;118.7905 32.0401;118.791 32.040\n"
    "b,c,94.4,steps,1.5,1,,\n"
    "a,c,188.8,service,,0,no,\n"
    "a,x,10,footway,,0,,\n"
)


def a_folder(tmp_path: Path, *, nodes: str = NODES, edges: str = EDGES) -> Path:
    """Return a folder with an area's paths."""
    (tmp_path / "nodes.csv").write_text(nodes, encoding="utf-8")
    (tmp_path / "walk_edges.csv").write_text(edges, encoding="utf-8")
    return tmp_path


def test_a_folder_is_read_without_paths_that_nobody_may_walk_or_that_end_nowhere(tmp_path: Path) -> None:
    drawn = drawn_in_folder(a_folder(tmp_path))

    assert [(one.start, one.end, one.width_m, one.has_steps, len(one.corners)) for one in drawn] == [
        ("a", "b", None, False, 3), ("b", "c", 1.5, True, 2),
    ]


def test_a_folder_without_the_columns_is_refused_with_their_names(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile) as refusal:
        drawn_in_folder(a_folder(tmp_path, nodes="id,x,y\n1,2,3\n"))

    assert refusal.value.values["columns"] == "node_id,lon,lat"


def test_a_number_that_is_none_is_refused_with_its_line_and_column(tmp_path: Path) -> None:
    with pytest.raises(BadNumber) as refusal:
        drawn_in_folder(a_folder(tmp_path, edges=EDGES.replace("1.5", "wide")))

    assert (refusal.value.values["line"], refusal.value.values["column"]) == (3, "width_m")


@pytest.mark.django_db
def test_the_page_of_a_network_says_what_was_mended(tmp_path: Path, unscoped: None) -> None:
    network = import_network(
        drawn_in_folder(a_folder(tmp_path)), org=a_community(), name="路网", credit="", by=SYSTEM, now=NOW
    )

    assert mended_lines(network) == ["1条道路没有宽度：步道按2米、巷道按3米、街道按4米计"]


@pytest.mark.django_db
def test_a_network_without_a_path_is_refused(unscoped: None) -> None:
    with pytest.raises(NoPaths):
        import_network([], org=a_community(), name="空", credit="", by=SYSTEM, now=NOW)


@pytest.mark.django_db
def test_the_newest_network_of_the_community_or_of_the_street_above_is_planned_with(unscoped: None) -> None:
    zone = a_zone(org=a_community())
    a_network(org=zone.org)
    newer = a_network(org=zone.org.parent)
    newer.imported_at = NOW + timedelta(days=1)
    newer.save()

    assert network_for(zone.org, zone) == newer
