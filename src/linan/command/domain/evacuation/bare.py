"""Bare networks from three CSV files: links (from,to,capacity,steps), sources (node,people), sinks (node,capacity)."""

import csv
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from linan.command.domain.evacuation.network import Network, Problem
from linan.ground.refusals import Refused
from linan.ground.text import noop as _

_LINKS = ("from", "to", "capacity", "steps")
_SOURCES = ("node", "people")
_SINKS = ("node", "capacity")
_LARGEST = 1e13

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


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


def read_bare(links: Path, sources: Path, sinks: Path) -> Bare:
    """Return the problem that the three files describe.

    Raises: UnreadableFile, BadNumber.
    """
    numbers: dict[str, int] = {}
    mended: list[str] = []
    arcs = _Table(links, _LINKS)
    tail, head = arcs.places("from", numbers), arcs.places("to", numbers)
    steps, capacity = np.ceil(arcs.numbers("steps")), np.floor(arcs.numbers("capacity"))
    people = _Table(sources, _SOURCES)
    peopled, count = people.places("node", numbers), np.floor(people.numbers("people"))
    shelters = _Table(sinks, _SINKS, empty=str(1 << 40))
    sheltered, room = shelters.places("node", numbers), np.floor(shelters.numbers("capacity"))
    if instant := int((steps < 1).sum()):
        mended.append(f"{instant} links take less than one step; one step is counted")
    if narrow := int((capacity < 1).sum()):
        mended.append(f"{narrow} links let nobody through and are left out")
    network = Network.always_open(
        places=len(numbers),
        tail=tail,
        head=head,
        capacity=capacity.astype(np.int64),
        steps=np.maximum(steps, 1).astype(np.int64),
    )
    return Bare(_problem(network, _summed(peopled, count), _summed(sheltered, room)), list(numbers), mended)


def _summed(places: Ints, counts: Floats) -> dict[int, int]:
    """Return the sum for each place; a place may be named in several rows."""
    total: dict[int, int] = {}
    for place, count in zip(places.tolist(), counts.tolist(), strict=True):
        total[place] = total.get(place, 0) + int(count)
    return total


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


class _Table:
    """The wanted columns of a CSV file; empty: what an empty cell of the last column means."""

    def __init__(self, file: Path, columns: tuple[str, ...], *, empty: str = "") -> None:
        self.file, self.columns, self.empty = file, columns, empty
        self.cells = self._columns()

    def places(self, column: str, numbers: dict[str, int]) -> Ints:
        """Return a number for each name in a column, the same for the same name."""
        return np.array([numbers.setdefault(cell.strip(), len(numbers)) for cell in self.cells[column]], np.int64)

    def numbers(self, column: str) -> Floats:
        """Return the numbers of a column; a cell without a number or with a negative one is refused."""
        cells = [cell.strip() or self.empty for cell in self.cells[column]]
        try:
            found = np.array(cells, dtype=float)
        except ValueError:
            found = np.array([_number_or_nan(cell) for cell in cells])
        bad = np.flatnonzero(~((found >= 0) & (found <= _LARGEST)))
        if len(bad):
            raise BadNumber(file=str(self.file), line=int(bad[0]) + 2, value=cells[bad[0]], column=column)
        return found

    def _columns(self) -> dict[str, Sequence[str]]:
        try:
            text = self.file.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise self._unreadable(getattr(error, "strerror", None) or "it is not UTF-8 text") from error
        rows = [row for row in csv.reader(text.splitlines()) if row]
        header = [cell.strip().lower() for cell in rows[0]] if rows else []
        if missing := [column for column in self.columns if column not in header]:
            raise self._unreadable(f"no column {', '.join(missing)}")
        for line, row in enumerate(rows, start=1):
            if len(row) != len(header):
                raise self._unreadable(f"line {line} has {len(row)} cells, not {len(header)}")
        every: list[Sequence[str]] = list(zip(*rows[1:], strict=True)) or [() for _ in header]
        return {column: every[header.index(column)] for column in self.columns}

    def _unreadable(self, why: str) -> UnreadableFile:
        return UnreadableFile(file=str(self.file), why=why, columns=",".join(self.columns))


def _number_or_nan(cell: str) -> float:
    try:
        return float(cell)
    except ValueError:
        return math.nan
