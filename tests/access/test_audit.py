"""Reading personal data leaves a trace."""

import pytest

from linan.ground.access.audit import note_reading
from linan.ground.announcements.models import Logged
from tests.build import a_person

pytestmark = pytest.mark.django_db


def test_a_reading_names_who_what_which_fields_and_why_but_not_what_they_say(now):
    person = a_person()
    org_id = person.memberships.get().org_id

    note_reading(person, what="resident-7", fields=["phone", "id_number"], reason="call", now=now, org_id=org_id)

    row = Logged.objects.get(kind="access.PersonalDataRevealed")
    assert (row.by_id, row.org_id, row.about) == (person.pk, org_id, ["resident-7", "reveals"])
    assert row.payload == {"what": "resident-7", "fields": "phone, id_number", "reason": "call"}
