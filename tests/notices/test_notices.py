"""Notices: who is meant, what is new, who has read, and what is withdrawn."""

from datetime import timedelta

import pytest
from django.urls import reverse

from linan.ground.announcements.models import Logged
from linan.ground.moves import MoveNotAllowed
from linan.ground.notices.actions import (
    ChangeUnsaid,
    NobodyMeant,
    RemindedAlready,
    TooManyAttachments,
    WhyWithdrawnMissing,
    attach,
    change_notice,
    confirm_notice,
    publish_due,
    publish_notice,
    read_notice,
    remind_missing,
    withdraw_notice,
)
from linan.ground.notices.models import NoticeStatus, NoticeVersion, Receipt
from linan.ground.notices.queries import people_missing
from linan.ground.people.models import SYSTEM, Role
from tests.build import NOW, a_community, a_grid, a_person, a_street, signed_in_client
from tests.builders.notices import PDF, a_draft, a_notice, a_notice_file, written

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]
HOUR = timedelta(hours=1)


def titles_on(client, path):
    return [line.notice.title for line in client.get(path).context["lines"]]


def test_a_notice_of_the_street_is_read_in_the_grids_below_and_nowhere_else():
    street = a_street()
    grid = a_grid(parent=a_community(parent=street))
    a_notice(org=street, title="冬季值班")
    below, beside = a_person(role=Role.GRID_MEMBER, org=grid), a_person(role=Role.GRID_MEMBER)

    seen = [titles_on(signed_in_client(one), reverse("notices:notices")) for one in (below, beside)]

    assert seen == [["冬季值班"], []]


def test_a_notice_to_some_roles_is_not_found_by_the_others():
    community = a_community()
    notice = a_notice(org=community, roles=[Role.RESPONDER])
    people = [a_person(role=role, org=community) for role in (Role.RESPONDER, Role.VOLUNTEER)]

    answers = [signed_in_client(one).get(reverse("notices:notice", args=[notice.pk])).status_code for one in people]

    assert answers == [200, 404]


def test_opening_a_notice_is_a_receipt_and_opening_it_again_changes_nothing():
    notice = a_notice()
    reader = a_person(role=Role.GRID_MEMBER, org=notice.org)
    client, path = signed_in_client(reader), reverse("notices:notice", args=[notice.pk])

    client.get(path)
    first = Receipt.objects.values_list("person_id", "read_version", "read_at").get()
    client.get(path)

    assert first[:2] == (reader.pk, 1)
    assert Receipt.objects.values_list("person_id", "read_version", "read_at").get() == first


def test_the_writer_sees_by_name_who_has_confirmed_and_who_has_not():
    notice = a_notice(must_confirm=True)
    director = a_person(role=Role.COMMUNITY_DIRECTOR, org=notice.org)
    grid, guard = (a_person(role=role, org=notice.org) for role in (Role.GRID_MEMBER, Role.PROPERTY_STAFF))
    signed_in_client(grid).post(reverse("notices:confirmation", args=[notice.pk]), {"version": 1})
    read_notice(notice.pk, by=guard, now=NOW)

    page = signed_in_client(director).get(reverse("notices:notice", args=[notice.pk])).context["page"]

    assert {one.person: one.is_missing for one in page.reading.readers} == {director: True, guard: True, grid: False}
    assert (page.reading.count, page.reading.missing) == (1, 2)


def test_a_changed_notice_is_unread_again_and_shows_what_is_new():
    notice = a_notice(must_confirm=True)
    reader = a_person(role=Role.GRID_MEMBER, org=notice.org)
    confirm_notice(notice.pk, version=1, by=reader, now=NOW)

    changed = written(orgs=[notice.org], text="明晚停水。请提前储水。", must_confirm=True, what_changed="改到明晚")
    change_notice(notice.pk, changed, by=SYSTEM, now=NOW + HOUR)
    page = signed_in_client(reader).get(reverse("notices:notice", args=[notice.pk])).context["page"]

    assert [(piece.mark.value, piece.text) for piece in page.pieces] == [
        ("removed", "今晚停水。"), ("added", "明晚停水。"), ("kept", "请提前储水。"),
    ]
    assert people_missing(page.notice, now=NOW) == [reader]
    assert [one.what_changed for one in page.versions] == ["改到明晚", ""]


def test_a_confirmation_of_the_old_version_does_not_confirm_the_new_one():
    notice = a_notice(must_confirm=True)
    reader = a_person(role=Role.GRID_MEMBER, org=notice.org)
    changed = written(orgs=[notice.org], text="明晚停水。", must_confirm=True, what_changed="改到明晚")
    change_notice(notice.pk, changed, by=SYSTEM, now=NOW)

    receipt = confirm_notice(notice.pk, version=1, by=reader, now=NOW)

    assert (receipt.read_version, receipt.confirmed_version) == (2, 1)
    notice.refresh_from_db()
    assert people_missing(notice, now=NOW) == [reader]


def test_a_change_of_the_text_says_what_changed_and_one_of_the_aim_need_not():
    notice = a_notice()
    street_wide = written(orgs=[notice.org], is_public=True)

    change_notice(notice.pk, street_wide, by=SYSTEM, now=NOW)
    with pytest.raises(ChangeUnsaid):
        change_notice(notice.pk, written(orgs=[notice.org], text="改了。"), by=SYSTEM, now=NOW)

    assert NoticeVersion.objects.count() == 1


def test_a_planned_notice_goes_out_at_its_time_and_not_before():
    notice = a_notice(publish_at=NOW + HOUR)
    reader = signed_in_client(a_person(role=Role.GRID_MEMBER, org=notice.org))

    early = publish_due(now=NOW + HOUR / 2), titles_on(reader, reverse("notices:notices"))
    due = publish_due(now=NOW + HOUR), titles_on(reader, reverse("notices:notices"))

    assert (early, due) == ((0, []), (1, ["停水通知"]))


def test_a_withdrawn_notice_stays_in_the_list_with_its_reason_and_counts_no_longer():
    notice = a_notice(is_public=True)
    reader = signed_in_client(a_person(role=Role.GRID_MEMBER, org=notice.org))

    withdraw_notice(notice.pk, why="改期", by=SYSTEM, now=NOW)

    assert "改期" in reader.get(reverse("notices:notice", args=[notice.pk])).content.decode()
    assert reader.get(reverse("notices:unread")).context["count"] == 0
    assert reader.get(reverse("portal:notice", args=[notice.pk])).status_code == 404


def test_a_withdrawal_needs_a_reason_and_happens_once():
    notice = a_notice()

    with pytest.raises(WhyWithdrawnMissing):
        withdraw_notice(notice.pk, why=" ", by=SYSTEM, now=NOW)
    withdraw_notice(notice.pk, why="改期", by=SYSTEM, now=NOW)
    with pytest.raises(MoveNotAllowed):
        withdraw_notice(notice.pk, why="改期", by=SYSTEM, now=NOW)


def test_those_missing_are_reminded_once_and_the_reminder_is_announced():
    notice = a_notice(must_confirm=True)
    people = [a_person(role=Role.GRID_MEMBER, org=notice.org) for _ in range(3)]
    confirm_notice(notice.pk, version=1, by=people[0], now=NOW)

    reminded = remind_missing(notice.pk, by=SYSTEM, now=NOW + HOUR)
    with pytest.raises(RemindedAlready):
        remind_missing(notice.pk, by=SYSTEM, now=NOW + HOUR)

    assert reminded == 2
    assert Logged.objects.get(kind="notices.NoticeReminded").payload == {
        "notice_id": notice.pk, "version": 1, "people": 2,
    }


def test_the_shell_counts_what_is_unread():
    community = a_community()
    for title in ("一", "二"):
        a_notice(org=community, title=title)
    reader = a_person(role=Role.GRID_MEMBER, org=community)
    read_notice(a_notice(org=community, title="三").pk, by=reader, now=NOW)

    answer = signed_in_client(reader).get(reverse("notices:unread"))

    assert (answer.context["count"], answer.context["urgent"]) == (2, False)


def test_a_search_finds_every_word_in_title_or_text():
    community = a_community()
    a_notice(org=community, title="停水通知", text="3号楼停水")
    a_notice(org=community, title="停电通知", text="3号楼停电")
    reader = signed_in_client(a_person(role=Role.GRID_MEMBER, org=community))

    assert titles_on(reader, reverse("notices:notices") + "?text=3号楼 停电") == ["停电通知"]


def test_a_notice_is_written_planned_and_published_on_the_page_with_a_file(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    director = a_person(role=Role.COMMUNITY_DIRECTOR)
    org = director.memberships.get().org
    client = signed_in_client(director)
    file = tmp_path / "范围.pdf"
    file.write_bytes(PDF)

    with file.open("rb") as opened:
        filled = {"title": "停水", "text": "今晚停水。", "orgs": [org.pk], "then": "publish", "files": opened}
        answer = client.post(reverse("notices:new"), filled, follow=True)

    page = answer.context["page"]
    assert (page.notice.status, page.notice.title) == (NoticeStatus.PUBLISHED, "停水")
    assert [one.file.original_name for one in page.attachments] == ["范围.pdf"]


def test_a_refused_file_keeps_no_half_written_notice(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    director = a_person(role=Role.COMMUNITY_DIRECTOR)
    file = tmp_path / "坏.pdf"
    file.write_bytes(b"MZ not a document")
    client = signed_in_client(director)

    with file.open("rb") as opened:
        filled = {"title": "停水", "text": "今晚。", "orgs": [director.memberships.get().org_id], "files": opened}
        answer = client.post(reverse("notices:new"), filled)

    assert answer.status_code == 422
    assert titles_on(client, reverse("notices:written")) == []


def test_a_notice_to_nobody_is_refused():
    with pytest.raises(NobodyMeant):
        a_draft(orgs=[])


def test_a_seventh_file_is_refused(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    notice = a_draft()
    file = a_notice_file(notice).file

    with pytest.raises(TooManyAttachments):
        attach(notice.pk, [file] * 6, by=SYSTEM, now=NOW)


def test_residents_read_public_notices_until_their_last_day(client):
    community = a_community()
    today = a_notice(org=community, title="长期有效", is_public=True, orgs=[])
    a_notice(org=community, title="已过期", is_public=True, ends_on=NOW.date())
    a_notice(org=community, title="内部", is_public=False)

    page = client.get(reverse("portal:notices"))

    assert [one.title for one in page.context["page"]] == ["长期有效"]
    assert client.get(reverse("portal:notice", args=[today.pk])).status_code == 200


def test_a_file_of_an_internal_notice_is_not_found_by_residents(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    public, internal = a_notice(is_public=True), a_notice()
    files = [a_notice_file(one) for one in (public, internal)]

    answers = [client.get(reverse("portal:notice-file", args=[one.pk])).status_code for one in files]

    assert answers == [200, 404]


def test_a_draft_is_published_by_a_colleague_who_leads():
    draft = a_draft()
    street_officer = a_person(role=Role.STREET_OFFICER, org=draft.org.parent)

    signed_in_client(street_officer).post(reverse("notices:publication", args=[draft.pk]))

    draft.refresh_from_db()
    assert draft.status == NoticeStatus.PUBLISHED


def test_what_is_out_cannot_be_published_twice():
    notice = a_notice()

    with pytest.raises(MoveNotAllowed):
        publish_notice(notice.pk, by=SYSTEM, now=NOW)
