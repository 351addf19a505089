"""Reactions: once each, in order, whatever fails."""

import threading

import psycopg
import pytest
from django.db import transaction

from linan.ground.announcements.cursors import ensure_cursors
from linan.ground.announcements.delivery import (
    ReactionsFailed,
    deliver_announcements,
    deliver_batch,
    deliver_round,
    run_delivery,
)
from linan.ground.announcements.handlers import HANDLERS, Handler, on, on_batch
from linan.ground.announcements.letters import dead_letters, retry_dead_letter
from linan.ground.announcements.listening import line_parameters
from linan.ground.announcements.models import DeadLetter
from linan.ground.announcements.seal import seal_batch
from linan.ground.orgs.models import Org
from tests.announcements.ring import MOMENT, Rang, ring, write_all_down, write_down, written


def the_handler() -> Handler:
    return next(iter(HANDLERS.values()))


@pytest.mark.django_db
def test_a_test_sees_reactions_to_what_its_own_transaction_announced():
    on(Rang)(write_down)
    ring(1, 2)

    deliver_announcements()
    deliver_announcements()

    assert written() == ["1", "2"]


@pytest.mark.django_db
def test_a_reaction_to_many_is_given_them_at_once_in_order():
    on_batch(Rang)(write_all_down)
    ring(3, 1, 2)

    deliver_announcements()

    assert written() == ["3,1,2"]


@pytest.mark.django_db(transaction=True)
def test_a_crash_between_the_effects_and_the_commit_neither_loses_nor_doubles_a_reaction():
    on(Rang)(write_down)
    ensure_cursors(HANDLERS)
    ring(1, 2)

    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        deliver_batch(the_handler())
        raise KeyboardInterrupt
    after_the_crash = written()
    deliver_round()
    deliver_round()

    assert after_the_crash == []
    assert written() == ["1", "2"]


@pytest.mark.django_db(transaction=True)
def test_an_older_transaction_that_commits_later_is_not_skipped():
    on(Rang)(write_down)
    ensure_cursors(HANDLERS)
    with psycopg.connect(**line_parameters()) as slow:
        slow.execute(
            "insert into announcements_logged (kind, at, about, payload, mode) "
            "values (%s, now(), '{bell-1}', '{\"number\": 1}', 'real')",
            [Rang.kind],
        )
        ring(2)

        deliver_round()
        while_the_older_one_runs = written()
        slow.commit()
        deliver_round()

    assert while_the_older_one_runs == []
    assert written() == ["1", "2"]


@pytest.mark.django_db(transaction=True)
def test_after_five_failures_a_row_is_a_dead_letter_and_the_log_moves_on():
    def write_down_all_but_two(event: Rang) -> None:
        write_down(event)
        if event.number == 2:
            raise ZeroDivisionError("Zhang San, 13900000000")

    on(Rang)(write_down_all_but_two)
    ring(1, 2, 3)

    with pytest.raises(ReactionsFailed):
        deliver_announcements()

    letter = DeadLetter.objects.get()
    assert written() == ["1", "3"]
    assert letter.failures == 5
    assert letter.error.splitlines()[0] == "ZeroDivisionError"
    assert "Zhang" not in letter.error


@pytest.mark.django_db(transaction=True)
def test_failures_are_counted_although_the_effects_roll_back():
    def fail(event: Rang) -> None:
        write_down(event)
        raise ZeroDivisionError

    on(Rang)(fail)
    ensure_cursors(HANDLERS)
    ring(1)

    deliver_round()
    deliver_round()

    assert written() == []
    assert DeadLetter.objects.get().failures == 2
    assert not dead_letters().exists()


@pytest.mark.django_db(transaction=True)
def test_a_reaction_that_succeeds_at_last_leaves_no_letter():
    tries: list[int] = []

    def fail_once(event: Rang) -> None:
        tries.append(event.number)
        if len(tries) == 1:
            raise ZeroDivisionError
        write_down(event)

    on(Rang)(fail_once)
    ring(1)

    deliver_announcements()

    assert written() == ["1"]
    assert not DeadLetter.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_one_bad_row_in_a_batch_does_not_keep_the_others_from_reacting():
    def write_even(events: list[Rang]) -> None:
        write_all_down(events)
        if any(event.number == 3 for event in events):
            raise ZeroDivisionError

    on_batch(Rang)(write_even)
    ring(1, 2, 3, 4)

    with pytest.raises(ReactionsFailed):
        deliver_announcements()

    assert written() == ["1", "2", "4"]


@pytest.mark.django_db(transaction=True)
def test_a_reference_that_breaks_only_at_commit_counts_as_a_failure_of_its_own_row():
    def point_at_nothing(event: Rang) -> None:
        write_down(event)
        if event.number == 1:
            Org.objects.update(parent_id=10**9)

    on(Rang)(point_at_nothing)
    ring(1, 2)

    with pytest.raises(ReactionsFailed):
        deliver_announcements()

    assert written() == ["2"]


@pytest.mark.django_db(transaction=True)
def test_a_dead_letter_can_be_tried_again():
    broken = [True]

    def fail_while_broken(event: Rang) -> None:
        if broken:
            raise ZeroDivisionError
        write_down(event)

    on(Rang)(fail_while_broken)
    ring(7)
    with pytest.raises(ReactionsFailed):
        deliver_announcements()
    broken.clear()

    retry_dead_letter(pk=dead_letters().get().pk, now=MOMENT)

    assert written() == ["7"]
    assert not dead_letters().exists()


@pytest.mark.django_db
def test_a_handler_that_is_new_to_an_old_log_does_not_react_to_history():
    ring(1)
    seal_batch(where="true")
    on(Rang)(write_down)
    ensure_cursors(HANDLERS)
    ring(2)

    deliver_announcements()

    assert written() == ["2"]


@pytest.mark.django_db(transaction=True)
def test_the_worker_is_woken_and_reacts_within_a_second():
    reacted = threading.Event()

    def write_and_tell(event: Rang) -> None:
        write_down(event)
        transaction.on_commit(reacted.set)

    on(Rang)(write_and_tell)
    stop = threading.Event()
    worker = threading.Thread(target=run_delivery, args=[stop])
    worker.start()

    ring(5)
    came = reacted.wait(5)
    stop.set()
    worker.join()

    assert came
    assert written() == ["5"]
