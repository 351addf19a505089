"""Bare networks from three CSV files: links (from,to,capacity,steps), sources (node,people), sinks (node,capacity)."""

import csv
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from linan.command.domain.evacuation.network import Network, Problem
from linan.ground.refusals import Refused
from linan.ground.text import noop as _

_LINKS = ("from", "to", "capacity", "steps")
_SOURCES = ("node", "people")
_SINKS = ("node", "capacity")


class UnreadableFile(Refused):
    """A file is missing, is not text, or lacks a column."""

    code = "evacuation_file_unreadable"
    msgid = _("%(file)s cannot be read: %(why)s. It needs a first line with the columns %(columns)s.")


class BadNumber(Refused):
    """A cell that must hold a number does not."""

    code = "evacuation_bad_number"
    msgid = _('%(file)s, line %(line)s: "%(value)s" is no number that can stand in the column %(column)s.')


@dataclass(frozen=True, slots=True)
class Bare:
    """A problem with the names of its places, and what was mended while reading, as plain sentences."""

    problem: Problem
    names: list[str]
    mended: list[str]


@dataclass(frozen=True, slots=True)
class _Row:
    file: Path
    line: int
    cells: dict[str, str]

    def number(self, column: str, *, least: float = 0) -> float:
        """Return the number in a column; an empty cell or a number below `least` is refused."""
        value = self.cells[column]
        try:
            number = float(value)
        except ValueError:
            number = math.nan
        if not math.isfinite(number) or number < least or number > 1e12:
            raise BadNumber(file=str(self.file), line=self.line, value=value, column=column)
        return number


def read_bare(links: Path, sources: Path, sinks: Path) -> Bare:
    """Return the problem that the three files describe.

    Raises: UnreadableFile, BadNumber.
    """
    numbers: dict[str, int] = {}
    mended: list[str] = []
    arcs = [_arc(row, numbers) for row in _rows(links, _LINKS)]
    people = _people(sources, numbers)
    room = _room(sinks, numbers)
    if instant := sum(steps < 1 for *_, steps in arcs):
        mended.append(f"{instant} links take less than one step; one step is counted")
    if narrow := sum(capacity < 1 for _, _, capacity, _ in arcs):
        mended.append(f"{narrow} links let nobody through and are left out")
    table = np.array(arcs, dtype=np.int64).reshape(-1, 4)
    network = Network.always_open(
        places=len(numbers),
        tail=table[:, 0],
        head=table[:, 1],
        capacity=table[:, 2],
        steps=np.maximum(table[:, 3], 1),
    )
    return Bare(_problem(network, people, room), list(numbers), mended)


def _problem(network: Network, people: dict[int, int], room: dict[int, int]) -> Problem:
    origins, shelters = np.array(list(people), np.int64), np.array(list(room), np.int64)
    return Problem(
        network=network,
        origin_place=origins,
        origin_people=np.array(list(people.values()), np.int64),
        origin_ready=np.zeros(len(origins), np.int64),
        shelter_place=shelters,
        shelter_room=np.array(list(room.values()), np.int64),
    )


def _arc(row: _Row, numbers: dict[str, int]) -> tuple[int, int, int, int]:
    tail = numbers.setdefault(row.cells["from"], len(numbers))
    head = numbers.setdefault(row.cells["to"], len(numbers))
    return tail, head, int(row.number("capacity")), math.ceil(row.number("steps"))


def _people(file: Path, numbers: dict[str, int]) -> dict[int, int]:
    people: dict[int, int] = {}
    for row in _rows(file, _SOURCES):
        place = numbers.setdefault(row.cells["node"], len(numbers))
        people[place] = people.get(place, 0) + int(row.number("people"))
    return people


def _room(file: Path, numbers: dict[str, int]) -> dict[int, int]:
    """An empty capacity is a shelter without limit."""
    room: dict[int, int] = {}
    for row in _rows(file, _SINKS):
        place = numbers.setdefault(row.cells["node"], len(numbers))
        wanted = int(row.number("capacity")) if row.cells["capacity"] else 1 << 40
        room[place] = room.get(place, 0) + wanted
    return room


def _rows(file: Path, columns: tuple[str, ...]) -> Iterator[_Row]:
    wanted = ",".join(columns)
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise UnreadableFile(file=str(file), why=why, columns=wanted) from error
    reader = csv.reader(text.splitlines())
    header = [cell.strip().lower() for cell in next(reader, [])]
    if missing := [column for column in columns if column not in header]:
        raise UnreadableFile(file=str(file), why=f"no column {', '.join(missing)}", columns=wanted)
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield _row(file, reader.line_num, header, cells, columns)


def _row(file: Path, line: int, header: list[str], cells: list[str], columns: tuple[str, ...]) -> _Row:
    if len(cells) != len(header):
        raise UnreadableFile(
            file=str(file),
            why=f"line {line} has {len(cells)} cells, not {len(header)}",
            columns=",".join(columns),
        )
    return _Row(file, line, {name: cell.strip() for name, cell in zip(header, cells, strict=True)})
