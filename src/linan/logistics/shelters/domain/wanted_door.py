"""What a registrar typed into the one search field: a door, or a name."""

import re
from dataclasses import dataclass

_PARTS = re.compile(r"[\s,，、/－—-]+")
_UNIT = re.compile(r"^(\d{1,2})\s*(?:单元|门)$")
_ROOM = re.compile(r"^(\d{1,5}[A-Za-z]?)(?:室|号房)?$")


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for. building: words of its name; unit: None where none was typed; door: the number on it."""

    name: str = ""
    building: str = ""
    unit: int | None = None
    door: str = ""


def read_search(typed: str) -> Search:
    """Read “3号楼 502”, “3号楼1单元502室”, “3号楼-1-502”, “502”, or a name."""
    text = re.sub(r"(\d+\s*单元)", r" \1 ", typed.strip())
    text = re.sub(r"(?<=[楼栋幢座])(?=\d)", " ", text)
    parts = [part for part in _PARTS.split(text) if part]
    if not any(character.isdigit() for character in typed):
        return Search(name=typed.strip())
    return _door(parts)


def _door(parts: list[str]) -> Search:
    units = [int(found[1]) for part in parts if (found := _UNIT.match(part))]
    rest = [part for part in parts if not _UNIT.match(part)]
    rooms = [found[1] for part in rest if (found := _ROOM.match(part))]
    building = " ".join(part for part in rest if not _ROOM.match(part))
    if not units and len(rooms) == 2 and len(rooms[0]) <= 2:
        units = [int(rooms[0])]
    return Search(building=building, unit=units[0] if units else None, door=rooms[-1] if rooms else "")
