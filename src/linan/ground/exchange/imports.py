"""Imports: every bad row with its reason, and nothing half-imported."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db import transaction

from linan.ground.exchange.tables import Line
from linan.ground.refusals import Refused
from linan.ground.text import Sentence

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be imported: its number as Excel counts, the column at fault if one is, and why."""

    number: int
    column: str | None
    why: Sentence


@dataclass(frozen=True, slots=True)
class Import(Generic[Row]):
    """What came of a table: the rows that were read well, and the bad ones. Stored only when none is bad."""

    rows: Sequence[Row]
    bad: Sequence[BadRow]

    @property
    def is_stored(self) -> bool:
        """Whether every row is in the database now (else none is)."""
        return not self.bad


class _TakeBack(Exception):
    """Ends the transaction of an import that has bad rows."""


def import_rows(
    lines: Iterable[Line], *, read: Callable[[Line], Row], store: Callable[[Row], object]
) -> Import[Row]:
    """Read and store every line, in one transaction that is taken back when any line is bad.

    read: turns a line into what is stored; store: an action. Both refuse with Refused, whose `field` names the
    column. Rows after a bad one are still tried, so that one upload shows all that is wrong.
    """
    rows: list[Row] = []
    bad: list[BadRow] = []
    try:
        with transaction.atomic():
            for line in lines:
                _try_line(line, read, store, rows, bad)
            if bad:
                raise _TakeBack
    except _TakeBack:
        pass
    return Import(rows=rows, bad=bad)


def _try_line(
    line: Line, read: Callable[[Line], Row], store: Callable[[Row], object], rows: list[Row], bad: list[BadRow]
) -> None:
    try:
        with transaction.atomic():
            row = read(line)
            store(row)
    except Refused as refused:
        bad.append(BadRow(number=line.number, column=refused.field, why=refused.sentence))
    else:
        rows.append(row)
