"""State machines: a table of allowed moves plus compare-and-set."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.db import models

from linan.ground.refusals import NotFound, Refused
from linan.ground.text import noop

Row = TypeVar("Row", bound=models.Model)
Moves = Mapping[str, frozenset[str]]


class MoveNotAllowed(Refused):
    """The table of moves has no such move."""

    code = "move_not_allowed"
    status = 409
    msgid = noop("This is “%(current)s” now and cannot become “%(to)s”. Reload the page to see what can be done.")


class MovedMeanwhile(Refused):
    """Somebody else moved the row between reading and writing."""

    code = "moved_meanwhile"
    status = 409
    msgid = noop("Somebody else changed this a moment ago. Reload the page and look before you decide.")


def move(model: type[Row], pk: int, *, to: str, field: str = "status", **columns: Any) -> Row:
    """Move one row to another state and return it fresh.

    The model carries MOVES, {state: frozenset of states reachable from it}. `columns` are set with the
    move in the same statement. Uses the base manager: the door was passed before.

    Raises: NotFound, MoveNotAllowed, MovedMeanwhile.
    """
    moves: Moves = model.MOVES  # type: ignore[attr-defined]
    rows = model._base_manager
    current = rows.filter(pk=pk).values_list(field, flat=True).first()
    if current is None:
        raise NotFound
    if to not in moves.get(current, frozenset()):
        raise MoveNotAllowed(current=str(current), to=str(to))
    changed = rows.filter(pk=pk, **{field: current}).update(**{field: to}, **columns)
    if not changed:
        raise MovedMeanwhile
    return rows.get(pk=pk)


def move_many(model: type[Row], pks: Iterable[int], *, to: str, field: str = "status", **columns: Any) -> list[Row]:
    """Move those of the rows that may go to another state, and return them fresh; the others stay as they are.

    Locks the rows in the order of their keys, so that two who move the same ones wait for each other: belongs inside a
    transaction. A row that somebody else moved first is simply not among those returned.
    """
    moves: Moves = model.MOVES  # type: ignore[attr-defined]
    before = [state for state, reachable in moves.items() if to in reachable]
    rows = model._base_manager.filter(pk__in=list(pks), **{f"{field}__in": before})
    locked = list(rows.select_for_update().order_by("pk").values_list("pk", flat=True))
    model._base_manager.filter(pk__in=locked).update(**{field: to}, **columns)
    return list(model._base_manager.filter(pk__in=locked).order_by("pk"))
