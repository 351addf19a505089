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
from tests.builders.voices import a_voice, an_aac, an_mp4

pytestmark = pytest.mark.django_db


@pytest.fixture
def door(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with everywhere():
        return a_building(name="3号楼")


def send(client, door, content, *, key=None, name="voice.webm", kind="audio/webm"):
    said = {"key": key or uuid.uuid4(), "kind": "gas", "text": "", "building": door.pk}
    voice = SimpleUploadedFile(name, content, content_type=kind)
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


@pytest.mark.parametrize(
    ("content", "told"), [(an_mp4(seconds=5), "audio/mp4"), (an_aac(seconds=5), "audio/aac")], ids=["mp4", "aac"]
)
def test_a_voice_note_of_an_iphone_is_played_as_what_it_is_whatever_the_phone_calls_it(client, door, content, told):
    send(client, door, content, name="voice.webm", kind="text/html")

    with everywhere():
        voice = ReportVoice.objects.select_related("file").get()
    officer = signed_in_client(a_person(role=Role.DUTY_OFFICER, org=door.org))
    played = officer.get(reverse("files:file", args=[voice.file_id]))

    assert (voice.seconds, played["Content-Type"], played["X-Content-Type-Options"]) == (5, told, "nosniff")
    assert b"".join(played.streaming_content) == content


@pytest.mark.parametrize(
    ("asked", "status", "told", "length"),
    [
        ("bytes=0-1", 206, "bytes 0-1/{size}", 2), ("bytes=10-", 206, "bytes 10-{last}/{size}", -10),
        ("bytes=-4", 206, "bytes {fourth}-{last}/{size}", 4), ("bytes=999999-", 416, "bytes */{size}", 0),
    ],
)
def test_a_player_that_asks_for_a_part_of_a_voice_note_gets_that_part(client, door, asked, status, told, length):
    content = an_mp4(seconds=2)
    size = len(content)
    send(client, door, content)

    with everywhere():
        voice = ReportVoice.objects.get()
    officer = signed_in_client(a_person(role=Role.DUTY_OFFICER, org=door.org))
    part = officer.get(reverse("files:file", args=[voice.file_id]), headers={"Range": asked})

    assert (part.status_code, part["Content-Range"]) == (status, told.format(size=size, last=size - 1, fourth=size - 4))
    assert (len(part.content), part["Content-Security-Policy"]) == (length % size, "default-src 'none'; sandbox")


def test_a_lying_voice_note_is_refused_with_its_reason_and_the_report_stands(client, door):
    answer = send(client, door, an_mp4(handler=b"vide"), name="voice.m4a", kind="audio/mp4")

    with everywhere():
        assert (Report.objects.count(), ReportVoice.objects.count()) == (1, 0)
    assert "录音" in answer.content.decode()
