"""Two people close an incident at once: one closes it, the other is told who did, when, and with which words."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.urls import reverse

from linan.ground.access.scopes import everywhere
from linan.ground.people.models import Role
from linan.response.actions import ClosedMeanwhile, close_incident
from linan.response.models import CloseReason, Incident
from tests.build import NOW, a_person, signed_in_client
from tests.builders.response import an_incident


@pytest.mark.django_db(transaction=True)
def test_of_two_who_close_at_once_the_second_is_told_what_happened():
    incident = an_incident()
    people = [a_person(org=incident.org) for _number in range(2)]
    line = threading.Barrier(2)

    with ThreadPoolExecutor(max_workers=2) as threads:
        told = list(threads.map(lambda person: _close(line, incident, person), people))

    with everywhere():
        closed = Incident.objects.get()
    first, second = sorted(told, key=len)
    assert first == {}
    assert second == {"person": str(closed.closed_by), "at": "03:12", "summary": f"由{closed.closed_by}结束"}


@pytest.mark.django_db
@pytest.mark.usefixtures("unscoped")
def test_the_second_reads_on_the_form_who_closed_it_and_keeps_the_words():
    incident = an_incident()
    officer, director = (a_person(org=incident.org, role=role) for role in (Role.DUTY_OFFICER, Role.COMMUNITY_DIRECTOR))
    address = reverse("response:closing", args=[incident.pk])
    said = [{"reason": "settled", "summary": words} for words in ("明火已扑灭", "我也来结束")]

    first = signed_in_client(officer).post(address, said[0])
    second = signed_in_client(director).post(address, said[1])

    assert (first.status_code, second.status_code) == (302, 422)
    page = second.content.decode()
    assert officer.full_name in page and "明火已扑灭" in page and "我也来结束" in page
    assert Incident.objects.get().close_summary == "明火已扑灭"


def _close(line: threading.Barrier, incident: Incident, person) -> dict:
    line.wait()
    try:
        with everywhere():
            close_incident(incident_id=incident.pk, reason=CloseReason.SETTLED, summary=f"由{person}结束", by=person, now=NOW)
        return {}
    except ClosedMeanwhile as refused:
        return refused.values
    finally:
        connection.close()
