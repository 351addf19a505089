"""The table of households."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from linan.ground.exchange.tables import Line
from linan.ground.exchange.workbooks import Cell
from linan.registry.models import Household, SecondContact
from linan.registry.tables.buildings import MOST_FLOORS, MOST_UNITS
from linan.registry.tables.cells import Cells, Table, cells_of, unmasked

HEADINGS = {
    "building": "楼栋编号", "unit": "单元", "floor": "楼层", "door": "门牌", "pets": "宠物",
    "contact_name": "第二联系人", "contact_relation": "与住户关系", "contact_phone": "第二联系人电话",
}
LOWEST_FLOOR = -5
NO_PETS = "无"
_CONTACT = {"name": 60, "phone": 20}


@dataclass(frozen=True, slots=True)
class HouseholdRow:
    """A household as a row of the table. building: its code; pets: None where the cell is empty, and what is stored stays.

    contact: the fields of the second contact that were filled in.
    """

    building: str
    unit: int
    floor: int
    door: str
    pets: str | None = None
    contact: Mapping[str, str] = field(default_factory=dict)
    relation: str = ""


def read_household(line: Line) -> HouseholdRow:
    """Return the household of a line. Raises: CellEmpty, CellTooLong, NotANumber, MaskedCell."""
    cells = Cells(line, HEADINGS)
    pets = cells.text("pets", 60)
    contact = {name: text for name, most in _CONTACT.items() if (text := unmasked(cells, f"contact_{name}", most))}
    return HouseholdRow(
        building=cells.needed_text("building", 40), unit=cells.number("unit", int, 1, MOST_UNITS) or 1,
        floor=cells.needed_number("floor", int, LOWEST_FLOOR, MOST_FLOORS), door=cells.needed_text("door", 20),
        pets={"": None, NO_PETS: ""}.get(pets, pets), contact=contact, relation=cells.text("contact_relation", 20),
    )


def household_cells(
    rows: Iterable[Household], *, show: Callable[[Household, SecondContact, str], str]
) -> Iterable[list[Cell]]:
    """Return the cells of households in the order of HEADINGS. show: a field of a second contact, masked or empty."""

    def of_contact(name: str) -> Callable[[Household], Cell]:
        return lambda row: show(row, row.second_contact, name) if hasattr(row, "second_contact") else ""

    shown = {
        "building": lambda row: row.building.code, "contact_name": of_contact("name"),
        "contact_relation": of_contact("relation"), "contact_phone": of_contact("phone"),
    }
    return cells_of(rows, HEADINGS, shown=shown)


HOUSEHOLDS = Table("household", HEADINGS, ("building", "floor", "door"), read_household)
