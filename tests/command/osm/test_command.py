"""`linan import osm` on the command line, without a database."""

from argparse import Namespace
from importlib import import_module

import pytest

from linan.config.cli import parse
from linan.ground.orgs.models import Org
from tests.build import a_community
from tests.command.osm.drawn import Map

command = import_module("linan.config.commands.import")  # a word of the language, so no import statement names it


def test_the_command_line_takes_the_words_of_an_import():
    assert parse(["import", "osm", "area.osm", "--name", "新街口"]).rest == ["osm", "area.osm", "--name", "新街口"]


def test_an_import_writes_the_folder_and_says_what_is_broken(tmp_path, capsys):
    drawn = Map()
    drawn.way((0, 0), (100, 0), highway="residential")
    drawn.way((0, 300), (60, 300), highway="footway")

    code = command.run(Namespace(rest=["osm", str(drawn.file(tmp_path)), "--to", str(tmp_path / "area")]))

    said = capsys.readouterr().out
    assert code == 0
    assert "1 · 远离主路网的孤立路段" in said
    assert (tmp_path / "area" / "walk_edges.csv").exists()


def test_an_extract_that_nobody_can_walk_on_ends_with_a_code(tmp_path):
    drawn = Map()
    drawn.house(0, 0)

    assert command.run(Namespace(rest=["osm", str(drawn.file(tmp_path)), "--to", str(tmp_path / "area")])) == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("unscoped")
def test_paths_are_stored_with_the_report_for_the_page_of_the_network(tmp_path):
    drawn = Map()
    drawn.way((0, 0), (100, 0), highway="residential")
    drawn.way((0, 300), (60, 300), highway="footway")
    org: Org = a_community()

    network = command.store(command.read(drawn.file(tmp_path), "区", tmp_path / "area"), tmp_path / "area", org)

    assert (network.org, len(network.paths), len(network.mended["report"]["islands"])) == (org, 2, 1)
