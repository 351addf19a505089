"""The table of residents: masked, or in full for those who may, which the audit holds."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from linan.ground.exchange.tables import Line
from linan.ground.exchange.workbooks import Cell
from linan.ground.refusals import Refused
from linan.ground.text import noop
from linan.registry.models import PERSONAL_FIELDS, Resident
from linan.registry.tables.buildings import MOST_UNITS
from linan.registry.tables.cells import Cells, Table, cells_of, unmasked

NEEDS = {
    "80岁以上独居": "alone", "残疾": "disabled", "孕妇": "pregnant", "婴儿": "infant", "透析": "dialysis",
    "居家氧疗": "oxygen", "听力残疾": "deaf", "视力残疾": "blind", "失智": "dementia",
}
HEADINGS = {
    "uid": "人员编号", "building": "楼栋编号", "unit": "单元", "door": "门牌", "name": "姓名", "phone": "电话",
    "id_number": "证件号码", "health_note": "健康备注", "birth_year": "出生年份", "needs": "需要帮助",
}
LENGTHS = {"name": 60, "phone": 20, "id_number": 20, "health_note": 400}


class NoSuchNumber(Refused):
    """A person's number that is none."""

    code = "no_such_number"
    msgid = noop("There is no such person in this community. Leave the cell empty to enter somebody new.")


@dataclass(frozen=True, slots=True)
class ResidentRow:
    """A resident as a row of the table. uid: of a known person, else None. texts: the personal fields filled in."""

    uid: UUID | None
    building: str
    unit: int
    door: str
    texts: dict[str, str]
    birth_year: int | None
    needs: tuple[str, ...]


def read_resident(line: Line) -> ResidentRow:
    """Return the resident of a line. Raises: CellEmpty, CellTooLong, NotANumber, UnknownWord, MaskedCell, NoSuchNumber."""
    cells = Cells(line, HEADINGS)
    uid = _uid(cells)
    texts = {field: text for field in PERSONAL_FIELDS if (text := unmasked(cells, field, LENGTHS[field]))}
    if uid is None:
        cells.needed_text("name", LENGTHS["name"])
    return ResidentRow(
        uid=uid, building=cells.needed_text("building", 40), unit=cells.number("unit", int, 1, MOST_UNITS) or 1,
        door=cells.needed_text("door", 20), texts=texts,
        birth_year=cells.number("birth_year", int, 1900, 2100), needs=cells.words("needs", NEEDS),
    )


def resident_cells(
    rows: Iterable[Resident], *, needs: Mapping[int, Sequence[str]], show: Callable[[Resident, str], str]
) -> Iterable[list[Cell]]:
    """Return the cells of residents who live somewhere.

    needs: {resident id: kinds of need}. show: a personal field's text, masked or in full.
    """
    words = {value: word for word, value in NEEDS.items()}
    shown: dict[str, Callable[[Resident], Cell]] = {
        "uid": lambda row: str(row.uid),
        "building": lambda row: row.household.building.code if row.household else "",
        "unit": lambda row: row.household.unit if row.household else None,
        "door": lambda row: row.household.door if row.household else "",
        "needs": lambda row: "、".join(words[kind] for kind in needs.get(row.pk, ())),
        "name": lambda row: show(row, "name"), "phone": lambda row: show(row, "phone"),
        "id_number": lambda row: show(row, "id_number"), "health_note": lambda row: show(row, "health_note"),
    }
    return cells_of(rows, HEADINGS, shown=shown)


def _uid(cells: Cells) -> UUID | None:
    text = cells.text("uid", 40)
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError as fault:
        raise NoSuchNumber(field=HEADINGS["uid"]) from fault


RESIDENTS = Table("resident", HEADINGS, ("building", "door", "name"), read_resident)
