"""A warning message, whatever format it came in."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from linan.ground.text import Sentence

# A notice that states no end: practice renews it daily, so it is taken to hold for a day after it was sent.
UNSTATED = timedelta(hours=24)


class Action(StrEnum):
    """What a message does to the warning it belongs to."""

    ALERT = "alert"
    UPDATE = "update"
    CANCEL = "cancel"


class Purpose(StrEnum):
    """Whether it is meant: a CAP status."""

    ACTUAL = "actual"
    EXERCISE = "exercise"
    SYSTEM = "system"
    TEST = "test"


class SignatureState(StrEnum):
    """What its signature is worth; a broken one is refused before it becomes a message."""

    NONE = "none"
    INTACT = "intact"
    UNCHECKED = "unchecked"


@dataclass(frozen=True, slots=True)
class Level:
    """How bad, in one scheme: 1 is the worst of it. Ordinals of different schemes are never compared."""

    scheme: str
    ordinal: int


@dataclass(frozen=True, slots=True)
class Reference:
    """An earlier message that this one follows; sender and moment only where the format tells them."""

    identifier: str
    sender: str = ""
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Code:
    """A place by its code in some scheme ("CPEAS Geographic Code", "SAME" …)."""

    scheme: str
    value: str


@dataclass(frozen=True, slots=True)
class Circle:
    """A disc. lon, lat: degrees WGS84."""

    lon: float
    lat: float
    radius_km: float


@dataclass(frozen=True, slots=True)
class Area:
    """Where it holds. polygons: closed rings of (lon, lat) in degrees WGS84."""

    name: str
    codes: tuple[Code, ...] = ()
    polygons: tuple[tuple[tuple[float, float], ...], ...] = ()
    circles: tuple[Circle, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """What it says, in one language (BCP 47)."""

    language: str
    event: str
    headline: str
    description: str
    instruction: str


@dataclass(frozen=True, slots=True)
class Signature:
    """The signature it came with. signer, fingerprint (hex SHA-256): of its certificate, whose owner is not proved."""

    state: SignatureState = SignatureState.NONE
    signer: str = ""
    fingerprint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WarningMessage:
    """One message as it was sent, normalised.

    kind: code of the national event list ("11B03"), "" where none is known. starts_at, ends_at: None where not
    stated. replaces_silently: the format names no earlier message, so the one of the same issuer and kind is meant.
    """

    format: str
    identifier: str
    sender: str
    issuer: str
    sent_at: datetime
    action: Action
    purpose: Purpose = Purpose.ACTUAL
    scope: str = "public"
    references: tuple[Reference, ...] = ()
    replaces_silently: bool = False
    kind: str = ""
    categories: tuple[str, ...] = ()
    level: Level
    urgency: str = ""
    certainty: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    words: tuple[Words, ...]
    areas: tuple[Area, ...] = ()
    web: str = ""
    contact: str = ""
    signature: Signature = field(default_factory=Signature)
    remarks: tuple[Sentence, ...] = ()

    @property
    def main(self) -> Words:
        """The Chinese words where there are some, else the first."""
        return next((one for one in self.words if one.language.lower().startswith("zh")), self.words[0])

    @property
    def holds_until(self) -> datetime:
        """The stated end, or a day after it was sent."""
        return self.ends_at or self.sent_at + UNSTATED

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values: moments in ISO 8601, areas and words as lists."""
        return {
            "format": self.format, "identifier": self.identifier, "sender": self.sender, "issuer": self.issuer,
            "sent_at": self.sent_at.isoformat(), "action": str(self.action), "purpose": str(self.purpose),
            "kind": self.kind, "event": self.main.event, "scheme": self.level.scheme, "ordinal": self.level.ordinal,
            "starts_at": _said(self.starts_at), "ends_at": _said(self.ends_at), "headline": self.main.headline,
            "description": self.main.description, "instruction": self.main.instruction,
            "areas": [area_json(one) for one in self.areas],
            "references": [one.identifier for one in self.references],
            "signature": str(self.signature.state), "remarks": [one.as_json() for one in self.remarks],
        }


def _said(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def area_json(area: Area) -> dict[str, Any]:
    """Return an area as plain values."""
    return {
        "name": area.name,
        "codes": [[one.scheme, one.value] for one in area.codes],
        "polygons": [[list(point) for point in ring] for ring in area.polygons],
        "circles": [[one.lon, one.lat, one.radius_km] for one in area.circles],
    }


def area_from_json(stored: dict[str, Any]) -> Area:
    """Return the area that area_json() stored."""
    return Area(
        name=stored["name"],
        codes=tuple(Code(scheme, value) for scheme, value in stored["codes"]),
        polygons=tuple(tuple((lon, lat) for lon, lat in ring) for ring in stored["polygons"]),
        circles=tuple(Circle(*one) for one in stored["circles"]),
    )
