"""The doors of a zone divided among walkers: whole stairwells side by side, and nobody with more than a fair share."""

from collections.abc import Iterable, Sequence
from math import ceil, cos, radians

from linan.command.domain.doors.walk import Door, on_one_floor, walking_orders


def share_out(doors: Iterable[Door], *, walkers: int) -> list[list[Door]]:
    """Return a list for each walker, in walking order; a walker for whom no door is left has an empty one.

    The stairwells are put on a string from house to nearest house and the string is cut where the longest list becomes
    shortest, so that each walker stays in one corner. A stairwell longer than a fair share is first cut between floors.
    """
    doors = list(doors)
    pieces = [piece for stairwell in _strung(doors) for piece in _cut(stairwell, most=_fair(len(doors), walkers))]
    return [walking_orders(door for piece in share for door in piece) for share in _shares(pieces, walkers)]


def _fair(doors: int, walkers: int) -> int:
    return max(1, ceil(doors / walkers))


def _strung(doors: Sequence[Door]) -> list[list[Door]]:
    """Return the stairwells in an order in which neighbours follow one another."""
    stairwells: dict[tuple[int, int], list[Door]] = {}
    for door in doors:
        stairwells.setdefault(door.stairwell, []).append(door)
    places = {one.building_id: (one.lon, one.lat) for one in doors}
    order = {building_id: place for place, building_id in enumerate(_from_house_to_house(places))}
    keys = sorted(stairwells, key=lambda key: (order[key[0]], key[1]))
    return [stairwells[key] for key in keys]


def _from_house_to_house(places: dict[int, tuple[float, float]]) -> list[int]:
    """Return the buildings from the most western on, each time the nearest that is left."""
    left = dict(sorted(places.items(), key=lambda item: (item[1], item[0])))
    order: list[int] = []
    here = next(iter(left.values()), (0.0, 0.0))
    while left:
        nearest = min(left, key=lambda one: (_apart(here, left[one]), one))
        here = left.pop(nearest)
        order.append(nearest)
    return order


def _apart(one: tuple[float, float], other: tuple[float, float]) -> float:
    east = (other[0] - one[0]) * cos(radians(one[1]))
    return float(east**2 + (other[1] - one[1]) ** 2)


def _cut(stairwell: Sequence[Door], *, most: int) -> list[list[Door]]:
    """Return the stairwell whole, or in parts of whole floors with at most so many doors (one floor is never cut)."""
    if len(stairwell) <= most:
        return [list(stairwell)]
    parts: list[list[Door]] = [[]]
    for floor in on_one_floor(stairwell):
        if parts[-1] and len(parts[-1]) + len(floor) > most:
            parts.append([])
        parts[-1].extend(floor)
    return parts


def _shares(pieces: Sequence[list[Door]], walkers: int) -> list[list[list[Door]]]:
    """Cut the string into so many parts that the longest is as short as it can be: the least bound that suffices."""
    low, high = max(map(len, pieces), default=0), sum(map(len, pieces))
    while low < high:
        middle = (low + high) // 2
        if len(_filled(pieces, most=middle)) <= walkers:
            high = middle
        else:
            low = middle + 1
    shares = _spread(_filled(pieces, most=low), walkers)
    return [*shares, *([] for _ in range(walkers - len(shares)))]


def _spread(shares: list[list[list[Door]]], walkers: int) -> list[list[list[Door]]]:
    """Cut the longest shares again while somebody would stand idle: no list becomes longer, the whole is done sooner."""
    while len(shares) < walkers and any(len(share) > 1 for share in shares):
        longest = max((share for share in shares if len(share) > 1), key=_doors_in)
        cut = min(range(1, len(longest)), key=lambda at: max(_doors_in(longest[:at]), _doors_in(longest[at:])))
        place = shares.index(longest)
        shares[place : place + 1] = [longest[:cut], longest[cut:]]
    return shares


def _doors_in(share: Sequence[list[Door]]) -> int:
    return sum(len(piece) for piece in share)


def _filled(pieces: Sequence[list[Door]], *, most: int) -> list[list[list[Door]]]:
    shares: list[list[list[Door]]] = []
    held = most + 1
    for piece in pieces:
        if held + len(piece) > most:
            shares.append([])
            held = 0
        shares[-1].append(piece)
        held += len(piece)
    return shares
