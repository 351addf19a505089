"""Warnings over HTTP: the pages, the push of a source, a feed that is fetched, the command line."""

import threading
from argparse import Namespace
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from linan.config.commands import warning
from linan.ground.access.scopes import everywhere
from linan.ground.people.models import Role
from linan.monitoring.actions.warnings import org_for_files
from linan.monitoring.domain.warnings import decode
from linan.monitoring.models import EarlyWarning, WarningCard, WarningFile, WarningSource
from linan.monitoring.warning_feeds import fetch_due_feeds
from tests.build import NOW, a_community, a_person, signed_in_client
from tests.builders.warnings import a_warning_card, a_warning_file, a_warning_source
from tests.monitoring.domain.warnings.files import cap, national, sample

pytestmark = pytest.mark.django_db


def _an_hour_ago() -> datetime:
    return datetime.now(UTC) - timedelta(hours=1)


def _fresh(**said: str) -> bytes:
    """Return a national file that was sent an hour ago, so that it holds while the test runs."""
    return national(sent=_an_hour_ago().isoformat(sep=" ", timespec="seconds"), code="32", **said)


@pytest.fixture
def community():
    return a_community()


@pytest.fixture
def officer(community):
    return signed_in_client(a_person(org=community))


def test_the_list_shows_the_unanswered_first_with_colour_and_word(community, officer):
    _coded(community)
    a_warning_file(org=community, content=_fresh(), at=_an_hour_ago())

    page = officer.get(reverse("monitoring:warnings")).content.decode()

    assert "演示区气象局发布暴雨蓝色预警" in page
    assert 'badge badge--blue' in page
    assert "未答复" in page


def test_the_desk_rings_for_an_unread_blue_warning_and_stops_when_it_is_read(community, officer):
    card = a_warning_card(org=community)
    before = officer.get(reverse("monitoring:warnings-waiting")).content.decode()

    officer.post(reverse("monitoring:warning-seen", args=[card.pk]))

    after = officer.get(reverse("monitoring:warnings-waiting")).content.decode()
    assert ("data-alarm-sound" in before, "data-alarm-sound" in after) == (True, False)
    assert "有 1 条预警等待决策" in after


def test_a_card_shows_proposal_and_clause_and_takes_an_answer(community, officer):
    card = a_warning_card(org=community)
    page = officer.get(reverse("monitoring:warning", args=[card.pk])).content.decode()

    answer = officer.post(reverse("monitoring:warning-answer", args=[card.pk]), {"status": "adopted"})

    assert "清理雨水口和排水沟" in page
    assert ("检查排水系统，做好排涝准备" in page, "引用前请查原文" in page) == (True, False)
    assert answer.headers["Location"] == reverse("monitoring:warning", args=[card.pk])
    assert "采纳" in officer.get(answer.headers["Location"]).content.decode()


def test_declining_without_a_reason_comes_back_with_what_is_missing(community, officer):
    card = a_warning_card(org=community)

    answer = officer.post(reverse("monitoring:warning-answer", args=[card.pk]), {"status": "declined"})

    assert answer.status_code == 422
    assert "请写明调整或不采纳的理由" in answer.content.decode()


def test_a_member_of_the_grid_reads_but_does_not_decide(community):
    card = a_warning_card(org=community)
    member = signed_in_client(a_person(role=Role.GRID_MEMBER, org=community))

    page = member.get(reverse("monitoring:warning", args=[card.pk])).content.decode()

    assert "由值班员或社区负责人答复" in page
    assert member.post(reverse("monitoring:warning-answer", args=[card.pk]), {"status": "adopted"}).status_code == 403


def test_an_uploaded_file_opens_its_page_with_what_was_taken_and_refused(officer):
    upload = SimpleUploadedFile("bushfire.xml", sample("bushfire_invalid.edxlde"))

    answer = officer.post(reverse("monitoring:warning-files"), {"file": upload})

    page = officer.get(answer.headers["Location"]).content.decode()
    with everywhere():
        assert EarlyWarning.objects.count() == 5
    assert page.count("warning_not_valid") == 2
    assert "NSW Rural Fire Service" in page


def test_a_pasted_notice_that_names_our_district_opens_a_card(community, officer):
    district = community.parent.parent
    moment = _an_hour_ago().astimezone().strftime("%Y年%m月%d日%H时%M分")
    text = f"{district.name}气象台{moment}发布雷电黄色预警信号：预计未来24小时内有雷电。"

    officer.post(reverse("monitoring:warning-files"), {"text": text})

    with everywhere():
        card = WarningCard.objects.select_related("warning").get()
    assert (card.warning.event, card.org_id) == ("雷电", community.pk)


def test_the_file_comes_back_byte_for_byte_and_is_never_opened_by_a_browser(community, officer):
    file = a_warning_file(org=community, content=b"<alert>\r\n\xff</alert>")

    answer = officer.get(reverse("monitoring:warning-original", args=[file.pk]))

    assert answer.content == b"<alert>\r\n\xff</alert>"
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_a_relayed_alert_keeps_identifier_sender_and_words(community, officer):
    card = a_warning_card(org=community)

    alert = decode(officer.get(reverse("monitoring:warning-relay", args=[card.pk])).content)

    assert (alert.identifier, alert.sender, alert.issuer) == (
        "32990141600000_20260114190000", "32990141600000", "演示区气象局"
    )
    assert (alert.main.headline, alert.kind) == ("演示区气象局发布暴雨蓝色预警[IV级/一般]", "11B03")


def test_an_exercise_is_begun_from_its_page_and_marked_as_a_drill(community, officer):
    said = {"kind": "11B14", "ordinal": 3, "description": "演练：有雷电", "hours": 2}

    answer = officer.post(reverse("monitoring:warning-exercise"), said)

    with everywhere():
        card = WarningCard.objects.select_related("warning").get(org=community)
    assert answer.headers["Location"] == reverse("monitoring:warning-file", args=[card.warning.file_id])
    assert "演练" in officer.get(reverse("monitoring:warning", args=[card.pk])).content.decode()


def test_the_api_lists_a_card_and_takes_its_answer(community, officer):
    card = a_warning_card(org=community)
    said = {"status": "declined", "reason": "雨区不经过本地"}

    answer = officer.post(reverse("api:warning-answer", args=[card.pk]), said, content_type="application/json")

    assert (answer.status_code, answer.json()["status"]) == (200, "declined")
    listed = officer.get(reverse("api:warnings")).json()
    assert [(one["id"], one["scheme"], one["ordinal"]) for one in listed] == [(card.pk, "cn_four", 4)]


def _push(source_id: int, secret: str, content: bytes):
    return Client().post(
        reverse("api:warning-push", args=[source_id]), content, content_type="application/xml",
        headers={"Authorization": f"Bearer {secret}"},
    )


def test_a_source_pushes_with_its_secret_and_a_repeat_changes_nothing(community):
    added = a_warning_source(org=community)

    first = _push(added.source.pk, added.secret, national())
    again = _push(added.source.pk, added.secret, national())

    assert first.status_code == again.status_code == 200
    assert first.json() == again.json()
    assert first.json()["warnings"] == ["32990141600000_20260114190000"]


@pytest.mark.parametrize("secret", ["", "wrong"])
def test_a_wrong_secret_opens_nothing(community, secret):
    added = a_warning_source(org=community)

    answer = _push(added.source.pk, secret, national())

    assert (answer.status_code, answer.json()["code"]) == (404, "warning_source_unknown")


def test_a_feed_has_no_secret_that_an_empty_one_would_open(community):
    added = a_warning_source(org=community, route="feed", url="https://example.org/feed")

    assert _push(added.source.pk, "", national()).status_code == 404


def test_a_bad_push_is_refused_with_code_field_and_sentence(community):
    added = a_warning_source(org=community)

    answer = _push(added.source.pk, added.secret, cap(severity="Huge"))

    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (422, "warning_refused", "severity")
    assert "severity" in answer.json()["title"]


PATHS = {
    "/index.atom": lambda base: f"""<feed xmlns="http://www.w3.org/2005/Atom">
        <entry><link type="application/cap+xml" href="{base}/one.cap"/></entry>
        <entry><link href="{base}/gone.cap"/></entry><entry><link href="{base}/two.cap"/></entry></feed>""".encode(),
    "/one.cap": lambda base: cap(identifier="one"),
    "/two.cap": lambda base: cap(identifier="two"),
    "/alerts.atom": lambda base: sample("weather.atom"),
}


class _Feeds(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        make = PATHS.get(self.path)
        self.server.asked.append(self.path)  # type: ignore[attr-defined]
        self.send_response(200 if make else 404)
        self.end_headers()
        if make:
            self.wfile.write(make(f"http://127.0.0.1:{self.server.server_port}"))  # type: ignore[attr-defined]

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def feeds() -> Iterator[HTTPServer]:
    server = HTTPServer(("127.0.0.1", 0), _Feeds)
    server.asked = []  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()


def _fetch(feeds, community, path: str, at: datetime = NOW) -> WarningSource:
    with everywhere():
        source = WarningSource.objects.first()
        if source is None:
            source = a_warning_source(org=community, route="feed", url=f"http://127.0.0.1:{feeds.server_port}{path}").source
        fetch_due_feeds(now=at)
        source.refresh_from_db()
        return source


def test_a_feed_gives_the_alerts_that_stand_in_it(feeds, community):
    source = _fetch(feeds, community, "/alerts.atom")

    with everywhere():
        assert EarlyWarning.objects.get().issuer == "NWS GreatFalls (Central Montana)"
    assert (source.fault, source.heard_at, source.due_at) == (None, NOW, NOW + timedelta(seconds=300))


def test_an_index_is_followed_each_link_once_and_a_dead_link_hides_none(feeds, community):
    source = _fetch(feeds, community, "/index.atom")
    _fetch(feeds, community, "/index.atom", at=NOW + timedelta(minutes=6))

    with everywhere():
        assert sorted(EarlyWarning.objects.values_list("identifier", flat=True)) == ["one", "two"]
    assert source.fault["values"]["url"].endswith("/gone.cap")
    assert feeds.asked.count("/one.cap") == 1


def test_a_feed_that_is_not_due_is_left_alone(feeds, community):
    _fetch(feeds, community, "/alerts.atom")

    _fetch(feeds, community, "/alerts.atom", at=NOW + timedelta(seconds=299))

    assert feeds.asked == ["/alerts.atom"]


def test_a_feed_that_does_not_answer_is_noted_with_its_reason(feeds, community):
    source = _fetch(feeds, community, "/nothing")

    assert source.fault["msgid"] == "%(url)s does not answer: %(problem)s. Check the address and the network."


def test_the_command_line_takes_a_file_in_at_the_root(community, tmp_path, monkeypatch, capsys):
    path = tmp_path / "预警.xml"
    path.write_bytes(national())
    monkeypatch.setattr(warning, "running", lambda data: everywhere())

    code = warning.run(Namespace(file=path))

    with everywhere():
        file = WarningFile.objects.get()
        root = org_for_files()
    assert (code, file.org_id, file.name) == (0, root.pk, "预警.xml")
    assert capsys.readouterr().out.startswith("✓ 演示区气象局发布暴雨蓝色预警[IV级/一般] · 演示区气象局 · 2026-01-14 19:00 UTC")


def _coded(community) -> None:
    community.code = "329901001001"
    community.save(update_fields=["code"])
