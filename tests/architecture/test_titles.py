"""Every announcement of a subsystem reads as a sentence on timelines and in the log."""

import sys
from collections.abc import Iterator

from django.apps import apps

from linan.ground.announcements.kinds import KINDS


def titles() -> Iterator[tuple[str, str]]:
    """Yield (room, kind) of each sentence that a room has for a kind."""
    for app in apps.get_app_configs():
        module = sys.modules.get(f"{app.name}.announcements")
        yield from ((app.name, kind) for kind in getattr(module, "TITLES", {}))


def test_every_kind_has_its_sentence_in_the_room_that_announces_it() -> None:
    known = set(titles())

    missing = [
        kind for kind, event in KINDS.items()
        if not event.__module__.startswith(("linan.ground", "tests"))
        and (event.__module__.removesuffix(".announcements"), kind) not in known
    ]

    assert missing == []


def test_no_sentence_is_for_a_kind_that_nobody_announces() -> None:
    # TaskMoved.done and its like say more of one kind.
    stray = [kind for _, kind in titles() if ".".join(kind.split(".")[:2]) not in KINDS]

    assert stray == []
