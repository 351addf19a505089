"""A voice note sent with a report: kept once, played at the desk, and never in the way of the report itself."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from linan.ground.access.scopes import everywhere
from linan.ground.people.models import Role
from linan.response.reports.models import Report, ReportVoice
from tests.build import a_person, signed_in_client
from tests.builders.registry import a_building
from tests.builders.voices import a_voice

pytestmark = pytest.mark.django_db


@pytest.fixture
def door(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with everywhere():
        return a_building(name="3号楼")


def send(client, door, content, *, key=None):
    said = {"key": key or uuid.uuid4(), "kind": "gas", "text": "", "building": door.pk}
    voice = SimpleUploadedFile("voice.webm", content, content_type="audio/webm")
    return client.post(f"/report/{door.code}/", {**said, "voice": voice}, follow=True)


def test_a_voice_note_is_kept_once_and_played_at_the_desk(client, door):
    key = uuid.uuid4()
    for _ in range(2):
        send(client, door, a_voice(seconds=7), key=key)

    with everywhere():
        voice = ReportVoice.objects.select_related("report", "file").get()
    officer = signed_in_client(a_person(role=Role.DUTY_OFFICER, org=door.org))
    page = officer.get(reverse("reports:report", args=[voice.report_id])).content.decode()
    played = officer.get(reverse("files:file", args=[voice.file_id]))

    assert (voice.seconds, "语音留言，7 秒" in page) == (7, True)
    assert (played["Content-Type"], b"".join(played.streaming_content)) == ("audio/webm", a_voice(seconds=7))


@pytest.mark.parametrize("content", [b"<script>alert(1)</script>", a_voice(seconds=90)], ids=["no recording", "too long"])
def test_a_report_stands_although_its_voice_note_is_refused(client, door, content):
    answer = send(client, door, content)

    with everywhere():
        assert (Report.objects.count(), ReportVoice.objects.count()) == (1, 0)
    assert "报事已收到。" in answer.content.decode()
