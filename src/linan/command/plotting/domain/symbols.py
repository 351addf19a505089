"""The symbols of the shared map: what each means, how it is drawn and in which tone."""

from dataclasses import dataclass
from enum import StrEnum

from linan.ground.text import noop


class Drawing(StrEnum):
    """What a mark is made of."""

    POINT = "point"
    LINE = "line"
    AREA = "area"


GEOJSON = {Drawing.POINT: "Point", Drawing.LINE: "LineString", Drawing.AREA: "Polygon"}


@dataclass(frozen=True, slots=True)
class Symbol:
    """One symbol. key: its name in static/plotting/symbols.svg and in the table; tone: red … grey."""

    key: str
    title: str
    drawing: Drawing
    tone: str


# Own drawings and the field's own words, few enough to be known by heart. Red: danger. Orange: keep out, or closed.
# Blue: those who came to help. Green: safe.
SYMBOLS: dict[str, Symbol] = {
    one.key: one
    for one in (
        Symbol("fire", noop("Seat of fire"), Drawing.POINT, "red"),
        Symbol("trapped", noop("People trapped"), Drawing.POINT, "red"),
        Symbol("hazard", noop("Dangerous substance"), Drawing.POINT, "red"),
        Symbol("blocked", noop("Way blocked"), Drawing.POINT, "orange"),
        Symbol("post", noop("Command post"), Drawing.POINT, "blue"),
        Symbol("entrance", noop("Way in for rescuers"), Drawing.POINT, "blue"),
        Symbol("vehicles", noop("Parking for vehicles"), Drawing.POINT, "blue"),
        Symbol("water", noop("Water point"), Drawing.POINT, "blue"),
        Symbol("lookout", noop("Lookout"), Drawing.POINT, "blue"),
        Symbol("medical", noop("First aid point"), Drawing.POINT, "green"),
        Symbol("meeting", noop("Gathering point"), Drawing.POINT, "green"),
        Symbol("supplies", noop("Supplies handed out"), Drawing.POINT, "green"),
        Symbol("text", noop("Words on the map"), Drawing.POINT, "grey"),
        Symbol("cordon", noop("Cordon line"), Drawing.LINE, "orange"),
        Symbol("closed_road", noop("Road closed"), Drawing.LINE, "red"),
        Symbol("hose", noop("Hose line"), Drawing.LINE, "blue"),
        Symbol("approach", noop("Way for vehicles"), Drawing.LINE, "blue"),
        Symbol("retreat", noop("Way out"), Drawing.LINE, "green"),
        Symbol("danger_area", noop("Area in danger"), Drawing.AREA, "red"),
        Symbol("flooded", noop("Flooded area"), Drawing.AREA, "blue"),
        Symbol("closed_area", noop("Cordoned area"), Drawing.AREA, "orange"),
        Symbol("searched", noop("Searched area"), Drawing.AREA, "green"),
    )
}
