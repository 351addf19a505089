"""`linan evacuate`: who goes where and when, on the command line, without a database."""

import argparse
import json
import sys
import time
from argparse import Namespace
from pathlib import Path

from linan.command.domain.evacuation.apart import Limits, OutOfLimits, Start, run_apart
from linan.command.domain.evacuation.request import Progress, Request, Result, answer
from linan.ground.refusals import Refused

_DONE, _NOBODY_OUT, _UNREADABLE, _OUT_OF_LIMITS = 0, 1, 2, 3
# After the time asked for, orders are still written; a process that needs longer than this is stuck.
_GRACE_S = 60.0


def run(arguments: Namespace) -> int:
    """Print the answer as one JSON line; progress and what was mended go to the error stream."""
    request = _parse(arguments.rest)
    limits = Limits(seconds=request.within_s * 1.5 + _GRACE_S, memory_mb=request.memory_mb)
    result: Result | None = None
    try:
        for message in run_apart(answer, request, limits=limits, start=Start.FORK):
            if isinstance(message, Progress):
                print(f"linan: {message.text}", file=sys.stderr, flush=True)
            else:
                result = message
    except OutOfLimits as refusal:
        return _refused(refusal, _OUT_OF_LIMITS)
    except Refused as refusal:
        return _refused(refusal, _UNREADABLE)
    assert isinstance(result, Result)
    print(json.dumps(result.as_json(), ensure_ascii=False))
    return _DONE if result.is_any_out else _NOBODY_OUT


def _refused(refusal: Refused, code: int) -> int:
    print(f"linan: {refusal.msgid % refusal.values}", file=sys.stderr)
    return code


def _parse(words: list[str]) -> Request:
    parser = argparse.ArgumentParser(prog="linan evacuate", description=__doc__, epilog=_EPILOG)
    parser.add_argument(
        "area", nargs="?", type=Path, help="folder with nodes.csv, walk_edges.csv, buildings.geojson …"
    )
    parser.add_argument("--people", type=int, help="residents to invent in the area's buildings")
    parser.add_argument("--seed", type=int, default=1, help="seed of the invented residents")
    parser.add_argument(
        "--shelters", help="how many to choose in the area, or a CSV file with lon,lat,capacity"
    )
    parser.add_argument(
        "--closures", type=Path, help="GeoJSON polygons that nobody may enter (property from_s)"
    )
    parser.add_argument("--links", type=Path, help="bare network: CSV from,to,capacity,steps")
    parser.add_argument("--sources", type=Path, help="bare network: CSV node,people")
    parser.add_argument("--sinks", type=Path, help="bare network: CSV node,capacity (empty: without limit)")
    parser.add_argument("--geojson", type=Path, help="write the network with its use, and the shelters")
    parser.add_argument("--orders", type=Path, help="write the orders as CSV")
    parser.add_argument("--within", type=float, default=60.0, help="seconds to look for a better plan (60)")
    parser.add_argument("--memory", type=int, default=4096, help="MB the calculation may take (4096)")
    given = parser.parse_args(words)
    bare = [given.links, given.sources, given.sinks]
    if (given.area is None) == (None in bare):
        parser.error("give either an area folder or all of --links, --sources and --sinks")
    if not given.within > 0 or given.memory < 256:
        parser.error("--within must be positive and --memory at least 256")
    return Request(
        area=given.area,
        people=given.people,
        seed=given.seed,
        shelters=given.shelters,
        closures=given.closures,
        bare=None if None in bare else (given.links, given.sources, given.sinks),
        geojson=given.geojson,
        orders=given.orders,
        within_s=given.within,
        memory_mb=given.memory,
        asked_at=time.monotonic(),
    )


_EPILOG = "Exit code 0: a plan; 1: nobody can be brought out; 2: the input cannot be used; 3: out of time or memory before a plan."
