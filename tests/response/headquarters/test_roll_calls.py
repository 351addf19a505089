"""Roll-calls: who is asked, how silence turns amber and red, and that a jump of the clock raises no storm."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from linan.ground.access.scopes import everywhere
from linan.ground.announcements.models import Logged
from linan.ground.people.models import SYSTEM, Role
from linan.response.actions import close_incident
from linan.response.headquarters.actions.roll_calls import (
    NobodyAtWork,
    answer_roll,
    call_due_rolls,
    call_roll,
    watch_rolls,
)
from linan.response.headquarters.domain.roll_call import Silence, rules_from, shipped, silence_of
from linan.response.headquarters.models import Answer, RollCall, RollCallEntry
from linan.response.headquarters.points import points_of
from linan.response.models import CloseReason, Task
from tests.build import NOW, a_person, signed_in_client
from tests.builders.headquarters import an_entry
from tests.builders.response import an_incident

MINUTE = timedelta(minutes=1)
RACES = 300
pytestmark = pytest.mark.django_db
in_a_test = pytest.mark.usefixtures("unscoped")


def _watch_each_minute(first: int, last: int) -> int:
    """Look for the silent every minute as the periodic job does; return how many were told."""
    return sum(watch_rolls(by=SYSTEM, now=NOW + minute * MINUTE) for minute in range(first, last + 1))


@pytest.mark.parametrize(
    ("seconds", "silence"), [(0, Silence.FRESH), (119, Silence.FRESH), (120, Silence.AMBER), (299, Silence.AMBER), (300, Silence.RED)]
)
def test_silence_turns_amber_and_then_red(seconds, silence):
    assert silence_of(asked_at=NOW, now=NOW + timedelta(seconds=seconds), rules=rules_from(shipped())) == silence


@in_a_test
def test_the_roll_is_called_once_an_interval_of_those_who_took_something_on():
    entry = an_entry()
    idle = a_person(role=Role.GRID_MEMBER, org=entry.roll_call.incident.org)

    called = [call_due_rolls(by=SYSTEM, now=NOW + minute * MINUTE) for minute in (1, 19, 20, 21, 39, 40)]

    assert called == [0, 0, 1, 0, 0, 1]
    assert RollCall.objects.count() == 3
    assert RollCallEntry.objects.filter(person=idle).count() == 0


@in_a_test
def test_nobody_is_asked_where_nobody_is_at_work_or_the_incident_is_over():
    incident, entry = an_incident(), an_entry()
    close_incident(incident_id=entry.roll_call.incident_id, reason=CloseReason.SETTLED, summary="已扑灭", by=SYSTEM, now=NOW)

    with pytest.raises(NobodyAtWork):
        call_roll(incident_id=incident.pk, by=SYSTEM, now=NOW)

    assert call_due_rolls(by=SYSTEM, now=NOW + timedelta(hours=1)) == 0
    assert _watch_each_minute(0, 10) == 0


@in_a_test
def test_red_silence_is_told_once_and_becomes_a_task_of_whoever_leads():
    entry = an_entry()
    before = set(Task.objects.values_list("pk", flat=True))

    told = _watch_each_minute(0, 4), _watch_each_minute(5, 18)

    (search,) = Task.objects.exclude(pk__in=before)
    assert told == (0, 1)
    assert entry.person.full_name in search.title
    assert search.owner.memberships.get().role == Role.DUTY_OFFICER
    assert Logged.objects.get(kind="response.RollCallSilent").payload["leader_id"] == search.owner_id
    assert points_of(entry.roll_call.incident, now=NOW + 6 * MINUTE)[0].weight == 4


@in_a_test
@pytest.mark.parametrize("jump", [timedelta(days=2), timedelta(hours=3), timedelta(hours=-3)])
def test_a_jump_of_the_clock_gives_everybody_their_time_anew_and_calls_the_roll_once(jump):
    an_entry()

    at_once = watch_rolls(by=SYSTEM, now=NOW + jump), call_due_rolls(by=SYSTEM, now=NOW + jump)
    soon = [watch_rolls(by=SYSTEM, now=NOW + jump + minute * MINUTE) for minute in (1, 2, 3, 4)]
    then = sum(watch_rolls(by=SYSTEM, now=NOW + jump + minute * MINUTE) for minute in (5, 6))

    assert at_once in ((0, 1), (0, 0))
    assert sum(soon) == 0
    assert then == RollCall.objects.count()


@in_a_test
def test_an_answer_settles_every_roll_call_that_was_missed():
    entry = an_entry()
    second = call_roll(incident_id=entry.roll_call.incident_id, by=SYSTEM, now=NOW + MINUTE).entries.get()

    answer_roll(entry_id=second.pk, answer=Answer.WELL, by=entry.person, now=NOW + 2 * MINUTE)

    assert set(RollCallEntry.objects.values_list("answer", flat=True)) == {Answer.WELL}
    assert _watch_each_minute(3, 10) == 0


@in_a_test
def test_a_cry_for_help_is_a_task_at_once():
    entry = an_entry()
    before = Task.objects.count()

    answer_roll(entry_id=entry.pk, answer=Answer.HELP, by=entry.person, now=NOW)

    assert Task.objects.count() == before + 1


@in_a_test
def test_one_touch_answers_for_oneself_and_a_colleague_may_not():
    entry = an_entry()
    colleague = a_person(role=Role.GRID_MEMBER, org=entry.org)
    address = reverse("headquarters:roll-answer", args=[entry.pk])

    shown = signed_in_client(entry.person).get(reverse("headquarters:asked")).content.decode()
    answers = [
        signed_in_client(who).post(address, {"to": to}).status_code
        for who, to in [(colleague, "well"), (entry.person, "asleep"), (entry.person, "well")]
    ]

    assert address in shown
    assert answers == [403, 422, 302]
    assert RollCallEntry.objects.get().answer == Answer.WELL


@in_a_test
def test_the_board_says_in_words_who_is_out_of_contact():
    entry = an_entry(now=NOW)
    client = signed_in_client(a_person(role=Role.COMMUNITY_DIRECTOR, org=entry.roll_call.org))

    board = client.get(reverse("headquarters:roll", args=[entry.roll_call.incident_id]), headers={"accept-language": "en"})

    assert "badge--red" in board.content.decode()
    assert entry.person.full_name in board.content.decode()


@pytest.mark.django_db(transaction=True)
def test_nobody_is_looked_for_after_their_answer_was_stored():
    with everywhere():
        entry = an_entry()
    moment = NOW + 6 * MINUTE

    with ThreadPoolExecutor(max_workers=2) as threads:
        wrong = sum(_race(threads, entry, moment) for _ in range(RACES))
        line = threading.Barrier(2)
        for _ in range(2):
            threads.submit(_hang_up, line)

    assert wrong == 0


def _race(threads, entry, moment) -> bool:
    """Let one answer while another looks for the silent; return whether silence was told after the answer."""
    RollCallEntry._base_manager.update(answer=Answer.ASKED, answered_at=None, raised_at=None)
    RollCall._base_manager.update(looked_at=moment)
    before = Logged.objects.filter(kind__startswith="response.RollCall").count()
    line = threading.Barrier(2)
    for run in [threads.submit(_answer, entry.pk, line, moment), threads.submit(_look, line, moment)]:
        run.result()
    said = Logged.objects.filter(kind__startswith="response.RollCall").order_by("pk")[before:]
    return [one.kind for one in said][-1] != "response.RollCallAnswered"


def _answer(pk, line, moment) -> None:
    line.wait()
    answer_roll(entry_id=pk, answer=Answer.WELL, by=SYSTEM, now=moment)


def _look(line, moment) -> None:
    line.wait()
    with everywhere():
        watch_rolls(by=SYSTEM, now=moment)


def _hang_up(line) -> None:
    line.wait()
    connection.close()
