"""`linan rehearse`: run the shipped conditions over a recording from elsewhere and print what they would have done.

No database is needed. Exit code 0 also where nothing fires; 2 where the recording cannot be read.
"""

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from linan.ground.calendar.days import public_holidays
from linan.ground.refusals import Refused
from linan.ground.text import noop
from linan.monitoring.domain.conditions import parse
from linan.monitoring.domain.recording import Recording, Wanted, read_recording
from linan.monitoring.domain.rehearsal import Firing, Rehearsal, watches_of
from linan.monitoring.domain.rule import Member
from linan.monitoring.domain.setting import Setting
from linan.monitoring.profiles import Title, load_profiles
from linan.monitoring.shipped import Range, Shipped, ranges, shipped_conditions


class UnknownQuantity(Refused):
    """No condition that is supplied judges such a quantity."""

    code = "unknown_quantity"
    msgid = noop("No supplied condition judges %(quantity)s. Name one of these: %(known)s.")


UNKNOWN = Range(Title("", ""), "", float("-inf"), float("inf"))


def run(arguments: argparse.Namespace) -> int:
    """Read the recording, rehearse every shipped condition of the quantity, print one JSON object."""
    asked = _parser().parse_args(arguments.rest)
    try:
        print(json.dumps(_rehearsed(asked), ensure_ascii=False, indent=None if asked.compact else 1))
    except (Refused, OSError) as fault:
        print(json.dumps({"ok": False, "reason": str(getattr(fault, "sentence", fault))}, ensure_ascii=False))
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="linan rehearse", description="Rehearse the shipped alarm conditions.")
    parser.add_argument("--csv", required=True, type=Path, metavar="FILE", help="a table with a header; .gz is read too, - is standard input")
    parser.add_argument("--column", required=True, action="append", metavar="NAME", help="what is measured; once for each sensor of the place")
    parser.add_argument("--quantity", required=True, metavar="NAME", help="smoke, temperature, co, rain, water_level, people_count …, or a device model such as heat")
    parser.add_argument("--unit", default=None, help="unit of the values after scaling; that of the quantity unless given")
    parser.add_argument("--scale", type=float, default=1.0, help="multiply each value by this, such as 10000 for volume %% → ppm")
    parser.add_argument("--offset", type=float, default=0.0, help="add this after scaling, such as -17.778 with --scale 0.55556 for °F")
    parser.add_argument("--time", default=None, metavar="NAME", help="column of the time: seconds or ISO 8601; found by its name unless given")
    parser.add_argument("--every", type=float, default=None, metavar="SECONDS", help="time between rows where no column says it")
    parser.add_argument("--zone", default="Asia/Shanghai", help="time zone of times without an offset, and of armed hours")
    parser.add_argument("--where", action="append", default=[], metavar="NAME=VALUE", help="only rows that say so")
    parser.add_argument("--profile", default=None, help="only conditions of this device model, and those of every model")
    parser.add_argument("--kind", default=None, help="rehearse this kind of condition instead of the shipped ones")
    parser.add_argument("--parameters", type=json.loads, default=None, metavar="JSON", help="parameters for --kind")
    parser.add_argument("--all", action="store_true", help="also conditions that are shipped but not in use")
    parser.add_argument("--compact", action="store_true", help="one line")
    return parser


def _rehearsed(asked: argparse.Namespace) -> dict[str, Any]:
    asked.quantity = _quantity(asked.quantity, is_own=bool(asked.kind))
    known = ranges().get(asked.quantity, UNKNOWN)
    wanted = Wanted(
        columns=asked.column, time=asked.time, every_s=asked.every, zone=asked.zone, scale=asked.scale, offset=asked.offset,
        least=known.least, most=known.most, where=dict(one.split("=", 1) for one in asked.where),
    )
    recording = read_recording(sys.stdin.buffer if str(asked.csv) == "-" else asked.csv, wanted)
    unit = known.unit if asked.unit is None else asked.unit
    members = [Member(place + 1, asked.quantity, unit, of=len(asked.column)) for place in range(len(asked.column))]
    rules = [_rule(one, members, recording, asked) for one in _conditions(asked)]
    return {
        "ok": True, "quantity": asked.quantity, "unit": unit, "columns": asked.column,
        "readings": len(recording.series), "left_out": recording.left_out, "impossible": recording.impossible,
        "from": _moment(recording.first, recording), "to": _moment(recording.last, recording),
        "fired": sum(one["count"] for one in rules), "rules": rules,
    }


def _quantity(said: str, *, is_own: bool) -> str:
    """Return the quantity that a word means: itself, or what the device model of that name measures.

    Raises: UnknownQuantity where no condition would be judged. is_own: one is brought along.
    """
    judged = sorted({one.quantity for one in shipped_conditions()})
    if said in judged or is_own:
        return said
    profile = load_profiles().get(said)
    measured = [one.quantity for one in profile.series.values()] if profile else []
    found = next((one for one in measured if one in judged), None)
    if found is None:
        raise UnknownQuantity(quantity=said, known=", ".join(judged))
    return found


def _conditions(asked: argparse.Namespace) -> list[Shipped]:
    if asked.kind:
        title = shipped_conditions()[0].title
        return [Shipped(asked.kind, asked.quantity, title, 0, asked.parameters or {}, "")]
    return [
        one for one in shipped_conditions()
        if one.quantity == asked.quantity and (one.in_use or asked.all)
        and (asked.profile is None or one.profile in ("", asked.profile))
    ]


def _rule(one: Shipped, members: list[Member], recording: Recording, asked: argparse.Namespace) -> dict[str, Any]:
    holidays, workdays = public_holidays()
    rule = parse(one.kind, one.parameters, Setting(zone=asked.zone, holidays=holidays, workdays=workdays))
    rehearsal = Rehearsal(watches_of(rule, members))
    rehearsal.feed(recording.series, recording.at_us, recording.values)
    firings = rehearsal.end(recording.last)
    said = {} if asked.kind else {"title": one.title.zh, "title_en": one.title.en, "profile": one.profile}
    return {
        **said, "kind": one.kind, "parameters": one.parameters, "severity": one.severity, "reason": one.reason,
        "count": len(firings), "firings": [_firing(fired, recording, asked.column) for fired in firings],
    }


def _firing(fired: Firing, recording: Recording, columns: list[str]) -> dict[str, Any]:
    return {
        "column": columns[fired.series_id - 1], "at": _moment(fired.at, recording),
        "until": None if fired.until is None else _moment(fired.until, recording), "value": fired.value,
        "because": str(fired.because),
    }


def _moment(at: float, recording: Recording) -> float | str:
    """Return a moment as the recording writes it: seconds, or ISO 8601 with its offset."""
    if recording.is_relative:
        return round(at - recording.zero, 3)
    return datetime.fromtimestamp(at, UTC).astimezone(recording.zone).isoformat()
