"""Who listens: one browser's event stream, what it may hear of, and what it has yet to be told."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field

from linan.ground.announcements.order import START, Entry, Position

MOST_NAMES = 2000


@dataclass(eq=False)
class Listener:
    """One open stream. What it has not been told yet is kept as a set of names, so a burst costs no memory."""

    org_ids: frozenset[int]
    told_up_to: Position
    names: dict[str, None] = field(default_factory=dict)
    up_to: Position = START
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    is_dropped: bool = False

    def hear(self, names: Iterable[str], *, up_to: Position) -> None:
        """Note changed things to tell. A listener with too many untold names is dropped; the browser returns."""
        self.names.update(dict.fromkeys(names))
        self.up_to = max(self.up_to, up_to)
        if len(self.names) > MOST_NAMES:
            self.drop()
        self.wake.set()

    def take(self) -> tuple[list[str], Position]:
        """Return what is to be told now, and forget it."""
        names, up_to = list(self.names), self.up_to
        self.names.clear()
        self.wake.clear()
        self.told_up_to = max(self.told_up_to, up_to)
        return names, up_to

    def drop(self) -> None:
        """End this stream."""
        self.is_dropped = True
        self.names.clear()
        self.wake.set()


def names_by_org(entries: Iterable[Entry]) -> dict[int | None, dict[str, None]]:
    """Return the names of changed things for each organisation, in order, each once; None: of the whole house."""
    names: dict[int | None, dict[str, None]] = {}
    for entry in entries:
        names.setdefault(entry.org_id, {}).update(dict.fromkeys(entry.about))
    return names


def tell(listeners: Iterable[Listener], entries: list[Entry]) -> None:
    """Let each listener hear of the rows of its organisations, and everybody of those of the whole house.

    A row of no organisation (an account without a role, a change for the whole installation) may be shown on
    any screen. Its name holds a noun and a number only; what a screen then fetches, it fetches with its rights.
    """
    if not entries:
        return
    names, up_to = names_by_org(entries), entries[-1].position
    for listener in listeners:
        own = {None, *listener.org_ids}
        heard = [name for org_id, some in names.items() if org_id in own for name in some]
        if heard:
            listener.hear(heard, up_to=up_to)
