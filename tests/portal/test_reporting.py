"""Anybody reports: from the code at the door, without an account, and follows what becomes of it."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from PIL.ExifTags import Base

from linan.ground.access.scopes import everywhere
from linan.ground.people.models import SYSTEM
from linan.portal.doors import address_at
from linan.response.reports import actions
from linan.response.reports.actions import forward_report, merge_report, tell_result
from linan.response.reports.models import Report
from tests.build import NOW, a_community, a_person, signed_in_client
from tests.builders.files import a_picture
from tests.builders.registry import a_building
from tests.builders.reports import a_report, said

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]


@pytest.fixture
def door():
    said()
    return a_building(name="3号楼")


def sent(building, **given):
    ordinary = {"key": str(uuid.uuid4()), "kind": "gas", "text": "楼道里有燃气味", "building": building.pk, "floor": "4"}
    return Client().post(reverse("portal:report-at", args=[building.code]), {**ordinary, **given})


def test_the_code_at_a_door_leads_to_a_form_that_knows_the_place(door):
    page = Client().get(reverse("portal:report-at", args=[door.code]))

    assert page.status_code == 200
    assert "3号楼" in page.content.decode()
    assert 'href="tel:119"' in page.content.decode()


def test_an_unknown_code_still_lets_report(door):
    page = Client().get(reverse("portal:report-at", args=["no-such-door"]))

    assert page.status_code == 200
    assert "这个码不对应这里的任何楼栋" in page.content.decode()


def test_a_report_is_taken_and_its_receipt_shown_without_an_account(door):
    answer = sent(door)

    report = Report.objects.get()
    assert answer.headers["Location"] == reverse("portal:receipt", args=[report.code])
    assert (report.building, report.org, report.floor, report.kind) == (door, door.org, 4, "gas")
    assert report.shown_code in Client().get(answer.headers["Location"]).content.decode()


def test_sending_the_same_form_again_leads_to_the_same_receipt(door):
    key = str(uuid.uuid4())

    first, again = sent(door, key=key), sent(door, key=key)

    assert first.headers["Location"] == again.headers["Location"]
    assert Report.objects.count() == 1


def test_a_report_without_any_place_is_asked_for_one_and_keeps_its_words():
    a_community()

    answer = Client().post(
        reverse("portal:report"), {"key": str(uuid.uuid4()), "kind": "fire", "text": "有<script>烟"}
    )

    assert answer.status_code == 422
    assert "请说明在哪里" in answer.content.decode()
    assert "有&lt;script&gt;烟" in answer.content.decode()


def test_too_many_reports_are_told_to_call_and_keep_what_was_written(door, monkeypatch):
    monkeypatch.setattr(actions, "MOST_OF_BUILDING", 1)
    sent(door)

    answer = sent(door, text="四楼在冒烟")

    assert answer.status_code == 429
    assert "119、120 或 110" in answer.content.decode()
    assert "四楼在冒烟" in answer.content.decode()


def test_the_receipt_tells_the_result_and_never_the_words_or_the_phone():
    report = a_report(phone="12000005678")
    tell_result(report_id=report.pk, result="已关阀通风", by=SYSTEM, now=NOW)

    page = Client().get(reverse("portal:receipt", args=[report.code])).content.decode()

    assert "已关阀通风" in page
    assert "楼道里有燃气味" not in page
    assert "5678" not in page


def test_the_receipt_of_a_forwarded_report_says_to_whom_it_went():
    report = a_report()
    forward_report(report_id=report.pk, to="自来水公司", by=SYSTEM, now=NOW)

    page = Client().get(reverse("portal:receipt", args=[report.code])).content.decode()

    assert "已转给自来水公司处理" in page


def test_the_receipt_of_a_merged_report_tells_the_result_of_the_other():
    org = a_community()
    first, second = a_report(org=org), a_report(org=org)
    merge_report(report_id=second.pk, into_id=first.pk, by=SYSTEM, now=NOW)
    tell_result(report_id=first.pk, result="已关阀通风", by=SYSTEM, now=NOW)

    page = Client().get(reverse("portal:receipt", args=[second.code])).content.decode()

    assert "有其他人报了同一件事" in page
    assert "已关阀通风" in page


def test_a_receipt_is_found_by_its_code_however_it_was_typed():
    report = a_report()

    found = Client().get(reverse("portal:receipt-search"), {"code": f" {report.shown_code.lower()} "})
    lost = Client().get(reverse("portal:receipt-search"), {"code": "ACDE-ACDE"})

    assert found.headers["Location"] == reverse("portal:receipt", args=[report.code])
    assert lost.status_code == 404


def test_a_stranger_sees_no_list_of_reports():
    with everywhere():
        a_report()

    answer = Client().get(reverse("reports:reports"))

    assert answer.headers["Location"].startswith("/accounts/login/")


def test_a_photo_is_kept_without_its_hidden_place_and_a_wrong_file_does_not_lose_the_report(door, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    exif = Image.Exif()
    exif[Base.ImageDescription] = "家门口"
    photo = SimpleUploadedFile("现场.jpg", a_picture(exif=exif), content_type="image/jpeg")
    program = SimpleUploadedFile("照片.jpg", b"MZ\x90\x00 no picture", content_type="image/jpeg")

    answer = sent(door, photos=[photo, program])

    (kept,) = Report.objects.get().photos.all()
    with Image.open(kept.file.path) as stored:
        assert dict(stored.getexif()) == {}
    assert answer.status_code == 302


def test_the_sheet_of_a_building_leads_to_its_own_form(door, settings):
    settings.PUBLIC_URL = "https://linan.example"
    officer = signed_in_client(a_person(org=door.org))

    page = officer.get(reverse("portal:door-code", args=[door.pk])).content.decode()

    assert address_at(door) == f"https://linan.example/report/{door.code}/"
    assert "<svg" in page
    assert address_at(door) in page
