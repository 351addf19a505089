"""Two people press acknowledge in the same moment, on two connections."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from linan.ground.access.scopes import everywhere
from linan.ground.moves import MovedMeanwhile, MoveNotAllowed
from linan.monitoring.actions.alarms import acknowledge_alarm
from linan.monitoring.models import Alarm
from tests.build import a_person
from tests.builders.monitoring import an_alarm


@pytest.mark.django_db(transaction=True)
def test_one_of_two_simultaneous_clicks_wins_and_the_other_is_told(now):
    alarm = an_alarm(at=now)
    people = [a_person(org=alarm.org), a_person(org=alarm.org)]
    together = Barrier(2)

    def click(person):
        together.wait()
        try:
            with everywhere():
                return acknowledge_alarm(alarm_id=alarm.pk, by=person, now=now).acknowledged_by_id
        except (MovedMeanwhile, MoveNotAllowed):
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        winners = list(pool.map(click, people))

    with everywhere():
        winner = Alarm.objects.get(pk=alarm.pk).acknowledged_by_id
    assert sorted(winners, key=lambda one: one is None) == [winner, None]
