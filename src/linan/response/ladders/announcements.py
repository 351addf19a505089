"""What ladders announce."""

from linan.ground.announcements.kinds import Announcement, announcement
from linan.ground.text import noop


@announcement
class LadderOpened(Announcement):
    """A fault began a ladder at its place."""

    ladder_id: int
    ladder_kind: str


@announcement
class RungOpened(Announcement):
    """Somebody is to take the next step. number: counted from 1."""

    ladder_id: int
    number: int
    owner_id: int


@announcement
class RungDone(Announcement):
    """A step was taken. outcome: settled or refused."""

    ladder_id: int
    number: int
    outcome: str


@announcement
class OccurrenceNoted(Announcement):
    """The fault came again while a step was still to be taken."""

    ladder_id: int


@announcement
class LadderForgiven(Announcement):
    """The cooling-off passed without another event."""

    ladder_id: int


@announcement
class LadderUnfounded(Announcement):
    """Every event of the ladder was found false."""

    ladder_id: int


@announcement
class LadderHandedOver(Announcement):
    """The last step was refused; an authority takes over."""

    ladder_id: int


TITLES = {
    "response.LadderOpened": noop("Persuasion begun"),
    "response.RungOpened": noop("Step %(number)s of persuasion begun"),
    "response.RungDone": noop("Step %(number)s of persuasion taken"),
    "response.OccurrenceNoted": noop("It happened again during persuasion"),
    "response.LadderForgiven": noop("Persuasion ended: forgiven"),
    "response.LadderUnfounded": noop("Persuasion ended: unfounded"),
    "response.LadderHandedOver": noop("Persuasion ended: handed over"),
}
