"""What stands on the map as buildings of base information; floors and staircases where the map has none."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, hypot
from random import Random

from shapely.geometry import MultiPoint
from shapely.geometry.base import BaseGeometry

from linan.demo.neighbourhood.osm import Feature

# A staircase (单元) of a Nanjing block of the 1980s and 1990s is about 16 m of the block's length, serves two
# doors a floor, and a floor is about 2.9 m high. Assumptions of the generator, not measurements.
STAIRCASE_M = 16.0
DOORS_A_FLOOR = 2
FLOOR_M = 2.9
METRES_PER_DEGREE = 111_320.0
EAST_SCALE = 0.8476  # cosine of 32.045 degrees north

USES = {
    "school": "school", "university": "school", "hospital": "hospital", "office": "office", "civic": "office",
    "commercial": "commercial", "retail": "commercial", "hotel": "commercial",
    "residential": "residential", "apartments": "residential", "house": "residential",
}
USES_BY_TAG = {"amenity=school": "school", "amenity=hospital": "hospital", "amenity=townhall": "office"}


@dataclass(slots=True)
class House:
    """A building to be. `is_dwelling`: people may live there."""

    feature: Feature
    shape: BaseGeometry
    use: str
    floors: int
    units: int
    is_dwelling: bool

    @property
    def doors(self) -> int:
        """How many households it can hold."""
        return self.units * self.floors * DOORS_A_FLOOR


def house_of(feature: Feature, rng: Random) -> House:
    """Return the building that a feature of the map becomes."""
    area_m2 = float(feature.tags["area_m2"])
    is_dwelling = _is_dwelling(feature, area_m2)
    use = USES_BY_TAG.get(feature.tags.get("use", "")) or USES.get(feature.tags["building"], "")
    return House(
        feature=feature, shape=feature.shape, use=use or "other", is_dwelling=is_dwelling,
        floors=_floors(feature, area_m2, rng), units=max(1, round(_length_m(feature.shape) / STAIRCASE_M)),
    )


def settle(houses: Sequence[House], households: int) -> list[tuple[House, int]]:
    """Return the dwellings with their numbers of households, spread as their doors are, `households` in all.

    Dwellings of the map first, then unnamed blocks by size, until there are doors for everybody.
    """
    chosen: list[House] = []
    for house in sorted((one for one in houses if one.is_dwelling), key=_residential_first):
        if sum(one.doors for one in chosen) >= households * 1.04:
            break
        chosen.append(house)
    left, doors, settled = households, sum(one.doors for one in chosen), []
    for house in chosen:
        count = min(house.doors, ceil(left * house.doors / doors)) if doors else 0
        settled.append((house, count))
        left, doors = left - count, doors - house.doors
    return settled


def _residential_first(house: House) -> tuple[bool, float]:
    return (house.use != "residential", -float(house.feature.tags["area_m2"]))


def _is_dwelling(feature: Feature, area_m2: float) -> bool:
    tags = feature.tags
    if tags["building"] in ("residential", "apartments", "house"):
        return True
    return tags["building"] == "yes" and not feature.name and "use" not in tags and 120 < area_m2 < 1500


def _floors(feature: Feature, area_m2: float, rng: Random) -> int:
    levels = str(feature.tags.get("levels", ""))
    if levels.isdigit() and levels != "0":
        return min(int(levels), 60)
    if "height_m" in feature.tags:
        return max(1, round(float(feature.tags["height_m"]) / FLOOR_M))
    return rng.choice((5, 6, 6, 7)) if area_m2 > 250 else rng.choice((1, 2, 3))


def _length_m(shape: BaseGeometry) -> float:
    metres = MultiPoint([(x * METRES_PER_DEGREE * EAST_SCALE, y * METRES_PER_DEGREE) for x, y in shape.exterior.coords])
    box = metres.minimum_rotated_rectangle
    corners = list(box.exterior.coords)[:3] if box.geom_type == "Polygon" else list(box.coords)[:2] * 2
    sides = [hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(corners)]
    return max(sides)
