"""The table of households."""

from collections.abc import Iterable
from dataclasses import dataclass

from linan.ground.exchange.tables import Line
from linan.ground.exchange.workbooks import Cell
from linan.registry.models import Household
from linan.registry.tables.buildings import MOST_FLOORS, MOST_UNITS
from linan.registry.tables.cells import Cells, Table, cells_of

HEADINGS = {"building": "楼栋编号", "unit": "单元", "floor": "楼层", "door": "门牌"}
LOWEST_FLOOR = -5


@dataclass(frozen=True, slots=True)
class HouseholdRow:
    """A household as a row of the table. building: its code."""

    building: str
    unit: int
    floor: int
    door: str


def read_household(line: Line) -> HouseholdRow:
    """Return the household of a line. Raises: CellEmpty, CellTooLong, NotANumber."""
    cells = Cells(line, HEADINGS)
    return HouseholdRow(
        building=cells.needed_text("building", 40), unit=cells.number("unit", int, 1, MOST_UNITS) or 1,
        floor=cells.needed_number("floor", int, LOWEST_FLOOR, MOST_FLOORS), door=cells.needed_text("door", 20),
    )


def household_cells(rows: Iterable[Household]) -> Iterable[list[Cell]]:
    """Return the cells of households in the order of HEADINGS."""
    return cells_of(rows, HEADINGS, shown={"building": lambda row: row.building.code})


HOUSEHOLDS = Table("household", HEADINGS, ("building", "floor", "door"), read_household)
