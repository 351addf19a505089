"""The tables of risk sources, protected targets and resources: one shape, with words and a number of their own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from linan.ground.exchange.tables import Line
from linan.ground.exchange.workbooks import Cell
from linan.registry.models import Place
from linan.registry.tables.cells import Cells, Table, cells_of

HEADINGS = {
    "code": "编号", "name": "名称", "kind": "类别", "lon": "经度", "lat": "纬度", "responsible": "责任岗位", "note": "备注",
}
NEEDED = ("code", "name", "kind", "lon", "lat")
MOST_PEOPLE = 1_000_000
RISKS = {
    "电动自行车棚": "ebike_shed", "燃气设施": "gas", "餐饮厨房": "restaurant", "小商铺": "shop", "易涝点": "underpass",
    "老旧房屋": "old_building", "边坡": "slope", "人员密集场所": "crowd", "其他": "other",
}
TARGETS = {
    "学校": "school", "幼儿园": "kindergarten", "医院": "hospital", "养老机构": "care_home", "市场": "market",
    "文化场所": "culture", "其他": "other",
}
RESOURCES = {
    "消火栓": "hydrant", "微型消防站": "micro_fire_station", "避难场所": "shelter", "集合点": "assembly_point",
    "自动体外除颤器": "aed", "应急物资库": "store", "其他": "other",
}


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place as a row of the table. columns: all but the code."""

    code: str
    columns: dict[str, Any]


@dataclass(frozen=True, slots=True)
class PlaceReader:
    """Reads lines of one list. number: its own column, empty when it has none."""

    headings: Mapping[str, str]
    words: Mapping[str, str]
    number: str

    def __call__(self, line: Line) -> PlaceRow:
        """Return the place of a line. Raises: CellEmpty, CellTooLong, NotANumber, UnknownWord."""
        cells = Cells(line, self.headings)
        own = {self.number: cells.number(self.number, int, 0, MOST_PEOPLE)} if self.number else {}
        return PlaceRow(code=cells.needed_text("code", 40), columns=own | {
            "name": cells.needed_text("name", 120), "kind": cells.word("kind", self.words),
            "lon": cells.needed_number("lon", float, -180.0, 180.0), "lat": cells.needed_number("lat", float, -90.0, 90.0),
            "responsible": cells.text("responsible", 80), "note": cells.text("note", 400),
        })


def place_cells(rows: Iterable[Place], table: Table[PlaceRow], words: Mapping[str, str]) -> Iterable[list[Cell]]:
    """Return the cells of places in the order of their table's headings."""
    shown = {value: word for word, value in words.items()}
    return cells_of(rows, table.headings, shown={"kind": lambda row: shown[row.kind]})


def _table(noun: str, words: Mapping[str, str], number: dict[str, str]) -> Table[PlaceRow]:
    headings = HEADINGS | number
    return Table(noun, headings, NEEDED, PlaceReader(headings, words, next(iter(number), "")))


RISK_SOURCES = _table("risk-source", RISKS, {})
PROTECTED_TARGETS = _table("protected-target", TARGETS, {"headcount": "人数"})
RESOURCE_TABLE = _table("resource", RESOURCES, {"capacity": "可容纳人数"})
