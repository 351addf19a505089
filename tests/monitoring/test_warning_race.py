"""The same warning from several sides at once."""

import threading

import pytest
from django.db import connection

from linan.ground.access.scopes import everywhere
from linan.ground.people.models import SYSTEM
from linan.monitoring.actions.warnings import Received, take_in
from linan.monitoring.models import EarlyWarning, WarningCard, WarningFile
from tests.build import NOW, a_community
from tests.monitoring.domain.warnings.files import national

AT_ONCE = 6


@pytest.mark.django_db(transaction=True)
def test_one_warning_pushed_by_many_at_once_is_taken_once():
    community = a_community()
    community.code = "329901001001"
    community.save(update_fields=["code"])
    contents = [national(code="32") + b"\n" * (number % 2) for number in range(AT_ONCE)]
    found: list[BaseException] = []

    def push(content: bytes) -> None:
        try:
            with everywhere():
                take_in(Received(content=content, org=community), by=SYSTEM, now=NOW)
        except BaseException as fault:
            found.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=push, args=[content]) for content in contents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with everywhere():
        counts = (WarningFile.objects.count(), EarlyWarning.objects.count(), WarningCard.objects.count())
    assert (found, counts) == ([], (2, 1, 1))
