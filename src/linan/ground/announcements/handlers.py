"""@on: who reacts to what. A reaction runs in the worker, in the transaction that moves its cursor."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from linan.ground.announcements.kinds import Announcement

A = TypeVar("A", bound=Announcement)


@dataclass(frozen=True, slots=True)
class Handler:
    """A named reaction to one kind of announcement. `takes_batch`: it is given a list, in commit order."""

    name: str
    kind: str
    react: Callable[[Any], None]
    takes_batch: bool


HANDLERS: dict[str, Handler] = {}


def on(event: type[A]) -> Callable[[Callable[[A], None]], Callable[[A], None]]:
    """Make a function the reaction to each announcement of a kind."""

    def register(react: Callable[[A], None]) -> Callable[[A], None]:
        _add(event, react, takes_batch=False)
        return react

    return register


def on_batch(event: type[A]) -> Callable[[Callable[[Sequence[A]], None]], Callable[[Sequence[A]], None]]:
    """Make a function the reaction to many announcements of a kind at once."""

    def register(react: Callable[[Sequence[A]], None]) -> Callable[[Sequence[A]], None]:
        _add(event, react, takes_batch=True)
        return react

    return register


def _add(event: type[Announcement], react: Callable[[Any], None], *, takes_batch: bool) -> None:
    name = f"{react.__module__.removeprefix('linan.')}.{react.__name__}"
    HANDLERS[name] = Handler(name=name, kind=event.kind, react=react, takes_batch=takes_batch)
