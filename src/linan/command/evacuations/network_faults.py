"""What is broken in a network as the map draws it, and what planning takes instead: the rows of its page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from linan.command.domain.evacuation.area import LINK_AT_MOST_M
from linan.ground.text import Sentence, noop, say

PLACES_SHOWN = 12


@dataclass(frozen=True, slots=True)
class FaultRow:
    """One kind of fault: how many, what planning does about it, and some of the places (lon, lat, way of the map)."""

    title: Sentence
    count: int
    remedy: Sentence
    places: Sequence[Mapping[str, Any]]


# What planning does about each; `m` is filled with the longest link that joins an island.
_PLACED = {
    "wall_ends": (
        noop("Paths that end at a wall"), noop("The path stays a dead end. Where there is a door, enter it on the map."),
    ),
    "near_misses": (
        noop("Loose ends less than 3 m beside another path"), noop("They stay apart, unless they make an island."),
    ),
    "through_buildings": (
        noop("Paths that lead through a building"), noop("People are led over them. Look whether there is a passage."),
    ),
    "crossings": (
        noop("Paths that cross without a junction"), noop("Nobody turns there from one into the other."),
    ),
}
_LISTED = {
    "lost_nodes": (
        noop("Ways that name points outside the file"), noop("The way is cut where the points are missing."),
    ),
    "broken_rings": (noop("Buildings whose outline does not close"), noop("They are left out.")),
    "unread_widths": (noop("Widths that are no measure"), noop("They count as not said.")),
}


def fault_rows(report: Mapping[str, Any]) -> list[FaultRow]:
    """Return the rows of a report, kinds of which there are none left out. report: report.json of an import."""
    rows = [*_islands(report.get("islands", ()))]
    rows += [FaultRow(say(title), len(report[key]), say(what), report[key][:PLACES_SHOWN]) for key, (title, what) in _PLACED.items() if report.get(key)]
    rows += [FaultRow(say(title), len(report[key]), say(what), ()) for key, (title, what) in _LISTED.items() if report.get(key)]
    return [*rows, *_unsaid(report)]


def width_rows(report: Mapping[str, Any]) -> list[tuple[str, int, float]]:
    """Return (kind of path, how many have no width, the width in metres that planning takes)."""
    taken = report.get("default_width_m", {})
    return [(kind, count, taken[kind]) for kind, count in report.get("no_width", {}).items()]


def _islands(islands: Sequence[Mapping[str, Any]]) -> list[FaultRow]:
    joined = [one for one in islands if one["away_m"] <= LINK_AT_MOST_M]
    apart = [one for one in islands if one["away_m"] > LINK_AT_MOST_M]
    link = say(noop("Joined by a link of at most %(m)s m, 2 m wide."), m=round(LINK_AT_MOST_M))
    alone = say(noop("They stay apart: who lives there has no way out in the plan. Draw the missing path on the map."))
    rows = [(noop("Islands of paths near the rest"), joined, link), (noop("Islands of paths too far away"), apart, alone)]
    return [FaultRow(say(title), len(found), what, found[:PLACES_SHOWN]) for title, found, what in rows if found]


def _unsaid(report: Mapping[str, Any]) -> list[FaultRow]:
    gates, locked = report.get("gates", (0, 0))
    rows = [
        (noop("Buildings without floors or height"), report.get("no_levels", 0), noop("They count as 3 floors.")),
        (noop("Gates on the paths"), gates, noop("They count as open.")),
        (noop("Locked gates"), locked, noop("They count as open too: close them by hand where nobody has the key.")),
    ]
    return [FaultRow(say(title), count, say(what), ()) for title, count, what in rows if count]
