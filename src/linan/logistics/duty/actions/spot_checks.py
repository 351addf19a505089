"""Spot checks: drawn, called, answered, settled."""

from datetime import datetime, timedelta
from random import Random, SystemRandom

from django.db import transaction
from django.utils.timezone import localdate

from linan.ground.moves import move
from linan.ground.orgs.models import Org
from linan.ground.people.models import SYSTEM, Actor, Person
from linan.ground.refusals import Refused
from linan.ground.text import noop
from linan.logistics.duty.actions.shifts import tell
from linan.logistics.duty.announcements import SpotCheckCalled, SpotCheckSettled, SpotRuleSet
from linan.logistics.duty.domain.spot_checks import draw
from linan.logistics.duty.models import SpotCheck, SpotRule, SpotState
from linan.logistics.duty.queries import midnight, people_on_roster

DRAWN_BEFORE = timedelta(hours=1)  # a window is drawn within the hour before it begins


class NobodyToCheck(Refused):
    """A check by hand needs somebody on the roster."""

    code = "nobody_to_check"
    status = 409
    msgid = noop("Nobody stands on the roster now. Put somebody on duty first.")


def draw_checks(*, now: datetime, rng: Random | None = None) -> int:
    """Draw the checks of every window that begins within the hour, once for each; return how many there will be."""
    chance = rng or SystemRandom()
    rules = list(SpotRule.objects.filter(is_active=True).select_related("org"))
    return sum(_draw(rule, now=now, rng=chance) for rule in rules)


@transaction.atomic
def _draw(rule: SpotRule, *, now: datetime, rng: Random) -> bool:
    SpotRule.objects.select_for_update().get(pk=rule.pk)  # two workers draw one window once
    window = rule.window.on(midnight(localdate(now)))
    if not window[0] - DRAWN_BEFORE <= now < window[0] or rule.drawn_on == localdate(now):
        return False
    rule.drawn_on = localdate(now)
    rule.save(update_fields=["drawn_on"])
    due_at = draw(window, per_week=rule.per_week, rng=rng)
    if due_at is None:
        return False
    SpotCheck.objects.create(org=rule.org, day=rule.drawn_on, due_at=due_at, within_min=rule.within_min)
    return True


def call_due_checks(*, now: datetime) -> int:
    """Call whoever is on duty now for every check whose minute has come; return how many people."""
    due = SpotCheck.objects.filter(state=SpotState.DRAWN, due_at__lte=now).select_related("org")
    return sum(_call(check, now=now) for check in list(due))


@transaction.atomic
def check_at_once(org: Org, *, within_min: int, by: Actor, now: datetime) -> SpotCheck:
    """Check whoever is on duty now. Raises: NobodyToCheck."""
    if not people_on_roster(org.pk, now=now):
        raise NobodyToCheck
    check = SpotCheck.objects.create(org=org, due_at=now, within_min=within_min, asked_by_id=by.pk)
    _call(check, now=now, by=by)
    check.refresh_from_db()
    return check


@transaction.atomic
def note_call(check_id: int, *, call_id: int) -> None:
    """Keep which call asks."""
    SpotCheck._base_manager.filter(pk=check_id).update(call=call_id)


@transaction.atomic
def note_answer(check_id: int, *, answer: str, answered_by: Person | None, now: datetime) -> SpotCheck:
    """Keep what the person on duty said and where they are, in time or late. Raises: NotFound, MoveNotAllowed."""
    check = SpotCheck._base_manager.select_for_update(of=("self",)).select_related("org").get(pk=check_id)
    is_in_time = check.called_at is not None and now <= check.called_at + timedelta(minutes=check.within_min)
    state = SpotState.IN_TIME if is_in_time and check.state == SpotState.CALLED else SpotState.LATE
    check = move(
        SpotCheck, check.pk, to=state, field="state", answered_at=now, answered_by=answered_by, answer=answer[:200]
    )
    _tell_settled(check, now=now)
    return check


def settle_checks(*, now: datetime) -> int:
    """Let the checks that nobody answered in time be silent, and return how many."""
    called = SpotCheck.objects.filter(state=SpotState.CALLED)
    over = [one for one in called if one.called_at and now > one.called_at + timedelta(minutes=one.within_min)]
    return sum(_silent(one, now=now) for one in over)


@transaction.atomic
def set_rule(rule: SpotRule, *, by: Actor, now: datetime) -> SpotRule:
    """Keep how a unit is checked."""
    rule.save()
    tell(SpotRuleSet(rule_id=rule.pk), rule.org, f"spot-rule-{rule.pk}", by=by, now=now)
    return rule


@transaction.atomic
def _silent(check: SpotCheck, *, now: datetime) -> bool:
    if not SpotCheck._base_manager.filter(pk=check.pk, state=SpotState.CALLED).update(state=SpotState.SILENT):
        return False
    check.state = SpotState.SILENT
    _tell_settled(check, now=now)
    return True


@transaction.atomic
def _call(check: SpotCheck, *, now: datetime, by: Actor = SYSTEM) -> int:
    """Call everybody on the roster, each as a check of their own; without anybody that is the result."""
    people = people_on_roster(check.org_id, now=now)
    if not people:
        move(SpotCheck, check.pk, to=SpotState.NOBODY, field="state", called_at=now)
        check.state = SpotState.NOBODY
        _tell_settled(check, now=now)
        return 0
    for number, person in enumerate(people):
        one = check if number == 0 else _beside(check)
        move(SpotCheck, one.pk, to=SpotState.CALLED, field="state", called_at=now, person=person)
        tell(SpotCheckCalled(check_id=one.pk, person_id=person.pk), check.org, f"spot-check-{one.pk}", by=by, now=now)
    return len(people)


def _beside(check: SpotCheck) -> SpotCheck:
    return SpotCheck.objects.create(
        org=check.org, day=check.day, due_at=check.due_at, within_min=check.within_min, asked_by=check.asked_by
    )


def _tell_settled(check: SpotCheck, *, now: datetime) -> None:
    event = SpotCheckSettled(check_id=check.pk, state=check.state)
    tell(event, check.org, f"spot-check-{check.pk}", by=SYSTEM, now=now)
