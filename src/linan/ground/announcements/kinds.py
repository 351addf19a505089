"""What an announcement is: a frozen dataclass of ids and plain values, named in the past tense."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, ClassVar, TypeVar, dataclass_transform

PLAIN = (int, str, float, bool, type(None))


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """Something that happened. Holds ids and plain values, never personal text."""

    kind: ClassVar[str] = ""


A = TypeVar("A", bound=Announcement)
KINDS: dict[str, type[Announcement]] = {}


@dataclass_transform(frozen_default=True, kw_only_default=True)
def announcement(cls: type[A]) -> type[A]:
    """Make a class an announcement: a frozen keyword-only dataclass, known as "<room>.<ClassName>".

    Raises: TypeError where another module announces under that name already.
    """
    made = dataclass(frozen=True, kw_only=True)(cls)
    room = cls.__module__.removeprefix("linan.").removeprefix("ground.").split(".")[0]
    made.kind = f"{room}.{cls.__name__}"
    if KINDS.setdefault(made.kind, made).__module__ != made.__module__:
        raise TypeError(f"{made.kind} is announced by {KINDS[made.kind].__module__} already: choose another name")
    KINDS[made.kind] = made
    return made


def payload_of(event: Announcement) -> dict[str, Any]:
    """Return the payload as JSON values."""
    return asdict(event)


def event_from(kind: str, payload: Mapping[str, Any]) -> Announcement:
    """Return the announcement that was stored; fields unknown to today's class are left out."""
    cls = KINDS[kind]
    known = {one.name for one in fields(cls)}
    return cls(**{name: value for name, value in payload.items() if name in known})
