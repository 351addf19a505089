"""The hash chain names what was changed behind its back."""

import pytest
from django.db import connection

from linan.ground.announcements.delivery import deliver_announcements
from linan.ground.announcements.handlers import on
from linan.ground.announcements.models import Logged, Seal
from linan.ground.announcements.order import begin_new_generation
from linan.ground.announcements.seal import Fault, chain_head, seal_batch, verify_chain
from tests.announcements.ring import Rang, ring, write_down, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def sealed() -> list[int]:
    """Four sealed rows; their ids."""
    ring(1, 2, 3, 4)
    seal_batch(where="true")
    return list(Logged.objects.order_by("pk").values_list("pk", flat=True))


def forge(sql: str, *values: object) -> None:
    """Do what only somebody with the database's own rights can do."""
    with connection.cursor() as cursor:
        cursor.execute("set session_replication_role = replica")
        cursor.execute(sql, values)
        cursor.execute("set session_replication_role = default")


def test_an_honest_log_verifies(sealed: list[int]):
    fault = verify_chain()

    assert fault is None
    assert chain_head().position == 4


def test_a_row_that_was_changed_is_named(sealed: list[int]):
    forge("update announcements_logged set payload = '{\"number\": 9}' where id = %s", sealed[2])

    assert verify_chain() == Fault("tampered", 3, sealed[2])


def test_a_row_that_was_removed_is_named(sealed: list[int]):
    forge("delete from announcements_logged where id = %s", sealed[1])

    assert verify_chain() == Fault("missing", 2, sealed[1])


def test_a_row_that_was_removed_with_its_link_is_noticed(sealed: list[int]):
    forge("delete from announcements_logged where id = %s", sealed[1])
    Seal.objects.filter(position=2).delete()

    assert verify_chain() == Fault("missing", 2, sealed[2])


def test_rows_cut_off_the_end_with_their_links_are_noticed(sealed: list[int]):
    forge("delete from announcements_logged where id = %s", sealed[3])
    Seal.objects.filter(position=4).delete()

    assert verify_chain() == Fault("missing", 4, sealed[3])


def test_rows_that_changed_places_are_named(sealed: list[int]):
    Seal.objects.filter(position=2).update(logged_id=-1)
    Seal.objects.filter(position=3).update(logged_id=sealed[1])
    Seal.objects.filter(position=2).update(logged_id=sealed[2])

    assert verify_chain() == Fault("reordered", 2, sealed[2])


def test_a_row_slipped_in_before_the_sealed_end_is_named(sealed: list[int]):
    forge(
        "insert into announcements_logged (generation, xid, kind, at, about, payload, mode) "
        "values (0, '5', 'tests.Rang', now(), '{}', '{}', 'real')"
    )
    slipped_in = Logged.objects.order_by("-pk")[0].pk

    assert verify_chain() == Fault("unsealed", 0, slipped_in)


def test_the_database_refuses_to_rewrite_the_log(sealed: list[int]):
    with pytest.raises(Exception, match="append-only"):
        Logged.objects.filter(pk=sealed[0]).update(kind="tests.Other")


def test_after_a_restore_new_rows_stand_behind_the_restored_ones_and_the_chain_goes_on(sealed: list[int]):
    on(Rang)(write_down)
    deliver_announcements()  # the handler is new here: the four sealed rows are history to it
    forge("update announcements_logged set xid = '9000000000000'")
    forge("update announcements_cursor set xid = '9000000000000'")

    generation = begin_new_generation()
    ring(5)
    deliver_announcements()
    seal_batch(where="true")

    assert generation == 1
    assert written() == ["5"]
    assert verify_chain() is None
    assert chain_head().position == 5
