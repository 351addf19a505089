"""The live channel: each person hears of their own organisations, and of what they missed."""

from collections.abc import Iterator

import pytest
from django.db import connection

from linan.ground.announcements.order import settled_end
from linan.ground.people.models import Membership
from tests.announcements.ring import MOMENT, ring
from tests.build import a_community, a_person
from tests.live.browser import a_live_server, listening

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def server() -> Iterator[str]:
    with a_live_server() as address:
        yield address


def test_a_person_hears_of_their_own_community_and_not_of_another(server: str):
    own, other = a_community(), a_community(name="别的社区")
    with listening(server, as_person=a_person(org=own)) as browser:
        browser.events.get(timeout=8)

        ring(1, org_id=other.pk)
        ring(2, org_id=own.pk)
        heard = browser.next_change()

    assert heard.names == ["bell-2", "bells"]
    assert heard.id == str(settled_end())


def test_an_announcement_of_no_organisation_is_told_to_everybody_who_signed_in(server: str):
    with listening(server, as_person=a_person(org=a_community())) as browser:
        browser.events.get(timeout=8)

        ring(1, org_id=None)
        heard = browser.next_change()

    assert heard.names == ["bell-1", "bells"]


def test_a_browser_that_returns_is_told_what_it_missed_of_its_own(server: str):
    own, other = a_community(), a_community(name="别的社区")
    person = a_person(org=own)
    ring(1, org_id=own.pk)
    seen = settled_end()
    ring(2, org_id=own.pk)
    ring(3, org_id=other.pk)
    ring(4, org_id=own.pk)

    with listening(server, as_person=person, Last_Event_ID=str(seen)) as browser:
        heard = set(browser.next_change().names)

    assert heard == {"bell-2", "bell-4", "bells"}


def test_a_stranger_is_sent_away(server: str):
    with listening(server) as browser:
        status = browser.status.get()

    assert status == 401


def test_a_person_without_any_role_left_hears_nothing(server: str):
    own = a_community()
    gone = a_person(org=own)
    Membership.objects.filter(person=gone).update(to_at=MOMENT.replace(year=2025, month=6))
    with listening(server, as_person=gone) as former, listening(server, as_person=a_person(org=own)) as present:
        former.events.get(timeout=8)
        present.events.get(timeout=8)

        ring(1, org_id=own.pk)
        present.next_change()

    assert former.events.empty()


@pytest.mark.parametrize("origin", ["http://evil.example", "http://127.0.0.1:1", "null", "http://127.0.0.1:port"])
def test_a_page_of_another_origin_may_not_listen(server: str, origin: str):
    with listening(server, as_person=a_person(), Origin=origin) as browser:
        status = browser.status.get()

    assert status == 403


def test_a_page_of_the_same_host_may_listen_from_the_web_port(server: str):
    with listening(server, as_person=a_person(), Origin="http://127.0.0.1:8000") as browser:
        status = browser.status.get()

    assert status == 200


def test_rubbish_instead_of_the_last_id_starts_at_the_present(server: str):
    own = a_community()
    ring(1, org_id=own.pk)
    with listening(server, as_person=a_person(org=own), Last_Event_ID="1-x-99999999999999999999999") as browser:
        browser.events.get(timeout=8)

        ring(2, org_id=own.pk)
        heard = browser.next_change()

    assert heard.names == ["bell-2", "bells"]


def test_the_channel_goes_on_when_the_database_has_dropped_its_connections(server: str):
    own = a_community()
    with listening(server, as_person=a_person(org=own)) as browser:
        browser.events.get(timeout=8)
        with connection.cursor() as cursor:
            cursor.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity "
                "where datname = current_database() and pid <> pg_backend_pid()"
            )

        ring(1, org_id=own.pk)
        heard = browser.next_change()

    assert heard.names == ["bell-1", "bells"]

