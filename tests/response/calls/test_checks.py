"""The monthly check, and the end of a call."""

from datetime import timedelta

import pytest

from linan.ground.people.models import Role
from linan.response.calls.actions.answers import answer_call
from linan.response.calls.actions.checks import check_everybody_responsible
from linan.response.calls.actions.release import end_spent_calls
from linan.response.calls.actions.waves import escalate_silence
from linan.response.calls.links import Bearer
from linan.response.calls.models import Call, CallStatus, Message
from tests.build import a_community, a_person
from tests.builders.calls import a_call, the_recipient

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]
DAY = timedelta(days=1)


def test_everybody_responsible_is_called_once_a_month(now):
    a_person(role=Role.GRID_MEMBER, org=a_community())

    checked = [check_everybody_responsible(now=moment) for moment in (now, now + DAY, now + 31 * DAY)]

    assert checked == [1, 0, 1]


def test_who_stays_silent_is_told_to_the_leader(now):
    org = a_community()
    a_person(role=Role.GRID_MEMBER, org=org)
    leader = a_person(role=Role.STREET_OFFICER, org=org.parent)
    check_everybody_responsible(now=now)

    escalate_silence(now=now + 2 * DAY)

    assert list(Message.objects.filter(step="leader").values_list("person", flat=True)) == [leader.pk]


def test_a_call_that_waits_for_nobody_ends_by_itself(now):
    recipient = the_recipient(a_call(now=now))
    bearer = Bearer(recipient_id=recipient.pk, person_id=recipient.person_id)
    answer_call(bearer=bearer, answer="到岗", refuses=False, needs_help=False, now=now)

    ended = end_spent_calls(now=now)

    assert (ended, Call.objects.get().status) == (1, CallStatus.ENDED)


@pytest.mark.parametrize(("hours", "ended"), [(24, 0), (26, 1)])
def test_doors_are_knocked_at_for_a_day_after_the_dead_line(now, hours, ended):
    a_call(now=now)

    assert end_spent_calls(now=now + timedelta(hours=hours)) == ended
