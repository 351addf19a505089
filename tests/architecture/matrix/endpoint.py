"""What a room says about one of its addresses."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from linan.ground.access.rights import Right

PUBLIC: Literal["public"] = "public"
SIGNED_IN: Literal["signed in"] = "signed in"


@dataclass(frozen=True, slots=True, eq=False)
class Endpoint:
    """One address and method: the right that opens it (of several: any one), PUBLIC, or SIGNED_IN (any role)."""

    name: str
    method: str = "GET"
    right: Right | tuple[Right, ...] | Literal["public", "signed in"] = SIGNED_IN
    about: str = ""
    places: Mapping[str, str | int] = field(default_factory=dict)
    data: Mapping[str, str | int] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.method} {self.name}"

    @property
    def rights(self) -> frozenset[Right]:
        """The rights of which any one opens it; empty for PUBLIC and SIGNED_IN."""
        if isinstance(self.right, tuple):
            return frozenset(self.right)
        return frozenset({self.right}) if isinstance(self.right, Right) else frozenset()
