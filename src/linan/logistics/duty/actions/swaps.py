"""Swaps: asked for by one, agreed by the other, confirmed by a leader where the rule wants it; both shifts change at once."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from linan.ground.announcements.kinds import Announcement
from linan.ground.announcements.log import announce
from linan.ground.moves import move
from linan.ground.orgs.models import Org
from linan.ground.people.models import Actor, Person
from linan.ground.refusals import NotFound, Refused
from linan.ground.text import noop
from linan.logistics.duty.actions.shifts import Plan, WhyMissing, plan_shifts, withdraw_shift
from linan.logistics.duty.announcements import SwapAsked, SwapMoved
from linan.logistics.duty.domain.swapping import Swapping, is_too_late
from linan.logistics.duty.models import OPEN_SWAPS, Post, Shift, Swap, SwapState
from linan.logistics.duty.rules import swapping_of


class SwapNotYours(Refused):
    """Only the two whose shifts they are decide about a swap."""

    code = "swap_not_yours"
    status = 409
    msgid = noop("Only the two people whose shifts these are can do that. Ask them, or change the shift on the roster.")


class SwapTooLate(Refused):
    """One of the shifts has begun, or begins too soon."""

    code = "swap_too_late"
    status = 409
    msgid = noop("One of the shifts begins too soon, has begun or was changed. Whoever leads can still give it to somebody else.")


class UnlikeShifts(Refused):
    """Only shifts at the same post of the same unit are swapped, between two people."""

    code = "unlike_shifts"
    status = 409
    msgid = noop("Only shifts at the same post of the same unit can be swapped. Choose another shift.")


class SwapAskedAlready(Refused):
    """Somebody was asked for this shift already."""

    code = "swap_asked_already"
    status = 409
    msgid = noop("A swap of this shift was asked for already. Take that back before you ask somebody else.")


class SwapNotAgreed(Refused):
    """Nobody confirms what the other has not agreed to."""

    code = "swap_not_agreed"
    status = 409
    msgid = noop("The other person has not agreed, or the swap was settled already. Reload the page and look.")


class OwnSwap(Refused):
    """Whoever swaps does not confirm it."""

    code = "own_swap"
    status = 409
    msgid = noop("One of the shifts is yours: somebody else who leads confirms the swap.")


@transaction.atomic
def ask_for_swap(*, given_id: int, taken_id: int, why: str, by: Person, now: datetime) -> Swap:
    """Ask a colleague to swap. Raises: WhyMissing, NotFound, SwapNotYours, UnlikeShifts, SwapTooLate, SwapAskedAlready."""
    if not why.strip():
        raise WhyMissing(field="why")
    given, taken = _shift(given_id), _shift(taken_id)
    if given.person_id != by.pk:
        raise SwapNotYours
    if (given.org_id, given.post) != (taken.org_id, taken.post) or given.person_id == taken.person_id:
        raise UnlikeShifts(field="taken")
    Org.objects.select_for_update().get(pk=given.org_id)
    _check_time(given, taken, rule=swapping_of(given.org), now=now)
    if Swap._base_manager.filter(given=given, state__in=OPEN_SWAPS).exists():
        raise SwapAskedAlready
    swap = Swap._base_manager.create(org=given.org, given=given, taken=taken, why=why.strip(), asked_at=now)
    _tell(SwapAsked(swap_id=swap.pk, person_id=taken.person_id), swap, by=by, now=now)
    return swap


@transaction.atomic
def answer_swap(swap_id: int, *, to: SwapState, by: Person, now: datetime) -> Swap:
    """Agree to a swap or decline it, as the one who was asked; done at once where no leader has to confirm it.

    Raises: NotFound, SwapNotYours, SwapTooLate, ShiftOverlaps, MoveNotAllowed.
    """
    swap = _swap(swap_id)
    if swap.taken.person_id != by.pk:
        raise SwapNotYours
    if to == SwapState.DECLINED:
        return _settle(swap, to, by=by, now=now)
    rule = swapping_of(swap.org)
    _check_time(swap.given, swap.taken, rule=rule, now=now)
    if not rule.is_confirmed:
        return _carry_out(swap, by=by, now=now)
    moved = move(Swap, swap.pk, to=SwapState.AGREED, field="state", answered_at=now)
    _tell(SwapMoved(swap_id=swap.pk, to=SwapState.AGREED), swap, by=by, now=now)
    return moved


@transaction.atomic
def withdraw_swap(swap_id: int, *, by: Person, now: datetime) -> Swap:
    """Take a swap back, as the one who asked. Raises: NotFound, SwapNotYours, MoveNotAllowed."""
    swap = _swap(swap_id)
    if swap.given.person_id != by.pk:
        raise SwapNotYours
    return _settle(swap, SwapState.WITHDRAWN, by=by, now=now)


@transaction.atomic
def settle_swap(swap_id: int, *, to: SwapState, by: Person, now: datetime) -> Swap:
    """Confirm what two agreed on, or refuse it, as whoever leads.

    Raises: NotFound, OwnSwap, SwapNotAgreed, SwapTooLate, ShiftOverlaps, MoveNotAllowed.
    """
    swap = _swap(swap_id)
    if by.pk in (swap.given.person_id, swap.taken.person_id):
        raise OwnSwap
    if swap.state != SwapState.AGREED:
        raise SwapNotAgreed
    if to != SwapState.DONE:
        return _settle(swap, SwapState.REFUSED, by=by, now=now)
    _check_time(swap.given, swap.taken, rule=swapping_of(swap.org), now=now)
    return _carry_out(swap, by=by, now=now)


def _carry_out(swap: Swap, *, by: Person, now: datetime) -> Swap:
    """Exchange the two shifts; where either cannot be taken, nothing changes at all."""
    moved = _settle(swap, SwapState.DONE, by=by, now=now)
    pairs = ((swap.given, swap.taken.person), (swap.taken, swap.given.person))
    for shift, to in pairs:
        withdraw_shift(shift.pk, why=gettext("Swapped with %(person)s: %(why)s") % {"person": to, "why": swap.why}, by=by, now=now)
    for shift, to in pairs:
        plan = Plan(post=Post(shift.post), person=to, begins_at=shift.begins_at, ends_at=shift.ends_at)
        plan_shifts(plan, org=swap.org, by=by, now=now)
    return moved


def _settle(swap: Swap, to: SwapState, *, by: Actor, now: datetime) -> Swap:
    columns = {"answered_at": now} if swap.answered_at is None else {}
    moved = move(Swap, swap.pk, to=to, field="state", settled_at=now, settled_by_id=by.pk, **columns)
    _tell(SwapMoved(swap_id=swap.pk, to=to), swap, by=by, now=now)
    return moved


def _check_time(*shifts: Shift, rule: Swapping, now: datetime) -> None:
    for shift in shifts:
        if shift.withdrawn_at or is_too_late(begins_at=shift.begins_at, now=now, rule=rule):
            raise SwapTooLate


def _swap(swap_id: int) -> Swap:
    """Return a swap with its unit locked, so that two who settle or plan at once come one after the other."""
    org_id = Swap._base_manager.filter(pk=swap_id).values_list("org_id", flat=True).first()
    if org_id is None:
        raise NotFound
    Org.objects.select_for_update().get(pk=org_id)
    return Swap._base_manager.select_related("org", "given__person", "taken__person").get(pk=swap_id)


def _shift(shift_id: int) -> Shift:
    shift = Shift._base_manager.select_related("org", "person").filter(pk=shift_id).first()
    if shift is None:
        raise NotFound
    return shift


def _tell(event: Announcement, swap: Swap, *, by: Actor, now: datetime) -> None:
    announce(event, by_id=by.pk, org_id=swap.org_id, about=[f"swap-{swap.pk}", "duty"], now=now)
