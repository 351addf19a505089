"""Whom a call goes to, as it was chosen; resolved into recipients when it is released."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """What was chosen, all of it together.

    people, groups, buildings: ids. roles: values of people.Role, held in the call's unit or below it.
    on_duty: whoever is on duty at the moment of release. area: GeoJSON Polygon, WGS84 degrees, or None: everyone in
    the buildings whose centre lies in it.
    """

    people: tuple[int, ...] = ()
    groups: tuple[int, ...] = ()
    roles: tuple[str, ...] = ()
    on_duty: bool = False
    buildings: tuple[int, ...] = ()
    area: Mapping[str, Any] | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nobody at all was chosen."""
        return not (self.people or self.groups or self.roles or self.on_duty or self.buildings or self.area)

    def as_json(self) -> dict[str, Any]:
        """Return it as stored."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Audience":
        """Return what as_json() stored."""
        return cls(
            people=tuple(stored.get("people", ())), groups=tuple(stored.get("groups", ())),
            roles=tuple(stored.get("roles", ())), on_duty=bool(stored.get("on_duty", False)),
            buildings=tuple(stored.get("buildings", ())), area=stored.get("area"),
        )
