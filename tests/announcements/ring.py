"""A small announcement for tests, and a reaction with an effect in the database."""

from collections.abc import Sequence
from datetime import UTC, datetime

from django.db import transaction

from linan.ground.announcements.kinds import Announcement, announcement
from linan.ground.announcements.log import announce
from linan.ground.orgs.models import Org, OrgKind

MOMENT = datetime(2026, 1, 14, 19, 12, tzinfo=UTC)


@announcement
class Rang(Announcement):
    """A bell rang."""

    number: int


def ring(*numbers: int, org_id: int | None = None) -> None:
    """Announce one ring per number, in one transaction."""
    with transaction.atomic():
        for number in numbers:
            announce(Rang(number=number), by_id=None, org_id=org_id, about=[f"bell-{number}", "bells"], now=MOMENT)


def write_down(event: Rang) -> None:
    """Leave a row that bears the number."""
    Org.objects.create(kind=OrgKind.DISTRICT, name=str(event.number), path=f"ring-{Org.objects.count()}")


def write_all_down(events: Sequence[Rang]) -> None:
    """Leave one row that bears all numbers."""
    Org.objects.create(
        kind=OrgKind.DISTRICT, name=",".join(str(event.number) for event in events), path=f"ring-{Org.objects.count()}"
    )


def written() -> list[str]:
    """Return what the reactions wrote, in their order."""
    return list(Org.objects.order_by("pk").values_list("name", flat=True))
