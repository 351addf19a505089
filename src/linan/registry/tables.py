"""The table of buildings as Excel has it, in and out; its headings are the field's words."""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

from linan.ground.exchange.tables import Line
from linan.ground.exchange.workbooks import Cell
from linan.ground.refusals import Refused
from linan.ground.text import noop
from linan.registry.models import Building

USES = {
    "住宅": "residential", "商业": "commercial", "办公": "office", "学校": "school", "医院": "hospital",
    "车棚": "shed", "其他": "other",
}
HEADINGS = {
    "code": "编号", "name": "名称", "address": "地址", "use": "用途", "floors": "层数", "units": "单元数",
    "height_m": "高度（米）", "lon": "经度", "lat": "纬度",
}
NEEDED = tuple(HEADINGS[name] for name in ("code", "name", "lon", "lat"))
MOST_FLOORS, MOST_UNITS, MOST_HEIGHT_M = 200, 60, 1000.0

Number = TypeVar("Number", int, float)


class CellEmpty(Refused):
    """A needed cell has nothing."""

    code = "cell_empty"
    msgid = noop("This cell may not be empty. Fill it in.")


class CellTooLong(Refused):
    """A text longer than the column."""

    code = "cell_too_long"
    msgid = noop("This text is too long. Shorten it to %(most)d characters.")


class NotANumber(Refused):
    """A cell that should hold a number holds something else, or one out of range."""

    code = "not_a_number"
    msgid = noop("“%(text)s” is no number from %(least)s to %(most)s. Correct it.")


class UnknownUse(Refused):
    """The use of a building is none of the known ones."""

    code = "unknown_use"
    msgid = noop("“%(text)s” is no known use. Write one of: %(uses)s.")


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
    """Return the building of a line. Raises: CellEmpty, CellTooLong, NotANumber, UnknownUse."""
    return BuildingRow(
        code=_needed_text(line, "code", 40), name=_needed_text(line, "name", 120),
        lon=_needed_number(line, "lon", -180.0, 180.0), lat=_needed_number(line, "lat", -90.0, 90.0),
        use=_use(line), address=_text(line, "address", 200),
        floors=_number(line, "floors", int, 1, MOST_FLOORS) or 1, units=_number(line, "units", int, 1, MOST_UNITS) or 1,
        height_m=_number(line, "height_m", float, 0.5, MOST_HEIGHT_M),
    )


def building_cells(rows: Iterable[Building]) -> Iterable[list[Cell]]:
    """Return the cells of buildings in the order of HEADINGS."""
    words = {value: word for word, value in USES.items()}
    for row in rows:
        yield [words[row.use] if name == "use" else getattr(row, name) for name in HEADINGS]


def _text(line: Line, name: str, most: int) -> str:
    text = line.cells.get(HEADINGS[name], "")
    if len(text) > most:
        raise CellTooLong(field=HEADINGS[name], most=most)
    return text


def _needed_text(line: Line, name: str, most: int) -> str:
    text = _text(line, name, most)
    if not text:
        raise CellEmpty(field=HEADINGS[name])
    return text


def _number(line: Line, name: str, kind: Callable[[str], Number], least: Number, most: Number) -> Number | None:
    text = line.cells.get(HEADINGS[name], "")
    if not text:
        return None
    refusal = NotANumber(field=HEADINGS[name], text=text[:40], least=least, most=most)
    try:
        number = kind(text)
    except ValueError as fault:
        raise refusal from fault
    if not least <= number <= most:
        raise refusal
    return number


def _needed_number(line: Line, name: str, least: float, most: float) -> float:
    number = _number(line, name, float, least, most)
    if number is None:
        raise CellEmpty(field=HEADINGS[name])
    return number


def _use(line: Line) -> str:
    text = line.cells.get(HEADINGS["use"], "") or "住宅"
    if text not in USES:
        raise UnknownUse(field=HEADINGS["use"], text=text[:40], uses="、".join(USES))
    return USES[text]
