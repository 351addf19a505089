"""Proof of tasks: without what it asks for a task is not done; what was handed in is kept and shown."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import ExifTags, Image

from linan.ground.people.models import SYSTEM, Role
from linan.response.actions import move_task
from linan.response.domain.proofs import ProofKind, first_missing
from linan.response.models import Task, TaskProof, TaskStatus
from linan.response.proofs import (
    CountUnitMissing,
    Given,
    Picture,
    PictureNeeded,
    SignerMissing,
    TaskCountMissing,
    TaskHasEnded,
    TaskPhotoMissing,
    TaskSignatureMissing,
    hand_in_proof,
)
from tests.build import NOW, a_community, a_person, signed_in_client
from tests.builders.files import a_picture
from tests.builders.response import a_task, a_task_to_prove

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]
REFUSALS = [("photo", TaskPhotoMissing), ("count", TaskCountMissing), ("signature", TaskSignatureMissing)]


def _upload(content: bytes, name: str = "现场.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "image/jpeg")


def _prove(task: Task, **said: object) -> object:
    client = signed_in_client(task.owner)
    return client.post(reverse("response:task-proving", args=[task.pk]), {"owner": task.owner_id, **said})


@pytest.mark.parametrize(("kind", "refusal"), REFUSALS)
def test_a_task_is_not_done_without_the_proof_it_asks_for(kind, refusal):
    task = a_task_to_prove(kind)

    with pytest.raises(refusal) as refused:
        move_task(task_id=task.pk, to=TaskStatus.DONE, by=SYSTEM, now=NOW)

    assert refused.value.field == kind
    assert Task.objects.get().status == TaskStatus.ON_SITE


@pytest.mark.parametrize("to", [TaskStatus.FAILED, TaskStatus.CANCELLED])
def test_a_task_that_cannot_be_done_or_is_called_off_wants_no_proof(to):
    task = a_task_to_prove("photo", "count", "signature")

    assert move_task(task_id=task.pk, to=to, note="进不去", by=SYSTEM, now=NOW).status == to


def test_the_kinds_are_asked_for_in_one_order():
    assert first_missing(asked=["signature", "count", "photo"], given=["photo"]) == ProofKind.COUNT
    assert first_missing(asked=["count"], given=["count"]) is None


def test_all_proof_in_one_sending_ends_the_task():
    task = a_task_to_prove("photo", "count", "signature", counted="户")

    answer = _prove(task, photo=_upload(a_picture()), number="12.5", unit="户", signer="王五", note="全部转移")

    assert answer.status_code == 302
    assert Task.objects.get().status == TaskStatus.DONE
    kept = [(one.kind, one.number, one.unit, one.signer) for one in TaskProof.objects.all()]
    assert kept == [("photo", None, "", ""), ("count", Decimal("12.5"), "户", ""), ("signature", None, "", "王五")]


def test_what_was_given_is_kept_when_something_is_missing_and_not_asked_for_again():
    task = a_task_to_prove("photo", "count", counted="户")

    first = _prove(task, photo=_upload(a_picture()), number="", unit="户", note="全部转移")
    second = _prove(task, number="0", unit="户", note="全部转移")

    page = first.content.decode()
    assert (first.status_code, second.status_code) == (422, 302)
    assert ("没有也填0" in page, 'name="photo"' in page, "全部转移" in page) == (True, False, True)
    assert [one.kind for one in TaskProof.objects.all()] == ["photo", "count"]


def test_a_photo_is_drawn_anew_so_that_its_place_does_not_travel_with_it():
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (32.0, 3.0, 36.0)
    task = a_task_to_prove("photo")

    hand_in_proof(
        task_id=task.pk, given=Given(photos=[Picture(a_picture(exif=exif), "现场.jpg")]), by=task.owner, now=NOW
    )

    kept = TaskProof.objects.get()
    assert dict(Image.open(kept.file.path).getexif()) == {}
    assert (kept.file.org_id, kept.given_by_id) == (task.org_id, task.owner_id)


@pytest.mark.parametrize("content", [b"%PDF-1.7 a sheet", b"<script>alert(1)</script>", b"", b"\xff\xd8\xff broken"])
def test_what_is_no_picture_is_no_proof(content):
    task = a_task_to_prove("photo")

    with pytest.raises(PictureNeeded) as refused:
        hand_in_proof(task_id=task.pk, given=Given(photos=[Picture(content, "a.jpg")]), by=SYSTEM, now=NOW)

    assert refused.value.field == "photo"


@pytest.mark.parametrize(
    ("given", "refusal", "field"),
    [
        (Given(number=Decimal(3)), CountUnitMissing, "unit"),
        (Given(drawn=Picture(b"", "signature.png")), SignerMissing, "signer"),
    ],
)
def test_a_number_wants_its_unit_and_a_signature_its_name(given, refusal, field):
    task = a_task_to_prove("count", "signature")

    with pytest.raises(refusal) as refused:
        hand_in_proof(task_id=task.pk, given=given, by=SYSTEM, now=NOW)

    assert refused.value.field == field
    assert TaskProof.objects.count() == 0


@pytest.mark.parametrize("number", ["-1", "1e9", "NaN", "十二", "1.25"])
def test_a_number_that_counts_nothing_is_refused_beside_its_field(number):
    task = a_task_to_prove("count")

    answer = _prove(task, number=number, unit="户")

    assert answer.status_code == 422
    assert TaskProof.objects.count() == 0


def test_a_task_that_has_ended_takes_no_more_proof():
    task = a_task_to_prove("count")
    Task.objects.update(status=TaskStatus.DONE, ended_at=NOW)

    with pytest.raises(TaskHasEnded):
        hand_in_proof(task_id=task.pk, given=Given(number=Decimal(1), unit="户"), by=SYSTEM, now=NOW)


def test_a_task_without_proof_is_done_with_one_press_as_before():
    task = a_task()
    Task.objects.update(status=TaskStatus.ON_SITE)

    assert move_task(task_id=task.pk, to=TaskStatus.DONE, by=SYSTEM, now=NOW).status == TaskStatus.DONE


def test_the_service_says_which_proof_is_missing():
    task = a_task_to_prove("count")

    answer = signed_in_client(task.owner).post(
        f"/api/v1/tasks/{task.pk}/move", {"to": "done"}, content_type="application/json"
    )

    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (422, "task_count_missing", "count")


@pytest.mark.parametrize("page", ["response:incident", "response:report"])
def test_the_incident_and_its_report_show_the_proof(page):
    task = a_task_to_prove("photo", "count", "signature")
    _prove(task, photo=_upload(a_picture()), number="12", unit="户", signer="王五")
    officer = a_person(role=Role.DUTY_OFFICER, org=task.incident.org)

    shown = signed_in_client(officer).get(reverse(page, args=[task.incident_id])).content.decode()

    photo = TaskProof.objects.get(kind="photo")
    assert reverse("response:proof-file", args=[photo.pk]) in shown
    assert ("<strong>12</strong> 户" in shown, "王五" in shown) == (True, True)


def test_a_stranger_sees_neither_the_photo_nor_may_prove_the_task():
    task = a_task_to_prove("photo")
    hand_in_proof(task_id=task.pk, given=Given(photos=[Picture(a_picture(), "现场.jpg")]), by=SYSTEM, now=NOW)
    client = signed_in_client(a_person(role=Role.DUTY_OFFICER, org=a_community()))

    answers = [
        client.get(reverse("files:file", args=[TaskProof.objects.get().file_id])).status_code,
        client.get(reverse("response:proof-file", args=[TaskProof.objects.get().pk])).status_code,
        client.post(reverse("response:task-proving", args=[task.pk]), {}).status_code,
    ]

    assert answers == [404, 404, 404]


def test_my_tasks_lead_to_the_proof_where_a_button_alone_is_not_enough():
    task = a_task_to_prove("photo")

    listed = signed_in_client(task.owner).get(reverse("response:my-tasks")).content.decode()

    assert f'{reverse("response:task", args=[task.pk])}#proof' in listed
    assert 'name="to" value="done"' not in listed


def test_whoever_gives_a_task_says_which_proof_it_needs():
    task = a_task()
    officer = a_person(role=Role.DUTY_OFFICER, org=task.incident.org)
    owner = task.owner.memberships.get()
    said = {"title": "清点转移人数", "owner": owner.pk, "due_in_min": 15, "proof": ["count", "photo"], "counted": "人"}

    signed_in_client(officer).post(reverse("response:task-giving", args=[task.incident_id]), said)

    given = Task.objects.latest("pk")
    assert (given.title, given.proof, given.counted) == ("清点转移人数", ["count", "photo"], "人")
