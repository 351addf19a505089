"""Is the predicted clearance what a crowd simulator sees? One compound of the demonstration, planned and then walked.

The buildings inside the outline of the gas story, with invented residents who all walk unaided, leave by the ways that
cross the outline. Lin'an plans them; the plan is then walked person by person in jupedsim (collision-free speed model,
Tordeux, Chraibi, Seyfried 2016), on an area as wide as the paths: everybody steps out of the staircase when the plan
says, or as soon as there is room, and walks to the exit of the plan by the simulator's own shortest way. Prints one
line of JSON. jupedsim is no requirement of Lin'an: pip install jupedsim beside it.
Usage: python bench/compound.py AREA_FOLDER [--people 800] [--seed 1]
"""

import argparse
import json
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import jupedsim
import numpy as np
import shapely
from shapely.geometry import LineString, Point, Polygon

from linan.command.domain.evacuation.area import Area, Refuge, dwellings, read_area
from linan.command.domain.evacuation.course import Walk, evacuations
from linan.command.domain.evacuation.ground import Ground, ground_of
from linan.command.domain.evacuation.population import Household, invent_households
from linan.command.domain.evacuation.walking import FREE_SPEED_MS, Pace

# The outline of the gas story: src/linan/demo/gas.py.
OUTLINE = Polygon([
    (118.79103, 32.03932), (118.79044, 32.03952), (118.79079, 32.04168), (118.79189, 32.04149),
    (118.79234, 32.04068), (118.79234, 32.04034), (118.79174, 32.03953), (118.79103, 32.03932),
])
STEP_S, TRY_EVERY = 0.05, 10
EXIT_RADIUS_M, BODY_M = 1.6, 0.15
# Nobody out for so long after everybody set out: who is left stands pressed into a corner, which the simulator cannot undo.
JAMMED_S = 300.0


def main() -> None:
    """Plan, walk, compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("area", type=Path)
    parser.add_argument("--people", type=int, default=800)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    area = compound_of(read_area(given.area))
    homes = [home for home in dwellings(area) if OUTLINE.contains(_middle(area.buildings[home.building]["ring"]))]
    everybody = invent_households(homes, people=given.people, seed=given.seed)
    households = [replace(one, pace=Pace.BRISK) for one in everybody]
    ground = ground_of(area, exits_of(area), {})
    *_, plan = evacuations(ground, households, 20.0)
    predicted = plan.clearance * ground.step_s
    simulated, left = walk(area, ground, departures(plan.walks[0], ground, households))
    print(json.dumps({
        "people": given.people, "exits": len(ground.shelter_place), "predicted_s": predicted, "gap_percent": round(plan.gap_percent, 1),
        "simulated_s": round(simulated), "left": left, "off_percent": round(100 * (predicted - simulated) / simulated, 1),
    }))


def compound_of(area: Area) -> Area:
    """Return the area with only the paths that touch the outline."""
    lines = [LineString([(area.lon[a], area.lat[a]), (area.lon[b], area.lat[b])]) for a, b in zip(area.start, area.end, strict=True)]
    keep = np.array([OUTLINE.intersects(line) for line in lines])
    names = ("start", "end", "length_m", "width_m", "has_steps")
    return replace(area, **{name: getattr(area, name)[keep] for name in names}, line=[one for one, kept in zip(area.line, keep, strict=True) if kept])


def exits_of(area: Area) -> list[Refuge]:
    """Return an exit at every place outside the outline that a kept path leads to; so small a room makes one gate."""
    ends = np.unique(np.concatenate([area.start, area.end]))
    outside = [at for at in ends.tolist() if not OUTLINE.contains(Point(area.lon[at], area.lat[at]))]
    return [Refuge(f"exit {at}", float(area.lon[at]), float(area.lat[at]), 1999) for at in outside]


def departures(walked: Walk, ground: Ground, households: list[Household]) -> list[tuple[float, int, int]]:
    """Return second, place and exit of every person: when they step from the staircase onto the paths, and whereto."""
    network, found = walked.problem.network, []
    rows = [row for row in range(len(walked.members)) if walked.plan.shelter[row] >= 0]
    for row in rows:
        first = walked.plan.way(row).start
        arc = int(walked.plan.arc[first])
        on_paths_s = (int(walked.plan.entered[first]) + int(network.steps[arc])) * ground.step_s
        person = (on_paths_s, int(ground.head[arc]), int(walked.plan.shelter[row]))
        found += [person] * households[walked.members[row]].size
    return sorted(found)


def walk(area: Area, ground: Ground, people: list[tuple[float, int, int]]) -> tuple[float, int]:
    """Return the second at which the last person is out in the simulator, and how many were jammed for good."""
    x, y = area.metres(ground.lon, ground.lat)
    simulation = jupedsim.Simulation(model=jupedsim.CollisionFreeSpeedModel(), geometry=_floor(area), dt=STEP_S)
    floor = simulation.get_geometry().as_wkt()
    walkable = shapely.from_wkt(floor)
    journeys = {}
    for shelter in {goal for _, _, goal in people}:
        gate = int(ground.tail[np.flatnonzero(ground.head == ground.shelter_place[shelter])[0]])
        stage = simulation.add_exit_stage(Point(x[gate], y[gate]).buffer(EXIT_RADIUS_M).intersection(walkable))
        journeys[shelter] = (simulation.add_journey(jupedsim.JourneyDescription([stage])), stage)
    waiting: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for second, place, goal in reversed(people):
        waiting[place].append((second, goal))
    spots = {place: _spots(walkable, x[place], y[place]) for place in waiting}
    last_out = 0.0
    while any(waiting.values()) or simulation.agent_count():
        if simulation.elapsed_time() - max(last_out, people[-1][0]) > JAMMED_S:
            break
        if simulation.iteration_count() % TRY_EVERY == 0:
            for place, queue in waiting.items():
                _let_out(simulation, queue, spots[place], journeys)
        inside = simulation.agent_count()
        simulation.iterate()
        last_out = simulation.elapsed_time() if simulation.agent_count() < inside else last_out
    return last_out, simulation.agent_count() + sum(map(len, waiting.values()))


def _let_out(simulation: "jupedsim.Simulation", queue: list[tuple[float, int]], spots: list[tuple[float, float]], journeys: dict[int, tuple[int, int]]) -> None:
    """Put everybody whose time has come on a free spot of the place; who finds none tries again."""
    for spot in spots:
        if not queue or queue[-1][0] > simulation.elapsed_time():
            return
        if any(True for _ in simulation.agents_in_range(spot, 2.5 * BODY_M)):
            continue
        journey, stage = journeys[queue[-1][1]]
        simulation.add_agent(jupedsim.CollisionFreeSpeedModelAgentParameters(
            position=spot, desired_speed=FREE_SPEED_MS, radius=BODY_M, journey_id=journey, stage_id=stage,
        ))
        queue.pop()


def _floor(area: Area) -> "shapely.Geometry":
    """Return the paths as wide as they are, the largest piece that hangs together."""
    strips = []
    for at, drawn in enumerate(area.line):
        corners = [tuple(map(float, corner.split())) for corner in drawn.split(";") if corner]
        ends = [(area.lon[area.start[at]], area.lat[area.start[at]]), (area.lon[area.end[at]], area.lat[area.end[at]])]
        lon, lat = np.array(corners or ends).T
        strips.append(LineString(np.column_stack(area.metres(lon, lat))).buffer(area.width_m[at] / 2))
    union = shapely.unary_union(strips).simplify(0.05)
    pieces = list(union.geoms) if union.geom_type == "MultiPolygon" else [union]
    return max(pieces, key=lambda piece: piece.area)


def _spots(walkable: "shapely.Geometry", x: float, y: float) -> list[tuple[float, float]]:
    """Return where people step onto the paths at a place: a grid of spots an arm's length apart."""
    inner = walkable.buffer(-1.5 * BODY_M)
    around = [(x + 0.6 * column, y + 0.6 * row) for column in range(-3, 4) for row in range(-3, 4)]
    return [spot for spot in around if inner.contains(Point(spot))]


def _middle(ring: list[list[float]]) -> Point:
    return Polygon(ring).centroid


if __name__ == "__main__":
    main()
