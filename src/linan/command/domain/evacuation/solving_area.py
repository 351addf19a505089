"""An area's folder answered: residents invented, shelters chosen or given, closures honoured, orders written."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import numpy as np

from linan.command.domain.evacuation.answer import NO_SHELTER
from linan.command.domain.evacuation.apart import peak_mb
from linan.command.domain.evacuation.area import Area, Refuge, dwellings, read_area
from linan.command.domain.evacuation.bare import BadNumber, UnreadableFile
from linan.command.domain.evacuation.choosing import choose_refuges
from linan.command.domain.evacuation.closures import closed_ways, read_zones
from linan.command.domain.evacuation.course import Course, Evacuation
from linan.command.domain.evacuation.ground import Ground, ground_of
from linan.command.domain.evacuation.orders import Order, ground_features, orders, write_geojson, write_orders
from linan.command.domain.evacuation.population import Dwelling, invent_households
from linan.command.domain.evacuation.request import Progress, Request, Result
from linan.ground.refusals import Refused
from linan.ground.text import noop as _

# Without a number, as many shelters as hold a third more than there are people, and at least so many.
_SPARE_ROOM, _SHELTERS_AT_LEAST = 1.3, 8
NO_HOME = _("the area has no building where people could live")


class BadShelters(Refused):
    """--shelters is neither a number nor a file."""

    code = "evacuation_bad_shelters"
    msgid = _(
        "%(given)s is neither a number of shelters nor a CSV file with lon,lat,capacity. Give one of them."
    )


class Noted(Protocol):
    """Keeps when plans were found."""

    first_s: float | None
    final_s: float | None

    def is_over(self) -> bool:
        """Whether time is up."""

    def saw(self, clearance: int, bound: int) -> Progress:
        """Note a plan."""


def solve_area(request: Request, watch: Noted) -> Iterator[Progress | Result]:
    """Yield progress and at the end the result.

    Raises: UnreadableFile, BadNumber, BadShelters.
    """
    assert request.area is not None
    area = read_area(request.area)
    yield from map(Progress, area.mended)
    wanted = request.people or 0
    homes = dwellings(area)
    households = invent_households(homes, people=wanted, seed=request.seed)
    refuges = _chosen(area, homes, request.shelters, people=wanted)
    zones = read_zones(request.closures) if request.closures else []
    ground = ground_of(area, refuges, closed_ways(area, zones))
    yield Progress(
        f"{len(ground.lon)} places, {len(ground.tail)} arcs, {len(households)} households, "
        f"{len(refuges)} shelters for {int(ground.shelter_room.sum())}; a step is {ground.step_s:g} s"
    )
    if not refuges or not households:
        yield _nobody(wanted, NO_SHELTER if not refuges else NO_HOME, ground)
        return
    last: Evacuation | None = None
    course = Course(ground, households, is_over=watch.is_over)
    for evacuation in course.evacuations():
        if last is None or evacuation.clearance <= last.clearance:
            last = evacuation
        if last.is_any_out:
            yield watch.saw(last.clearance, last.bound)
        if last.clearance == last.bound:
            break
    assert last is not None
    _write(request, ground, refuges, last)
    yield _result(wanted, watch, last, ground)


def _nobody(people: int, reason: str, ground: Ground) -> Result:
    nothing = 0 if people == 0 else None
    unreachable = [(people, reason)] if people else []
    return Result(people, nothing, nothing, nothing, None, None, unreachable, ground.step_s, peak_mb())


def _result(people: int, watch: Noted, last: Evacuation, ground: Ground) -> Result:
    return Result(
        people=people,
        clearance=last.clearance if last.is_any_out else None,
        bound=last.bound if last.is_any_out else None,
        gap_percent=round(last.gap_percent, 2) if last.is_any_out else None,
        first_plan_s=watch.first_s,
        final_plan_s=watch.final_s,
        unreachable=last.unreachable(),
        step_s=ground.step_s,
        peak_mb=peak_mb(),
    )


def _chosen(area: Area, homes: list[Dwelling], given: str | None, *, people: int) -> list[Refuge]:
    """Return the shelters of a file, or as many of the area's as asked for or needed, close to where people live."""
    if given is None:
        return choose_refuges(area, homes, people=people, count=_sufficient(area.refuges, people))
    if given.isdigit():
        return choose_refuges(area, homes, people=people, count=int(given))
    if not Path(given).is_file():
        raise BadShelters(given=given)
    return _read_refuges(Path(given))


def _sufficient(refuges: list[Refuge], people: int) -> int:
    room = np.cumsum([refuge.room for refuge in refuges])
    return max(_SHELTERS_AT_LEAST, int(np.searchsorted(room, _SPARE_ROOM * people)) + 1)


def _read_refuges(file: Path) -> list[Refuge]:
    found: list[Refuge] = []
    rows = csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines())
    if not {"lon", "lat", "capacity"} <= set(rows.fieldnames or ()):
        raise UnreadableFile(file=str(file), why="columns are missing", columns="lon,lat,capacity")
    for row in rows:
        try:
            found.append(
                Refuge(
                    row.get("name") or str(len(found) + 1),
                    float(row["lon"]),
                    float(row["lat"]),
                    int(row["capacity"]),
                )
            )
        except (ValueError, TypeError) as error:
            raise BadNumber(
                file=str(file), line=rows.line_num, value=str(row), column="lon,lat,capacity"
            ) from error
    return found


def _write(request: Request, ground: Ground, refuges: list[Refuge], evacuation: Evacuation) -> None:
    shelters = [refuge.name for refuge in refuges]
    if request.orders is not None:
        names = [str(place + 1) for place in range(len(ground.lon))]
        write_orders(request.orders, _orders(evacuation), names=names, shelters=shelters)
    if request.geojson is not None:
        plans = [walk.plan for walk in evacuation.walks]
        write_geojson(
            request.geojson, ground_features(ground, shelters, evacuation.room_used(len(refuges)), plans)
        )


def _orders(evacuation: Evacuation) -> Iterator[Order]:
    """Yield the orders of every pace; households are numbered as they were invented, from 1."""
    for walk in evacuation.walks:
        numbers = [member + 1 for member in walk.members]
        yield from orders(
            walk.plan, walk.problem.network, origin_place=walk.problem.origin_place, numbers=numbers
        )
