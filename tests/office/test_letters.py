"""Failed reactions are seen by the auditor of their organisation, and tried again or settled."""

import pytest

from linan.ground.announcements.models import DeadLetter
from linan.ground.people.models import Role
from tests.architecture.matrix.office import a_letter_in
from tests.build import a_community, a_person, signed_in_client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]


def test_the_auditor_sees_the_failures_of_their_own_organisation_only():
    own, beside = a_community(), a_community()
    letter = a_letter_in(own)
    a_letter_in(beside)

    answer = signed_in_client(a_person(role=Role.AUDIT_ADMIN, org=own)).get("/office/dead-letters/")

    assert [one for one, _title in answer.context["letters"]] == [letter]


def test_a_reaction_that_is_no_longer_part_of_the_program_stays_until_it_is_settled():
    org = a_community()
    letter = a_letter_in(org)
    auditor = signed_in_client(a_person(role=Role.AUDIT_ADMIN, org=org))

    auditor.post(f"/office/dead-letters/{letter.pk}/retry/")
    after_retry = DeadLetter.objects.get(pk=letter.pk).resolved_at
    auditor.post(f"/office/dead-letters/{letter.pk}/settling/")

    assert after_retry is None
    assert auditor.get("/office/dead-letters/").context["letters"] == []
