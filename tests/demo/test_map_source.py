"""The README says that the map is real: where it is from, under which licence, and that it is whole."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from linan.demo.neighbourhood.convert import CREDIT, LICENCE, SOURCE
from linan.demo.neighbourhood.osm import FILE, read_map

LICENCE_TEXT = FILE.with_name("osm_nanjing.LICENCE.txt").read_text(encoding="utf-8")
WEST, SOUTH, EAST, NORTH = (float(number) for number in re.findall(r"\d+\.\d{4}", LICENCE_TEXT)[:4])
LAYERS = ("buildings", "areas", "poi", "roads", "footways")
NUMBER_AT_OPENSTREETMAP = re.compile(r"[nwr]?\d+(#\d+)?")


def test_the_file_carries_its_credit_licence_and_source() -> None:
    assert [read_map()[name] for name in ("credit", "licence", "source")] == [CREDIT, LICENCE, SOURCE]


@pytest.mark.parametrize("said", [CREDIT, "Open Database Licence 1.0 (ODbL)", "snapshot of 2021-06-12", "74b3202", "Changes: cut to"])
def test_the_licence_beside_it_says_whose_it_is_and_what_was_changed(said: str) -> None:
    assert said in LICENCE_TEXT


def test_the_file_holds_as_much_as_its_licence_says() -> None:
    held = ", ".join(f"{len(read_map()[layer]['features'])} {layer}" for layer in LAYERS)

    assert f"Holds {held}" in LICENCE_TEXT


def test_every_building_has_its_number_at_openstreetmap_once() -> None:
    numbers = [one["properties"]["id"] for one in read_map()["buildings"]["features"]]

    assert len(set(numbers)) == len(numbers)
    assert [number for number in numbers if not NUMBER_AT_OPENSTREETMAP.fullmatch(number)] == []


def test_every_building_touches_the_box_that_was_cut_out() -> None:
    outside = [
        one["properties"]["id"]
        for one in read_map()["buildings"]["features"]
        if not any(WEST <= lon <= EAST and SOUTH <= lat <= NORTH for lon, lat in _points(one["geometry"]["coordinates"]))
    ]

    assert outside == []


@pytest.mark.parametrize("page", ["README.md", "README.zh.md"])
def test_the_readme_names_source_day_and_licence_of_the_map(page: str) -> None:
    text = (Path(settings.PROJECT) / page).read_text(encoding="utf-8")

    assert [word for word in ("OpenStreetMap", "2021-06-12", "ODbL 1.0") if word not in text] == []


def _points(coordinates: Any) -> Iterator[list[float]]:
    if isinstance(coordinates[0], float):
        yield coordinates
    else:
        for one in coordinates:
            yield from _points(one)
