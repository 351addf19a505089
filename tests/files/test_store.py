"""Files are stored under random names and served through the door only."""

import pytest
from django.test import Client

from linan.ground.announcements.models import Logged
from linan.ground.files.actions import store_file
from linan.ground.people.models import SYSTEM, Role
from tests.build import a_community, a_person, signed_in_client
from tests.builders.files import a_file, a_picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped", "_own_folder")]


@pytest.fixture
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_a_file_lies_under_a_name_that_nobody_chose(now):
    file = store_file(content=a_picture(), original_name="../../etc/passwd", org=a_community(), by=SYSTEM, now=now)

    assert file.path.read_bytes()[:3] == b"\xff\xd8\xff"
    assert len(file.name) == 36
    assert "/" not in file.original_name
    assert file.original_name.endswith(".jpg")


def test_the_log_knows_the_file_and_not_its_name(now):
    file = a_file(org=a_community())

    row = Logged.objects.get(kind="files.FileStored")
    assert row.payload == {"file_id": file.pk, "content_type": "image/jpeg", "size_bytes": file.size_bytes}


def test_a_picture_is_shown_and_cannot_run_anything():
    org = a_community()
    file = a_file(org=org)

    answer = signed_in_client(a_person(role=Role.RESPONDER, org=org)).get(f"/files/{file.pk}/")

    assert b"".join(answer.streaming_content) == file.path.read_bytes()
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_document_is_saved_and_not_opened():
    org = a_community()
    file = a_file(org=org, content=b"%PDF-1.7")

    answer = signed_in_client(a_person(role=Role.RESPONDER, org=org)).get(f"/files/{file.pk}/")

    assert answer["Content-Disposition"].startswith("attachment")


def test_the_community_beside_and_a_stranger_do_not_get_it():
    file = a_file(org=a_community())

    beside = signed_in_client(a_person(role=Role.DUTY_OFFICER)).get(f"/files/{file.pk}/")
    stranger = Client().get(f"/files/{file.pk}/")

    assert (beside.status_code, stranger.status_code) == (404, 302)
