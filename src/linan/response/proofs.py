"""Proofs of tasks: photos, counts and signatures are handed in, and no task is done without those it asks for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from linan.ground.announcements.log import announce
from linan.ground.files.actions import store_checked
from linan.ground.files.contents import FileNotAccepted, checked_content
from linan.ground.files.models import StoredFile
from linan.ground.people.models import Actor
from linan.ground.refusals import NotFound, Refused
from linan.ground.text import noop
from linan.response.announcements import ProofGiven
from linan.response.domain.proofs import ProofKind, first_missing
from linan.response.models import Task, TaskProof

MOST_PHOTOS = 6


class TaskPhotoMissing(Refused):
    """The task asks for a photo."""

    code = "task_photo_missing"
    msgid = noop("This task is proved by a photo. Take one of what was done, then report it done.")


class TaskCountMissing(Refused):
    """The task asks for a count."""

    code = "task_count_missing"
    msgid = noop("This task is proved by a number. Say how many, also when it is none, then report it done.")


class TaskSignatureMissing(Refused):
    """The task asks for a signature."""

    code = "task_signature_missing"
    msgid = noop("This task is proved by a signature. Let the person sign or write their name, then report it done.")


class CountUnitMissing(Refused):
    """A number without its unit proves nothing."""

    code = "count_unit_missing"
    msgid = noop("Say what was counted: persons, households, bags.")


class SignerMissing(Refused):
    """A signature nobody can read needs the name beside it."""

    code = "signer_missing"
    msgid = noop("Write the name of whoever signed.")


class PictureNeeded(Refused):
    """A photo or a drawn signature is a picture."""

    code = "picture_needed"
    status = 415
    msgid = noop("Only pictures (JPEG, PNG, WebP) are proof here. Choose a photo.")


class TaskHasEnded(Refused):
    """Nothing is handed in to a task that has ended."""

    code = "task_has_ended"
    status = 409
    msgid = noop("This task has ended. What belongs to it now goes to the incident.")


MISSING: dict[ProofKind, type[Refused]] = {
    ProofKind.PHOTO: TaskPhotoMissing, ProofKind.COUNT: TaskCountMissing, ProofKind.SIGNATURE: TaskSignatureMissing,
}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it was handed in, with what people call it."""

    content: bytes
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What is handed in at once; everything may be left out. drawn: the signature, where it was drawn."""

    photos: Sequence[Picture] = ()
    number: Decimal | None = None
    unit: str = ""
    signer: str = ""
    drawn: Picture | None = None


@transaction.atomic
def hand_in_proof(*, task_id: int, given: Given, by: Actor, now: datetime) -> list[TaskProof]:
    """Keep what proves a task; pictures are drawn anew, so that no place of taking travels with them.

    Raises: NotFound, TaskHasEnded, CountUnitMissing, SignerMissing, PictureNeeded, FileTooLarge.
    """
    task = Task._base_manager.select_for_update(of=("self",)).select_related("org", "incident").filter(pk=task_id).first()
    if task is None:
        raise NotFound
    if not task.is_open:
        raise TaskHasEnded
    rows = [*_photos(task, given, by=by, now=now), *_count(given), *_signature(task, given, by=by, now=now)]
    for row in rows:
        row.task, row.given_at, row.given_by_id = task, now, by.pk
    proofs = TaskProof._base_manager.bulk_create(rows)
    for kind in sorted({row.kind for row in rows}):
        event = ProofGiven(task_id=task.pk, incident_id=task.incident_id, to=kind)
        about = [f"task-{task.pk}", f"incident-{task.incident_id}", "tasks"]
        announce(event, by_id=by.pk, org_id=task.org_id, about=about, now=now, mode=task.incident.mode)
    return proofs


def check_proof(task_id: int) -> None:
    """Refuse while a proof that the task asks for is missing. Raises: the one of the first kind missing."""
    asked = Task._base_manager.filter(pk=task_id).values_list("proof", flat=True).first()
    if not asked:
        return
    given = TaskProof._base_manager.filter(task_id=task_id).values_list("kind", flat=True)
    missing = first_missing(asked=asked, given=given)
    if missing:
        raise MISSING[missing](field=missing.value)


def _photos(task: Task, given: Given, *, by: Actor, now: datetime) -> list[TaskProof]:
    files = [_picture(task, one, field="photo", by=by, now=now) for one in given.photos[:MOST_PHOTOS]]
    return [TaskProof(kind=ProofKind.PHOTO, file=file) for file in files]


def _count(given: Given) -> list[TaskProof]:
    if given.number is None:
        return []
    if not given.unit.strip():
        raise CountUnitMissing(field="unit")
    return [TaskProof(kind=ProofKind.COUNT, number=given.number, unit=given.unit.strip())]


def _signature(task: Task, given: Given, *, by: Actor, now: datetime) -> list[TaskProof]:
    if not given.signer.strip():
        if given.drawn:
            raise SignerMissing(field="signer")
        return []
    file = _picture(task, given.drawn, field="signature", by=by, now=now) if given.drawn else None
    return [TaskProof(kind=ProofKind.SIGNATURE, signer=given.signer.strip(), file=file)]


def _picture(task: Task, picture: Picture, *, field: str, by: Actor, now: datetime) -> StoredFile:
    try:
        checked = checked_content(picture.content)
    except FileNotAccepted as refused:
        raise PictureNeeded(field=field) from refused
    if not checked.content_type.startswith("image/"):
        raise PictureNeeded(field=field)
    return store_checked(checked, original_name=picture.name, org=task.org, by=by, now=now)
