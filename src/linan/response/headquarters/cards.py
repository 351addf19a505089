"""Decision cards: what changed since somebody looked, what is late, what comes next, with what can be done about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from linan.ground.people.models import Person
from linan.response.headquarters.domain.points import Point
from linan.response.headquarters.models import Choice
from linan.response.headquarters.points import points_of
from linan.response.headquarters.queries import last_choices, last_look, owner_of
from linan.response.models import Incident
from linan.response.pages import incident_page
from linan.response.timeline import Line

NEXT_SHOWN = 3
CHANGES_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Card:
    """One open matter with what was chosen about it last; None while nobody has."""

    point: Point
    choice: Choice | None


@dataclass(frozen=True, slots=True)
class Cards:
    """All cards of an incident for one person. looked_at: None where the person has not said "seen" yet."""

    incident: Incident
    looked_at: datetime | None
    changes: Sequence[Line]
    late: Sequence[Card]
    coming: Sequence[Card]
    has_owner: bool

    @property
    def latest(self) -> Sequence[Line]:
        """The latest of the changes."""
        return self.changes[:CHANGES_SHOWN]

    @property
    def more(self) -> int:
        """How many changes are not listed."""
        return max(0, len(self.changes) - CHANGES_SHOWN)


def cards_of(incident: Incident, *, person: Person, now: datetime) -> Cards:
    """Return the cards of an incident as they stand for one person."""
    points, choices = points_of(incident, now=now), last_choices(incident.pk)
    cards = [Card(point=one, choice=choices.get(one.key)) for one in points]
    looked_at = last_look(incident.pk, person.pk)
    return Cards(
        incident=incident, looked_at=looked_at, changes=_changes(incident, person, looked_at, now=now),
        late=[one for one in cards if one.point.is_late], coming=[one for one in cards if not one.point.is_late][:NEXT_SHOWN],
        has_owner=owner_of(incident.pk) is not None,
    )


def _changes(incident: Incident, person: Person, looked_at: datetime | None, *, now: datetime) -> list[Line]:
    """Return what others did since a person looked, the newest first."""
    lines = incident_page(incident, now=now).timeline
    return [one for one in lines if (looked_at is None or one.at > looked_at) and one.by != person.full_name]
