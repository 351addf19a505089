"""The table of buildings."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from linan.ground.exchange.tables import Line
from linan.ground.exchange.workbooks import Cell
from linan.registry.models import Building
from linan.registry.tables.cells import Cells, Table, cells_of

USES = {
    "住宅": "residential", "商业": "commercial", "办公": "office", "学校": "school", "医院": "hospital",
    "车棚": "shed", "其他": "other",
}
HEADINGS = {
    "code": "编号", "name": "名称", "address": "地址", "use": "用途", "floors": "层数", "units": "单元数",
    "height_m": "高度（米）", "lon": "经度", "lat": "纬度",
}
MOST_FLOORS, MOST_UNITS, MOST_HEIGHT_M = 200, 60, 1000.0


@dataclass(frozen=True, slots=True)
class BuildingRow:
    """A building as a row of the table. WGS84 degrees, height in metres."""

    code: str
    name: str
    lon: float
    lat: float
    use: str
    floors: int
    units: int
    address: str
    height_m: float | None

    def columns(self) -> dict[str, Any]:
        """Return all but the code, by the names of the table's columns."""
        return {name: value for name, value in asdict(self).items() if name != "code"}


def read_building(line: Line) -> BuildingRow:
    """Return the building of a line. Raises: CellEmpty, CellTooLong, NotANumber, UnknownWord."""
    cells = Cells(line, HEADINGS)
    return BuildingRow(
        code=cells.needed_text("code", 40), name=cells.needed_text("name", 120),
        lon=cells.needed_number("lon", float, -180.0, 180.0), lat=cells.needed_number("lat", float, -90.0, 90.0),
        use=cells.word("use", USES, otherwise="住宅"), address=cells.text("address", 200),
        floors=cells.number("floors", int, 1, MOST_FLOORS) or 1, units=cells.number("units", int, 1, MOST_UNITS) or 1,
        height_m=cells.number("height_m", float, 0.5, MOST_HEIGHT_M),
    )


def building_cells(rows: Iterable[Building]) -> Iterable[list[Cell]]:
    """Return the cells of buildings in the order of HEADINGS."""
    words = {value: word for word, value in USES.items()}
    return cells_of(rows, HEADINGS, shown={"use": lambda row: words[row.use]})


BUILDINGS = Table("building", HEADINGS, ("code", "name", "lon", "lat"), read_building)
