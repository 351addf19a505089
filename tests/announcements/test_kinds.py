"""A kind of announcement belongs to one module."""

import pytest

from linan.ground.announcements.kinds import KINDS, Announcement, announcement
from tests.announcements.ring import Rang


def test_two_modules_do_not_announce_under_one_name():
    namesake = type("Rang", (Announcement,), {"__module__": Rang.__module__ + ".elsewhere", "__annotations__": {"number": int}})

    with pytest.raises(TypeError):
        announcement(namesake)

    assert KINDS[Rang.kind] is Rang
