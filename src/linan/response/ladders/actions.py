"""Writes to ladders."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import get_language

from linan.ground.announcements.kinds import Announcement
from linan.ground.announcements.log import announce
from linan.ground.files.actions import store_file
from linan.ground.moves import move
from linan.ground.orgs.models import Org
from linan.ground.people.models import Actor, Person
from linan.ground.refusals import NotFound, Refused
from linan.ground.text import noop
from linan.registry.models import Building
from linan.response.ladders.announcements import (
    LadderForgiven,
    LadderHandedOver,
    LadderOpened,
    LadderUnfounded,
    OccurrenceNoted,
    RungDone,
    RungOpened,
)
from linan.response.ladders.domain.definitions import LadderKind, ladder_kinds
from linan.response.ladders.models import LIVE, Ladder, LadderStatus, Occurrence, Outcome, Rung
from linan.response.owners import Owners


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """An event at a place. place_key: equal for what happens at the same place; alarm_id: None where a person saw it."""

    org: Org
    kind: str
    building: Building | None
    place: str
    place_key: str
    alarm_id: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What the owner of a rung did. photo: the bytes as they came, with the name they had."""

    outcome: str
    note: str
    photo: bytes = b""
    photo_name: str = ""


class NoStepToTake(Refused):
    """The ladder has no open rung."""

    code = "no_step_to_take"
    status = 409
    msgid = noop("No step is to be taken here now. Reload the page and look.")


class OutcomeMissing(Refused):
    """A step comes to one of two outcomes."""

    code = "outcome_missing"
    msgid = noop("Say what the step came to: settled, or refused.")


class StepNoteMissing(Refused):
    """A step without a word about it is no evidence."""

    code = "step_note_missing"
    msgid = noop("Write in a sentence what was said and agreed.")


class PhotoMissing(Refused):
    """This step is proved by a picture."""

    code = "photo_missing"
    msgid = noop("This step needs a photo: the leaflet at the door, or the signed receipt. No faces.")


@transaction.atomic
def note_occurrence(seen: Seen, *, by: Actor, now: datetime) -> Ladder:
    """Open a ladder for an event, climb to the next rung, or only note the event while a step is still to be taken.

    An alarm counts once. A cooling-off that has passed forgives first. Raises: NobodyToDoIt.
    """
    Org.objects.select_for_update().get(pk=seen.org.pk)
    counted = Occurrence.objects.filter(alarm_id=seen.alarm_id).select_related("ladder").first() if seen.alarm_id else None
    if counted:
        return counted.ladder
    ladder = _live_ladder(seen, by=by, now=now) or _open_ladder(seen, by=by, now=now)
    Occurrence.objects.create(ladder=ladder, alarm_id=seen.alarm_id, at=now, note=seen.note)
    if ladder.status == LadderStatus.WATCHED:
        ladder = move(Ladder, ladder.pk, to=LadderStatus.OPEN, forgiven_at=None)
        _open_rung(ladder, _next_number(ladder), by=by, now=now)
    elif not ladder.rungs.exists():
        _open_rung(ladder, 1, by=by, now=now)
    else:
        _tell(OccurrenceNoted(ladder_id=ladder.pk), ladder, by=by, now=now)
    return ladder


@transaction.atomic
def take_step(step: Step, *, ladder_id: int, by: Person, now: datetime) -> Ladder:
    """Close the open rung with its evidence: settled begins the cooling-off, refused leads on at once.

    Raises: NoStepToTake, OutcomeMissing, StepNoteMissing, PhotoMissing, FileTooLarge, FileNotAccepted, NobodyToDoIt.
    """
    ladder = Ladder.objects.select_for_update(of=("self",)).select_related("org", "building").get(pk=ladder_id)
    rung = ladder.rungs.filter(done_at=None).first()
    if rung is None:
        raise NoStepToTake
    kind = ladder_kinds()[ladder.kind]
    _check(step, needs_photo=kind.rung(rung.number).needs_photo)
    photo = store_file(
        content=step.photo, original_name=step.photo_name, org=ladder.org, by=by, now=now
    ) if step.photo else None
    Rung.objects.filter(pk=rung.pk).update(
        done_at=now, done_by=by, outcome=step.outcome, note=step.note.strip(), photo=photo
    )
    _tell(RungDone(ladder_id=ladder.pk, number=rung.number, outcome=step.outcome), ladder, by=by, now=now)
    return _go_on(ladder, kind, step.outcome, by=by, now=now)


@transaction.atomic
def withdraw_alarm(*, alarm_id: int, by: Actor, now: datetime) -> None:
    """Let an alarm that was false no longer count; a ladder that rests on nothing else is unfounded."""
    seen = Occurrence.objects.filter(alarm_id=alarm_id, is_false=False).select_related("ladder").first()
    if seen is None:
        return
    Occurrence.objects.filter(pk=seen.pk).update(is_false=True)
    ladder = seen.ladder
    if ladder.status == LadderStatus.OPEN and not ladder.occurrences.filter(is_false=False).exists():
        Rung.objects.filter(ladder=ladder, done_at=None).delete()
        move(Ladder, ladder.pk, to=LadderStatus.UNFOUNDED, ended_at=now)
        _tell(LadderUnfounded(ladder_id=ladder.pk), ladder, by=by, now=now)


@transaction.atomic
def forgive_due(*, by: Actor, now: datetime) -> int:
    """Forgive every ladder whose cooling-off has passed, and return how many."""
    due = list(Ladder.objects.select_for_update(of=("self",)).filter(status=LadderStatus.WATCHED, forgiven_at__lte=now))
    for ladder in due:
        _forgive(ladder, by=by, now=now)
    return len(due)


def _live_ladder(seen: Seen, *, by: Actor, now: datetime) -> Ladder | None:
    rows = Ladder.objects.select_related("org", "building")
    ladder = rows.filter(org=seen.org, kind=seen.kind, place_key=seen.place_key, status__in=LIVE).first()
    if ladder and ladder.forgiven_at and ladder.forgiven_at <= now:
        _forgive(ladder, by=by, now=now)
        return None
    return ladder


def _open_ladder(seen: Seen, *, by: Actor, now: datetime) -> Ladder:
    if seen.kind not in ladder_kinds():
        raise NotFound
    ladder = Ladder.objects.create(
        org=seen.org, kind=seen.kind, building=seen.building, place=seen.place, place_key=seen.place_key, opened_at=now
    )
    _tell(LadderOpened(ladder_id=ladder.pk, ladder_kind=ladder.kind), ladder, by=by, now=now)
    return ladder


def _open_rung(ladder: Ladder, number: int, *, by: Actor, now: datetime) -> None:
    kind = ladder_kinds()[ladder.kind].rung(number)
    grid_id = ladder.building.grid_id if ladder.building else None
    owners = Owners(org=ladder.org, grid_id=grid_id, load=Counter(), now=now)
    title = kind.title.in_language(get_language() or "zh")
    owner = owners.owner_of(title=title, role=kind.role, ladder=())
    Rung.objects.create(
        ladder=ladder, number=number, owner_id=owner.person_id, opened_at=now, due_at=now + kind.due_in
    )
    _tell(RungOpened(ladder_id=ladder.pk, number=number, owner_id=owner.person_id), ladder, by=by, now=now)


def _next_number(ladder: Ladder) -> int:
    """Return the rung after the last one taken; at the top the last one again."""
    last = ladder.rungs.order_by("-number").values_list("number", flat=True).first() or 0
    return min(last + 1, len(ladder_kinds()[ladder.kind].rungs))


def _go_on(ladder: Ladder, kind: LadderKind, outcome: str, *, by: Actor, now: datetime) -> Ladder:
    if outcome == Outcome.SETTLED:
        return move(Ladder, ladder.pk, to=LadderStatus.WATCHED, forgiven_at=now + kind.cooling_off)
    last = ladder.rungs.order_by("-opened_at").first()
    if last and last.number == len(kind.rungs):
        _tell(LadderHandedOver(ladder_id=ladder.pk), ladder, by=by, now=now)
        return move(Ladder, ladder.pk, to=LadderStatus.HANDED_OVER, ended_at=now)
    _open_rung(ladder, _next_number(ladder), by=by, now=now)
    return ladder


def _check(step: Step, *, needs_photo: bool) -> None:
    if step.outcome not in Outcome.values:
        raise OutcomeMissing(field="outcome")
    if not step.note.strip():
        raise StepNoteMissing(field="note")
    if needs_photo and step.outcome == Outcome.SETTLED and not step.photo:
        raise PhotoMissing(field="photo")


def _forgive(ladder: Ladder, *, by: Actor, now: datetime) -> None:
    move(Ladder, ladder.pk, to=LadderStatus.FORGIVEN, ended_at=ladder.forgiven_at)
    _tell(LadderForgiven(ladder_id=ladder.pk), ladder, by=by, now=now)


def _tell(event: Announcement, ladder: Ladder, *, by: Actor, now: datetime) -> None:
    announce(event, by_id=by.pk, org_id=ladder.org_id, about=[f"ladder-{ladder.pk}", "ladders"], now=now)
